package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.inventory.DeviceNumber;
import java.util.List;

/**
 * A device that LVM must not open, because whoever opens or reads it may never return.
 *
 * @param number its number
 * @param name its kernel name, for people
 * @param why what is wrong with it, for people
 * @param identities what LVM's devices file may know it by besides its paths: WWN, serial, dm UUID
 */
public record ExcludedDevice(DeviceNumber number, String name, String why, List<String> identities) {
    public ExcludedDevice {
        identities = List.copyOf(identities);
    }

    /** Returns it for people, such as {@code dm-3 (suspended)}. */
    @Override
    public String toString() {
        return name + " (" + why + ")";
    }
}
