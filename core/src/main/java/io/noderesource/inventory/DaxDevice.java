package io.noderesource.inventory;

import io.noderesource.base.ByteSize;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A character device on persistent memory, or what the kernel has made system memory of.
 *
 * @param name its kernel name, such as {@code dax0.0}
 * @param mode how it is used
 * @param size its size
 * @param alignment what mappings of it are aligned to
 * @param targetNode the NUMA node that it becomes as system memory; -1 where the kernel does not tell
 * @param memory its memory blocks; null unless it is system memory
 */
public record DaxDevice(
        String name,
        Mode mode,
        ByteSize size,
        ByteSize alignment,
        int targetNode,
        @Nullable MemoryBlocks memory) {

    /** How a device is used (daxctl-reconfigure-device(1), "--mode"). */
    public enum Mode {
        /** By mapping it. */
        DEVDAX,
        /** As system memory. */
        SYSTEM_RAM,
        /** Not at all: the kernel has no driver on it. */
        DISABLED
    }

    /**
     * System memory that a device has become.
     *
     * @param blockSize the size of a block, which goes online and offline as a whole
     * @param blocks how many there are
     * @param online how many the kernel uses
     * @param movable whether all of those can be given back: the kernel puts nothing into them that it cannot move
     */
    public record MemoryBlocks(ByteSize blockSize, int blocks, int online, boolean movable) {
        public MemoryBlocks {
            Objects.requireNonNull(blockSize, "blockSize");
        }
    }

    public DaxDevice {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(alignment, "alignment");
    }
}
