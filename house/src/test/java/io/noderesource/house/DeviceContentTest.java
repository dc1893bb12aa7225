package io.noderesource.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A witness that notices nothing would let every test of an untouched disk pass. */
class DeviceContentTest {

    private static String of(byte[] bytes) {
        return DeviceContent.digest(bytes, 0, bytes.length);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void eachBitCounts() {
        byte[] bytes = random(1003);
        String before = of(bytes);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(of(bytes)).as("bit %d", bit).isNotEqualTo(before);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(of(bytes)).isEqualTo(before);
    }

    @Test
    void lengthCountsWhereAllIsBlank() {
        assertThat(of(new byte[4096])).isNotEqualTo(of(new byte[8192])).isNotEqualTo(of(new byte[4097]));
    }

    @Test
    void placeCounts() {
        byte[] first = new byte[4096];
        byte[] second = new byte[4096];
        first[512] = 1;
        second[1024] = 1;
        assertThat(of(first)).isNotEqualTo(of(second));
        assertThat(DeviceContent.digest(first, 512, 8)).isEqualTo(DeviceContent.digest(second, 1024, 8));
    }

    /** Read past the page cache, chunk by chunk, beside all of it in memory. In the build's own folder, as a tmpfs cannot be read so. */
    @Test
    void whatIsReadFromADeviceIsWhatLiesThere() throws IOException {
        byte[] bytes = random((2 << 20) + 512 * 3);
        Path file = Files.createTempFile(Files.createDirectories(Path.of("target")), "content", ".img");
        try {
            Files.write(file, bytes);
            assertThat(DeviceContent.digest(file.toString())).isEqualTo(of(bytes));
            bytes[(1 << 20) + 7] ^= 1;
            Files.write(file, bytes);
            assertThat(DeviceContent.digest(file.toString())).isEqualTo(of(bytes));
        } finally {
            Files.delete(file);
        }
    }
}
