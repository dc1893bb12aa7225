package io.noderesource.backend.lvm.internal.engine;

import java.util.List;

/**
 * The bounds of an operation.
 *
 * @param deadline when its caller needs an answer
 * @param excluded devices that LVM must not open
 */
public record Call(Deadline deadline, List<ExcludedDevice> excluded) {
    public Call {
        excluded = List.copyOf(excluded);
    }
}
