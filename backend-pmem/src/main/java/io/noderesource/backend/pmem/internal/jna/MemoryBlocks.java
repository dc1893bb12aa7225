package io.noderesource.backend.pmem.internal.jna;

import io.noderesource.base.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The blocks in which memory goes online (Documentation/ABI/testing/sysfs-devices-memory): libdaxctl tells of those that are there. */
final class MemoryBlocks {

    static final Path SIZE = Path.of("/sys/devices/system/memory/block_size_bytes");

    private MemoryBlocks() {}

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
