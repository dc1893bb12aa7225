package io.noderesource.backend.pmem;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.PmemNamespace;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A volume: one namespace of persistent memory that was made by {@link PmemVolumes}, as the kernel shows it now.
 *
 * @param id what its driver calls it
 * @param region the kernel name of its region; the kernel numbers regions anew at each boot
 * @param mode the mode that it was made for; never {@link PmemNamespace.Mode#UNKNOWN}
 * @param size how many bytes its device has; zero unless it is {@link State#READY}
 * @param allocated how many bytes of its region it takes up
 * @param device the path of its device: a block device, in mode devdax a character device; null unless it is {@link State#READY}
 * @param state where it stands
 */
public record PmemVolume(
        String id,
        String region,
        PmemNamespace.Mode mode,
        ByteSize size,
        ByteSize allocated,
        @Nullable String device,
        State state) {

    /** Where a volume stands. */
    public enum State {
        /** It is whole, and its device is there. */
        READY,
        /** Making, looking at or destroying it was broken off: {@link PmemVolumes#create} or {@link PmemVolumes#destroy} goes on. */
        UNFINISHED,
        /** It is disabled: {@link PmemVolumes#create} enables it, with what it holds. */
        DISABLED,
        /** Somebody has given its namespace another mode than the one that it was made for; it can only be destroyed. */
        CHANGED
    }

    public PmemVolume {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(allocated, "allocated");
        Objects.requireNonNull(state, "state");
    }
}
