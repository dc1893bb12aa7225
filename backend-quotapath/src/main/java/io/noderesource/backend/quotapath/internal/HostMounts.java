package io.noderesource.backend.quotapath.internal;

import io.noderesource.inventory.DeviceNumber;
import io.noderesource.linux.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the node's first process sees of mounts: a container has mounts of its own (mount_namespaces(7)). */
final class HostMounts {

    private static final Path PROC = Path.of("/proc");

    private HostMounts() {}

    /**
     * Tells whether a device that is mounted here is not mounted for the node; false where that cannot be told, as in a container without
     * the node's processes.
     */
    static boolean hide(DeviceNumber device) {
        return hide(PROC, device);
    }

    static boolean hide(Path proc, DeviceNumber device) {
        try {
            Path own = Files.readSymbolicLink(proc.resolve("self/ns/mnt"));
            Path first = Files.readSymbolicLink(proc.resolve("1/ns/mnt"));
            return !own.equals(first)
                    && MountTable.read(proc.resolve("1/mountinfo")).stream()
                            .noneMatch(line -> line.mount().number().equals(device));
        } catch (IOException notSeen) {
            return false;
        }
    }
}
