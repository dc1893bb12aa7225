package io.noderesource.inventory;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What reading the device itself showed: the first of the two looks.
 *
 * <p>Only {@link State#DONE} says anything about the content. Every other state means <em>unknown</em>, never blank.
 *
 * @param state how the look ended
 * @param reason why it is not {@link State#DONE}, for people
 * @param signatures all signatures that libblkid found, in their order; empty when there are none
 * @param content what the sampled places hold
 * @param digest SHA-256 in hex over the signatures' places and the sampled places, so that a change of any shows; null
 *     unless the state is {@link State#DONE} and content was sampled
 */
public record Probe(
        State state,
        @Nullable String reason,
        List<Signature> signatures,
        Content content,
        @Nullable String digest) {

    /** How a probe ended. */
    public enum State {
        /** Read to the end. */
        DONE,
        /** A read failed, or libblkid reported an error or an ambivalent result. */
        FAILED,
        /** The device did not answer by its deadline. */
        TIMED_OUT,
        /** It was not read on purpose: out of scope, suspended, no medium. */
        SKIPPED
    }

    /** What the sampled places (first MiB, last MiB, and places between) hold. */
    public enum Content {
        /** Every sampled byte is zero. */
        ZEROS,
        /** Some sampled byte is not zero. */
        DATA,
        /** Not sampled. */
        UNKNOWN
    }

    public Probe {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(signatures, "signatures");
        Objects.requireNonNull(content, "content");
        signatures = signatures.stream().sorted().toList();
    }

    /** A probe that found no signature and only zeros. */
    public static Probe blank(String digest) {
        return new Probe(State.DONE, null, List.of(), Content.ZEROS, digest);
    }

    /** A probe that was not made, or not to the end. */
    public static Probe unknown(State state, String reason) {
        return new Probe(state, reason, List.of(), Content.UNKNOWN, null);
    }

    /** Tells whether the look was complete and showed neither a signature nor any content. */
    public boolean isBlank() {
        return state == State.DONE && signatures.isEmpty() && content == Content.ZEROS;
    }
}
