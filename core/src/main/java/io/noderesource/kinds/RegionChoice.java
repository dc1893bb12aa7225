package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.plan.Claims;
import io.noderesource.plan.DeviceIntake;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Drift;
import io.noderesource.plan.LedgerDevice;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.Step;
import io.noderesource.plan.Violation;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a resource has, and can get, of the regions of persistent memory that it is declared on: pure.
 *
 * <p>A region gives it the namespaces that are part of it already, whoever made them; else the one that was made for it; else a new
 * one, of the declared size, or as large as the region has room for. Namespaces of others are neither touched nor counted as
 * room, unless an adoption is asked for or a consent is given: {@link ForeignNamespaces}.
 */
final class RegionChoice {

    /**
     * A namespace that is to be made.
     *
     * @param steps what makes it, each after the one before
     * @param last the last of them
     */
    record ToMake(List<Step> steps, CreateNamespace last) {

        /** Plans what makes it, and returns what the step after that requires. */
        List<Step> plan(ResourcePlan.Builder plan) {
            List<Step> requires = List.of();
            for (Step step : steps) {
                plan.step(step, requires);
                requires = List.of(step);
            }
            return requires;
        }

        /** The block device that it yields. */
        DeviceTarget device() {
            return last.device();
        }

        /** How much of the region it gets; the device has a little less. */
        ByteSize size() {
            return last.size();
        }
    }

    private final PlanRequest request;
    private final ResourceAddress address;
    private final Claims claims;
    private final RegionDemand demand;
    private final Pmem pmem;
    private final BlockDevices block;
    private final Predicate<BlockDevice> isMember;
    private final PmemNamespace.Mode mode;
    private final PmemMark mark;
    private final String reason;
    private final Map<BlockDevice, String> devices = new LinkedHashMap<>();
    private final Map<PmemNamespace, PmemRegion> ready = new LinkedHashMap<>();
    private final List<Step> before = new ArrayList<>();
    private final List<ToMake> toMake = new ArrayList<>();
    private final List<String> awaited = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Drift> drifts = new ArrayList<>();

    private RegionChoice(
            PlanRequest request,
            ResourceAddress address,
            Claims claims,
            RegionDemand demand,
            Pmem pmem,
            BlockDevices block,
            Predicate<BlockDevice> isMember,
            String reason) {
        this.request = request;
        this.address = address;
        this.claims = claims;
        this.demand = demand;
        this.pmem = pmem;
        this.block = block;
        this.isMember = isMember;
        this.mode = demand.mode();
        this.mark = PmemMark.of(request, address);
        this.reason = reason;
    }

    /**
     * Chooses.
     *
     * @param demand what is declared
     * @param isMember tells whether a device is part of the resource already
     * @param reason why a namespace is made
     */
    static RegionChoice of(
            PlanRequest request,
            ResourceAddress address,
            Claims claims,
            RegionDemand demand,
            Pmem pmem,
            BlockDevices block,
            Predicate<BlockDevice> isMember,
            String reason) {
        RegionChoice choice = new RegionChoice(request, address, claims, demand, pmem, block, isMember, reason);
        demand.regions().forEach(choice::choose);
        return choice;
    }

    /** The devices that are there, each with its region. */
    Map<BlockDevice, String> devices() {
        return devices;
    }

    /** The namespaces that were made for it and are whole, each with its region. */
    Map<PmemNamespace, PmemRegion> ready() {
        return ready;
    }

    /** Steps that have to be done before it shows what is to be done. */
    List<Step> before() {
        return before;
    }

    /** The namespaces that are to be made. */
    List<ToMake> toMake() {
        return toMake;
    }

    /** Declared regions that the node does not have. */
    List<String> awaited() {
        return awaited;
    }

    /** Why a region gives nothing. */
    List<Refusal> refusals() {
        return refusals;
    }

    /** In what a namespace that is there is not as declared; it is used all the same. */
    List<Drift> drifts() {
        return drifts;
    }

    /**
     * The kernel names of the devices that go with their region: what a region without labels is, and a namespace that is not
     * finished.
     */
    static Set<String> wholes(
            PlanRequest request, ResourceAddress address, List<String> regions, Pmem pmem, BlockDevices block) {
        PmemMark mark = PmemMark.of(request, address);
        return regions.stream()
                .flatMap(name -> pmem.namespacesIn(name).stream()
                        .filter(n -> mark.isUnfinishedOn(n)
                                || pmem.region(name).filter(r -> !r.labelled()).isPresent()))
                .flatMap(n -> Optional.ofNullable(n.blockDevice()).flatMap(block::at).stream())
                .map(BlockDevice::name)
                .collect(Collectors.toSet());
    }

    private void choose(String name) {
        List<PmemNamespace> all = pmem.namespacesIn(name);
        List<PmemNamespace> members =
                all.stream().filter(n -> device(n).filter(isMember).isPresent()).toList();
        if (!members.isEmpty()) {
            members.forEach(n -> device(n).ifPresent(d -> devices.put(d, name)));
            compare(name, members);
            return;
        }
        Optional<PmemNamespace> before = meantBefore(name);
        if (before.isPresent()) {
            refuse(
                    StandardErrorCode.PMEM_REGION_CHANGED,
                    name,
                    before.get().name() + ", which is part of " + address + " or was made for it, is in "
                            + before.get().region() + ", which is not declared");
            return;
        }
        PmemRegion region = pmem.region(name).orElse(null);
        if (region == null) {
            awaited.add(name);
            return;
        }
        List<ResourceAddress> others = rivals(claims.others(name, address), name);
        if (!others.isEmpty()) {
            refuse(
                    StandardErrorCode.CLAIMED_TWICE,
                    name,
                    "it is claimed by " + others.get(0) + " too, and not by both with the size of their part");
            return;
        }
        List<PmemNamespace> own = all.stream().filter(this::isOurs).toList();
        boolean ready = !own.isEmpty() && own.stream().allMatch(this::isReady);
        Optional<Violation> obstacle = ready ? Optional.empty() : PmemConditions.obstacleTo(pmem, region);
        if (obstacle.isPresent()) {
            refuse(obstacle.get());
        } else if (own.isEmpty()) {
            takeOrMake(region, all);
        } else {
            own.forEach(n -> take(region, n));
            compare(name, own);
        }
    }

    /** Those of others that do not share a region with this one: of two that share it, each has said how much it takes. */
    private List<ResourceAddress> rivals(Collection<ResourceAddress> others, String region) {
        return others.stream()
                .filter(other -> demand.size() == null
                        || request.desired().stream()
                                .noneMatch(s ->
                                        s.address().equals(other) && s.shares().containsKey(region)))
                .toList();
    }

    /** Tells in what the namespaces that are there differ from what is declared; a mode that nobody gave it says nothing. */
    private void compare(String name, List<PmemNamespace> there) {
        for (PmemNamespace namespace : there) {
            boolean used = device(namespace).filter(isMember).isPresent();
            boolean counts = !demand.anyMode() || mark.isOn(namespace);
            if (used && counts && namespace.mode() != mode) {
                drifts.add(new Drift(
                        address,
                        StandardErrorCode.PMEM_MODE_DIFFERS,
                        namespace.name(),
                        "its mode is " + word(namespace.mode()) + ", and " + word(mode) + " is declared"));
            }
        }
        PmemRegion region = pmem.region(name).orElse(null);
        RegionSize size = demand.size();
        ByteSize sum =
                ByteSize.ofBytes(there.stream().mapToLong(n -> n.size().bytes()).sum());
        if (region != null && size != null && !PmemSizes.isAsDeclared(sum, size, region)) {
            drifts.add(new Drift(
                    address,
                    StandardErrorCode.PMEM_SIZE_DIFFERS,
                    there.stream().map(PmemNamespace::name).collect(Collectors.joining(", ")),
                    sum + " of " + region.name() + " are in use, and " + declared(size, region) + " are declared"));
        }
    }

    private static String declared(RegionSize size, PmemRegion region) {
        ByteSize bytes = size.in(region.size());
        return size instanceof RegionSize.Percent ? size + " of its " + region.size() + ", " + bytes : bytes.toString();
    }

    private static String word(PmemNamespace.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The namespace for which a region's name stood when it was made, now in a region that is not declared. What the ledger does
     * not know is known by its name in the labels or by what is on it; it may have been for any of the declared regions.
     */
    private Optional<PmemNamespace> meantBefore(String region) {
        if (mode == PmemNamespace.Mode.DEVDAX) {
            return memoryElsewhere(region);
        }
        return pmem.namespaces().stream()
                .filter(n -> !demand.regions().contains(n.region()))
                .filter(n -> device(n)
                        .flatMap(this::remembered)
                        .map(LedgerDevice::path)
                        // By its path the ledger has what it took for a device that nobody declares.
                        .filter(path -> !path.startsWith("/"))
                        .map(region::equals)
                        .orElseGet(() -> isOurs(n) || device(n).filter(isMember).isPresent()))
                .findFirst();
    }

    /**
     * Memory that was made here for a region that nobody declares any more, while there is none in this one: the kernel has numbered
     * them anew, and one more would be made at each boot. Which of the declared regions has which memory does not matter, as it
     * holds nothing.
     */
    private Optional<PmemNamespace> memoryElsewhere(String region) {
        if (pmem.namespacesIn(region).stream().anyMatch(this::isOurs)) {
            return Optional.empty();
        }
        Set<String> declared = request.desired().stream()
                .filter(MemorySpec.class::isInstance)
                .map(spec -> ((MemorySpec) spec).region())
                .collect(Collectors.toSet());
        return pmem.namespaces().stream()
                .filter(n -> !n.region().equals(region) && !declared.contains(n.region()) && isOurs(n))
                .findFirst();
    }

    private boolean isOurs(PmemNamespace namespace) {
        return mark.isOn(namespace) || mark.isUnfinishedOn(namespace);
    }

    private Optional<LedgerDevice> remembered(BlockDevice device) {
        return request.ledger().entry(address).stream()
                .flatMap(e -> e.devices().stream())
                .filter(d -> d.identity().equals(device.identity()))
                .findFirst();
    }

    private Optional<BlockDevice> device(PmemNamespace namespace) {
        return Optional.ofNullable(namespace.blockDevice()).flatMap(block::at);
    }

    private boolean isReady(PmemNamespace namespace) {
        return mark.isOn(namespace)
                && namespace.mode() == mode
                && (mode == PmemNamespace.Mode.DEVDAX
                        ? PmemConditions.isUsable(namespace)
                        : device(namespace).isPresent());
    }

    /** Takes a namespace that was made for the resource, finishes it, or brings it back. */
    private void take(PmemRegion region, PmemNamespace own) {
        Optional<BlockDevice> device = device(own);
        if (isReady(own)) {
            ready.put(own, region);
            device.ifPresent(d -> devices.put(d, region.name()));
        } else if (mark.isUnfinishedOn(own)) {
            finish(region, own, null);
        } else if (!own.enabled()) {
            before.add(new EnableNamespace(
                    address,
                    RegionTarget.of(region, pmem),
                    String.valueOf(own.uuid()),
                    mark.name(),
                    "it is declared, and disabled"));
        } else if (own.mode() == PmemNamespace.Mode.RAW
                && device.isPresent()
                && DeviceIntake.problems(device.get(), block).isEmpty()) {
            finish(region, own, DeviceTarget.of(device.get()));
        } else {
            refuse(
                    StandardErrorCode.PMEM_NAMESPACE_CHANGED,
                    own.name(),
                    "it was made for " + address + ", and its mode is " + word(own.mode())
                            + (own.mode() == PmemNamespace.Mode.RAW ? ", with content" : "")
                            + ", where " + word(mode) + " is declared");
        }
    }

    private void finish(PmemRegion region, PmemNamespace begun, @Nullable DeviceTarget raw) {
        if (hidesLabels(region)) {
            return;
        }
        if (raw == null && !PmemConditions.isBeingMade(begun, mode)) {
            refuse(
                    StandardErrorCode.PMEM_NAMESPACE_CHANGED,
                    begun.name(),
                    "its making for " + address + " was cut off, and somebody has given it the mode "
                            + word(begun.mode()) + " since");
            return;
        }
        Optional<BlockDevice> device = device(begun);
        Optional<Violation> use = device.stream()
                .flatMap(d -> DeviceIntake.problems(d, block).stream())
                // Both its ends were cleared before anything else, so that a signature is somebody's; the rest may be
                // what lay there, unless it shows under a layout that is put on what was cleared.
                .filter(p ->
                        p.code() != StandardErrorCode.DEVICE_HAS_CONTENT || begun.mode() == PmemNamespace.Mode.SECTOR)
                .findFirst();
        if (use.isPresent()) {
            refuse(use.get());
            return;
        }
        Set<ResourceAddress> others = device.map(d -> claims.others(d, address)).orElse(Set.of());
        if (!others.isEmpty()) {
            refuse(
                    StandardErrorCode.CLAIMED_TWICE,
                    region.name(),
                    "its namespace " + begun.name() + " is not finished, and its device is claimed by "
                            + others.iterator().next() + " too");
            return;
        }
        Step step = create(
                region,
                String.valueOf(begun.uuid()),
                begun.size(),
                raw,
                "the making of " + begun.name() + " was cut off");
        add(List.of(step));
    }

    private void takeOrMake(PmemRegion region, List<PmemNamespace> all) {
        ForeignNamespaces.Taking taking = foreign(region).taking();
        if (taking.isEmpty()) {
            make(region, all);
            return;
        }
        refusals.addAll(taking.refusals());
        if (taking.step() != null) {
            before.add(taking.step());
        }
    }

    private ForeignNamespaces foreign(PmemRegion region) {
        return new ForeignNamespaces(request, address, claims, demand, pmem, block, region);
    }

    /** There is no room for one of ours: what there is of others is told. */
    private void full(PmemRegion region, List<String> why) {
        List<Refusal> offers = foreign(region).offers(why);
        if (!offers.isEmpty()) {
            refusals.addAll(offers);
            return;
        }
        List<String> facts = new ArrayList<>(why);
        facts.addAll(foreign(region).adoptable());
        ErrorCode code = StandardErrorCode.PMEM_FULL;
        refusals.add(new Refusal(address, code, region.name(), facts, code.remedy(), null));
    }

    private void make(PmemRegion region, List<PmemNamespace> all) {
        if (hidesLabels(region)) {
            return;
        }
        Optional<Violation> elsewhere = isKnown() ? Optional.empty() : elsewhere(region);
        if (elsewhere.isPresent()) {
            refuse(elsewhere.get());
            return;
        }
        List<Step> steps = new ArrayList<>();
        if (!region.labelled()) {
            Optional<Step> labels = labels(region, all);
            if (labels.isEmpty()) {
                return;
            }
            steps.add(labels.get());
        }
        RegionSize declared = demand.size();
        ByteSize size = declared == null ? whole(region) : part(declared, region);
        if (size.bytes() == 0 || hasNoSeed(region)) {
            return;
        }
        steps.add(create(
                region,
                uuid("namespace in ", region),
                size,
                null,
                declared == null ? reason : reason + ", with " + declared(declared, region)));
        add(steps);
    }

    /** Whether labels hold some of a region for what is not shown, which is then refused. */
    private boolean hidesLabels(PmemRegion region) {
        Optional<Violation> hidden = PmemConditions.hiddenLabels(region);
        hidden.ifPresent(this::refuse);
        return hidden.isPresent();
    }

    /**
     * Whether it can be told what the resource has: something is remembered of it, or part of it is seen. Memory holds nothing, and may
     * be made a second time.
     */
    private boolean isKnown() {
        return mode == PmemNamespace.Mode.DEVDAX
                || request.ledger().entry(address).isPresent()
                || block.devices().stream().anyMatch(isMember);
    }

    /**
     * Where a namespace may be that was made for the resource and is not shown. Whether the ledger was lost cannot be told, and the kernel
     * numbers regions anew, so that it may be in any.
     */
    private Optional<Violation> elsewhere(PmemRegion region) {
        String unknown =
                "nothing is remembered of " + address + ", and what was made for it may be where nothing is shown: ";
        return pmem.unseen()
                .map(why -> new Violation(StandardErrorCode.PMEM_REGION_UNUSABLE, region.name(), unknown + why))
                .or(() -> pmem.regions().stream()
                        .flatMap(other -> PmemConditions.hiddenLabels(other).stream())
                        .findFirst()
                        .map(why -> new Violation(why.code(), why.subject(), unknown + why.fact())));
    }

    /** Whether nothing can be made in a region, which is then refused; one of ours that is to be enabled leaves a seed behind. */
    private boolean hasNoSeed(PmemRegion region) {
        boolean toBeEnabled = pmem.takenForSeed(region)
                .filter(taken -> !taken.enabled() && mark.isBySameHand(taken))
                .isPresent();
        if (!region.labelled() || toBeEnabled) {
            return false;
        }
        Optional<Violation> obstacle = PmemConditions.obstacleToMaking(pmem, region, null);
        obstacle.ifPresent(this::refuse);
        return obstacle.isPresent();
    }

    /** How much is free in one piece; zero when nothing that serves can be made of it, which is then refused. */
    private ByteSize whole(PmemRegion region) {
        ByteSize largest = PmemSizes.largest(region);
        ByteSize least = PmemSizes.least(region, mode, pmem);
        if (largest.compareTo(least) >= 0) {
            return largest;
        }
        String smallest =
                largest.bytes() == 0 ? "" : "; the smallest of mode " + word(mode) + " that serves is " + least;
        full(region, List.of(PmemConditions.room(region) + smallest));
        return ByteSize.ZERO;
    }

    /** How much a part of a region is that can be made; zero when something speaks against it, which is then refused. */
    private ByteSize part(RegionSize declared, PmemRegion region) {
        ByteSize size = PmemSizes.rounded(declared.in(region.size()), region);
        ByteSize least = PmemSizes.least(region, mode, pmem);
        if (size.compareTo(least) < 0) {
            refuse(
                    StandardErrorCode.PMEM_BAD_SIZE,
                    region.name(),
                    declared(declared, region) + " are declared; the smallest namespace of mode " + word(mode)
                            + " that can be made there is " + least + ", and sizes are multiples of "
                            + PmemSizes.unit(region));
            return ByteSize.ZERO;
        }
        Map<ResourceAddress, ByteSize> before = before(region);
        ByteSize taken = ByteSize.ofBytes(
                before.values().stream().mapToLong(ByteSize::bytes).sum());
        long free = Math.max(0, PmemSizes.free(region).bytes() - taken.bytes());
        if (size.compareTo(PmemSizes.largest(region)) <= 0 && size.bytes() <= free) {
            return size;
        }
        List<String> facts = new ArrayList<>();
        facts.add(declared(declared, region) + " are declared");
        facts.add(PmemConditions.room(region));
        before.forEach((other, bytes) -> facts.add(bytes + " of that are for " + other));
        full(region, facts);
        return ByteSize.ZERO;
    }

    /** What those that share the region, and are planned before this one, are still to get of it; not what they cannot get. */
    private Map<ResourceAddress, ByteSize> before(PmemRegion region) {
        Map<ResourceAddress, ByteSize> before = new LinkedHashMap<>();
        long free = PmemSizes.free(region).bytes();
        for (ResourceSpec spec : sharersBefore(region.name())) {
            RegionDemand other = RegionDemand.of(spec).orElse(null);
            RegionSize size = other == null ? null : other.size();
            if (other == null || size == null || hasItsPart(spec.address(), region)) {
                continue;
            }
            ByteSize rounded = PmemSizes.rounded(size.in(region.size()), region);
            boolean fits = rounded.compareTo(PmemSizes.least(region, other.mode(), pmem)) >= 0
                    && rounded.compareTo(PmemSizes.largest(region)) <= 0
                    && rounded.bytes() <= free;
            if (fits) {
                before.put(spec.address(), rounded);
                free -= rounded.bytes();
            }
        }
        return before;
    }

    private List<ResourceSpec> sharersBefore(String region) {
        return request.desired().stream()
                .filter(s -> s.address().compareTo(address) < 0 && s.shares().containsKey(region))
                .sorted(Comparator.comparing(ResourceSpec::address))
                .toList();
    }

    /** One that was made for it, one that it uses whoever made it, or memory that the system has already. */
    private boolean hasItsPart(ResourceAddress other, PmemRegion region) {
        PmemMark made = PmemMark.of(request, other);
        return region.labelled()
                && pmem.namespacesIn(region.name()).stream()
                        .anyMatch(n -> made.isOn(n)
                                || made.isUnfinishedOn(n)
                                || device(n)
                                        .filter(d ->
                                                claims.others(d.name(), address).contains(other))
                                        .isPresent()
                                || (other.kind().equals(MemorySpec.KIND) && PmemConditions.isAllSystemMemory(n)));
    }

    private void add(List<Step> steps) {
        CreateNamespace last = (CreateNamespace) steps.get(steps.size() - 1);
        toMake.add(new ToMake(steps, last));
    }

    /** The step that gives a region labels; empty when something speaks against it, which is then refused. */
    private Optional<Step> labels(PmemRegion region, List<PmemNamespace> all) {
        Optional<Violation> obstacle = PmemConditions.obstacleToLabels(pmem, region);
        if (obstacle.isPresent()) {
            refuse(obstacle.get());
            return Optional.empty();
        }
        if (all.size() == 1
                && all.get(0).enabled()
                && all.get(0).mode() != PmemNamespace.Mode.RAW
                && PmemConditions.isUsable(all.get(0))) {
            refuse(
                    StandardErrorCode.PMEM_NO_LABELS,
                    region.name(),
                    "it has no labels, and somebody has given all of it the mode "
                            + word(all.get(0).mode()) + "; without labels it can be given no name");
            return Optional.empty();
        }
        Optional<BlockDevice> device = all.size() == 1 ? device(all.get(0)) : Optional.empty();
        if (device.isEmpty()) {
            refuse(
                    StandardErrorCode.PMEM_NO_LABELS,
                    region.name(),
                    "it has no labels, and no block device that shows whether it is blank");
            return Optional.empty();
        }
        List<ResourceAddress> others = rivals(claims.others(device.get(), address), region.name());
        if (!others.isEmpty()) {
            refuse(
                    StandardErrorCode.CLAIMED_TWICE,
                    region.name(),
                    "it has no labels, and its device " + device.get().path() + " is claimed by " + others.get(0)
                            + " too");
            return Optional.empty();
        }
        List<Violation> problems = DeviceIntake.problems(device.get(), block);
        if (!problems.isEmpty()) {
            ErrorCode code = problems.get(0).code();
            List<String> facts = new ArrayList<>(List.of("it has no labels, so that all of it is one device"));
            problems.forEach(p -> facts.add(p.fact()));
            refusals.add(new Refusal(
                    address, code, region.name() + ": " + device.get().describe(), facts, code.remedy(), null));
            return Optional.empty();
        }
        return Optional.of(new InitializeLabels(
                address,
                RegionTarget.of(region, pmem),
                DeviceTarget.of(device.get()),
                "its modules have no labels, and its device is blank"));
    }

    private Step create(PmemRegion region, String uuid, ByteSize size, @Nullable DeviceTarget raw, String why) {
        return new CreateNamespace(
                address,
                RegionTarget.of(region, pmem),
                uuid,
                mode == PmemNamespace.Mode.RAW ? uuid : uuid("layout in ", region),
                mode,
                mark.name(),
                size,
                raw,
                why);
    }

    private String uuid(String what, PmemRegion region) {
        return QuotaPathMark.of(request, address).uuid(request, address, what + RegionTarget.of(region, pmem));
    }

    private void refuse(Violation why) {
        refuse(why.code(), why.subject(), why.fact());
    }

    private void refuse(ErrorCode code, String subject, String fact) {
        refusals.add(new Refusal(address, code, subject, List.of(fact), code.remedy(), null));
    }
}
