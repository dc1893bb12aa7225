package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.LogicalVolume;
import io.noderesource.inventory.LvAttributes;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.VolumeGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What LVM shows of the simulated machine, as {@code pvs}, {@code vgs} and {@code lvs} of LVM 2.03.16 do. */
final class LvmView {

    static final String ENGINE = "simulated 2.03.16";

    private final Machine machine;
    private final @Nullable String systemId;
    private final Set<Device> unseen;

    /**
     * A view.
     *
     * @param machine what is looked at
     * @param systemId the host's system id
     * @param unseen devices that are passed over
     */
    LvmView(Machine machine, @Nullable String systemId, Set<Device> unseen) {
        this.machine = machine;
        this.systemId = systemId;
        this.unseen = unseen;
    }

    Lvm look() {
        List<PhysicalVolume> volumes = new ArrayList<>();
        List<VolumeGroup> groups = new ArrayList<>();
        List<LogicalVolume> logical = new ArrayList<>();
        labelled().forEach(d -> volumes.add(seen(d)));
        for (Group group : visible()) {
            groups.add(group(group));
            missing(group).forEach(uuid -> volumes.add(missing(group, uuid)));
            group.volumes.forEach(v -> logical.add(logical(group, v)));
        }
        return new Lvm(ENGINE, volumes, groups, logical);
    }

    /** The devices that carry a label and that LVM looks at: no paths of multipath maps, no members of arrays. */
    List<Device> labelled() {
        return machine.attached().stream()
                .filter(d -> d.content.label() != null && !unseen.contains(d))
                .filter(d -> d.type != DeviceType.LOOP)
                .filter(d -> d.uses.stream()
                        .noneMatch(u ->
                                u.kind() == DeviceUse.Kind.MULTIPATH_MEMBER || u.kind() == DeviceUse.Kind.RAID_MEMBER))
                .toList();
    }

    /** The volume groups of which at least one PV is there. */
    List<Group> visible() {
        Set<String> seen = new HashSet<>();
        labelled().forEach(d -> {
            Content.Label label = Objects.requireNonNull(d.content.label());
            if (label.group() != null) {
                seen.add(label.group());
            }
        });
        return machine.groups.values().stream()
                .filter(g -> seen.contains(g.uuid))
                .toList();
    }

    List<Group> named(String name) {
        return visible().stream().filter(g -> g.name.equals(name)).toList();
    }

    List<Device> carrying(String uuid) {
        return labelled().stream()
                .filter(d -> Objects.requireNonNull(d.content.label()).uuid().equals(uuid))
                .toList();
    }

    List<String> missing(Group group) {
        return group.extents.keySet().stream()
                .filter(uuid -> carrying(uuid).isEmpty())
                .toList();
    }

    boolean isForeign(Group group) {
        return group.systemId != null && !group.systemId.equals(systemId);
    }

    private PhysicalVolume seen(Device device) {
        Content.Label label = Objects.requireNonNull(device.content.label());
        Group group = label.group() == null ? null : machine.groups.get(label.group());
        ByteSize size = group == null ? device.size : sizeOf(group, label.uuid(), device.size);
        long used = group == null ? 0 : group.used(label.uuid()) * Group.EXTENT;
        return new PhysicalVolume(
                label.uuid(),
                device.number,
                device.path(),
                group == null ? null : group.name,
                group == null ? null : group.uuid,
                size,
                device.size,
                ByteSize.ofBytes(Group.DATA_START),
                ByteSize.ofBytes(Math.max(0, size.bytes() - used)),
                false,
                carrying(label.uuid()).size() > 1,
                group != null,
                List.of());
    }

    private static ByteSize sizeOf(Group group, String uuid, ByteSize device) {
        long extents = group.extents.getOrDefault(uuid, 0L);
        // LVM shows the device's size for a PV that has not room for one extent.
        return extents == 0 ? device : ByteSize.ofBytes(extents * Group.EXTENT);
    }

    private PhysicalVolume missing(Group group, String uuid) {
        ByteSize size = sizeOf(group, uuid, ByteSize.ZERO);
        return new PhysicalVolume(
                uuid,
                null,
                null,
                group.name,
                group.uuid,
                size,
                ByteSize.ZERO,
                ByteSize.ofBytes(Group.DATA_START),
                ByteSize.ofBytes(Math.max(0, size.bytes() - group.used(uuid) * Group.EXTENT)),
                true,
                false,
                true,
                List.of());
    }

    private VolumeGroup group(Group group) {
        VolumeGroup.Access access = isForeign(group)
                ? VolumeGroup.Access.FOREIGN
                : group.exported
                        ? VolumeGroup.Access.EXPORTED
                        : group.lockType != null
                                ? VolumeGroup.Access.SHARED_UNLOCKED
                                : group.readOnly ? VolumeGroup.Access.READ_ONLY : VolumeGroup.Access.WRITABLE;
        return new VolumeGroup(
                group.uuid,
                group.name,
                group.sequence,
                ByteSize.ofBytes(Group.EXTENT),
                ByteSize.ofBytes(group.total() * Group.EXTENT),
                ByteSize.ofBytes((group.total() - group.used()) * Group.EXTENT),
                group.extents.size(),
                missing(group).size(),
                group.volumes.size(),
                access,
                group.systemId,
                group.lockType,
                List.copyOf(group.tags));
    }

    private LogicalVolume logical(Group group, Group.Volume volume) {
        boolean partial = carrying(volume.on()).isEmpty();
        return new LogicalVolume(
                volume.uuid(),
                group.name,
                volume.name(),
                ByteSize.ofBytes(volume.extents() * Group.EXTENT),
                "linear",
                LvAttributes.decode(partial ? "-wi-----p-" : "-wi-a-----"),
                null,
                null,
                null,
                null,
                partial ? "partial" : "",
                List.of());
    }
}
