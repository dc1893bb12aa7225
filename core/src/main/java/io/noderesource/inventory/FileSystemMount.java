package io.noderesource.inventory;

import java.util.List;
import java.util.Objects;

/**
 * A place at which a file system is mounted.
 *
 * @param target the mount point
 * @param root the directory of the file system that is seen there; {@code /} for the whole
 * @param options options of the mount and of the super block, in the kernel's order
 * @param propagation how mounts below it spread
 */
public record FileSystemMount(String target, String root, List<String> options, Propagation propagation) {

    /** How mounts below a mount spread (mount_namespaces(7)). */
    public enum Propagation {
        /** They stay where they are. */
        PRIVATE,
        /** They appear at the peers of this mount, and the other way round. */
        SHARED,
        /** Those of its master appear here, and none of here there. */
        SLAVE,
        /** As a slave, and shared with peers of its own. */
        SHARED_SLAVE,
        /** They stay, and the mount cannot be bound elsewhere. */
        UNBINDABLE
    }

    public FileSystemMount {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(propagation, "propagation");
        options = List.copyOf(options);
    }
}
