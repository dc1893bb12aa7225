package io.noderesource.kinds;

/** The kind {@code volumegroup}: LVM volume groups on block devices. */
public final class VolumeGroupKind {

    /** The kind's id. */
    public static final String ID = "volumegroup";

    private VolumeGroupKind() {}
}
