package io.noderesource.kinds;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.inventory.PmemVolumeLabel;
import io.noderesource.plan.Claims;
import io.noderesource.plan.Consent;
import io.noderesource.plan.ConsentHash;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Step;
import io.noderesource.plan.Violation;
import io.noderesource.topology.RegionSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a region's namespaces a resource may take that are not ours, where it has none there: pure. On request it takes the one
 * that is as declared, with what it holds; what is on a devdax namespace is lost when it becomes memory, which needs a consent.
 */
final class ForeignNamespaces {

    /** What a consent for a devdax namespace is over. */
    private static final List<String> FOR_MEMORY = List.of(MarkNamespace.TYPE.id(), AddMemory.TYPE.id());

    private static final String ASKED = "its adoption was asked for";

    /**
     * What is done about them.
     *
     * @param step what has to be done before it shows what is to be done next; null for nothing
     * @param refusals why what was asked for is not done
     */
    record Taking(@Nullable Step step, List<Refusal> refusals) {

        private static final Taking NONE = new Taking(null, List.of());

        static Taking of(Step step) {
            return new Taking(step, List.of());
        }

        boolean isEmpty() {
            return step == null && refusals.isEmpty();
        }
    }

    private final PlanRequest request;
    private final ResourceAddress address;
    private final Claims claims;
    private final RegionDemand demand;
    private final PmemMark mark;
    private final Pmem pmem;
    private final BlockDevices block;
    private final PmemRegion region;

    /** Those of a region; one without labels has none that could get a name. */
    ForeignNamespaces(
            PlanRequest request,
            ResourceAddress address,
            Claims claims,
            RegionDemand demand,
            Pmem pmem,
            BlockDevices block,
            PmemRegion region) {
        this.request = request;
        this.address = address;
        this.claims = claims;
        this.demand = demand;
        this.mark = PmemMark.of(request, address);
        this.pmem = pmem;
        this.block = block;
        this.region = region;
    }

    /** What a consent that is in force, or a request to adopt, leads to; nothing where there is neither. */
    Taking taking() {
        for (PmemNamespace namespace : forConsent()) {
            Optional<Consent> consent = request.policy()
                    .consent(hash(namespace), request.inventory().observedAt());
            if (consent.isPresent()) {
                return Taking.of(mark(namespace, null, consent.get().expires(), "a consent was given for it"));
            }
        }
        if (request.policy().adopts(address)) {
            return adoption();
        }
        return request.ledger()
                .entry(address)
                .flatMap(entry -> those().stream()
                        .filter(n -> entry.made(String.valueOf(n.uuid())).isPresent())
                        .filter(this::isDisabled)
                        .findFirst())
                .map(n -> Taking.of(show(n, "it was disabled to become part of " + address)))
                .orElse(Taking.NONE);
    }

    /**
     * What could be had where there is no room for one of ours: refused, each with what a consent has to name; empty when there is
     * none.
     *
     * @param why facts about the room
     */
    List<Refusal> offers(List<String> why) {
        return forConsent().stream()
                .map(namespace -> {
                    List<String> facts = new ArrayList<>();
                    facts.add(described(namespace)
                            + " is not ours; what is written to it would be lost when it became system memory");
                    facts.addAll(why);
                    ErrorCode code = StandardErrorCode.PMEM_NOT_OURS;
                    return new Refusal(address, code, namespace.name(), facts, code.remedy(), hash(namespace));
                })
                .toList();
    }

    /** Facts about those that would be taken if it were asked for. */
    List<String> adoptable() {
        return matching().stream()
                .filter(n -> obstacle(n).isEmpty())
                .map(n -> described(n) + " is not ours; it is taken when its adoption is asked for")
                .toList();
    }

    // ---- which there are

    /** Those that are neither a CSI driver's volumes nor another declared resource's. */
    private List<PmemNamespace> those() {
        return pmem.namespacesIn(region.name()).stream()
                .filter(n -> region.labelled() && n.uuid() != null)
                .filter(n ->
                        n.label() == null || PmemVolumeLabel.parse(n.label()).isEmpty())
                .filter(n -> !isOfAnother(n))
                .toList();
    }

    private boolean isOfAnother(PmemNamespace namespace) {
        boolean claimed = device(namespace)
                .filter(d -> !claims.others(d, address).isEmpty())
                .isPresent();
        return claimed
                || request.desired().stream()
                        .map(spec -> PmemMark.of(request, spec.address()))
                        .anyMatch(other -> other.isOn(namespace) || other.isUnfinishedOn(namespace));
    }

    /** Those of the declared mode, which shows while they are enabled only. */
    private List<PmemNamespace> matching() {
        return those().stream()
                .filter(n -> n.mode() == demand.mode() && PmemConditions.isUsable(n))
                .toList();
    }

    /** Devdax namespaces that could be memory, and may hold something. */
    private List<PmemNamespace> forConsent() {
        return matching().stream()
                .filter(n -> n.mode() == PmemNamespace.Mode.DEVDAX
                        && n.daxDevices().stream().noneMatch(d -> d.mode() == DaxDevice.Mode.SYSTEM_RAM))
                .filter(n -> difference(n).isEmpty())
                .toList();
    }

    private static boolean isSystemMemory(PmemNamespace namespace) {
        return namespace.daxDevices().stream().allMatch(d -> d.mode() == DaxDevice.Mode.SYSTEM_RAM);
    }

    private boolean isDisabled(PmemNamespace namespace) {
        return !namespace.enabled()
                && mark.obstacleTo(namespace.label()).isEmpty()
                && sizeDifference(namespace).isEmpty();
    }

    private Optional<BlockDevice> device(PmemNamespace namespace) {
        return Optional.ofNullable(namespace.blockDevice()).flatMap(block::at);
    }

    // ---- an adoption that is asked for

    private Taking adoption() {
        List<PmemNamespace> matching = matching();
        List<PmemNamespace> good =
                matching.stream().filter(n -> obstacle(n).isEmpty()).toList();
        if (good.size() == 1) {
            PmemNamespace namespace = good.get(0);
            return Taking.of(mark(namespace, device(namespace).orElse(null), null, ASKED));
        }
        if (good.size() > 1) {
            return refused(List.of(new Violation(
                    StandardErrorCode.PMEM_FOREIGN,
                    region.name(),
                    "which one is to be adopted nobody can tell: "
                            + good.stream().map(this::described).collect(Collectors.joining("; ")))));
        }
        List<Refusal> offers = offers(List.of(ASKED));
        if (!offers.isEmpty()) {
            return new Taking(null, offers);
        }
        if (!matching.isEmpty()) {
            return refused(matching.stream().flatMap(n -> obstacle(n).stream()).toList());
        }
        List<PmemNamespace> disabled = those().stream().filter(this::isDisabled).toList();
        return disabled.size() == 1 ? Taking.of(show(disabled.get(0), ASKED)) : Taking.NONE;
    }

    private Taking refused(List<Violation> violations) {
        return new Taking(
                null,
                violations.stream()
                        .map(v -> new Refusal(
                                address,
                                v.code(),
                                v.subject(),
                                List.of(v.fact()),
                                v.code().remedy(),
                                null))
                        .toList());
    }

    /** Why one of the declared mode is not adopted. */
    private Optional<Violation> obstacle(PmemNamespace namespace) {
        Optional<Violation> difference = difference(namespace);
        if (difference.isPresent()) {
            return difference;
        }
        if (namespace.mode() != PmemNamespace.Mode.DEVDAX) {
            return device(namespace)
                    .map(device -> PmemConditions.obstacleToMarking(device, block))
                    .orElseGet(() -> Optional.of(foreign(namespace, "its block device is not seen")));
        }
        if (!isSystemMemory(namespace)) {
            return Optional.of(foreign(namespace, "it may hold something, so that it needs a consent"));
        }
        boolean movable = namespace.daxDevices().stream()
                .map(DaxDevice::memory)
                .allMatch(memory -> memory != null && (memory.movable() || memory.online() == 0));
        return movable
                ? Optional.empty()
                : Optional.of(new Violation(
                        StandardErrorCode.PMEM_NOT_MOVABLE,
                        namespace.name(),
                        "it gets its name while it is no system memory, and the kernel may not give it back"));
    }

    private Optional<Violation> difference(PmemNamespace namespace) {
        return mark.obstacleTo(namespace.label())
                .or(() -> sizeDifference(namespace))
                .map(fact -> foreign(namespace, fact));
    }

    private Optional<String> sizeDifference(PmemNamespace namespace) {
        RegionSize size = demand.size();
        return size == null || PmemSizes.isAsDeclared(namespace.size(), size, region)
                ? Optional.empty()
                : Optional.of("it has " + namespace.size() + " of " + region.name() + ", and " + size + " is declared");
    }

    private static Violation foreign(PmemNamespace namespace, String fact) {
        return new Violation(StandardErrorCode.PMEM_FOREIGN, namespace.name(), fact);
    }

    // ---- what is done

    private Step mark(PmemNamespace namespace, @Nullable BlockDevice device, @Nullable Instant expires, String reason) {
        return new MarkNamespace(
                address,
                target(),
                String.valueOf(namespace.uuid()),
                String.valueOf(PmemConditions.layoutOf(namespace)),
                namespace.mode(),
                namespace.size(),
                namespace.label(),
                mark.name(),
                device == null ? null : DeviceTarget.of(device),
                expires,
                reason);
    }

    private Step show(PmemNamespace namespace, String reason) {
        return new ShowNamespace(address, target(), String.valueOf(namespace.uuid()), namespace.label(), reason);
    }

    private String hash(PmemNamespace namespace) {
        return ConsentHash.of(request.node().name(), address, namespace, target().toString(), FOR_MEMORY);
    }

    private RegionTarget target() {
        return RegionTarget.of(region, pmem);
    }

    private String described(PmemNamespace namespace) {
        return "the " + namespace.mode().name().toLowerCase(Locale.ROOT) + " namespace " + namespace.name() + ", "
                + (namespace.label() == null ? "without a name" : "'" + namespace.label() + "'") + ", of "
                + namespace.size();
    }
}
