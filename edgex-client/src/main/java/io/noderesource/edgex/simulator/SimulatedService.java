package io.noderesource.edgex.simulator;

/** A service of EdgeX that the simulator serves, each on a port of its own. */
public enum SimulatedService {
    /** core-metadata: devices, profiles, device services, provision watchers. */
    METADATA("core-metadata"),
    /** core-command: reads and writes values of devices. */
    COMMAND("core-command"),
    /** core-data: events and readings that were pushed. */
    DATA("core-data"),
    /** support-notifications: notifications, subscriptions, transmissions. */
    NOTIFICATIONS("support-notifications"),
    /** support-scheduler: intervals and their actions up to 3.x, jobs and their records from 4.0 on. */
    SCHEDULER("support-scheduler"),
    /** core-keeper: keys and registrations; served from 4.0 on only. */
    KEEPER("core-keeper");

    private final String serviceName;

    SimulatedService(String serviceName) {
        this.serviceName = serviceName;
    }

    /**
     * The name by which the service speaks of itself, and the first segment of its path behind the gateway.
     *
     * @return for example {@code core-metadata}
     */
    public String serviceName() {
        return serviceName;
    }

    boolean servedBy(SimulatedRelease release) {
        return this != KEEPER || release.since(SimulatedRelease.PALAU);
    }
}
