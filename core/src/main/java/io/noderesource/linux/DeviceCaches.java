package io.noderesource.linux;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/**
 * Brings what a disk has in its cache to its medium. Thread-safe; it has no state.
 *
 * <p>LVM writes past the kernel's cache and leaves the disk's own alone ({@code lib/device/bcache.c}: no fsync(2)), so that a
 * power cut may take back what LVM has reported as done.
 */
public final class DeviceCaches {

    private DeviceCaches() {}

    /**
     * Flushes devices; on their media when it returns. They are opened for reading only, as udev looks at a device anew that
     * was open for writing.
     *
     * @throws NodeResourceException {@code node/io} when a device cannot be flushed
     */
    public static void flush(Collection<String> paths) {
        for (String path : paths) {
            try (FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException e) {
                throw new NodeResourceException(
                        StandardErrorCode.IO,
                        "cannot flush " + path + ", so that what was done is not safe from a power cut: " + e
                                + "; look for errors of the disk in the kernel log",
                        e);
            }
        }
    }
}
