package io.noderesource.inventory;

import java.util.List;
import java.util.Objects;

/**
 * One line of {@code /proc/self/mountinfo} (proc(5)).
 *
 * @param number device number of the file system; major 0 for those without a device
 * @param root path within the file system that is mounted
 * @param target mount point
 * @param type file system type
 * @param source what was mounted, as the kernel shows it
 * @param options options of the mount and of the super block, in the kernel's order
 */
public record Mount(DeviceNumber number, String root, String target, String type, String source, List<String> options) {

    public Mount {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(options, "options");
        options = List.copyOf(options);
    }
}
