package io.noderesource.apply;

import io.noderesource.base.ResourceAddress;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal.
 *
 * @param sequence its number, from 1, without gaps within a file
 * @param time when it was written
 * @param event what it tells
 * @param intent number of the intent that it is about; its own for an intent
 * @param address the resource
 * @param step the step with its type, as one line of JSON; only in an intent
 * @param outcome how the step ended; null in an intent
 * @param message what is worth knowing of the outcome
 */
public record JournalRecord(
        long sequence,
        Instant time,
        Event event,
        long intent,
        ResourceAddress address,
        @Nullable String step,
        Outcome.@Nullable Kind outcome,
        @Nullable String message) {

    /** What a record tells. */
    public enum Event {
        /** A step is about to be checked and performed. */
        INTENT,
        /** The step has ended. */
        OUTCOME,
        /** The process died between the two; this is what the node showed afterwards. */
        RECOVERED
    }

    public JournalRecord {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(address, "address");
    }
}
