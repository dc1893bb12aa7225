package io.noderesource.inventory;

import java.util.List;
import java.util.Objects;

/**
 * What the udev database says of the device: the second look, made by another program at another time.
 *
 * @param state whether there is a record that can be relied on
 * @param signatures the signatures that it names ({@code ID_FS_*}, {@code ID_PART_TABLE_TYPE}), in their order
 */
public record UdevRecord(State state, List<Signature> signatures) {

    /** Whether a record can be relied on. */
    public enum State {
        /** There is no udev database on this node, or it is not mounted here. */
        NO_DATABASE,
        /** The database has no record of this device. */
        MISSING,
        /** The record is not initialised yet, or udev still has events in its queue. */
        UNSETTLED,
        /** The record is initialised. */
        READY
    }

    public UdevRecord {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(signatures, "signatures");
        signatures = signatures.stream().sorted().toList();
    }

    /** An initialised record without a signature. */
    public static UdevRecord clean() {
        return new UdevRecord(State.READY, List.of());
    }
}
