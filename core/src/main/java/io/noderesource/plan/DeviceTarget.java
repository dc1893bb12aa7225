package io.noderesource.plan;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceIdentity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A device as a step means it: by identity and size. The path is only where it was last seen.
 *
 * @param identity what it is known by
 * @param size the size it must have; null when a step of the same plan makes it, and its size is known only then
 * @param path where it was when the plan was made, or what it is made of; for people
 */
public record DeviceTarget(
        DeviceIdentity identity, @Nullable ByteSize size, String path) {

    public DeviceTarget {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(path, "path");
    }

    /** The target that a device is. */
    public static DeviceTarget of(BlockDevice device) {
        return new DeviceTarget(device.identity(), device.size(), device.path());
    }

    /** The target that a device will be which a step makes. */
    public static DeviceTarget yetToBeMade(DeviceIdentity identity, String from) {
        return new DeviceTarget(identity, null, from);
    }

    /** Its size; zero while that is not known. */
    public ByteSize sizeOrZero() {
        return size == null ? ByteSize.ZERO : size;
    }

    /** Returns it for people, such as {@code /dev/vdb (serial NR-DISK-1, 10 GiB)}. */
    @Override
    public String toString() {
        return path + " (" + identity + (size == null ? "" : ", " + size) + ")";
    }
}
