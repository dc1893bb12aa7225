package io.noderesource.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, and fails when it does not come. */
public final class Waiting {

    private static final long LONGEST = Duration.ofMinutes(2).toNanos();
    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private Waiting() {}

    /**
     * Waits until something is so.
     *
     * @param condition is asked again and again
     */
    public static void until(BooleanSupplier condition) {
        forValue(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /**
     * Waits until there is a value.
     *
     * @param <T> its type
     * @param value is asked again and again
     * @return the first that is there
     */
    public static <T> T forValue(Supplier<Optional<T>> value) {
        long began = System.nanoTime();
        while (true) {
            Optional<T> now = value.get();
            if (now.isPresent()) {
                return now.get();
            }
            assertThat(System.nanoTime() - began).as("time spent waiting").isLessThan(LONGEST);
            // The machine has one processor, and what is waited for needs it.
            LockSupport.parkNanos(PAUSE);
        }
    }
}
