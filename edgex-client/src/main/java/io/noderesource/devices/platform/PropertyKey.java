package io.noderesource.devices.platform;

/**
 * A property of a device on the platform.
 *
 * @param device the device's name on the platform
 * @param property a device resource, or a command
 */
public record PropertyKey(String device, String property) implements Comparable<PropertyKey> {

    @Override
    public int compareTo(PropertyKey other) {
        int byDevice = device.compareTo(other.device);
        return byDevice != 0 ? byDevice : property.compareTo(other.property);
    }
}
