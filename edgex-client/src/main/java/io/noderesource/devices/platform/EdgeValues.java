package io.noderesource.devices.platform;

import io.noderesource.inventory.SectionType;
import java.util.List;

/**
 * What the properties show that were asked for.
 *
 * @param values in the order of devices and properties
 */
public record EdgeValues(List<EdgeValue> values) {

    /** The values of properties. */
    public static final SectionType<EdgeValues> SECTION = new SectionType<>("edge-values", 1, EdgeValues.class);

    public EdgeValues {
        values = List.copyOf(values);
    }
}
