package io.noderesource.testkit;

import io.noderesource.plan.StepType;

/**
 * A fault that came.
 *
 * @param fault what it was
 * @param step the type of the step that it befell
 */
public record SimulatedFault(StepFault fault, StepType<?> step) {
    @Override
    public String toString() {
        return fault + " at " + step.id();
    }
}
