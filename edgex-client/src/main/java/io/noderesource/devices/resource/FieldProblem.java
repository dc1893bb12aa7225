package io.noderesource.devices.resource;

import io.noderesource.base.ErrorCode;

/**
 * What is wrong with a field of a resource; the others count nevertheless.
 *
 * @param code {@code devices/bad-resource}, or {@code devices/field-not-carried} when the field is right but has no effect
 * @param path which field, such as {@code spec.adminState}
 * @param message what is wrong and what to do, without a full stop
 */
public record FieldProblem(ErrorCode code, String path, String message) {

    /** The problem on one line: the path and the message. */
    public String describe() {
        return path + ": " + message;
    }
}
