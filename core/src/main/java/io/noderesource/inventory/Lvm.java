package io.noderesource.inventory;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

    public Lvm {
        physicalVolumes = physicalVolumes.stream()
                .sorted(Comparator.comparing(PhysicalVolume::uuid).thenComparing(p -> String.valueOf(p.device())))
                .toList();
        volumeGroups = volumeGroups.stream()
                .sorted(Comparator.comparing(VolumeGroup::name).thenComparing(VolumeGroup::uuid))
                .toList();
        logicalVolumes = logicalVolumes.stream()
                .sorted(Comparator.comparing(LogicalVolume::volumeGroup)
                        .thenComparing(LogicalVolume::name)
                        .thenComparing(LogicalVolume::uuid))
                .toList();
    }

    /** All volume groups of a name; more than one is a clash. */
    public List<VolumeGroup> named(String name) {
        return volumeGroups.stream().filter(v -> v.name().equals(name)).toList();
    }

    /** Finds a volume group by its UUID. */
    public Optional<VolumeGroup> group(String uuid) {
        return volumeGroups.stream().filter(v -> v.uuid().equals(uuid)).findFirst();
    }

    /** The physical volumes of a volume group, missing ones included. */
    public List<PhysicalVolume> volumesOf(VolumeGroup group) {
        return physicalVolumes.stream()
                .filter(p -> group.uuid().equals(p.volumeGroupUuid()))
                .toList();
    }

    /** The physical volumes seen on a device; more than one never happens on a sane node. */
    public Optional<PhysicalVolume> on(DeviceNumber device) {
        return physicalVolumes.stream().filter(p -> device.equals(p.device())).findFirst();
    }
}
