package io.noderesource.inventory;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One part of an {@link Inventory}, with how far it can be relied on.
 *
 * <p>Laws: nothing is created because a section is unavailable; nothing is deleted unless it is complete.
 *
 * @param <T> the record that holds the facts
 * @param type what it is a section of
 * @param state how far it can be relied on
 * @param reason why it is not complete, for people; null when it is
 * @param facts what was seen; null when unavailable
 */
public record Section<T>(
        SectionType<T> type,
        State state,
        @Nullable String reason,
        @Nullable T facts) {

    /** How far a section can be relied on. */
    public enum State {
        /** All there is was seen. */
        COMPLETE,
        /** Something could not be seen; what is there is true, what is not there is unknown. */
        PARTIAL,
        /** Nothing could be seen. */
        UNAVAILABLE
    }

    public Section {
        if ((state == State.UNAVAILABLE) != (facts == null)) {
            throw new IllegalArgumentException("facts must be there exactly when the section is not unavailable");
        }
        if ((state == State.COMPLETE) != (reason == null)) {
            throw new IllegalArgumentException("a reason must be there exactly when the section is not complete");
        }
    }

    /** A section that shows all there is. */
    public static <T> Section<T> complete(SectionType<T> type, T facts) {
        return new Section<>(type, State.COMPLETE, null, facts);
    }

    /** A section that lacks something, and why. */
    public static <T> Section<T> partial(SectionType<T> type, T facts, String reason) {
        return new Section<>(type, State.PARTIAL, reason, facts);
    }

    /** A section that could not be observed at all, and why. */
    public static <T> Section<T> unavailable(SectionType<T> type, String reason) {
        return new Section<>(type, State.UNAVAILABLE, reason, null);
    }

    /** The facts, when there are any. */
    public Optional<T> seen() {
        return Optional.ofNullable(facts);
    }
}
