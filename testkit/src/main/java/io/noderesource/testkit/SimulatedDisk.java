package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.Hardware;
import org.jspecify.annotations.Nullable;

/**
 * A disk to be put into a {@link SimulatedNode}; immutable.
 *
 * @param serial serial number: what tests call the disk by
 * @param size size of the medium
 * @param hardware what the disk says of itself
 * @param rotational whether it spins
 * @param removable whether its medium can be taken out
 * @param zoned whether it is a zoned device
 * @param sectorSize size of its logical sectors in bytes
 */
public record SimulatedDisk(
        String serial,
        ByteSize size,
        Hardware hardware,
        boolean rotational,
        boolean removable,
        boolean zoned,
        int sectorSize) {

    private static final int SECTOR = 512;

    /** A virtio disk, known by its serial number, as the sandbox has them. */
    public static SimulatedDisk virtio(String serial, ByteSize size) {
        return new SimulatedDisk(
                serial, size, new Hardware(null, serial, null, null, "virtio"), false, false, false, SECTOR);
    }

    /** A SCSI disk, known by a world wide name that follows from its serial number. */
    public static SimulatedDisk scsi(String serial, ByteSize size) {
        return new SimulatedDisk(
                serial,
                size,
                new Hardware("naa.5000c500" + hex(serial), serial, "ST10000NM", "SEAGATE", "scsi"),
                true,
                false,
                false,
                SECTOR);
    }

    /** An NVMe namespace, known by its EUI-64. */
    public static SimulatedDisk nvme(String serial, ByteSize size) {
        return new SimulatedDisk(
                serial,
                size,
                new Hardware("eui.00253858" + hex(serial), serial, "Samsung SSD 980", null, "nvme"),
                false,
                false,
                false,
                SECTOR);
    }

    /** A disk that says nothing of itself, so that nothing is known of it after the next boot. */
    public static SimulatedDisk anonymous(String name, ByteSize size) {
        return new SimulatedDisk(
                name, size, new Hardware(null, null, null, null, "virtio"), false, false, false, SECTOR);
    }

    /** Returns the disk with another model. */
    public SimulatedDisk model(@Nullable String model) {
        return new SimulatedDisk(
                serial,
                size,
                new Hardware(hardware.wwn(), hardware.serial(), model, hardware.vendor(), hardware.transport()),
                rotational,
                removable,
                zoned,
                sectorSize);
    }

    /** Returns the disk with another world wide name. */
    public SimulatedDisk wwn(@Nullable String wwn) {
        return new SimulatedDisk(
                serial,
                size,
                new Hardware(wwn, hardware.serial(), hardware.model(), hardware.vendor(), hardware.transport()),
                rotational,
                removable,
                zoned,
                sectorSize);
    }

    /** Returns the disk with a medium that can be taken out. */
    public SimulatedDisk asRemovable() {
        return new SimulatedDisk(serial, size, hardware, rotational, true, zoned, sectorSize);
    }

    /** Returns the disk as a zoned one. */
    public SimulatedDisk asZoned() {
        return new SimulatedDisk(serial, size, hardware, rotational, removable, true, sectorSize);
    }

    /** Returns the disk with logical sectors of another size than 512 bytes. */
    public SimulatedDisk sectors(int bytes) {
        return new SimulatedDisk(serial, size, hardware, rotational, removable, zoned, bytes);
    }

    private static String hex(String serial) {
        return String.format("%08x", serial.hashCode());
    }
}
