package io.noderesource.backend.pmem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory the kernel has, as it says itself (proc(5), {@code /proc/meminfo}). */
public final class SystemMemory {

    private SystemMemory() {}

    /** All of it, in KiB. */
    public static long kibibytes() throws IOException {
        return kibibytes("MemTotal:");
    }

    /** What programs could get still, in KiB. */
    static long availableKibibytes() throws IOException {
        return kibibytes("MemAvailable:");
    }

    private static long kibibytes(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
