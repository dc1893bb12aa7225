package io.noderesource.devices.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.plan.StepType;
import io.noderesource.plan.Verb;

/**
 * Removes an object from the platform.
 *
 * @param address the resource, which is being deleted
 * @param name the object's name on the platform
 * @param reason why
 */
public record RemoveObject(ResourceAddress address, String name, String reason) implements EdgeStep {

    /** Its type. */
    public static final StepType<RemoveObject> TYPE = new StepType<>("devices/remove", 1, RemoveObject.class);

    @Override
    public Verb verb() {
        return Verb.REMOVE;
    }

    @Override
    public String summary() {
        return "remove " + address.kind() + " " + Names.quoted(name);
    }
}
