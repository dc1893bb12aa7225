package io.noderesource.backend.pmem.internal.jna;

import io.noderesource.base.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether what memory holds fits elsewhere. The kernel that is told to take memory offline moves its pages, and where they fit nowhere it tries
 * again until a signal ends that ({@code offline_pages} of {@code mm/memory_hotplug.c}).
 *
 * @param meminfo proc(5), {@code /proc/meminfo}
 */
record MemoryRoom(Path meminfo) {

    static final MemoryRoom HERE = new MemoryRoom(Path.of("/proc/meminfo"));

    private static final Pattern LINE = Pattern.compile("(MemAvailable|SwapFree): +([0-9]{1,15}) kB");

    /**
     * Why so much memory cannot be done without; empty when it can. What programs could still get shrinks by as much, and all of what they
     * have is to fit.
     *
     * @throws IOException when that cannot be told
     */
    Optional<String> lacking(long bytes) throws IOException {
        long available = -1;
        long swap = 0;
        for (String line : Files.readAllLines(meminfo)) {
            Matcher m = LINE.matcher(line);
            if (m.matches()) {
                long size = Long.parseLong(m.group(2)) << 10;
                if (m.group(1).equals("SwapFree")) {
                    swap = size;
                } else {
                    available = size;
                }
            }
        }
        if (available < 0) {
            throw new IOException(meminfo + " tells of no MemAvailable");
        }
        return available + swap >= bytes
                ? Optional.empty()
                : Optional.of("what is in it fits nowhere else: without its " + ByteSize.ofBytes(bytes)
                        + " the programs have too little, as they could get " + ByteSize.ofBytes(available)
                        + " more with it, and " + ByteSize.ofBytes(swap) + " of swap are free");
    }
}
