package io.noderesource.backend.pmem.internal.jna;

import io.noderesource.base.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks in which memory goes online (Documentation/ABI/testing/sysfs-devices-memory): libdaxctl counts those of a device, and names
 * none.
 *
 * @param sys where sysfs is
 */
record MemoryBlocks(Path sys) {

    static final Path SIZE = Path.of("/sys/devices/system/memory/block_size_bytes");

    /**
     * The blocks of a dax device that are online, each with its zone, as {@code memory40 in zone Normal}: what is in zone Movable can be
     * moved. None where the kernel does not tell where the device begins (Documentation/ABI/testing/sysfs-bus-dax).
     */
    List<String> online(String dax, long bytes, long block) {
        List<String> online = new ArrayList<>();
        try {
            long begin = Long.decode(Files.readString(sys.resolve("bus/dax/devices/" + dax + "/resource"))
                    .strip());
            for (long number = begin / block; number * block < begin + bytes; number++) {
                Path state = sys.resolve("devices/system/memory/memory" + number + "/state");
                if (Files.exists(state) && Files.readString(state).startsWith("online")) {
                    String zone = Files.readString(state.resolveSibling("valid_zones"))
                            .strip();
                    online.add("memory" + number + " in zone " + zone);
                }
            }
        } catch (IOException | NumberFormatException | ArithmeticException e) {
            return List.of();
        }
        return online;
    }

    /** Their size, which is written in hexadecimal digits; zero where memory cannot go online. */
    static ByteSize size(Path file) throws IOException {
        try {
            String text = Files.readString(file).strip();
            return ByteSize.ofBytes(Long.parseLong(text, 16));
        } catch (NoSuchFileException noHotplug) {
            return ByteSize.ZERO;
        } catch (NumberFormatException e) {
            throw new IOException(file + " is no number", e);
        }
    }
}
