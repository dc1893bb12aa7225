package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.plan.Condition;
import io.noderesource.plan.Conditions;
import io.noderesource.plan.DeviceIntake;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Violation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conditions that the steps on volume groups have. */
public final class LvmConditions {

    private LvmConditions() {}

    /** Tells what keeps a volume group from being changed, whoever it belongs to. */
    static Optional<Violation> obstacleTo(VolumeGroup group) {
        String subject = "volume group " + group.name();
        if (group.access() != VolumeGroup.Access.WRITABLE) {
            return Optional.of(new Violation(
                    StandardErrorCode.VG_EXPORTED, subject, "it may not be changed from here: " + group.access()));
        }
        if (group.missingPvCount() > 0) {
            return Optional.of(new Violation(
                    StandardErrorCode.VG_MISSING_PV,
                    subject,
                    "it misses " + group.missingPvCount() + " of its " + group.pvCount() + " PVs"));
        }
        return Optional.empty();
    }

    /** Tells of a device that it carries a PV that LVM shows nowhere; that of a path of a multipath map it shows on the map. */
    static Optional<String> hiddenVolume(Lvm lvm, BlockDevice device) {
        return device.probe().signatures().stream()
                .filter(s -> s.type().equals(Signature.LVM_PV))
                .filter(s -> lvm.physicalVolumes().stream()
                        .noneMatch(pv ->
                                pv.uuid().equals(s.uuid()) || device.number().equals(pv.device())))
                .findFirst()
                .map(s -> device.describe() + " carries a PV that LVM does not show: its filter or its devices file"
                        + " (lvmdevices(8)) keeps it away");
    }

    /**
     * LVM shows no volume group of this name, and could look everywhere.
     *
     * @param name the name
     */
    public record NameFree(String name) implements Condition {
        @Override
        public String describe() {
            return "no volume group is named " + name;
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            Section<Lvm> section = now.section(Lvm.SECTION);
            if (section.state() != Section.State.COMPLETE) {
                return Optional.of(new Violation(
                        StandardErrorCode.SECTION_UNAVAILABLE,
                        name,
                        "whether a volume group has this name is unknown: " + section.reason()));
            }
            return Conditions.on(
                    now,
                    Lvm.SECTION,
                    lvm -> lvm.named(name).stream()
                            .findFirst()
                            .map(g -> new Violation(
                                    StandardErrorCode.VG_NAME_CLASH,
                                    name,
                                    "a volume group of this name exists, uuid " + g.uuid())));
        }
    }

    /**
     * LVM shows no physical volume on the device, whatever reading it shows.
     *
     * @param device the device
     */
    public record NoPhysicalVolume(DeviceTarget device) implements Condition {
        @Override
        public String describe() {
            return device + " is no PV to LVM";
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return Conditions.onDevice(
                    now,
                    device,
                    found -> Conditions.on(
                            now,
                            Lvm.SECTION,
                            lvm -> lvm.on(found.number())
                                    .map(pv -> new Violation(
                                            StandardErrorCode.DEVICE_FOREIGN_PV,
                                            found.describe(),
                                            "LVM sees the PV " + pv.uuid() + " on it"))));
        }
    }

    /**
     * The device carries this physical volume; an orphan's device carries nothing else, as libblkid sees it: somebody may
     * have put the disk to another use and left LVM's label where it was.
     *
     * @param device the device
     * @param uuid the physical volume's UUID
     * @param group UUID of the volume group it belongs to; null for an orphan
     */
    public record HasPhysicalVolume(
            DeviceTarget device, String uuid, @Nullable String group) implements Condition {
        @Override
        public String describe() {
            return device + " is PV " + uuid + (group == null ? ", in no volume group" : "");
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return Conditions.onDevice(
                    now,
                    device,
                    found -> Conditions.on(now, Lvm.SECTION, lvm -> {
                        PhysicalVolume pv = lvm.on(found.number()).orElse(null);
                        if (pv == null || !pv.uuid().equals(uuid) || pv.duplicate()) {
                            return violation(found, pv == null ? "it is no PV" : "it is PV " + pv.uuid());
                        }
                        if (group == null ? !pv.isOrphan() : !group.equals(pv.volumeGroupUuid())) {
                            return violation(
                                    found,
                                    pv.volumeGroup() == null
                                            ? "its PV is in no volume group"
                                            : "its PV is in the volume group " + pv.volumeGroup());
                        }
                        return group == null
                                ? DeviceIntake.besides(found, Signature.LVM_PV).stream()
                                        .findFirst()
                                : Optional.empty();
                    }));
        }

        private static Optional<Violation> violation(BlockDevice device, String fact) {
            return Optional.of(new Violation(StandardErrorCode.DEVICE_CHANGED, device.describe(), fact));
        }
    }

    /**
     * Nothing but LVM uses the device.
     *
     * @param device the device
     */
    public record DeviceIdle(DeviceTarget device) implements Condition {
        @Override
        public String describe() {
            return device + " is idle";
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return Conditions.onDevice(
                    now,
                    device,
                    found ->
                            DeviceIntake.inUse(
                                            found,
                                            now.seen(io.noderesource.inventory.BlockDevices.SECTION)
                                                    .orElseThrow())
                                    .stream()
                                    .findFirst());
        }
    }

    /**
     * The volume group is whole, may be changed, carries the mark, and has at least these physical volumes.
     *
     * @param uuid its UUID; null where it is made by the step itself
     * @param name its name
     * @param volumes UUIDs of physical volumes that it has
     * @param exactly whether it has no others
     * @param mark the tag it carries; null for no mark of ours
     */
    public record VolumeGroupIs(
            @Nullable String uuid,
            String name,
            List<String> volumes,
            boolean exactly,
            @Nullable String mark) implements Condition {

        public VolumeGroupIs {
            volumes = volumes.stream().sorted().toList();
        }

        @Override
        public String describe() {
            return "volume group " + name + " is whole, "
                    + (mark == null ? "unmarked" : "marked " + mark)
                    + " and has " + (exactly ? "exactly " : "")
                    + (volumes.size() == 1 ? "its 1 PV" : "its " + volumes.size() + " PVs");
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return Conditions.on(now, Lvm.SECTION, lvm -> {
                List<VolumeGroup> named = lvm.named(name);
                if (named.size() != 1) {
                    return violation(
                            named.isEmpty() ? StandardErrorCode.STALE : StandardErrorCode.VG_NAME_CLASH,
                            named.isEmpty() ? "there is none of this name" : "there are several of this name");
                }
                VolumeGroup group = named.get(0);
                if (uuid != null && !group.uuid().equals(uuid)) {
                    return violation(StandardErrorCode.STALE, "its uuid is " + group.uuid() + ", not " + uuid);
                }
                if (lvm.volumesOf(group).stream().anyMatch(PhysicalVolume::duplicate)) {
                    return violation(StandardErrorCode.VG_NAME_CLASH, "one of its PVs is seen on two devices");
                }
                if (group.access() != VolumeGroup.Access.WRITABLE) {
                    return violation(
                            StandardErrorCode.VG_EXPORTED, "it may not be changed from here: " + group.access());
                }
                if (group.missingPvCount() > 0) {
                    return violation(StandardErrorCode.VG_MISSING_PV, "it misses a PV");
                }
                List<String> marks = VolumeGroupMark.marksOf(group);
                if (mark == null ? !marks.isEmpty() : !marks.equals(List.of(mark))) {
                    return violation(StandardErrorCode.VG_NOT_OURS, "its marks are " + marks);
                }
                Set<String> there = lvm.volumesOf(group).stream()
                        .map(PhysicalVolume::uuid)
                        .collect(Collectors.toCollection(TreeSet::new));
                if (exactly ? !there.equals(new TreeSet<>(volumes)) : !there.containsAll(volumes)) {
                    return violation(StandardErrorCode.STALE, "its PVs have changed");
                }
                return Optional.empty();
            });
        }

        private Optional<Violation> violation(StandardErrorCode code, String fact) {
            return Optional.of(new Violation(code, "volume group " + name, fact));
        }
    }

    /**
     * A physical volume has at least this size.
     *
     * @param uuid its UUID
     * @param size the size
     */
    public record PhysicalVolumeAtLeast(String uuid, ByteSize size) implements Condition {
        @Override
        public String describe() {
            return "PV " + uuid + " has at least " + size;
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return Conditions.on(
                    now,
                    Lvm.SECTION,
                    lvm -> lvm.physicalVolumes().stream()
                            .filter(p -> p.uuid().equals(uuid))
                            .findFirst()
                            .map(p -> p.size().compareTo(size) >= 0
                                    ? Optional.<Violation>empty()
                                    : Optional.of(
                                            new Violation(StandardErrorCode.STALE, "PV " + uuid, "it has " + p.size())))
                            .orElseGet(() -> Optional.of(
                                    new Violation(StandardErrorCode.STALE, "PV " + uuid, "LVM does not show it"))));
        }
    }
}
