package io.noderesource.spi;

import io.noderesource.inventory.Inventory;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a backend is given with a step.
 *
 * @param now what the check of the preconditions saw, a moment ago and under lock
 * @param limit how long the step may take
 * @param progress takes sentences for people about how far it is
 */
public record StepContext(Inventory now, Duration limit, Consumer<String> progress) {}
