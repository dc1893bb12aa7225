package io.noderesource.devices.resource;

import java.util.Arrays;
import java.util.Optional;

/** The two groups of the Kubernetes API in which the resources have been; their fields are the same. */
public enum ApiGroup {
    /** OpenYurt from 1.4 on. */
    IOT("iot.openyurt.io", "yurt-iot-dock/edgex-object.name", "iot.openyurt.io/%s"),
    /** The archived yurt-device-controller. */
    DEVICE("device.openyurt.io", "device-controller/edgex-object.name", "v1alpha1.%s.finalizer");

    /** The only version in which they were. */
    public static final String VERSION = "v1alpha1";

    private final String group;
    private final String nameLabel;
    private final String finalizer;

    ApiGroup(String group, String nameLabel, String finalizer) {
        this.group = group;
        this.nameLabel = nameLabel;
        this.finalizer = finalizer;
    }

    /** Finds the group of an {@code apiVersion}, such as {@code iot.openyurt.io/v1alpha1}. */
    public static Optional<ApiGroup> ofApiVersion(String apiVersion) {
        return Arrays.stream(values())
                .filter(g -> g.apiVersion().equals(apiVersion))
                .findFirst();
    }

    /** The {@code apiVersion} of its resources. */
    public String apiVersion() {
        return group + "/" + VERSION;
    }

    /** The label that holds an object's name on the platform, where a label can hold it. */
    public String nameLabel() {
        return nameLabel;
    }

    /** The finalizer that keeps a resource until its object is removed. */
    public String finalizer(IotKind kind) {
        String name = kind.kubernetesKind();
        return String.format(
                finalizer, this == IOT ? kind.id() : Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }
}
