package io.noderesource.devices;

import io.noderesource.base.ResourceAddress;
import io.noderesource.plan.Condition;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Risk;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.plan.Verb;
import java.util.List;
import java.util.Set;

/** A step that is none of an edge platform. */
public record Foreign(ResourceAddress address) implements Step {
    static final StepType<Foreign> TYPE = new StepType<>("test/foreign", 1, Foreign.class);

    @Override
    public Verb verb() {
        return Verb.CHANGE;
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    @Override
    public String summary() {
        return "format the moon";
    }

    @Override
    public String reason() {
        return "it is there";
    }

    @Override
    public Scope scope() {
        return Scope.of(Set.of(), Set.of());
    }

    @Override
    public List<DeviceTarget> writes() {
        return List.of();
    }

    @Override
    public List<Made> makes() {
        return List.of();
    }

    @Override
    public List<Condition> preconditions() {
        return List.of();
    }

    @Override
    public List<Condition> postconditions() {
        return List.of();
    }
}
