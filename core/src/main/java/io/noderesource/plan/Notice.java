package io.noderesource.plan;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import java.util.Comparator;

/**
 * Something worth knowing that is neither a difference nor a fault: a declared device that is awaited, a device that
 * a selector matched and that was passed over.
 *
 * @param address the resource
 * @param code what it is about
 * @param subject on what
 * @param fact what the node shows, one sentence without a full stop
 */
public record Notice(ResourceAddress address, ErrorCode code, String subject, String fact)
        implements Comparable<Notice> {

    private static final Comparator<Notice> ORDER = Comparator.comparing(Notice::address)
            .thenComparing(Notice::subject)
            .thenComparing(n -> n.code().id())
            .thenComparing(Notice::fact);

    @Override
    public int compareTo(Notice other) {
        return ORDER.compare(this, other);
    }
}
