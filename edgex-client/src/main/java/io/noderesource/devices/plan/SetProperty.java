package io.noderesource.devices.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.plan.StepType;
import io.noderesource.plan.Verb;
import org.jspecify.annotations.Nullable;

/**
 * Sets a property of a device, and reads back what it shows.
 *
 * @param address the device's resource
 * @param name the device's name on the platform
 * @param property the property: a device resource, or a command
 * @param parameters what is written, a JSON object of texts by resource: exactly the parameters of the command
 * @param before what it showed, for people; null when it cannot be read
 * @param reason why
 */
public record SetProperty(
        ResourceAddress address,
        String name,
        String property,
        String parameters,
        @Nullable String before,
        String reason)
        implements EdgeStep {

    /** Its type. */
    public static final StepType<SetProperty> TYPE = new StepType<>("devices/set-property", 1, SetProperty.class);

    @Override
    public Verb verb() {
        return Verb.SET;
    }

    private static final int LONGEST = 80;

    /** What can only be written may be a secret, so that its value is not told. */
    @Override
    public String summary() {
        String of = "set " + Names.quoted(property) + " of device " + Names.quoted(name);
        return before == null
                ? of + ", which can only be written"
                : of + " to " + Names.printable(parameters, LONGEST) + " (it shows " + Names.printable(before, LONGEST)
                        + ")";
    }
}
