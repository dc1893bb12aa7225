package io.noderesource.backend.pmem.internal.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceUsersTest {

    @TempDir
    Path root;

    private Path process(String id) throws IOException {
        Path process = Files.createDirectories(root.resolve("proc").resolve(id));
        Files.createDirectory(process.resolve("fd"));
        Files.writeString(process.resolve("maps"), "7f00-7f01 rw-s 00000000 00:06 12   /dev/dax1.0\n");
        return process;
    }

    @Test
    void nobody() throws IOException {
        process("17");
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).isEmpty();
    }

    @Test
    void aProcessThatHasItOpen() throws IOException {
        Files.createSymbolicLink(process("17").resolve("fd/3"), Path.of("/dev/dax0.0"));
        process("18");
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).contains("17");
    }

    @Test
    void aProcessThatHasItMapped() throws IOException {
        process("17");
        assertThat(new DeviceUsers(root).of("/dev/dax1.0")).contains("17");
    }

    @Test
    void aProcessBesideOneThatHasANameOfAnotherEncodingMapped() throws IOException {
        byte[] maps = "7f00-7f01 r--s 00000000 00:06 12   /mnt/?\n7f02-7f03 rw-s 00000000 00:06 13   /dev/dax0.0\n"
                .getBytes(StandardCharsets.US_ASCII);
        maps[new String(maps, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xe4;
        Files.write(process("17").resolve("maps"), maps);
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).contains("17");
    }

    @Test
    void aProcessThatIsGoneMeanwhileUsesNothing() throws IOException {
        Files.createDirectories(root.resolve("proc/17"));
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).isEmpty();
    }

    @Test
    void whatCannotBeLookedAtIsNoAbsence() {
        assertThatThrownBy(() -> new DeviceUsers(root.resolve("nowhere")).of("/dev/dax0.0"))
                .isInstanceOf(IOException.class);
    }

    /** What this very process has open is found the same way. */
    @Test
    void aRealProcess() throws IOException {
        assertThat(new DeviceUsers(Path.of("/")).of("/dev/null")).isPresent();
    }
}
