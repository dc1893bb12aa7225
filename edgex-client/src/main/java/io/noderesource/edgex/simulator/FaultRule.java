package io.noderesource.edgex.simulator;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Which requests meet a {@link Fault}: by service, method and path, after some that do not, and so many times.
 *
 * <p>Immutable; each method gives a narrower rule.
 */
public final class FaultRule {
    private final Fault fault;
    private final @Nullable SimulatedService service;
    private final @Nullable String method;
    private final String pathPrefix;
    private final int skipped;
    private final int times;

    private FaultRule(
            Fault fault,
            @Nullable SimulatedService service,
            @Nullable String method,
            String pathPrefix,
            int skipped,
            int times) {
        this.fault = fault;
        this.service = service;
        this.method = method;
        this.pathPrefix = pathPrefix;
        this.skipped = skipped;
        this.times = times;
    }

    /**
     * Every request meets the fault.
     *
     * @param fault what goes wrong
     * @return the rule
     */
    public static FaultRule always(Fault fault) {
        return new FaultRule(requireNonNull(fault, "fault"), null, null, "", 0, Integer.MAX_VALUE);
    }

    /**
     * The next request that the rule fits meets the fault, and no other.
     *
     * @param fault what goes wrong
     * @return the rule
     */
    public static FaultRule once(Fault fault) {
        return always(fault).times(1);
    }

    /**
     * Only requests to this service.
     *
     * @param only the service
     * @return the narrower rule
     */
    public FaultRule service(SimulatedService only) {
        return new FaultRule(fault, requireNonNull(only, "only"), method, pathPrefix, skipped, times);
    }

    /**
     * Only requests with this method.
     *
     * @param only for example {@code GET}
     * @return the narrower rule
     */
    public FaultRule method(String only) {
        return new FaultRule(fault, service, requireNonNull(only, "only"), pathPrefix, skipped, times);
    }

    /**
     * Only requests whose path begins so.
     *
     * @param prefix the path after {@code /api/v2} or {@code /api/v3}, decoded: {@code /device/all}
     * @return the narrower rule
     */
    public FaultRule path(String prefix) {
        return new FaultRule(fault, service, method, requireNonNull(prefix, "prefix"), skipped, times);
    }

    /**
     * The first requests that the rule fits go well.
     *
     * @param requests how many
     * @return the narrower rule
     */
    public FaultRule after(int requests) {
        return new FaultRule(fault, service, method, pathPrefix, requests, times);
    }

    /**
     * At most so many requests meet the fault.
     *
     * @param most how many
     * @return the narrower rule
     */
    public FaultRule times(int most) {
        return new FaultRule(fault, service, method, pathPrefix, skipped, most);
    }

    boolean fits(SimulatedService toService, String withMethod, String path) {
        return (service == null || service == toService)
                && (method == null || method.equals(withMethod))
                && path.startsWith(pathPrefix);
    }

    Fault fault() {
        return fault;
    }

    int skipped() {
        return skipped;
    }

    int times() {
        return times;
    }
}
