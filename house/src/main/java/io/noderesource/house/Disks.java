package io.noderesource.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Block devices of the sandbox between two tests. What sysfs can tell is read there, and programs run only where there is something
 * for them to do: under emulation, starting one takes a tenth of a second.
 */
public final class Disks {

    private static final Path BLOCK = Path.of("/sys/class/block");
    private static final int SECTOR = 512;

    /** Of devices that were made blank: what had been written to them then. */
    private static final Map<String, String> WRITTEN = new HashMap<>();

    private Disks() {}

    /**
     * The size of a device.
     *
     * @param device its node, or a link to it
     * @return bytes
     */
    public static long size(String device) {
        return Long.parseLong(attribute(device, "size")) * SECTOR;
    }

    /**
     * Makes devices blank, as udev sees it too; loop devices are gone after it. One that nobody has written to since it was made blank
     * here is left as it is; what is in the kernel's cache is written when the last one closes a device.
     *
     * @param devices their nodes, or links to them
     */
    public static synchronized void blank(List<String> devices) {
        if (exists("loop*", "loop")) {
            HostProgram.attempt("losetup", "-D");
        }
        for (String device : devices) {
            if (!attribute(device, "ro").equals("0")) {
                HostProgram.attempt("blockdev", "--setrw", device);
            }
            if (written(device).equals(WRITTEN.get(device))) {
                continue;
            }
            HostProgram.run("blkdiscard", "-f", "-z", device);
            if (isPartitioned(device)) {
                // Partitions go with their table.
                HostProgram.attempt("blockdev", "--rereadpt", device);
            }
        }
        HostProgram.run("udevadm", "settle");
        devices.forEach(device -> WRITTEN.put(device, written(device)));
    }

    /** Its number and its counters of requests and sectors that were written and discarded (Documentation/block/stat.rst). */
    private static String written(String device) {
        String[] counters = attribute(device, "stat").split("\\s+", -1);
        return String.join(" ", attribute(device, "dev"), counters[4], counters[6], counters[11], counters[13]);
    }

    /**
     * Whether there is a block device.
     *
     * @param names a glob of kernel names
     * @param part what is in its directory of sysfs
     * @return false when there is none that has it
     */
    public static boolean exists(String names, String part) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(BLOCK, names)) {
            for (Path device : found) {
                if (Files.exists(device.resolve(part))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPartitioned(String device) {
        Path directory = directory(device);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, directory.getFileName() + "*")) {
            return parts.iterator().hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String attribute(String device, String name) {
        try {
            return Files.readString(directory(device).resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(String device) {
        try {
            return BLOCK.resolve(Path.of(device).toRealPath().getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
