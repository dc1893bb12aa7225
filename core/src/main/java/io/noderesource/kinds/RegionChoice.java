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
import io.noderesource.plan.LedgerDevice;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.Step;
import io.noderesource.plan.Violation;
import java.util.ArrayList;
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
 * one, as large as the region has room for. Namespaces of others are neither touched nor counted as room.
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
    private final Set<String> declared;
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

    private RegionChoice(
            PlanRequest request,
            ResourceAddress address,
            Claims claims,
            List<String> declared,
            Pmem pmem,
            BlockDevices block,
            Predicate<BlockDevice> isMember,
            PmemNamespace.Mode mode,
            String reason) {
        this.request = request;
        this.address = address;
        this.claims = claims;
        this.declared = Set.copyOf(declared);
        this.pmem = pmem;
        this.block = block;
        this.isMember = isMember;
        this.mode = mode;
        this.mark = PmemMark.of(request, address);
        this.reason = reason;
    }

    /**
     * Chooses.
     *
     * @param regions the declared regions
     * @param isMember tells whether a device is part of the resource already
     * @param mode what its namespaces are used as
     * @param reason why a namespace is made
     */
    static RegionChoice of(
            PlanRequest request,
            ResourceAddress address,
            Claims claims,
            List<String> regions,
            Pmem pmem,
            BlockDevices block,
            Predicate<BlockDevice> isMember,
            PmemNamespace.Mode mode,
            String reason) {
        RegionChoice choice = new RegionChoice(request, address, claims, regions, pmem, block, isMember, mode, reason);
        regions.forEach(choice::choose);
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
        List<BlockDevice> members =
                all.stream().flatMap(n -> device(n).stream()).filter(isMember).toList();
        if (!members.isEmpty()) {
            members.forEach(d -> devices.put(d, name));
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
        List<ResourceAddress> others = claims.others(name, address);
        if (!others.isEmpty()) {
            refuse(StandardErrorCode.CLAIMED_TWICE, name, "it is claimed by " + others.get(0) + " too");
            return;
        }
        List<PmemNamespace> own =
                all.stream().filter(n -> mark.isOn(n) || mark.isUnfinishedOn(n)).toList();
        boolean ready = !own.isEmpty() && own.stream().allMatch(this::isReady);
        Optional<Violation> obstacle = ready ? Optional.empty() : PmemConditions.obstacleTo(pmem, region);
        if (obstacle.isPresent()) {
            refuse(obstacle.get());
        } else if (own.isEmpty()) {
            make(region, all);
        } else {
            own.forEach(n -> take(region, n));
        }
    }

    /**
     * The namespace for which a region's name stood when it was made, now in a region that is not declared. What the ledger does
     * not know is known by its name in the labels or by what is on it; it may have been for any of the declared regions.
     */
    private Optional<PmemNamespace> meantBefore(String region) {
        if (mode == PmemNamespace.Mode.DEVDAX) {
            // Memory holds nothing that would be another's in another region.
            return Optional.empty();
        }
        return pmem.namespaces().stream()
                .filter(n -> !declared.contains(n.region()))
                .filter(n -> device(n)
                        .flatMap(this::remembered)
                        .map(d -> d.path().equals(region))
                        .orElseGet(() -> mark.isOn(n)
                                || mark.isUnfinishedOn(n)
                                || device(n).filter(isMember).isPresent()))
                .findFirst();
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
                    "it was made for " + address + ", and its mode is "
                            + own.mode().name().toLowerCase(Locale.ROOT)
                            + (own.mode() == PmemNamespace.Mode.RAW ? ", with content" : ""));
        }
    }

    private void finish(PmemRegion region, PmemNamespace begun, @Nullable DeviceTarget raw) {
        Optional<BlockDevice> device = device(begun);
        Optional<Violation> use = device.stream()
                .flatMap(d -> DeviceIntake.problems(d, block).stream())
                // Both its ends were cleared before anything else, so that a signature is somebody's; the rest may be
                // what lay there.
                .filter(p -> p.code() != StandardErrorCode.DEVICE_HAS_CONTENT)
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

    private void make(PmemRegion region, List<PmemNamespace> all) {
        List<Step> steps = new ArrayList<>();
        if (!region.labelled()) {
            Optional<Step> labels = labels(region, all);
            if (labels.isEmpty()) {
                return;
            }
            steps.add(labels.get());
        }
        ByteSize size = PmemSizes.largest(region);
        if (size.bytes() == 0) {
            refuse(StandardErrorCode.PMEM_FULL, region.name(), PmemConditions.room(region));
            return;
        }
        steps.add(create(region, uuid("namespace in ", region), size, null, reason));
        add(steps);
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
        Optional<BlockDevice> device = all.size() == 1 ? device(all.get(0)) : Optional.empty();
        if (device.isEmpty()) {
            refuse(
                    StandardErrorCode.PMEM_NO_LABELS,
                    region.name(),
                    "it has no labels, and no block device that shows whether it is blank");
            return Optional.empty();
        }
        Set<ResourceAddress> others = claims.others(device.get(), address);
        if (!others.isEmpty()) {
            refuse(
                    StandardErrorCode.CLAIMED_TWICE,
                    region.name(),
                    "it has no labels, and its device " + device.get().path() + " is claimed by "
                            + others.iterator().next() + " too");
            return Optional.empty();
        }
        if (all.get(0).mode() != PmemNamespace.Mode.RAW) {
            refuse(
                    StandardErrorCode.PMEM_NO_LABELS,
                    region.name(),
                    "it has no labels, and somebody has given all of it the mode "
                            + all.get(0).mode().name().toLowerCase(Locale.ROOT));
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
                uuid("layout in ", region),
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
