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
}
