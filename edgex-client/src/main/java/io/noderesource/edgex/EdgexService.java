package io.noderesource.edgex;

/** The services of EdgeX that this client speaks to, and where they listen unless configured otherwise. */
public enum EdgexService {
    /** Devices, profiles, device services, provision watchers. */
    METADATA("core-metadata", 59881),
    /** Reads and sets values of devices. */
    COMMAND("core-command", 59882),
    /** Keeps events and readings. */
    DATA("core-data", 59880),
    /** Sends notifications to subscribers. */
    NOTIFICATIONS("support-notifications", 59860),
    /** Does things at times; 4.x listens on 59863 instead. */
    SCHEDULER("support-scheduler", 59861),
    /** Configuration and registry of 4.x. */
    KEEPER("core-keeper", 59890);

    private final String key;
    private final int port;

    EdgexService(String key, int port) {
        this.key = key;
        this.port = port;
    }

    /** What it calls itself, and what a gateway puts before its paths. */
    public String key() {
        return key;
    }

    /** The port of a service that is asked without a gateway. */
    public int port() {
        return port;
    }
}
