package io.noderesource.devices.platform;

import org.jspecify.annotations.Nullable;

/**
 * What one property of a device shows just now, or why it could not be read.
 *
 * @param device the device's name on the platform
 * @param property the property's name: a device resource, or a command
 * @param values the readings, by resource, as a JSON object of {@code {"valueType": ..., "value": ...}} with the value's text as
 *     the platform gave it; null when it could not be read
 * @param problem why it could not be read; null when it was
 */
public record EdgeValue(
        String device,
        String property,
        @Nullable String values,
        @Nullable String problem) {}
