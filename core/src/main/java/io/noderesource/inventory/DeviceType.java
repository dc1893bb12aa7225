package io.noderesource.inventory;

/** What sort of block device it is, by its driver. */
public enum DeviceType {
    /** A whole disk: SCSI, ATA, virtio, NVMe, Xen. */
    DISK,
    /** A partition of a disk. */
    PARTITION,
    /** A device-mapper multipath map. */
    MULTIPATH,
    /** A device-mapper crypt or integrity mapping. */
    CRYPT,
    /** A logical volume of LVM, with its internal layers. */
    LOGICAL_VOLUME,
    /** Any other device-mapper device. */
    MAPPED,
    /** A software RAID array (md). */
    RAID,
    /** A loop device. */
    LOOP,
    /** A block device on persistent memory ({@code pmemN}). */
    PMEM,
    /** An optical drive. */
    ROM,
    /** RAM disk or compressed RAM ({@code ramN}, {@code zramN}). */
    RAM,
    /** A network block device or anything that none of the other constants describes. */
    OTHER
}
