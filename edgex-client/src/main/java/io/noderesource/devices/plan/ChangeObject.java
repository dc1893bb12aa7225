package io.noderesource.devices.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.plan.StepType;
import io.noderesource.plan.Verb;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Changes fields of an object on the platform, and leaves all others.
 *
 * @param address the resource
 * @param name the object's name on the platform
 * @param changes the fields that differ; never empty
 * @param reason why
 */
public record ChangeObject(ResourceAddress address, String name, List<FieldChange> changes, String reason)
        implements EdgeStep {

    /** Its type. */
    public static final StepType<ChangeObject> TYPE = new StepType<>("devices/change", 1, ChangeObject.class);

    public ChangeObject {
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a change of nothing is not harmless: it starts auto events anew");
        }
    }

    /** Whether it locks a device, and nothing else. */
    boolean isLock() {
        return changes.size() == 1
                && changes.get(0).field().equals("adminState")
                && changes.get(0).after().equals("\"LOCKED\"");
    }

    @Override
    public Verb verb() {
        return Verb.CHANGE;
    }

    @Override
    public String summary() {
        return "change " + address.kind() + " " + Names.quoted(name) + ": "
                + changes.stream().map(FieldChange::describe).collect(Collectors.joining(", "));
    }
}
