package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystemMount;
import io.noderesource.inventory.FileSystemMount.Propagation;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Mount;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.Signature;
import io.noderesource.kinds.OwnFileSystems.Found;
import io.noderesource.plan.Claims;
import io.noderesource.plan.Consent;
import io.noderesource.plan.ConsentHash;
import io.noderesource.plan.DeviceChoice;
import io.noderesource.plan.DeviceContent;
import io.noderesource.plan.DeviceIntake;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.LedgerDevice;
import io.noderesource.plan.LedgerEntry;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.Step;
import io.noderesource.plan.Violation;
import io.noderesource.topology.DeviceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plans one quota path: pure, one use.
 *
 * <p>A path that has a file system keeps it, wherever its device is now, and waits for it when it is gone. Only a path of
 * which nothing is remembered and nothing is found gets a new one, and only on the device that is declared first: whether
 * the ledger was lost cannot be told, so another device might be the second one that this path is given.
 */
final class QuotaPathPlanner {

    /** mkfs.xfs(8) of xfsprogs 5.19 and later makes none that is smaller. */
    private static final ByteSize LEAST_XFS = ByteSize.ofMebibytes(300);

    /** A file system leaves the end of a device unused where no whole group of blocks, with its tables, fits. */
    private static final ByteSize TAIL = ByteSize.ofMebibytes(16);

    private final QuotaPathSpec spec;
    private final PlanRequest request;
    private final Claims claims;
    private final ResourceAddress address;
    private final String path;
    private final String type;
    private final QuotaPathMark mark;
    private final OwnFileSystems own;
    private final ResourcePlan.Builder plan;
    private @Nullable RegionChoice regions;

    QuotaPathPlanner(QuotaPathSpec spec, PlanRequest request, Claims claims) {
        this.spec = spec;
        this.request = request;
        this.claims = claims;
        this.address = spec.address();
        this.path = spec.path();
        this.type = spec.fileSystem().word();
        this.mark = QuotaPathMark.of(request, address);
        this.own = new OwnFileSystems(request, address);
        this.plan = ResourcePlan.builder(address);
    }

    /** The declared devices, and those that carry its file system. */
    Set<String> claims() {
        Set<String> names = new TreeSet<>();
        BlockDevices block = request.inventory().seen(BlockDevices.SECTION).orElse(null);
        Pmem pmem = request.inventory().seen(Pmem.SECTION).orElse(null);
        if (spec.source() instanceof DeviceSource.PmemRegions declared) {
            names.addAll(declared.regions());
            if (pmem != null && block != null) {
                names.addAll(RegionChoice.wholes(request, address, declared.regions(), pmem, block));
            }
        }
        if (block == null) {
            return names;
        }
        FileSystems all = request.inventory().seen(FileSystems.SECTION).orElse(null);
        choose(block, all).all().forEach(d -> names.add(d.name()));
        if (all != null) {
            own.find(block, all).forEach(f -> names.add(f.device().name()));
        }
        return names;
    }

    private DeviceChoice choose(BlockDevices block, @Nullable FileSystems all) {
        Predicate<BlockDevice> isMember = device ->
                all != null && all.on(device.number()).filter(own::isOwn).isPresent();
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
                isMember.or(device -> all != null
                        && all.on(device.number())
                                .filter(there -> there.isMountedOn(path))
                                .isPresent()),
                "it is declared for " + address);
        regions = choice;
        return new DeviceChoice(List.copyOf(choice.devices().keySet()), List.of(), choice.awaited(), Map.of());
    }

    ResourcePlan plan() {
        Section<BlockDevices> blockSection = request.inventory().section(BlockDevices.SECTION);
        Section<FileSystems> fileSection = request.inventory().section(FileSystems.SECTION);
        BlockDevices block = blockSection.facts();
        FileSystems all = fileSection.facts();
        if (block == null || all == null) {
            Section<?> missing = block == null ? blockSection : fileSection;
            return plan.refuse(
                            StandardErrorCode.SECTION_UNAVAILABLE,
                            path,
                            "the section '" + missing.type().id() + "' could not be observed: " + missing.reason())
                    .build();
        }
        Optional<ResourceAddress> above = pathAbove();
        if (above.isPresent()) {
            return plan.refuse(StandardErrorCode.QP_NESTED, path, "it lies below " + above.get())
                    .build();
        }
        Optional<Mount> there = QuotaPathConditions.mountedOn(block, path);
        if (there.isPresent()) {
            occupied(block, all, there.get());
        } else {
            unmounted(block, all, blockSection.state(), fileSection);
        }
        if (regions != null) {
            regions.drifts().forEach(drift -> plan.drift(drift.code(), drift.subject(), drift.fact()));
        }
        return plan.build();
    }

    /** Another declared quota path that this one lies below. */
    private Optional<ResourceAddress> pathAbove() {
        return request.desired().stream()
                .filter(s -> s instanceof QuotaPathSpec other && path.startsWith(other.path() + "/"))
                .map(s -> s.address())
                .findFirst();
    }

    // ---- something is mounted there -----------------------------------------------------------------------------

    private void occupied(BlockDevices block, FileSystems all, Mount there) {
        FileSystem seen = all.on(there.number()).orElse(null);
        BlockDevice device = block.numbered(there.number()).orElse(null);
        if (seen == null || device == null || !there.root().equals("/")) {
            plan.refuse(
                    StandardErrorCode.QP_OCCUPIED,
                    path,
                    there.source() + " (" + there.type() + ") is mounted there"
                            + (there.root().equals("/") ? "" : ", its directory " + there.root()));
            return;
        }
        Found found = new Found(device, seen);
        if (stacked(block)) {
            plan.drift(
                    StandardErrorCode.QP_OCCUPIED,
                    path,
                    "several mounts lie on top of each other; unmount all but one");
        }
        boolean declared =
                choose(block, all).all().stream().anyMatch(d -> d.number().equals(device.number()));
        boolean known = own.isOwn(seen)
                || (own.remembered().isEmpty() && declared && mark.isAdopted(seen.uuid(), seen.label()));
        if (known) {
            List<Found> several = own.find(block, all);
            if (several.size() > 1) {
                ambiguous(several);
                return;
            }
            if (isPerhapsACopy(block, found)) {
                return;
            }
            if (isToBeMarked(seen)) {
                adopt(block, all, found, declared);
            } else {
                ours(block, found, declared, List.of());
            }
        } else {
            notOurs(block, all, found, declared);
        }
    }

    /** An adoption that is asked for and was cut off: the ledger remembers what is adopted before it is marked. */
    private boolean isToBeMarked(FileSystem seen) {
        QuotaPathMark.Verdict verdict = mark.verdict(seen.label());
        return request.policy().adopts(address)
                && (verdict == QuotaPathMark.Verdict.UNMARKED || verdict == QuotaPathMark.Verdict.OTHER_NODE);
    }

    private boolean stacked(BlockDevices block) {
        return block.mounts().stream().filter(m -> m.target().equals(path)).count() > 1;
    }

    private void notOurs(BlockDevices block, FileSystems all, Found found, boolean declared) {
        FileSystem seen = found.fileSystem();
        String subject = found.device().describe();
        if (own.remembered().isPresent() || !declared) {
            plan.refuse(
                    StandardErrorCode.QP_OCCUPIED,
                    path,
                    subject + " is mounted there, which is "
                            + (declared ? "not the device of this path" : "not declared for it"));
            return;
        }
        QuotaPathMark.Verdict verdict = mark.verdict(seen.label());
        if (verdict == QuotaPathMark.Verdict.OURS || verdict == QuotaPathMark.Verdict.OTHER_OWNER) {
            plan.refuse(StandardErrorCode.QP_FOREIGN, subject, foreign(verdict, seen));
            return;
        }
        if (request.policy().adopts(address)) {
            adopt(block, all, found, declared);
            return;
        }
        ErrorCode code = verdict == QuotaPathMark.Verdict.OTHER_NODE
                ? StandardErrorCode.QP_OTHER_NODE
                : StandardErrorCode.QP_NOT_OURS;
        String fact = QuotaPathMark.fact(verdict, seen.label()).orElse("it carries no mark of ours");
        if (seen.projectQuota() == FileSystem.ProjectQuota.ENFORCED
                && seen.type().equals(type)) {
            plan.notice(code, subject, fact + "; it is as declared and is left as it is");
        } else {
            plan.drift(code, subject, fact);
            state(found);
        }
    }

    private static String foreign(QuotaPathMark.Verdict verdict, FileSystem seen) {
        return verdict == QuotaPathMark.Verdict.OURS
                ? "it was made by us for another quota path, uuid " + seen.uuid()
                : QuotaPathMark.fact(verdict, seen.label()).orElse("");
    }

    // ---- nothing is mounted there -------------------------------------------------------------------------------

    private void unmounted(
            BlockDevices block, FileSystems all, Section.State blockState, Section<FileSystems> fileSection) {
        List<Found> found = own.find(block, all);
        if (found.isEmpty() && own.remembered().isEmpty()) {
            found = adoptedBefore(block, all);
        }
        if (found.isEmpty() && isBroughtBack(block, all)) {
            return;
        }
        if (found.size() > 1) {
            ambiguous(found);
        } else if (found.size() == 1) {
            if (!isPerhapsACopy(block, found.get(0))) {
                mount(block, all, found.get(0));
            }
        } else if (own.remembered().isPresent()) {
            gone(block, all, own.remembered().get());
        } else if (fileSection.state() != Section.State.COMPLETE) {
            plan.refuse(
                    StandardErrorCode.SECTION_UNAVAILABLE,
                    path,
                    "whether it has a file system is not certain, so none is made: " + fileSection.reason());
        } else {
            fresh(block, all, blockState);
        }
    }

    /** A namespace that is disabled may hold its file system: it is enabled, and what is on it is a matter of the next plan. */
    private boolean isBroughtBack(BlockDevices block, FileSystems all) {
        choose(block, all);
        List<Step> before = regions == null ? List.of() : regions.before();
        before.forEach(step -> plan.step(step, List.of()));
        return !before.isEmpty();
    }

    /** File systems on declared devices that were adopted under a ledger that is lost. */
    private List<Found> adoptedBefore(BlockDevices block, FileSystems all) {
        Set<String> declared =
                choose(block, all).all().stream().map(BlockDevice::name).collect(Collectors.toSet());
        return OwnFileSystems.find(block, all, f -> mark.isAdopted(f.uuid(), f.label())).stream()
                .filter(f -> declared.contains(f.device().name()))
                .toList();
    }

    /** Whether the device that the file system was on is there and may still carry it, which is then refused. */
    private boolean isPerhapsACopy(BlockDevices block, Found found) {
        Optional<String> original = own.remembered()
                .flatMap(e -> e.made(found.uuid()))
                .flatMap(known -> Originals.of(block, known, found.device()));
        original.ifPresent(device -> plan.refuse(
                StandardErrorCode.QP_AMBIGUOUS,
                path,
                found.device().describe() + " carries " + found.uuid() + ", which was on " + device
                        + ": one may be a copy of the other"));
        return original.isPresent();
    }

    private void ambiguous(List<Found> found) {
        plan.refuse(new Refusal(
                address,
                StandardErrorCode.QP_AMBIGUOUS,
                path,
                found.stream()
                        .map(f -> f.device().describe() + " carries "
                                + f.fileSystem().type() + " " + f.uuid())
                        .toList(),
                StandardErrorCode.QP_AMBIGUOUS.remedy(),
                null));
    }

    private void mount(BlockDevices block, FileSystems all, Found found) {
        boolean declared = choose(block, all).all().stream()
                .anyMatch(d -> d.number().equals(found.device().number()));
        if (isToBeMarked(found.fileSystem())) {
            adopt(block, all, found, declared);
            return;
        }
        ours(
                block,
                found,
                declared,
                mounted(block, all, found, "it is not mounted").stream().toList());
    }

    /** The step that mounts a file system that is there; empty when something is in the way, which is then refused. */
    private Optional<Step> mounted(BlockDevices block, FileSystems all, Found found, String reason) {
        FileSystem seen = found.fileSystem();
        Optional<Violation> obstacle = otherClaim(found.device())
                .or(() -> QuotaPathConditions.kernel(all, seen.type()))
                .or(() -> seen.projectQuota() == FileSystem.ProjectQuota.UNSUPPORTED
                        ? Optional.of(new Violation(
                                StandardErrorCode.QP_NO_FEATURE,
                                found.device().describe(),
                                "its " + seen.type() + " was made without project quotas"))
                        : Optional.empty())
                .or(() -> DeviceIntake.inUse(found.device(), block).stream().findFirst())
                .or(() -> directory(all));
        if (obstacle.isPresent()) {
            refuse(obstacle.get());
            return Optional.empty();
        }
        Step step = new MountFileSystem(
                address,
                DeviceTarget.of(found.device()),
                fileSystemType(seen.type()),
                found.uuid(),
                MountOptions.forKernel(spec.options()),
                MountOptions.propagation(spec.options()).orElse(null),
                reason);
        plan.step(step, List.of());
        return Optional.of(step);
    }

    private static QuotaPathSpec.FileSystemType fileSystemType(String word) {
        return word.equals(QuotaPathSpec.FileSystemType.XFS.word())
                ? QuotaPathSpec.FileSystemType.XFS
                : QuotaPathSpec.FileSystemType.EXT4;
    }

    private void refuse(Violation why) {
        plan.refuse(why.code(), why.subject(), why.fact());
    }

    /** What is at the directory; one that nobody looked at is looked at before the step. */
    private Optional<Violation> directory(FileSystems all) {
        return all.directory(path).flatMap(QuotaPathConditions::obstacleAt);
    }

    /** The path had a file system, and none of that UUID is seen. */
    private void gone(BlockDevices block, FileSystems all, LedgerEntry entry) {
        List<LedgerDevice> absent = entry.devices().stream()
                .filter(d -> block.known(d.identity()).isEmpty())
                .toList();
        if (!absent.isEmpty()) {
            vanished(absent.stream()
                    .map(d -> "its file system was on " + d.path() + " (" + d.identity() + ", " + d.size()
                            + "), which is not there")
                    .toList());
            return;
        }
        BlockDevice begun = entry.uuid() == null && entry.devices().size() == 1
                ? block.known(entry.devices().get(0).identity()).get(0)
                : null;
        boolean declared = begun != null
                && choose(block, all).all().stream().anyMatch(d -> d.number().equals(begun.number()));
        if (begun != null && declared) {
            // It was never seen to be there: making it failed or was cut off. Nothing proves that what is left is ours.
            make(block, all, begun, entry.devices().get(0).id());
            return;
        }
        List<String> facts = new ArrayList<>();
        for (LedgerDevice d : entry.devices()) {
            for (BlockDevice b : block.known(d.identity())) {
                facts.add(
                        entry.uuid() == null
                                ? "a file system " + d.id() + " was begun on " + b.describe()
                                        + ", which is not declared any more, and never seen there"
                                : "its file system " + d.id() + " is not on " + b.describe() + " any more");
                b.probe().signatures().forEach(s -> facts.add("that carries " + s));
            }
        }
        vanished(facts);
    }

    private void vanished(List<String> facts) {
        plan.refuse(new Refusal(
                address, StandardErrorCode.QP_VANISHED, path, facts, StandardErrorCode.QP_VANISHED.remedy(), null));
    }

    // ---- a new one ----------------------------------------------------------------------------------------------

    private void fresh(BlockDevices block, FileSystems all, Section.State blockState) {
        DeviceChoice choice = choose(block, all);
        choice.passedOver()
                .forEach((device, why) ->
                        plan.notice(StandardErrorCode.DEVICE_PASSED_OVER, device.describe(), why.fact()));
        if (request.policy().adopts(address)) {
            adoptUnmounted(block, all, choice);
            return;
        }
        Optional<BlockDevice> unread = Stream.concat(
                        choice.all().stream().filter(d -> d.probe().state() != Probe.State.DONE),
                        // A selector passes over what cannot be read.
                        choice.passedOver().entrySet().stream()
                                .filter(passed -> isUnread(passed.getKey(), passed.getValue()))
                                .map(Map.Entry::getKey))
                .findFirst();
        if (unread.isPresent()) {
            // It may carry the file system that this path has had.
            plan.refuse(
                    StandardErrorCode.DEVICE_NOT_PROBED,
                    unread.get().describe(),
                    "what it carries is not known: " + unread.get().probe().reason());
            return;
        }
        if (spec.source() instanceof DeviceSource.PmemRegions && choice.all().isEmpty()) {
            onRegion(all, choice);
            return;
        }
        Optional<String> awaited = firstAwaited(choice);
        if (awaited.isPresent()) {
            firstAbsent(awaited.get(), choice, blockState);
        } else if (choice.all().isEmpty()) {
            plan.notice(StandardErrorCode.DEVICE_ABSENT, path, "no device that is fit is there yet; one is awaited");
        } else {
            make(block, all, choice.all().get(0), null);
        }
    }

    /** Whether nothing but that it was not read keeps a device from being chosen: parts of others, and what is in use, carry no path's own. */
    private static boolean isUnread(BlockDevice device, Violation why) {
        return device.probe().state() != Probe.State.DONE
                && (why.code() == StandardErrorCode.DEVICE_NOT_PROBED
                        || device.uses().stream().anyMatch(use -> use.kind() == DeviceUse.Kind.SUSPENDED));
    }

    /** Plans a namespace with a new file system on it, or says what is in the way. */
    private void onRegion(FileSystems all, DeviceChoice choice) {
        Section<Pmem> section = request.inventory().section(Pmem.SECTION);
        if (regions == null || section.state() != Section.State.COMPLETE) {
            plan.refuse(
                    StandardErrorCode.SECTION_UNAVAILABLE,
                    path,
                    "persistent memory could not be seen wholly: " + section.reason());
            return;
        }
        choice.awaited()
                .forEach(region -> plan.notice(
                        StandardErrorCode.PMEM_REGION_ABSENT, region, "no such region on this node; it is awaited"));
        regions.refusals().forEach(plan::refuse);
        for (RegionChoice.ToMake namespace : regions.toMake()) {
            Optional<Violation> obstacle = QuotaPathConditions.obstacleToMaking(all, type)
                    .or(() -> directory(all))
                    .or(() -> tooSmall(
                            namespace.device().path(),
                            PmemSizes.usable(namespace.size(), namespace.last().mode())));
            if (obstacle.isPresent()) {
                refuse(obstacle.get());
                continue;
            }
            make(namespace.device(), null, namespace.plan(plan));
        }
    }

    /** The path that is declared first, when there is no device behind it. */
    private Optional<String> firstAwaited(DeviceChoice choice) {
        return spec.source() instanceof DeviceSource.Devices devices
                ? devices.paths().stream().findFirst().filter(choice.awaited()::contains)
                : Optional.empty();
    }

    private void firstAbsent(String awaited, DeviceChoice choice, Section.State blockState) {
        if (choice.all().isEmpty()) {
            choice.awaited()
                    .forEach(p -> plan.notice(
                            StandardErrorCode.DEVICE_ABSENT, p, "no such device on this node; it is awaited"));
            return;
        }
        List<String> facts = new ArrayList<>();
        facts.add(awaited + " is declared first and is not there"
                + (blockState == Section.State.COMPLETE ? "" : ", as far as can be seen"));
        choice.all().forEach(d -> facts.add(d.describe() + " is there, and is not formatted in its place"));
        plan.refuse(new Refusal(
                address,
                StandardErrorCode.QP_FIRST_ABSENT,
                path,
                facts,
                StandardErrorCode.QP_FIRST_ABSENT.remedy(),
                null));
    }

    /**
     * Plans a new file system on a device, or says what is in the way.
     *
     * @param before the UUID that was given to it before; null when none was
     */
    private void make(BlockDevices block, FileSystems all, BlockDevice device, @Nullable String before) {
        Optional<Violation> obstacle = otherClaim(device)
                .or(() -> QuotaPathConditions.obstacleToMaking(all, type))
                .or(() -> directory(all))
                .or(() -> foreignMark(all, device))
                .or(() -> tooSmall(device.describe(), device.size()));
        if (obstacle.isPresent()) {
            refuse(obstacle.get());
            return;
        }
        List<Violation> problems = DeviceIntake.problems(device, block);
        if (problems.isEmpty() && isShownAsPv(device)) {
            problems = List.of(new Violation(
                    StandardErrorCode.DEVICE_FOREIGN_PV,
                    device.describe(),
                    "LVM sees a PV on it, though it reads as blank"));
        }
        Optional<String> hash = hash(block, device, problems);
        Consent consent = hash.flatMap(
                        h -> request.policy().consent(h, request.inventory().observedAt()))
                .orElse(null);
        if (!problems.isEmpty() && consent == null) {
            plan.refuse(new Refusal(
                    address,
                    problems.get(0).code(),
                    device.describe(),
                    problems.stream().map(Violation::fact).toList(),
                    problems.get(0).code().remedy(),
                    hash.orElse(null)));
            return;
        }
        List<Step> requires = new ArrayList<>();
        if (consent != null) {
            Step wipe = WipeDevice.of(address, device, block, consent);
            plan.step(wipe, List.of());
            requires.add(wipe);
        }
        make(DeviceTarget.of(device), before, requires);
    }

    /** Plans the file system itself, and its mount. */
    private void make(DeviceTarget device, @Nullable String before, List<Step> requires) {
        String uuid = before != null
                ? before
                : mark.uuid(request, address, device.identity().toString());
        Step make = new MakeFileSystem(
                address,
                device,
                spec.fileSystem(),
                uuid,
                mark.label(),
                "it is declared at " + spec.position() + " and has no file system yet");
        plan.step(make, requires);
        plan.step(
                new MountFileSystem(
                        address,
                        device,
                        spec.fileSystem(),
                        uuid,
                        MountOptions.forKernel(spec.options()),
                        MountOptions.propagation(spec.options()).orElse(null),
                        "it is declared with the options " + String.join(",", spec.options())),
                List.of(make));
    }

    private Optional<Violation> otherClaim(BlockDevice device) {
        Set<ResourceAddress> others = claims.others(device, address);
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        StandardErrorCode.CLAIMED_TWICE,
                        device.describe(),
                        "it is claimed by "
                                + others.stream().map(ResourceAddress::toString).collect(Collectors.joining(", "))
                                + " too"));
    }

    /** A file system that carries a mark is somebody's: no consent to wipe it is offered. */
    private Optional<Violation> foreignMark(FileSystems all, BlockDevice device) {
        return all.on(device.number()).flatMap(there -> {
            QuotaPathMark.Verdict verdict = mark.verdict(there.label());
            return switch (verdict) {
                case UNMARKED -> Optional.<Violation>empty();
                case OTHER_NODE ->
                    Optional.of(new Violation(
                            StandardErrorCode.QP_OTHER_NODE,
                            device.describe(),
                            QuotaPathMark.fact(verdict, there.label()).orElse("")));
                case OURS, OTHER_OWNER ->
                    Optional.of(
                            new Violation(StandardErrorCode.QP_FOREIGN, device.describe(), foreign(verdict, there)));
            };
        });
    }

    private Optional<Violation> tooSmall(String device, ByteSize size) {
        return spec.fileSystem() == QuotaPathSpec.FileSystemType.XFS && size.compareTo(LEAST_XFS) < 0
                ? Optional.of(new Violation(
                        StandardErrorCode.DEVICE_TOO_SMALL,
                        device,
                        "mkfs.xfs makes no file system smaller than " + LEAST_XFS))
                : Optional.empty();
    }

    private boolean isShownAsPv(BlockDevice device) {
        return request.inventory()
                .seen(Lvm.SECTION)
                .flatMap(lvm -> lvm.on(device.number()))
                .isPresent();
    }

    private boolean carriesPv(BlockDevice device) {
        return isShownAsPv(device)
                || device.probe().signatures().stream().anyMatch(s -> s.type().equals(Signature.LVM_PV));
    }

    /**
     * What a consent has to name to have the device wiped; empty when no consent can, and when none is needed. A device with a
     * PV on it or on a part of it is LVM's, and is not wiped from here.
     */
    private Optional<String> hash(BlockDevices block, BlockDevice device, List<Violation> problems) {
        boolean carriesPv = carriesPv(device) || block.partitionsOf(device).anyMatch(this::carriesPv);
        return DeviceIntake.isWipeable(problems) && !carriesPv
                ? DeviceContent.digest(device, block)
                        .map(digest -> ConsentHash.of(
                                request.node().name(),
                                address,
                                device,
                                digest,
                                List.of(WipeDevice.TYPE.id(), MakeFileSystem.TYPE.id(), MountFileSystem.TYPE.id())))
                : Optional.empty();
    }

    // ---- one that is there and was not ours ---------------------------------------------------------------------

    private void adoptUnmounted(BlockDevices block, FileSystems all, DeviceChoice choice) {
        Set<String> declared = choice.all().stream().map(BlockDevice::name).collect(Collectors.toSet());
        List<Found> candidates = OwnFileSystems.find(block, all, f -> f.uuid() != null).stream()
                .filter(f -> declared.contains(f.device().name()))
                .toList();
        if (candidates.size() > 1) {
            ambiguous(candidates);
        } else if (candidates.isEmpty()
                && regions != null
                && !regions.refusals().isEmpty()) {
            regions.refusals().forEach(plan::refuse);
        } else if (candidates.isEmpty()) {
            plan.refuse(
                    StandardErrorCode.BAD_OPTION,
                    path,
                    "its adoption is asked for, and none of its devices carries a file system");
        } else {
            adopt(block, all, candidates.get(0), true);
        }
    }

    private void adopt(BlockDevices block, FileSystems all, Found found, boolean declared) {
        FileSystem seen = found.fileSystem();
        String subject = found.device().describe();
        QuotaPathMark.Verdict verdict = mark.verdict(seen.label());
        if (verdict == QuotaPathMark.Verdict.OURS || verdict == QuotaPathMark.Verdict.OTHER_OWNER) {
            plan.refuse(StandardErrorCode.QP_FOREIGN, subject, foreign(verdict, seen) + ", so it is not adopted");
            return;
        }
        if (!seen.type().equals(type)) {
            plan.refuse(
                    StandardErrorCode.QP_OTHER_TYPE,
                    subject,
                    "it carries " + seen.type() + ", and " + type + " is declared, so it is not adopted");
            return;
        }
        if (seen.uuid() == null) {
            plan.refuse(StandardErrorCode.QP_FOREIGN, subject, "its file system has no UUID, so it is not adopted");
            return;
        }
        List<OwnFileSystems.Found> twins =
                OwnFileSystems.find(block, all, f -> found.uuid().equals(f.uuid()));
        if (twins.size() > 1) {
            ambiguous(twins);
            return;
        }
        List<Step> before = new ArrayList<>();
        if (!seen.isMountedOn(path)) {
            Optional<Step> mount = mounted(block, all, found, "its adoption was asked for");
            if (mount.isEmpty()) {
                return;
            }
            before.add(mount.get());
        }
        Step step = new MarkFileSystem(
                address,
                DeviceTarget.of(found.device()),
                found.uuid(),
                seen.label(),
                mark.label(),
                "its adoption was asked for");
        plan.step(step, before);
        before.add(step);
        ours(block, found, declared, before);
    }

    // ---- one that is ours ---------------------------------------------------------------------------------------

    /**
     * Remembers the path's own file system, tells how it differs from what is declared, and grows it with its device.
     *
     * @param before steps that come first; where it is not mounted and there is none, it was refused
     */
    private void ours(BlockDevices block, Found found, boolean declared, List<Step> before) {
        FileSystem seen = found.fileSystem();
        BlockDevice device = found.device();
        String declaredAs = own.remembered()
                .flatMap(e -> e.made(found.uuid()))
                .map(LedgerDevice::path)
                .orElse(device.path());
        plan.remember(new LedgerEntry(
                address,
                found.uuid(),
                List.of(new LedgerDevice(device.identity(), found.uuid(), device.size(), declaredAs))));
        if (!declared && !isDeclaredByOldName(declaredAs)) {
            plan.drift(
                    StandardErrorCode.QP_NOT_DECLARED,
                    device.describe(),
                    "the file system of the quota path lies on it, and it is not declared");
        }
        if (!seen.type().equals(type)) {
            plan.drift(
                    StandardErrorCode.QP_OTHER_TYPE,
                    device.describe(),
                    "it carries " + seen.type() + ", and " + type + " is declared");
        }
        boolean mounted = seen.isMountedOn(path);
        if (mounted) {
            state(found);
        }
        if (mounted || !before.isEmpty()) {
            grow(block, found, before);
        }
    }

    private boolean isDeclaredByOldName(String declaredAs) {
        return spec.source() instanceof DeviceSource.Devices devices
                && devices.paths().contains(declaredAs);
    }

    /** In what the mount differs from what is declared. */
    private void state(Found found) {
        FileSystem seen = found.fileSystem();
        if (seen.projectQuota() != FileSystem.ProjectQuota.ENFORCED) {
            String state = switch (seen.projectQuota()) {
                case UNSUPPORTED -> "it was made without project quotas";
                case OFF -> "project quotas are off";
                case ACCOUNTED -> "use is counted by project, and limits do not hold";
                case UNKNOWN, ENFORCED -> "whether project quotas are enforced could not be told";
            };
            plan.drift(
                    seen.projectQuota() == FileSystem.ProjectQuota.UNSUPPORTED
                            ? StandardErrorCode.QP_NO_FEATURE
                            : StandardErrorCode.QP_NOT_ENFORCED,
                    path,
                    state);
        }
        FileSystemMount mount = seen.mounts().stream()
                .filter(m -> m.target().equals(path))
                .reduce((first, last) -> last)
                .orElse(null);
        if (mount == null) {
            return;
        }
        List<String> differences = new ArrayList<>(MountOptions.differences(spec.options(), mount.options()));
        Propagation wanted = MountOptions.propagation(spec.options()).orElse(null);
        if (wanted != null && wanted != mount.propagation()) {
            differences.add("it is " + mount.propagation() + " and not " + wanted);
        }
        if (!differences.isEmpty()) {
            plan.drift(StandardErrorCode.QP_OPTIONS, path, String.join(", ", differences));
        }
    }

    private void grow(BlockDevices block, Found found, List<Step> before) {
        FileSystem seen = found.fileSystem();
        BlockDevice device = found.device();
        ByteSize size = seen.size();
        if (size == null) {
            return;
        }
        if (device.size().compareTo(size) < 0) {
            plan.refuse(
                    StandardErrorCode.QP_SHRUNK_DEVICE,
                    device.describe(),
                    "its file system has " + size.bytes() + " bytes, and the device has "
                            + device.size().bytes());
            return;
        }
        long room = device.size().bytes() - size.bytes();
        boolean marked = mark.verdict(seen.label()) == QuotaPathMark.Verdict.OURS
                || before.stream().anyMatch(MarkFileSystem.class::isInstance);
        if (room <= TAIL.bytes() || !marked) {
            return;
        }
        Optional<Violation> obstacle = otherClaim(device)
                .or(() -> new QuotaPathConditions.CanBeGrown(seen.type()).check(request.inventory()))
                .or(() -> DeviceIntake.inUse(device, block).stream()
                        .filter(p -> p.code() == StandardErrorCode.DEVICE_READ_ONLY
                                || p.code() == StandardErrorCode.DEVICE_AMBIGUOUS)
                        .findFirst());
        if (obstacle.isPresent()) {
            refuse(obstacle.get());
            return;
        }
        if (before.isEmpty() && seen.projectQuota() != FileSystem.ProjectQuota.ENFORCED) {
            return;
        }
        plan.step(
                new GrowFileSystem(
                        address,
                        DeviceTarget.of(device),
                        fileSystemType(seen.type()),
                        found.uuid(),
                        ByteSize.ofBytes(device.size().bytes() - TAIL.bytes()),
                        "its device has " + device.size() + " now, and the file system uses " + size),
                before);
    }
}
