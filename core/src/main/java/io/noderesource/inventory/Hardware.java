package io.noderesource.inventory;

import org.jspecify.annotations.Nullable;

/**
 * What the device says of itself.
 *
 * @param wwn world wide name, such as {@code naa.5000c500…} or {@code eui.0025…}
 * @param serial serial number
 * @param model model
 * @param vendor vendor
 * @param transport the bus by its driver: {@code virtio}, {@code nvme}, {@code scsi}, {@code ata}, {@code usb} …
 */
public record Hardware(
        @Nullable String wwn,
        @Nullable String serial,
        @Nullable String model,
        @Nullable String vendor,
        @Nullable String transport) {

    /** A device that says nothing of itself. */
    public static final Hardware UNKNOWN = new Hardware(null, null, null, null, null);
}
