package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.DeviceUse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * LVM's commands on the simulated machine, with the refusals that LVM 2.03.16 has of itself when nobody says
 * {@code --yes} or {@code --force}: it guards signatures, uses and memberships, and takes data that it cannot name.
 */
final class LvmCommands {

    /** LVM's least size of a PV ({@code devices/pv_min_size}). */
    private static final long LEAST_PV = 2L << 20;

    private static final Set<DeviceUse.Kind> SEEN_BY_OPENING = Set.of(
            DeviceUse.Kind.MOUNTED,
            DeviceUse.Kind.SWAP,
            DeviceUse.Kind.HELD,
            DeviceUse.Kind.EXCLUSIVELY_OPEN,
            DeviceUse.Kind.RAID_MEMBER,
            DeviceUse.Kind.MULTIPATH_MEMBER);

    private final Machine machine;
    private final LvmView view;
    private final @Nullable String systemId;
    private final Log log;

    /** Is told of each write before it is made. */
    interface Log {

        /** A device becomes a PV. */
        void formats(Device device);

        /** A PV of this UUID is there now. */
        void made(String uuid);

        /** A PV of no volume group becomes part of one. */
        void joins(Device device, Group group);

        /** A PV of a volume group takes in what its device has grown by. */
        void grows(Device device, Group group);

        /** The metadata of a volume group changes on the PVs that it has. */
        void changes(Group group);
    }

    /**
     * The commands.
     *
     * @param machine what they work on
     * @param systemId the host's system id
     * @param log is told of each write
     */
    LvmCommands(Machine machine, @Nullable String systemId, Log log) {
        this.machine = machine;
        this.view = new LvmView(machine, systemId, Set.of());
        this.systemId = systemId;
        this.log = log;
    }

    void pvcreate(Device device, String uuid) {
        String what = "pvcreate " + device.path();
        Content.Label label = device.content.label();
        if (label != null && label.group() != null) {
            throw refused(StandardErrorCode.DEVICE_FOREIGN_PV, what, "it is a physical volume of a volume group");
        }
        if (device.size.bytes() < LEAST_PV) {
            throw refused(StandardErrorCode.DEVICE_TOO_SMALL, what, "device is too small (pv_min_size)");
        }
        if (!machine.partitionsOf(device).isEmpty()) {
            throw refused(StandardErrorCode.DEVICE_PARTITIONED, what, "device is partitioned");
        }
        opened(device, what);
        if (!device.content.others().isEmpty()) {
            throw refused(
                    StandardErrorCode.DEVICE_HAS_SIGNATURE,
                    what,
                    device.content.others().get(0) + " signature detected, aborted wiping");
        }
        if (view.carrying(uuid).stream().anyMatch(d -> d != device)) {
            throw refused(StandardErrorCode.DEVICE_FOREIGN_PV, what, "uuid " + uuid + " is in use already");
        }
        log.formats(device);
        device.content.label(new Content.Label(uuid, null));
        log.made(uuid);
    }

    Group vgcreate(String name, List<Device> devices, List<String> tags) {
        String what = "vgcreate " + name;
        if (!view.named(name).isEmpty()) {
            throw refused(StandardErrorCode.VG_NAME_CLASH, what, "a volume group called " + name + " already exists");
        }
        for (Device device : devices) {
            joinable(device, what);
        }
        ofOneSectorSize(devices, what);
        Group group = new Group(machine.newUuid(), name);
        group.systemId = systemId;
        group.tags.addAll(tags);
        machine.groups.put(group.uuid, group);
        devices.forEach(d -> join(group, d));
        return group;
    }

    void vgextend(Group group, List<Device> devices) {
        String what = "vgextend " + group.name;
        changeable(group, what);
        for (Device device : devices) {
            joinable(device, what);
        }
        ofOneSectorSize(Stream.concat(members(group).stream(), devices.stream()).toList(), what);
        log.changes(group);
        devices.forEach(d -> join(group, d));
        group.sequence++;
    }

    void pvresize(Device device) {
        pvresize(device, device.size);
    }

    void pvresize(Device device, ByteSize size) {
        String what = "pvresize " + device.path();
        Content.Label label = device.content.label();
        if (label == null) {
            throw refused(StandardErrorCode.DEVICE_CHANGED, what, "failed to find physical volume");
        }
        Group group = label.group() == null ? null : machine.groups.get(label.group());
        if (group == null) {
            return;
        }
        changeable(group, what);
        if (device.readOnly) {
            throw refused(StandardErrorCode.IO, what, "the device is read-only");
        }
        if (size.compareTo(device.size) > 0) {
            throw refused(StandardErrorCode.IO, what, "the device is smaller than " + size);
        }
        long extents = Group.extentsOf(size);
        if (extents < group.used(label.uuid())) {
            throw refused(StandardErrorCode.VG_SHRUNK_DEVICE, what, "extents are in use behind the new end");
        }
        log.grows(device, group);
        group.extents.put(label.uuid(), extents);
        if (extents < Group.extentsOf(device.size)) {
            group.madeSmaller.put(label.uuid(), device.size);
        } else {
            group.madeSmaller.remove(label.uuid());
        }
        group.sequence++;
    }

    void vgchange(Group group, List<String> add, List<String> remove) {
        changeable(group, "vgchange " + group.name);
        log.changes(group);
        remove.forEach(group.tags::remove);
        group.tags.addAll(add);
        group.sequence++;
    }

    List<Device> members(Group group) {
        return group.extents.keySet().stream()
                .flatMap(uuid -> view.carrying(uuid).stream())
                .toList();
    }

    private void join(Group group, Device device) {
        Content.Label label = Objects.requireNonNull(device.content.label());
        log.joins(device, group);
        device.content.label(new Content.Label(label.uuid(), group.uuid));
        group.extents.put(label.uuid(), Group.extentsOf(device.size));
    }

    private void joinable(Device device, String what) {
        Content.Label label = device.content.label();
        if (label == null) {
            throw refused(StandardErrorCode.DEVICE_CHANGED, what, device.path() + " is no physical volume");
        }
        if (label.group() != null) {
            throw refused(
                    StandardErrorCode.DEVICE_FOREIGN_PV,
                    what,
                    "physical volume '" + device.path() + "' is already in a volume group");
        }
        if (view.carrying(label.uuid()).size() > 1) {
            throw refused(StandardErrorCode.DEVICE_AMBIGUOUS, what, "duplicate physical volumes");
        }
        opened(device, what);
    }

    private static void ofOneSectorSize(List<Device> devices, String what) {
        if (devices.stream().mapToInt(Device::logicalSectorSize).distinct().count() > 1) {
            throw refused(StandardErrorCode.DEVICE_SECTOR_SIZE, what, "devices have inconsistent logical block sizes");
        }
    }

    private void opened(Device device, String what) {
        machine.usesOf(device).stream()
                .filter(u -> SEEN_BY_OPENING.contains(u.kind()))
                .findFirst()
                .ifPresent(use -> {
                    throw refused(StandardErrorCode.DEVICE_HELD, what, "can't open " + device.path() + " exclusively");
                });
        if (device.readOnly || (device.disk != null && device.disk.readOnly)) {
            throw refused(StandardErrorCode.DEVICE_READ_ONLY, what, device.path() + ": write failed");
        }
    }

    private void changeable(Group group, String what) {
        if (view.isForeign(group)) {
            throw refused(StandardErrorCode.VG_FOREIGN, what, "it has system id " + group.systemId);
        }
        if (group.exported) {
            throw refused(StandardErrorCode.VG_EXPORTED, what, "volume group " + group.name + " is exported");
        }
        if (group.readOnly) {
            throw refused(StandardErrorCode.VG_EXPORTED, what, "volume group " + group.name + " is read-only");
        }
        if (group.lockType != null) {
            throw refused(StandardErrorCode.VG_EXPORTED, what, "cannot access it without its lock");
        }
        if (members(group).size() > group.extents.size() - view.missing(group).size()) {
            throw refused(
                    StandardErrorCode.VG_NAME_CLASH,
                    what,
                    "cannot update volume group " + group.name + " with duplicate PV devices");
        }
        if (!view.missing(group).isEmpty()) {
            throw refused(
                    StandardErrorCode.VG_MISSING_PV, what, "cannot change VG " + group.name + " while PVs are missing");
        }
    }

    static NodeResourceException refused(ErrorCode code, String what, String why) {
        return new NodeResourceException(code, "LVM refused " + what + ": " + why + "; " + code.remedy());
    }
}
