package io.noderesource.plan;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import java.util.Comparator;

/**
 * A difference between what is declared and what is there that the planner will not act on.
 *
 * @param address the resource
 * @param code its cause
 * @param subject on what: a device, a volume group
 * @param fact what the node shows, one sentence without a full stop
 */
public record Drift(ResourceAddress address, ErrorCode code, String subject, String fact) implements Comparable<Drift> {

    private static final Comparator<Drift> ORDER = Comparator.comparing(Drift::address)
            .thenComparing(Drift::subject)
            .thenComparing(d -> d.code().id())
            .thenComparing(Drift::fact);

    @Override
    public int compareTo(Drift other) {
        return ORDER.compare(this, other);
    }
}
