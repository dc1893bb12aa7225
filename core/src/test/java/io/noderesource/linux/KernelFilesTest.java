package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFilesTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsTooLargeToBeReadWholeIsNotRead() throws IOException {
        Path file = folder.resolve("mountinfo");
        try (RandomAccessFile mounts = new RandomAccessFile(file.toFile(), "rw")) {
            mounts.setLength(16 << 20);
            assertThat(KernelFiles.bytes(file))
                    .get()
                    .satisfies(b -> assertThat(b).hasSize(16 << 20));
            mounts.setLength((16 << 20) + 1);
            assertThat(KernelFiles.bytes(file)).isEmpty();
        }
    }
}
