package io.noderesource.inventory;

import io.noderesource.internal.collect.Indexed;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What LVM shows on the node.
 *
 * @param engine what was asked, with its version, such as {@code liblvm2cmd 2.03.16(2) (2022-05-18)}
 * @param physicalVolumes all physical volumes, sorted by UUID and device
 * @param volumeGroups all volume groups, sorted by name and UUID
 * @param logicalVolumes all logical volumes, sorted by volume group, name and UUID
 */
public record Lvm(
        String engine,
        List<PhysicalVolume> physicalVolumes,
        List<VolumeGroup> volumeGroups,
        List<LogicalVolume> logicalVolumes) {

    /** The section of an {@link Inventory} that holds it. */
    public static final SectionType<Lvm> SECTION = new SectionType<>("lvm", 1, Lvm.class);

    private static final Indexed.Key<VolumeGroup, String> NAME = new Indexed.Key<>(g -> Stream.of(g.name()));
    private static final Indexed.Key<VolumeGroup, String> UUID = new Indexed.Key<>(g -> Stream.of(g.uuid()));
    private static final Indexed.Key<PhysicalVolume, String> GROUP =
            new Indexed.Key<>(p -> Stream.ofNullable(p.volumeGroupUuid()));
    private static final Indexed.Key<PhysicalVolume, DeviceNumber> DEVICE =
            new Indexed.Key<>(p -> Stream.ofNullable(p.device()));

    public Lvm {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(physicalVolumes, "physicalVolumes");
        Objects.requireNonNull(volumeGroups, "volumeGroups");
        Objects.requireNonNull(logicalVolumes, "logicalVolumes");
        physicalVolumes = Indexed.copyOf(physicalVolumes.stream()
                .sorted(Comparator.comparing(PhysicalVolume::uuid).thenComparing(p -> String.valueOf(p.device()))));
        volumeGroups = Indexed.copyOf(volumeGroups.stream()
                .sorted(Comparator.comparing(VolumeGroup::name).thenComparing(VolumeGroup::uuid)));
        logicalVolumes = logicalVolumes.stream()
                .sorted(Comparator.comparing(LogicalVolume::volumeGroup)
                        .thenComparing(LogicalVolume::name)
                        .thenComparing(LogicalVolume::uuid))
                .toList();
    }

    /** All volume groups of a name; more than one is a clash. */
    public List<VolumeGroup> named(String name) {
        return Indexed.find(volumeGroups, NAME, name);
    }

    /** Finds a volume group by its UUID. */
    public Optional<VolumeGroup> group(String uuid) {
        return Indexed.find(volumeGroups, UUID, uuid).stream().findFirst();
    }

    /** The physical volumes of a volume group, missing ones included. */
    public List<PhysicalVolume> volumesOf(VolumeGroup group) {
        return Indexed.find(physicalVolumes, GROUP, group.uuid());
    }

    /** The physical volumes seen on a device; more than one never happens on a sane node. */
    public Optional<PhysicalVolume> on(DeviceNumber device) {
        return Indexed.find(physicalVolumes, DEVICE, device).stream().findFirst();
    }
}
