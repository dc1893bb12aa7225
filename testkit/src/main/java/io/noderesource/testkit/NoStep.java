package io.noderesource.testkit;

import io.noderesource.base.ResourceAddress;
import io.noderesource.plan.Condition;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Risk;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.Verb;
import java.util.List;

/** A step that no backend performs. */
record NoStep(ResourceAddress address) implements Step {

    @Override
    public Verb verb() {
        return Verb.MARK;
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    @Override
    public String summary() {
        return "do what nobody can";
    }

    @Override
    public String reason() {
        return "a test wants to see it refused";
    }

    @Override
    public Scope scope() {
        return Scope.NODE;
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
