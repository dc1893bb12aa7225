package io.noderesource.spi;

import io.noderesource.inventory.Inventory;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a backend is given with a step.
 *
 * @param token 32 random characters of {@code [0-9a-zA-Z]} that stand in the journal's record of the intent; what the
 *     step makes and can carry an id gets one made of them (a PV's UUID), so that it is known again after a crash
 * @param now what the check of the preconditions saw, a moment ago and under lock
 * @param limit how long the step may take
 * @param progress takes sentences for people about how far it is
 */
public record StepContext(String token, Inventory now, Duration limit, Consumer<String> progress) {}
