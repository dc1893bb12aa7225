package io.noderesource.devices.resource;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of resources, in the order in which they can be made: each needs those before it. */
public enum IotKind {
    SERVICE("deviceservice", "DeviceService", "deviceservices"),
    PROFILE("deviceprofile", "DeviceProfile", "deviceprofiles"),
    DEVICE("device", "Device", "devices");

    private final String id;
    private final String kubernetesKind;
    private final String plural;

    IotKind(String id, String kubernetesKind, String plural) {
        this.id = id;
        this.kubernetesKind = kubernetesKind;
        this.plural = plural;
    }

    /** Finds the kind by {@link #kubernetesKind()}. */
    public static Optional<IotKind> ofKubernetesKind(String name) {
        return Arrays.stream(values())
                .filter(k -> k.kubernetesKind.equals(name))
                .findFirst();
    }

    /** The id as a kind of core, such as {@code deviceprofile}. */
    public String id() {
        return id;
    }

    /** The {@code kind} of the resource, such as {@code DeviceProfile}. */
    public String kubernetesKind() {
        return kubernetesKind;
    }

    /** The name of the resource in paths of the Kubernetes API, such as {@code deviceprofiles}. */
    public String plural() {
        return plural;
    }
}
