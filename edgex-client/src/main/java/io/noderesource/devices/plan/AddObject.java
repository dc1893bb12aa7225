package io.noderesource.devices.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.plan.StepType;
import io.noderesource.plan.Verb;

/**
 * Adds an object to the platform.
 *
 * @param address the resource
 * @param name the object's name on the platform
 * @param content what it is to be, as {@link io.noderesource.devices.platform.EdgeObject#content()}
 * @param reason why
 */
public record AddObject(ResourceAddress address, String name, String content, String reason) implements EdgeStep {

    /** Its type. */
    public static final StepType<AddObject> TYPE = new StepType<>("devices/add", 1, AddObject.class);

    @Override
    public Verb verb() {
        return Verb.CREATE;
    }

    @Override
    public String summary() {
        return "add " + address.kind() + " " + Names.quoted(name);
    }
}
