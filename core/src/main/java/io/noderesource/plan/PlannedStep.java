package io.noderesource.plan;

import java.util.List;

/**
 * A step in its place in a plan.
 *
 * @param id its id within the plan, such as {@code 3}
 * @param step the step
 * @param requires ids of the steps that must be done before it
 */
public record PlannedStep(String id, Step step, List<String> requires) {

    public PlannedStep {
        requires = List.copyOf(requires);
    }
}
