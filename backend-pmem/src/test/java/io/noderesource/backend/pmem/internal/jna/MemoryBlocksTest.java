package io.noderesource.backend.pmem.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryBlocksTest {

    private static final long BLOCK = 128L << 20;

    @TempDir
    Path directory;

    @Test
    void theirSizeIsInHexadecimalDigits() throws IOException {
        Path file = directory.resolve("block_size_bytes");
        assertThat(MemoryBlocks.size(file)).isEqualTo(ByteSize.ZERO);
        Files.writeString(file, "80000000\n");
        assertThat(MemoryBlocks.size(file)).isEqualTo(ByteSize.ofGibibytes(2));
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> MemoryBlocks.size(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("block_size_bytes");
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text + "\n");
    }

    @Test
    void thoseOfADeviceThatAreOnlineAreNamed() throws IOException {
        MemoryBlocks blocks = new MemoryBlocks(directory);
        assertThat(blocks.online("dax0.0", 4 * BLOCK, BLOCK)).isEmpty();
        write("bus/dax/devices/dax0.0/resource", "0x" + Long.toHexString(40 * BLOCK));
        assertThat(blocks.online("dax0.0", 4 * BLOCK, BLOCK)).isEmpty();
        for (int number = 39; number <= 44; number++) {
            write("devices/system/memory/memory" + number + "/state", number == 41 ? "offline" : "online");
            write("devices/system/memory/memory" + number + "/valid_zones", number == 43 ? "Normal" : "Movable");
        }
        assertThat(blocks.online("dax0.0", 4 * BLOCK, BLOCK))
                .containsExactly("memory40 in zone Movable", "memory42 in zone Movable", "memory43 in zone Normal");
        write("bus/dax/devices/dax0.0/resource", "nowhere");
        assertThat(blocks.online("dax0.0", 4 * BLOCK, BLOCK)).isEmpty();
    }
}
