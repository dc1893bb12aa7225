package io.noderesource.edgex.events;

import java.util.Arrays;
import java.util.Optional;

/** What core-metadata tells changes of. EdgeX 2.3 tells of devices only. */
public enum ObjectKind {
    /** A device. */
    DEVICE("device"),
    /** A device profile. */
    DEVICE_PROFILE("deviceprofile"),
    /** A device service. */
    DEVICE_SERVICE("deviceservice"),
    /** A provision watcher. */
    PROVISION_WATCHER("provisionwatcher");

    private final String type;

    ObjectKind(String type) {
        this.type = type;
    }

    /** How EdgeX calls it, in the topic and in the event. */
    public String type() {
        return type;
    }

    /**
     * The kind that EdgeX calls so.
     *
     * @param type the type in a system event
     * @return the kind; empty for a type that is not known here
     */
    public static Optional<ObjectKind> ofType(String type) {
        return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
    }
}
