package io.noderesource.plan;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wanted, but not safe or not possible.
 *
 * @param address the resource that wants it
 * @param code why not
 * @param subject on what: a device, a volume group
 * @param facts what the node shows, sentences without full stops
 * @param remedy what to do
 * @param consent the hash that a {@link Consent} has to name to have it done nevertheless; null when no consent can
 */
public record Refusal(
        ResourceAddress address,
        ErrorCode code,
        String subject,
        List<String> facts,
        String remedy,
        @Nullable String consent)
        implements Comparable<Refusal> {

    private static final Comparator<Refusal> ORDER = Comparator.comparing(Refusal::address)
            .thenComparing(Refusal::subject)
            .thenComparing(r -> r.code().id())
            .thenComparing(r -> String.join("\n", r.facts()));

    public Refusal {
        facts = List.copyOf(facts);
    }

    @Override
    public int compareTo(Refusal other) {
        return ORDER.compare(this, other);
    }
}
