package io.noderesource.plan;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceIdentity;
import java.util.Objects;

/**
 * A device as a step means it: by identity and size. The path is only where it was last seen.
 *
 * @param identity what it is known by
 * @param size the size it must have
 * @param path where it was when the plan was made; for people
 */
public record DeviceTarget(DeviceIdentity identity, ByteSize size, String path) {

    public DeviceTarget {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(path, "path");
    }

    /** The target that a device is. */
    public static DeviceTarget of(BlockDevice device) {
        return new DeviceTarget(device.identity(), device.size(), device.path());
    }

    /** Returns it for people, such as {@code /dev/vdb (serial NR-DISK-1, 10 GiB)}. */
    @Override
    public String toString() {
        return path + " (" + identity + ", " + size + ")";
    }
}
