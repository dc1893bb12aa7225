package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.PmemNamespace.Mode;
import org.jspecify.annotations.Nullable;

/** A part of a region of persistent memory; mutable, guarded by the node's lock. */
final class Namespace {

    /** {@code BLOCK_EXT_MAJOR} of the kernel; the minors are out of the way of those of NVMe. */
    private static final int MAJOR = 259;

    private static final int FIRST_MINOR = 0x8000;
    private static final int MINORS = 64;

    private static final long LAYOUT_UNIT = 2L << 20;

    /** The kernel gives and takes memory by so much ({@code memory_block_size_bytes} of most machines). */
    static final long MEMORY_BLOCK = 128L << 20;

    /**
     * What the system has of a namespace.
     *
     * @param online how many blocks it uses
     * @param movable whether it puts nothing into them that it cannot move
     */
    record SystemMemory(int online, boolean movable) {}

    final Nvdimm module;
    final String key;
    final int id;
    final long offset;
    final long size;
    Mode mode;

    /** What its labels know it by; null without labels. */
    @Nullable
    String uuid;

    @Nullable
    String layoutUuid;

    @Nullable
    String label;

    boolean enabled = true;

    Content content = new Content();

    /** What the system has of it as memory; null where that is nothing. */
    @Nullable
    SystemMemory memory;

    /** Whether something lies in its memory that the kernel cannot move. */
    boolean pinned;

    /** Whether a process has its character device open. */
    boolean open;

    /** Its block device; null where it has none. */
    @Nullable
    Device device;

    Namespace(Nvdimm module, String key, int id, long offset, long size, Mode mode) {
        this.module = module;
        this.key = key;
        this.id = id;
        this.offset = offset;
        this.size = size;
        this.mode = mode;
    }

    String name() {
        return name(module.number, id);
    }

    static String name(int region, int id) {
        return "namespace" + region + "." + id;
    }

    /** The kernel's name for its block device ({@code nvdimm_namespace_disk_name}). */
    String deviceName() {
        return "pmem" + module.number + (id == 0 ? "" : "." + id) + (mode == Mode.SECTOR ? "s" : "");
    }

    DeviceNumber deviceNumber() {
        return new DeviceNumber(MAJOR, FIRST_MINOR + MINORS * module.number + id);
    }

    /** What is left for data: the kernel's records of pages take about a sixty-fourth, and those of sectors much less. */
    ByteSize usable() {
        long units = Math.max(1, (size / 64 + LAYOUT_UNIT - 1) / LAYOUT_UNIT);
        return ByteSize.ofBytes(
                switch (mode) {
                    case RAW, UNKNOWN -> size;
                    case SECTOR -> size - size / 1024 - LAYOUT_UNIT / 2;
                    case FSDAX, DEVDAX -> size - units * LAYOUT_UNIT;
                });
    }

    /** How many whole blocks of memory its data has; its region begins with one ({@code dax_kmem_range} of the kernel). */
    int memoryBlocks() {
        long end = offset + size;
        long first = (end - usable().bytes() + MEMORY_BLOCK - 1) / MEMORY_BLOCK;
        return (int) Math.max(0, end / MEMORY_BLOCK - first);
    }

    /** Tells whether the system has some of it, or a process its device. */
    boolean isInUse() {
        return memory != null || open;
    }

    @Override
    public String toString() {
        return key;
    }
}
