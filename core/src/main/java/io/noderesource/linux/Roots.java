package io.noderesource.linux;

import java.nio.file.Path;

/**
 * Where the kernel and udev show the node.
 *
 * @param sys sysfs
 * @param proc procfs
 * @param dev device nodes
 * @param udev udev's run-time directory
 * @param lock the file of the node-wide lock
 */
record Roots(Path sys, Path proc, Path dev, Path udev, Path lock) {

    /** The running node. */
    static final Roots NODE = new Roots(
            Path.of("/sys"),
            Path.of("/proc"),
            Path.of("/dev"),
            Path.of("/run/udev"),
            Path.of("/run/noderesource/node.lock"));
}
