package io.noderesource.plan;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DeviceIdentity;
import java.util.Objects;

/**
 * A device that was made part of a resource.
 *
 * @param identity what it is known by
 * @param id the id of what was made on it, such as a PV's UUID
 * @param size the largest that it was seen to have; until what was made on it has what it has grown by, the one before; zero when it was
 *     not seen since it was made
 * @param path its kernel's path when it was made part of the resource: a declaration that names it so means this device,
 *     whatever the kernel calls it now
 */
public record LedgerDevice(DeviceIdentity identity, String id, ByteSize size, String path) {

    public LedgerDevice {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(path, "path");
    }

    LedgerDevice sized(ByteSize other) {
        return new LedgerDevice(identity, id, other, path);
    }
}
