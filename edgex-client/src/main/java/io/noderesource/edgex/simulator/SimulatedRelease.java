package io.noderesource.edgex.simulator;

/** A release of EdgeX whose manners the simulator takes on. */
public enum SimulatedRelease {
    /** 2.1.1: {@code /api/v2}, numbers as strings, no validation by the device service, no system events. */
    JAKARTA("2.1.1", "v2"),
    /** 3.1.1: {@code /api/v3}, system events whose payload is base64 text. */
    NAPA("3.1.1", "v3"),
    /** 4.0.2: still {@code /api/v3}, with parents, optional profiles, jobs and core-keeper. */
    PALAU("4.0.2", "v3");

    private final String version;
    private final String apiVersion;

    SimulatedRelease(String version, String apiVersion) {
        this.version = version;
        this.apiVersion = apiVersion;
    }

    /**
     * The version that the services tell at {@code GET /version}.
     *
     * @return for example {@code 3.1.1}
     */
    public String version() {
        return version;
    }

    /**
     * The version of the API, as in the paths and in every envelope.
     *
     * @return {@code v2} or {@code v3}
     */
    public String apiVersion() {
        return apiVersion;
    }

    boolean since(SimulatedRelease other) {
        return compareTo(other) >= 0;
    }
}
