package io.noderesource.plan;

import io.noderesource.base.ErrorCode;

/**
 * A condition that does not hold.
 *
 * @param code why
 * @param subject on what: a device, a volume group
 * @param fact what the node shows, one sentence without a full stop
 */
public record Violation(ErrorCode code, String subject, String fact) {

    @Override
    public String toString() {
        return subject + ": " + fact + " [" + code.id() + "]";
    }
}
