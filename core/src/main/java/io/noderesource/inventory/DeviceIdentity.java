package io.noderesource.inventory;

import java.util.Objects;

/**
 * What a device is known by; kernel names such as {@code vdb} are only hints.
 *
 * @param kind where the value comes from
 * @param value the value, exactly as the kernel or udev gives it, without surrounding blanks
 */
public record DeviceIdentity(Kind kind, String value) implements Comparable<DeviceIdentity> {

    /** Where an identity comes from, the strongest first. */
    public enum Kind {
        /** World wide name of a SCSI or ATA disk, or an NVMe namespace's EUI-64, NGUID or UUID. */
        WWN,
        /** Serial number with the model, as the device tells them. */
        SERIAL,
        /** UUID of a device-mapper device, such as a multipath map. */
        DM_UUID,
        /** UUID of an md array. */
        MD_UUID,
        /** A partition: the disk's identity and the partition's own UUID, or number and start. */
        PARTITION,
        /**
         * No lasting identity: the boot id and the disk's sequence number (Linux 5.15 and later), or the device number.
         * It holds until the next boot, or until the device goes away.
         */
        THIS_BOOT
    }

    public DeviceIdentity {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("an identity needs a value");
        }
    }

    /** Tells whether the identity is the same after the next boot. */
    public boolean isLasting() {
        return kind != Kind.THIS_BOOT && !value.startsWith(Kind.THIS_BOOT.name());
    }

    @Override
    public int compareTo(DeviceIdentity other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : value.compareTo(other.value);
    }

    /** Returns the identity for people, such as {@code serial NR-DISK-1}. */
    @Override
    public String toString() {
        return switch (kind) {
                    case WWN -> "wwn ";
                    case SERIAL -> "serial ";
                    case DM_UUID -> "dm uuid ";
                    case MD_UUID -> "md uuid ";
                    case PARTITION -> "partition ";
                    case THIS_BOOT -> "this boot's ";
                }
                + value;
    }
}
