package io.noderesource.inventory;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the node can do with a type of file system.
 *
 * @param type the type as the kernel names it
 * @param maker path of the program that makes one ({@code mkfs.ext4}); null when it is not installed
 * @param grower path of the program that grows one ({@code resize2fs}); null when it is not installed
 * @param kernel whether the kernel can enforce project quotas on it
 * @param reason why it cannot, for people; null unless {@link Kernel#WITHOUT_QUOTAS} or {@link
 *     Kernel#FORBIDDEN}
 */
public record FileSystemSupport(
        String type,
        @Nullable String maker,
        @Nullable String grower,
        Kernel kernel,
        @Nullable String reason) {

    /** Whether the kernel can enforce project quotas. */
    public enum Kernel {
        /** Its configuration says so, or it is doing so. */
        WITH_QUOTAS,
        /** It was built without. */
        WITHOUT_QUOTAS,
        /** Its configuration is not to be had; only a mount tells. */
        UNKNOWN,
        /** Whatever it can, it does nothing of it for this process, which lacks the privilege. */
        FORBIDDEN
    }

    public FileSystemSupport {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(kernel, "kernel");
    }
}
