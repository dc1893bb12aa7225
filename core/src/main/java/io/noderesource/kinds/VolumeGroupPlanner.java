package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.plan.Claims;
import io.noderesource.plan.Consent;
import io.noderesource.plan.ConsentHash;
import io.noderesource.plan.DeviceChoice;
import io.noderesource.plan.DeviceContent;
import io.noderesource.plan.DeviceIntake;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Drift;
import io.noderesource.plan.LedgerDevice;
import io.noderesource.plan.LedgerEntry;
import io.noderesource.plan.Made;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.Step;
import io.noderesource.plan.Violation;
import io.noderesource.topology.DeviceSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans one volume group: pure, one use. */
final class VolumeGroupPlanner {

    private final VolumeGroupSpec spec;
    private final PlanRequest request;
    private final Claims claims;
    private final ResourceAddress address;
    private final String subject;
    private final VolumeGroupMark mark;
    private final ResourcePlan.Builder plan;
    private @Nullable RegionChoice regions;

    VolumeGroupPlanner(VolumeGroupSpec spec, PlanRequest request, Claims claims) {
        this.spec = spec;
        this.request = request;
        this.claims = claims;
        this.address = spec.address();
        this.subject = "volume group " + spec.name();
        this.mark = VolumeGroupMark.of(request.policy().owner(), request.node().name());
        this.plan = ResourcePlan.builder(address);
    }

    Set<String> claims() {
        Set<String> claimed = new TreeSet<>();
        if (spec.source() instanceof DeviceSource.PmemRegions declared) {
            claimed.addAll(declared.regions());
        }
        BlockDevices block = request.inventory().seen(BlockDevices.SECTION).orElse(null);
        if (block != null) {
            Lvm lvm = request.inventory().seen(Lvm.SECTION).orElse(null);
            choose(block, lvm).all().forEach(d -> claimed.add(d.name()));
            Pmem pmem = request.inventory().seen(Pmem.SECTION).orElse(null);
            if (pmem != null && spec.source() instanceof DeviceSource.PmemRegions declared) {
                claimed.addAll(RegionChoice.wholes(request, spec.address(), declared.regions(), pmem, block));
            }
        }
        return claimed;
    }

    ResourcePlan plan() {
        Section<BlockDevices> blockSection = request.inventory().section(BlockDevices.SECTION);
        Section<Lvm> lvmSection = request.inventory().section(Lvm.SECTION);
        BlockDevices block = blockSection.seen().orElse(null);
        Lvm lvm = lvmSection.seen().orElse(null);
        if (block == null || lvm == null) {
            Section<?> missing = block == null ? blockSection : lvmSection;
            return plan.refuse(
                            StandardErrorCode.SECTION_UNAVAILABLE,
                            subject,
                            "the section '" + missing.type().id() + "' could not be observed: " + missing.reason())
                    .build();
        }
        Section<Pmem> pmemSection = request.inventory().section(Pmem.SECTION);
        boolean onPmem = spec.source() instanceof DeviceSource.PmemRegions;
        if (onPmem && pmemSection.state() != Section.State.COMPLETE) {
            return plan.refuse(
                            StandardErrorCode.SECTION_UNAVAILABLE,
                            subject,
                            "persistent memory could not be seen wholly: " + pmemSection.reason())
                    .build();
        }
        DeviceChoice choice = choose(block, lvm);
        choice.awaited()
                .forEach(name -> plan.notice(
                        onPmem ? StandardErrorCode.PMEM_REGION_ABSENT : StandardErrorCode.DEVICE_ABSENT,
                        name,
                        "no such " + (onPmem ? "region" : "device") + " on this node; it is awaited"));
        choice.passedOver()
                .forEach((device, why) ->
                        plan.notice(StandardErrorCode.DEVICE_PASSED_OVER, device.describe(), why.fact()));
        driftsOfRegions().forEach(drift -> plan.drift(drift.code(), drift.subject(), drift.fact()));
        List<VolumeGroup> groups = lvm.named(spec.name());
        if (groups.size() > 1) {
            return plan.refuse(
                            StandardErrorCode.VG_NAME_CLASH,
                            subject,
                            "volume groups of this name have the UUIDs "
                                    + groups.stream().map(VolumeGroup::uuid).collect(Collectors.joining(" and ")))
                    .build();
        }
        if (groups.isEmpty()) {
            absent(block, lvm, lvmSection, choice);
        } else {
            present(block, lvm, groups.get(0), choice);
        }
        return plan.build();
    }

    private DeviceChoice choose(BlockDevices block, @Nullable Lvm lvm) {
        Predicate<BlockDevice> isMember = device -> lvm != null && isPartOfIt(lvm, device);
        Pmem pmem = request.inventory().seen(Pmem.SECTION).orElse(null);
        if (!(spec.source() instanceof DeviceSource.PmemRegions declared) || pmem == null) {
            return DeviceChoice.of(spec.source(), block, isMember);
        }
        RegionChoice choice = RegionChoice.of(
                request,
                address,
                claims,
                RegionDemand.of(declared),
                pmem,
                block,
                isMember,
                "it is declared for " + subject);
        regions = choice;
        return new DeviceChoice(List.copyOf(choice.devices().keySet()), List.of(), choice.awaited(), Map.of());
    }

    /** The devices that namespaces will be which are yet to be made. */
    private List<RegionChoice.ToMake> toMake() {
        return regions == null ? List.of() : regions.toMake();
    }

    private List<Step> stepsBefore() {
        return regions == null ? List.of() : regions.before();
    }

    private List<Drift> driftsOfRegions() {
        return regions == null ? List.of() : regions.drifts();
    }

    private List<Refusal> refusedRegions() {
        return regions == null ? List.of() : regions.refusals();
    }

    /** A device as a step means it; one on persistent memory goes by the name of its region, by which it is declared. */
    private DeviceTarget target(BlockDevice device) {
        String region = regions == null ? null : regions.devices().get(device);
        return region == null ? DeviceTarget.of(device) : new DeviceTarget(device.identity(), device.size(), region);
    }

    private boolean isOnRegion(BlockDevice device) {
        return regions != null && regions.devices().containsKey(device);
    }

    /** A device is part of it when its PV is in the volume group, or was made for it and is in none. */
    private boolean isPartOfIt(Lvm lvm, BlockDevice device) {
        return lvm.on(device.number())
                .filter(pv -> spec.name().equals(pv.volumeGroup()) || isOurOrphan(pv))
                .isPresent();
    }

    private boolean isOurOrphan(PhysicalVolume pv) {
        return pv.isOrphan()
                && request.ledger().madeFor(pv.uuid()).filter(address::equals).isPresent();
    }

    // ---- no volume group of that name ---------------------------------------------------------------------------

    private void absent(BlockDevices block, Lvm lvm, Section<Lvm> lvmSection, DeviceChoice choice) {
        if (!stepsBefore().isEmpty()) {
            // What is not seen yet may be part of it, or all of it.
            stepsBefore().forEach(step -> plan.step(step, List.of()));
            return;
        }
        if (vanishedOrRenamed(block, lvm)) {
            // A namespace whose mode was changed is why its device is not there.
            refusedRegions().forEach(plan::refuse);
            return;
        }
        if (block.hasNode("/dev/" + spec.name())) {
            plan.refuse(
                    StandardErrorCode.VG_NAME_CLASH,
                    subject,
                    "/dev/" + spec.name() + " is a device, and LVM would need that name for a directory");
            return;
        }
        if (choice.all().isEmpty() && toMake().isEmpty() && refusedRegions().isEmpty()) {
            plan.notice(StandardErrorCode.VG_NO_DEVICES, subject, "none of its devices is there yet; it is awaited");
            return;
        }
        if (lvmSection.state() != Section.State.COMPLETE) {
            plan.refuse(
                    StandardErrorCode.SECTION_UNAVAILABLE,
                    subject,
                    "whether it exists is not certain, so it is not made: " + lvmSection.reason());
            return;
        }
        Optional<String> hidden = choice.passedOver().keySet().stream()
                .sorted(Comparator.comparing(BlockDevice::number))
                .flatMap(device -> LvmConditions.hiddenVolume(lvm, device).stream())
                .findFirst();
        if (hidden.isPresent()) {
            // With the ledger lost it may be what is declared; LVM would show two of the name once it is admitted.
            plan.refuse(
                    StandardErrorCode.SECTION_UNAVAILABLE,
                    subject,
                    "whether it exists is not certain, so it is not made: " + hidden.get());
            return;
        }
        Intake intake = new Intake(block, lvm, List.of(), choice.all(), CreateVolumeGroup.TYPE.id());
        intake.refusals.addAll(refusedRegions());
        if (!intake.refusals.isEmpty()) {
            intake.refusals.forEach(plan::refuse);
            return;
        }
        List<Step> requires = intake.steps("it is declared for the new volume group " + spec.name());
        plan.step(
                new CreateVolumeGroup(
                        address,
                        intake.volumes(),
                        mark.tag(),
                        "it is declared at " + spec.position() + " and there is none of this name"),
                requires);
    }

    /** What the ledger remembers must not be made a second time while the first may come back. */
    private boolean vanishedOrRenamed(BlockDevices block, Lvm lvm) {
        LedgerEntry entry = request.ledger().entry(address).orElse(null);
        if (entry == null) {
            return false;
        }
        Optional<String> renamed = lvm.physicalVolumes().stream()
                .filter(pv -> entry.made(pv.uuid()).isPresent())
                .map(PhysicalVolume::volumeGroup)
                .filter(name -> name != null)
                .map(String::valueOf)
                .findFirst()
                .or(() -> Optional.ofNullable(entry.uuid()).flatMap(lvm::group).map(VolumeGroup::name));
        if (renamed.filter(PhysicalVolume.UNREADABLE_GROUP::equals).isPresent()) {
            plan.refuse(
                    StandardErrorCode.VG_MISSING_PV,
                    subject,
                    "its PVs are in a volume group, and LVM can read its metadata on none of them; vgcfgrestore(8) brings it"
                            + " back from /etc/lvm/backup; where there is no backup and no data, as the volume group was never"
                            + " made to its end, pvremove(8) with -ff frees the device");
            return true;
        }
        if (renamed.isPresent()) {
            plan.refuse(
                    StandardErrorCode.VG_RENAMED,
                    subject,
                    "its PVs are in a volume group named " + renamed.get() + " now");
            return true;
        }
        List<LedgerDevice> gone = entry.devices().stream()
                .filter(d -> block.known(d.identity()).isEmpty())
                .toList();
        List<String> facts = gone.stream()
                .map(d -> "its PV was on " + described(d) + ", which is not there")
                .collect(Collectors.toCollection(ArrayList::new));
        entry.devices().stream()
                .flatMap(d -> block.known(d.identity()).stream())
                .flatMap(d -> LvmConditions.hiddenVolume(lvm, d).stream())
                .forEach(facts::add);
        if (facts.isEmpty()) {
            return false;
        }
        plan.refuse(new Refusal(
                address, StandardErrorCode.VG_VANISHED, subject, facts, StandardErrorCode.VG_VANISHED.remedy(), null));
        return true;
    }

    private static String described(LedgerDevice device) {
        return device.path() + " (" + device.identity()
                + (device.size().equals(ByteSize.ZERO) ? "" : ", " + device.size()) + ")";
    }

    // ---- a volume group of that name ----------------------------------------------------------------------------

    private void present(BlockDevices block, Lvm lvm, VolumeGroup group, DeviceChoice choice) {
        List<PhysicalVolume> volumes = lvm.volumesOf(group);
        if (volumes.stream().anyMatch(PhysicalVolume::duplicate)) {
            plan.refuse(StandardErrorCode.VG_NAME_CLASH, subject, "one of its PVs is seen on two devices");
            return;
        }
        Optional<String> copy = volumes.stream()
                .flatMap(pv -> Originals.ofVolume(request, address, block, pv).stream())
                .findFirst();
        if (copy.isPresent()) {
            plan.refuse(StandardErrorCode.VG_NAME_CLASH, subject, copy.get());
            return;
        }
        if (group.access() == VolumeGroup.Access.FOREIGN) {
            plan.refuse(
                    StandardErrorCode.VG_FOREIGN, subject, "it belongs to the system id '" + group.systemId() + "'");
            return;
        }
        Set<String> declared =
                choice.all().stream().map(BlockDevice::name).collect(Collectors.toCollection(HashSet::new));
        List<BlockDevice> fresh = choice.all().stream()
                .filter(d -> volumes.stream().noneMatch(pv -> d.number().equals(pv.device())))
                .toList();
        boolean shared = fresh.size() < choice.all().size();
        refusedRegions().forEach(plan::refuse);
        List<PhysicalVolume> extra = extras(block, volumes, declared, choice);
        missing(volumes);
        VolumeGroupMark.Verdict verdict = mark.verdict(group);
        List<Step> first = new ArrayList<>();
        if (verdict != VolumeGroupMark.Verdict.OURS && request.policy().adopts(address)) {
            if (!adopt(group, volumes, verdict, shared, first)) {
                return;
            }
        } else if (verdict != VolumeGroupMark.Verdict.OURS) {
            notOurs(group, verdict, fresh, extra, shared, choice);
            return;
        }
        remember(block, lvm, group, volumes);
        stepsBefore().forEach(step -> plan.step(step, List.of()));
        change(block, lvm, group, volumes, fresh, first);
    }

    private List<PhysicalVolume> extras(
            BlockDevices block, List<PhysicalVolume> volumes, Set<String> declared, DeviceChoice choice) {
        List<PhysicalVolume> extra = new ArrayList<>();
        for (PhysicalVolume pv : volumes) {
            BlockDevice device = deviceOf(block, pv);
            if (device != null && !declared.contains(device.name()) && !isDeclaredByOldName(pv)) {
                extra.add(pv);
                plan.drift(
                        StandardErrorCode.VG_EXTRA_PV,
                        device.describe(),
                        choice.awaited().isEmpty()
                                ? "it is a PV of the volume group and is not declared"
                                : "it is a PV of the volume group and is not declared by this name");
            }
        }
        return extra;
    }

    private static @Nullable BlockDevice deviceOf(BlockDevices block, PhysicalVolume pv) {
        return pv.device() == null ? null : block.numbered(pv.device()).orElse(null);
    }

    private boolean isDeclaredByOldName(PhysicalVolume pv) {
        return request.ledger()
                .entry(address)
                .flatMap(e -> e.made(pv.uuid()))
                .filter(d -> names(d.path()))
                .isPresent();
    }

    private boolean names(String path) {
        if (spec.source() instanceof DeviceSource.Devices devices) {
            return devices.paths().contains(path);
        }
        return spec.source() instanceof DeviceSource.PmemRegions declared
                && declared.regions().contains(path);
    }

    /** What a device's kernel name meant when the volume group was made, when that was another device. */
    private Optional<LedgerDevice> meantBefore(BlockDevice device) {
        if (!names(device.path())) {
            return Optional.empty();
        }
        return request.ledger().entry(address).stream()
                .flatMap(e -> e.devices().stream())
                .filter(d -> d.path().equals(device.path()) && !d.identity().equals(device.identity()))
                .findFirst();
    }

    private void missing(List<PhysicalVolume> volumes) {
        for (PhysicalVolume pv : volumes) {
            if (pv.missing()) {
                Optional<LedgerDevice> known = request.ledger().entry(address).flatMap(e -> e.made(pv.uuid()));
                plan.drift(
                        StandardErrorCode.VG_DEVICE_VANISHED,
                        "PV " + pv.uuid(),
                        known.map(d -> "it was on " + described(d) + ", which is not seen any more")
                                .orElse("its device is not seen"));
            }
        }
    }

    private boolean adopt(
            VolumeGroup group,
            List<PhysicalVolume> volumes,
            VolumeGroupMark.Verdict verdict,
            boolean shared,
            List<Step> first) {
        if (verdict == VolumeGroupMark.Verdict.OTHER_OWNER || !shared) {
            plan.refuse(
                    StandardErrorCode.VG_FOREIGN,
                    subject,
                    shared
                            ? "it carries the marks " + VolumeGroupMark.marksOf(group) + ", so it is not adopted"
                            : "none of its PVs is on a declared device, so it is not adopted");
            return false;
        }
        if (!mayChange(group)) {
            return false;
        }
        Step step = new MarkVolumeGroup(
                address,
                group.uuid(),
                volumes.stream().map(PhysicalVolume::uuid).toList(),
                VolumeGroupMark.markOf(group).orElse(null),
                mark.tag(),
                "its adoption was asked for");
        plan.step(step, List.of());
        first.add(step);
        return true;
    }

    private void notOurs(
            VolumeGroup group,
            VolumeGroupMark.Verdict verdict,
            List<BlockDevice> fresh,
            List<PhysicalVolume> extra,
            boolean shared,
            DeviceChoice choice) {
        if (verdict == VolumeGroupMark.Verdict.OTHER_OWNER) {
            plan.refuse(
                    StandardErrorCode.VG_FOREIGN, subject, "it carries the marks " + VolumeGroupMark.marksOf(group));
            return;
        }
        if (!shared && !(choice.all().isEmpty() && toMake().isEmpty())) {
            plan.refuse(
                    StandardErrorCode.VG_FOREIGN,
                    subject,
                    "a volume group of this name lies on other devices than those declared");
            return;
        }
        boolean otherNode = verdict == VolumeGroupMark.Verdict.OTHER_NODE;
        ErrorCode code = otherNode ? StandardErrorCode.VG_OTHER_NODE : StandardErrorCode.VG_NOT_OURS;
        String fact =
                otherNode ? "it carries the mark " + VolumeGroupMark.marksOf(group) : "it carries no mark of ours";
        if (fresh.isEmpty() && toMake().isEmpty()) {
            if (otherNode || !extra.isEmpty()) {
                plan.drift(code, subject, fact);
            } else {
                plan.notice(code, subject, fact + "; it is as declared and is left as it is");
            }
        } else {
            plan.refuse(new Refusal(
                    address,
                    code,
                    subject,
                    List.of(
                            fact,
                            "it would have to be extended by "
                                    + Stream.concat(
                                                    fresh.stream().map(BlockDevice::describe),
                                                    toMake().stream()
                                                            .map(m -> "a namespace in "
                                                                    + m.device().path()))
                                            .collect(Collectors.joining(", "))),
                    code.remedy(),
                    null));
        }
    }

    private boolean mayChange(VolumeGroup group) {
        Optional<Violation> obstacle = LvmConditions.obstacleTo(group);
        obstacle.ifPresent(why -> plan.refuse(why.code(), why.subject(), why.fact()));
        return obstacle.isEmpty();
    }

    private void remember(BlockDevices block, Lvm lvm, VolumeGroup group, List<PhysicalVolume> volumes) {
        Map<String, LedgerDevice> devices = new LinkedHashMap<>();
        request.ledger()
                .entry(address)
                .ifPresent(e -> e.devices().stream()
                        .filter(d -> volumes.stream().anyMatch(pv -> pv.uuid().equals(d.id())) || isOrphan(lvm, d))
                        .forEach(d -> devices.put(d.id(), d)));
        for (PhysicalVolume pv : volumes) {
            BlockDevice device = deviceOf(block, pv);
            if (device != null) {
                LedgerDevice before = devices.get(pv.uuid());
                // The path stays the one that was declared: what it means is decided by what it meant then. A region is
                // declared by the name that it has now, as another may have got its old one.
                String path =
                        before == null || isOnRegion(device) ? target(device).path() : before.path();
                // It keeps the size that it had until its PV has what it has grown by.
                ByteSize size = before != null && isToGrow(group, pv, device) ? before.size() : device.size();
                devices.put(pv.uuid(), new LedgerDevice(device.identity(), pv.uuid(), size, path));
            }
        }
        plan.remember(new LedgerEntry(address, group.uuid(), List.copyOf(devices.values())));
    }

    /** A PV that was made for it and is in no volume group yet stays ours until it is in one. */
    private static boolean isOrphan(Lvm lvm, LedgerDevice device) {
        return lvm.physicalVolumes().stream().anyMatch(pv -> pv.uuid().equals(device.id()) && pv.isOrphan());
    }

    private void change(
            BlockDevices block,
            Lvm lvm,
            VolumeGroup group,
            List<PhysicalVolume> volumes,
            List<BlockDevice> fresh,
            List<Step> first) {
        List<Step> growth = new ArrayList<>();
        for (PhysicalVolume pv : volumes) {
            BlockDevice device = deviceOf(block, pv);
            if (device == null) {
                continue;
            }
            long used = used(pv);
            if (device.size().bytes() < used) {
                plan.refuse(
                        StandardErrorCode.VG_SHRUNK_DEVICE,
                        device.describe(),
                        "its PV needs " + used + " bytes, and the device has "
                                + device.size().bytes());
                return;
            }
            Optional<Step> grow = grown(group, pv, device);
            Optional<Violation> obstacle = DeviceIntake.inUse(device, block).stream()
                    .filter(p -> p.code() == StandardErrorCode.DEVICE_READ_ONLY
                            || p.code() == StandardErrorCode.DEVICE_AMBIGUOUS)
                    .findFirst();
            if (grow.isPresent() && obstacle.isPresent()) {
                Violation why = obstacle.get();
                plan.refuse(why.code(), why.subject(), why.fact());
            } else {
                grow.ifPresent(growth::add);
            }
        }
        boolean grows = !fresh.isEmpty() || !toMake().isEmpty();
        if ((grows || !growth.isEmpty()) && first.isEmpty() && !mayChange(group)) {
            return;
        }
        List<Step> before = new ArrayList<>(first);
        for (Step step : growth) {
            plan.step(step, before);
        }
        if (!grows) {
            return;
        }
        List<BlockDevice> members = volumes.stream()
                .flatMap(pv -> Optional.ofNullable(deviceOf(block, pv)).stream())
                .toList();
        Intake intake = new Intake(block, lvm, members, fresh, ExtendVolumeGroup.TYPE.id());
        intake.refusals.forEach(plan::refuse);
        List<Made> added = intake.volumes();
        if (added.isEmpty()) {
            return;
        }
        List<Step> requires = intake.steps("it is declared for the volume group " + spec.name());
        before.addAll(requires);
        plan.step(
                new ExtendVolumeGroup(
                        address,
                        group.uuid(),
                        volumes.stream().map(PhysicalVolume::uuid).toList(),
                        added,
                        mark.tag(),
                        added.size() == 1
                                ? "a declared device is not part of it yet"
                                : added.size() + " declared devices are not part of it yet"),
                before);
    }

    /** The step that grows a PV, when its device has grown; one that somebody made smaller than its device stays so. */
    private Optional<Step> grown(VolumeGroup group, PhysicalVolume pv, BlockDevice device) {
        if (isToGrow(group, pv, device)) {
            return Optional.of(new GrowPhysicalVolume(
                    address,
                    group.uuid(),
                    mark.tag(),
                    DeviceTarget.of(device),
                    pv.uuid(),
                    pv.size(),
                    ByteSize.ofBytes(roomOn(device.size(), group, pv)),
                    "its device has " + device.size() + " now, and the PV uses " + pv.size()));
        }
        if (!hasAllOf(device.size(), group, pv)) {
            plan.notice(
                    StandardErrorCode.VG_PART_OF_DEVICE,
                    device.describe(),
                    "its PV uses " + pv.size()
                            + ", and it is not known to have grown since that was all of it; it is left as it is");
        }
        return Optional.empty();
    }

    /**
     * Whether the device has grown: the PV has just what there is on a device of the size that the ledger knows, and not what there is on it
     * now. A larger one was resized by others since.
     */
    private boolean isToGrow(VolumeGroup group, PhysicalVolume pv, BlockDevice device) {
        return !hasAllOf(device.size(), group, pv)
                && request.ledger()
                        .entry(address)
                        .flatMap(e -> e.made(pv.uuid()))
                        .map(LedgerDevice::size)
                        .filter(known -> used(pv) <= known.bytes() && hasAllOf(known, group, pv))
                        .isPresent();
    }

    /** What a PV needs of its device; LVM gives the device's own size for one without an extent. */
    private static long used(PhysicalVolume pv) {
        boolean hasExtents = !pv.size().equals(pv.deviceSize());
        return hasExtents ? pv.dataStart().bytes() + pv.size().bytes() : 0;
    }

    /** Whether a device of that size has no room for one more extent. */
    private static boolean hasAllOf(ByteSize device, VolumeGroup group, PhysicalVolume pv) {
        return roomOn(device, group, pv)
                < pv.size().bytes() + Math.max(1, group.extentSize().bytes());
    }

    /**
     * The bytes of all extents that a PV can have at least on a device of that size. A second metadata area at the end (pvcreate(8),
     * {@code --pvmetadatacopies 2}) takes up to 1 MiB unless told, which is left out of account.
     */
    private static long roomOn(ByteSize device, VolumeGroup group, PhysicalVolume pv) {
        long extent = Math.max(1, group.extentSize().bytes());
        return (device.bytes() - pv.dataStart().bytes() - (1L << 20)) / extent * extent;
    }

    // ---- devices to be taken in ---------------------------------------------------------------------------------

    /** Sorts devices into those that may be claimed, with the steps for each, and those that are refused; makes those yet to be made. */
    private final class Intake {
        private static final int DISK_SECTOR_SIZE = 512;

        private final Map<BlockDevice, Made> accepted = new LinkedHashMap<>();
        private final Map<BlockDevice, Consent> consented = new LinkedHashMap<>();
        private final Set<BlockDevice> orphans = new HashSet<>();
        private final List<Refusal> refusals = new ArrayList<>();
        private final List<RegionChoice.ToMake> namespaces;
        private final BlockDevices block;
        private final Lvm lvm;
        private final List<BlockDevice> members;
        private final String goal;

        /**
         * Sorts them.
         *
         * @param members the devices that are part of the volume group
         * @param devices those to be taken in
         * @param goal the type of the step that takes them in
         */
        Intake(BlockDevices block, Lvm lvm, List<BlockDevice> members, List<BlockDevice> devices, String goal) {
            this.block = block;
            this.lvm = lvm;
            this.members = members;
            this.goal = goal;
            for (BlockDevice device : devices) {
                take(block, lvm, device);
            }
            namespaces = toMake().stream()
                    .filter(n -> isOfTheirSectors(n.device().path(), sectorSize(n)))
                    .toList();
        }

        /** In bytes; no size is set for the other modes, and the kernel takes 512 where labels have none. */
        private static int sectorSize(RegionChoice.ToMake namespace) {
            return namespace.last().mode() == PmemNamespace.Mode.SECTOR
                    ? CreateNamespace.SECTOR_SIZE
                    : DISK_SECTOR_SIZE;
        }

        private void take(BlockDevices block, Lvm lvm, BlockDevice device) {
            Set<ResourceAddress> others = claims.others(device, address);
            if (!others.isEmpty()) {
                refusals.add(refusal(
                        StandardErrorCode.CLAIMED_TWICE,
                        device,
                        List.of("it is claimed by "
                                + others.stream().map(ResourceAddress::toString).collect(Collectors.joining(", "))
                                + " too"),
                        null));
                return;
            }
            Optional<LedgerDevice> before = meantBefore(device);
            if (before.isPresent()) {
                refusals.add(refusal(
                        StandardErrorCode.DEVICE_RENAMED,
                        device,
                        List.of(device.path() + " was " + before.get().identity() + " when the volume group was made"),
                        null));
                return;
            }
            PhysicalVolume pv = lvm.on(device.number()).orElse(null);
            if (pv != null && isOurOrphan(pv) && !pv.duplicate()) {
                List<Violation> uses = DeviceIntake.inUse(device, block);
                if (!uses.isEmpty()) {
                    refuse(device, uses, pv);
                    return;
                }
                if (DeviceIntake.besides(device, Signature.LVM_PV).isEmpty()) {
                    if (isOfTheirSectors(device.describe(), device.logicalSectorSize())) {
                        orphans.add(device);
                        accepted.put(device, new Made(target(device), pv.uuid()));
                    }
                    return;
                }
                // Somebody has put it to another use since: it is as any other disk.
            }
            List<Violation> problems = DeviceIntake.problems(device, block);
            if (problems.isEmpty() && pv != null) {
                problems = List.of(new Violation(
                        StandardErrorCode.DEVICE_FOREIGN_PV,
                        device.describe(),
                        "LVM sees a PV on it, though it reads as blank"));
            }
            if (!problems.isEmpty() && !isConsented(device, problems)) {
                refuse(device, problems, pv);
                return;
            }
            if (isOfTheirSectors(device.describe(), device.logicalSectorSize())) {
                accepted.put(device, made(target(device)));
            }
        }

        /**
         * Whether a device can be in a volume group with the others; else it is refused. {@code vgcreate} and {@code vgextend} refuse devices
         * whose logical sectors differ after each has been made a PV (lvm.conf(5), {@code devices/allow_mixed_block_sizes}); where they are
         * told not to, it is the user's to see that no logical volume lies on both.
         */
        private boolean isOfTheirSectors(String device, int size) {
            List<BlockDevice> others =
                    members.isEmpty() ? accepted.keySet().stream().limit(1).toList() : members;
            if (others.isEmpty() || others.stream().anyMatch(other -> other.logicalSectorSize() == size)) {
                return true;
            }
            BlockDevice other = others.get(0);
            refusals.add(new Refusal(
                    address,
                    StandardErrorCode.DEVICE_SECTOR_SIZE,
                    device,
                    List.of("its logical sectors have " + size + " bytes, and those of " + other.describe() + " "
                            + other.logicalSectorSize()),
                    StandardErrorCode.DEVICE_SECTOR_SIZE.remedy(),
                    null));
            return false;
        }

        private Made made(DeviceTarget device) {
            return new Made(device, LvmIds.physicalVolume(request, address, device.identity()));
        }

        private boolean isConsented(BlockDevice device, List<Violation> problems) {
            Optional<Consent> consent = hash(device, problems)
                    .flatMap(
                            h -> request.policy().consent(h, request.inventory().observedAt()));
            consent.ifPresent(c -> consented.put(device, c));
            return consent.isPresent();
        }

        /**
         * A PV that a volume group has is never wiped from here, whatever the consent, nor is the disk of a partition that
         * is one; one that LVM does not show, or could not look at wholly, may be such.
         */
        private boolean isFreeOfGroups(BlockDevice device) {
            PhysicalVolume pv = lvm.on(device.number()).orElse(null);
            boolean labelled =
                    device.probe().signatures().stream().anyMatch(s -> s.type().equals(Signature.LVM_PV));
            boolean orphan = pv != null
                    && pv.isOrphan()
                    && request.inventory().section(Lvm.SECTION).state() == Section.State.COMPLETE;
            return labelled ? orphan : pv == null;
        }

        /** What a consent has to name to have the device wiped; empty when no consent can. */
        private Optional<String> hash(BlockDevice device, List<Violation> problems) {
            boolean wipeable = DeviceIntake.isWipeable(problems)
                    && isFreeOfGroups(device)
                    && block.partitionsOf(device).allMatch(this::isFreeOfGroups);
            return wipeable
                    ? DeviceContent.digest(device, block)
                            .map(digest -> ConsentHash.of(
                                    request.node().name(),
                                    address,
                                    device,
                                    digest,
                                    List.of(WipeDevice.TYPE.id(), CreatePhysicalVolume.TYPE.id(), goal)))
                    : Optional.empty();
        }

        private void refuse(BlockDevice device, List<Violation> problems, @Nullable PhysicalVolume pv) {
            List<String> facts = new ArrayList<>();
            problems.forEach(p -> facts.add(p.fact()));
            if (pv != null) {
                facts.add(
                        pv.volumeGroup() == null
                                ? "its PV " + pv.uuid() + " is in no volume group"
                                        + (isOurOrphan(pv) ? "" : " and was not made by us")
                                : "its PV is in the volume group " + pv.volumeGroup());
            }
            block.partitionsOf(device)
                    .flatMap(part -> lvm.on(part.number()).stream()
                            .filter(p -> p.volumeGroup() != null)
                            .map(p -> "the PV on its partition " + part.path() + " is in the volume group "
                                    + p.volumeGroup()))
                    .forEach(facts::add);
            refusals.add(refusal(
                    problems.get(0).code(),
                    device,
                    facts,
                    hash(device, problems).orElse(null)));
        }

        private Refusal refusal(ErrorCode code, BlockDevice device, List<String> facts, @Nullable String consent) {
            return new Refusal(address, code, device.describe(), facts, code.remedy(), consent);
        }

        /** Adds the steps that make PVs of the accepted devices, and returns the last of each device. */
        List<Step> steps(String reason) {
            List<Step> last = new ArrayList<>();
            accepted.forEach((device, made) -> {
                if (orphans.contains(device)) {
                    return;
                }
                List<Step> requires = new ArrayList<>();
                Consent consent = consented.get(device);
                if (consent != null) {
                    Step wipe = WipeDevice.of(address, device, block, consent);
                    plan.step(wipe, List.of());
                    requires.add(wipe);
                }
                Step create = new CreatePhysicalVolume(address, made.device(), made.id(), reason);
                plan.step(create, requires);
                last.add(create);
            });
            for (RegionChoice.ToMake namespace : namespaces) {
                List<Step> requires = namespace.plan(plan);
                Made made = made(namespace.device());
                Step create = new CreatePhysicalVolume(address, made.device(), made.id(), reason);
                plan.step(create, requires);
                last.add(create);
            }
            return last;
        }

        List<Made> volumes() {
            return Stream.concat(accepted.values().stream(), namespaces.stream().map(m -> made(m.device())))
                    .toList();
        }
    }
}
