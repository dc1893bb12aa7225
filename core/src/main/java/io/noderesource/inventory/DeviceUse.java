package io.noderesource.inventory;

import java.util.Objects;

/**
 * One way in which a device is in use or may not be used.
 *
 * @param kind the way
 * @param by the holder's kernel name, the mount point, or whatever names the user; may be empty
 */
public record DeviceUse(Kind kind, String by) implements Comparable<DeviceUse> {

    /** The ways in which a device can be in use. */
    public enum Kind {
        /** A file system on it is mounted; {@code by} is the mount point. */
        MOUNTED,
        /** It is swap that is switched on. */
        SWAP,
        /** A device in its {@code holders} directory sits on it; {@code by} is that device's kernel name. */
        HELD,
        /** A loop device has it, or a file on a raw device number of it, as its backing; {@code by} is the loop. */
        LOOP_BACKING,
        /** It is a path of a multipath map. */
        MULTIPATH_MEMBER,
        /** It is a member of an md array, active or not. */
        RAID_MEMBER,
        /** It lies under {@code /}, {@code /boot} or the state directory; {@code by} is that path. */
        SYSTEM,
        /** Opening it with O_EXCL fails with EBUSY, so somebody has claimed it. */
        EXCLUSIVELY_OPEN,
        /** It is a device-mapper device that is suspended: reading it would hang. */
        SUSPENDED,
        /** Its namespace was made for a volume of a CSI driver, whatever it holds; {@code by} is the volume's id. */
        VOLUME
    }

    public DeviceUse {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(by, "by");
    }

    @Override
    public int compareTo(DeviceUse other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : by.compareTo(other.by);
    }
}
