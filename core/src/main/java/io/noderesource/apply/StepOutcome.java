package io.noderesource.apply;

import io.noderesource.plan.PlannedStep;
import java.time.Duration;

/**
 * A step and how it ended.
 *
 * @param planned the step in its plan
 * @param outcome how it ended
 * @param took how long it took, checks included
 */
public record StepOutcome(PlannedStep planned, Outcome outcome, Duration took) {}
