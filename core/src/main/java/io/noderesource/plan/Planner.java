package io.noderesource.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.topology.ResourceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Turns what is wanted and what is there into a {@link Plan}: pure and deterministic.
 *
 * <p>Thread-safe.
 */
public final class Planner {

    private static final Comparator<String> BY_NUMBER = Comparator.comparingInt(Integer::parseInt);

    private final Map<String, ResourceKind> kinds;
    private final StepCodec codec;

    private Planner(Collection<? extends ResourceKind> kinds) {
        Map<String, ResourceKind> byId = new TreeMap<>();
        for (ResourceKind kind : kinds) {
            if (byId.put(kind.id(), kind) != null) {
                throw new IllegalArgumentException("two kinds have the id '" + kind.id() + "'");
            }
        }
        this.kinds = byId;
        this.codec =
                StepCodec.of(kinds.stream().flatMap(k -> k.steps().stream()).collect(Collectors.toSet()));
    }

    /** A planner for these kinds. */
    public static Planner of(Collection<? extends ResourceKind> kinds) {
        return new Planner(kinds);
    }

    /** The directories that have to be looked at before these resources are planned. */
    public Set<String> directories(Collection<? extends ResourceSpec> desired) {
        Set<String> all = new TreeSet<>();
        for (ResourceSpec spec : desired) {
            kind(spec.address()).ifPresent(kind -> all.addAll(kind.directories(spec)));
        }
        return all;
    }

    /** Makes the plan. */
    public Plan plan(PlanRequest request) {
        List<ResourceSpec> desired = request.desired().stream()
                .filter(s -> !request.policy().release().contains(s.address()))
                .sorted(Comparator.comparing(ResourceSpec::address))
                .toList();
        Claims claims = claims(desired, request);
        List<ResourcePlan> parts = new ArrayList<>();
        for (ResourceSpec spec : desired) {
            parts.add(kind(spec.address())
                    .map(kind -> kind.plan(spec, request, claims))
                    .orElseGet(() -> unknownKind(spec.address())));
        }
        for (ResourceAddress address : request.policy().release()) {
            parts.add(kind(address).map(kind -> kind.release(address, request)).orElseGet(() -> unknownKind(address)));
        }
        for (ResourceAddress address : request.policy().adopt()) {
            if (!request.wants(address)) {
                parts.add(ResourcePlan.builder(address)
                        .refuse(
                                StandardErrorCode.BAD_OPTION,
                                address.toString(),
                                "its adoption is asked for, but it is not declared on this node")
                        .build());
            }
        }
        parts.sort(Comparator.comparing(ResourcePlan::address));
        return assemble(request, withinBlastRadius(parts, request.policy()));
    }

    private Optional<ResourceKind> kind(ResourceAddress address) {
        return Optional.ofNullable(kinds.get(address.kind()));
    }

    private Claims claims(List<ResourceSpec> desired, PlanRequest request) {
        Map<ResourceAddress, Set<String>> wanted = new TreeMap<>();
        for (ResourceSpec spec : desired) {
            kind(spec.address()).ifPresent(kind -> wanted.put(spec.address(), kind.claims(spec, request)));
        }
        return Claims.of(wanted);
    }

    private static ResourcePlan unknownKind(ResourceAddress address) {
        return ResourcePlan.builder(address)
                .refuse(
                        StandardErrorCode.KIND_NOT_CARRIED_OUT,
                        address.toString(),
                        "nothing here knows the kind '" + address.kind() + "'")
                .build();
    }

    /** A selector that suddenly matches many devices is a mistake more often than a wish: nothing of it is done. */
    private static List<ResourcePlan> withinBlastRadius(List<ResourcePlan> parts, Policy policy) {
        Set<DeviceTarget> claimed = new TreeSet<>(Comparator.comparing(DeviceTarget::identity));
        for (ResourcePlan part : parts) {
            claimed.addAll(claimedBy(part));
        }
        if (claimed.size() <= policy.maxDevices()) {
            return parts;
        }
        return parts.stream()
                .map(part -> claimedBy(part).isEmpty()
                        ? part
                        : part.refused(
                                StandardErrorCode.BLAST_RADIUS,
                                part.address().toString(),
                                List.of("the plan would claim " + claimed.size() + " devices, and one run may claim "
                                        + policy.maxDevices()),
                                StandardErrorCode.BLAST_RADIUS.remedy()))
                .toList();
    }

    private static Set<DeviceTarget> claimedBy(ResourcePlan part) {
        Set<DeviceTarget> claimed = new TreeSet<>(Comparator.comparing(DeviceTarget::identity));
        part.steps().keySet().stream().filter(s -> s.risk() != Risk.SAFE).forEach(s -> claimed.addAll(s.claims()));
        return claimed;
    }

    /** What was remembered of the same resources and is seen no more. */
    private static Set<String> forgotten(Ledger ledger, List<LedgerEntry> remembered) {
        return remembered.stream()
                .flatMap(now -> ledger.entry(now.address()).stream()
                        .flatMap(before -> before.devices().stream())
                        .map(LedgerDevice::id)
                        .filter(id -> now.made(id).isEmpty()))
                .collect(Collectors.toSet());
    }

    private Plan assemble(PlanRequest request, List<ResourcePlan> parts) {
        List<PlannedStep> steps = new ArrayList<>();
        List<Drift> drifts = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        List<LedgerEntry> remembered = new ArrayList<>();
        Map<ResourceAddress, List<String>> idsOf = new HashMap<>();
        for (ResourcePlan part : InOrder.of(parts)) {
            SortedSet<String> before = new TreeSet<>(BY_NUMBER);
            part.follows().forEach(address -> before.addAll(idsOf.getOrDefault(address, List.of())));
            Map<Step, String> ids = new HashMap<>();
            part.steps().forEach((step, requires) -> {
                String id = Integer.toString(steps.size() + 1);
                SortedSet<String> required = new TreeSet<>(before);
                required.addAll(requires.stream().map(ids::get).toList());
                steps.add(new PlannedStep(id, step, List.copyOf(required)));
                ids.put(step, id);
                idsOf.computeIfAbsent(part.address(), address -> new ArrayList<>())
                        .add(id);
            });
            drifts.addAll(part.drifts());
            refusals.addAll(part.refusals());
            notices.addAll(part.notices());
            part.remembered().ifPresent(remembered::add);
        }
        return new Plan(
                request.node().name(),
                request.inventory()::fingerprint,
                steps,
                drifts,
                refusals,
                notices,
                remembered,
                forgotten(request.ledger(), remembered),
                request.policy().release(),
                codec);
    }
}
