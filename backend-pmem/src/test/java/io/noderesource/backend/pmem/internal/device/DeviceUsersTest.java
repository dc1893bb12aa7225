package io.noderesource.backend.pmem.internal.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that every machine has stand for those of persistent memory. */
class DeviceUsersTest {

    private static final Path NULL = Path.of("/dev/null");
    private static final Path ZERO = Path.of("/dev/zero");

    @TempDir
    Path root;

    @BeforeEach
    void devices() throws IOException {
        Path dev = Files.createDirectory(root.resolve("dev"));
        Files.createSymbolicLink(dev.resolve("dax0.0"), NULL);
        Files.createSymbolicLink(dev.resolve("dax1.0"), ZERO);
        Files.createDirectory(root.resolve("proc"));
    }

    /** They lead out of the directory, of which JUnit warns. */
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path link : all.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    /** One that has the second device mapped. */
    private Path process(String id) throws IOException {
        Path process = Files.createDirectories(root.resolve("proc").resolve(id));
        Files.createDirectory(process.resolve("fd"));
        Files.writeString(
                process.resolve("maps"),
                "7f00-7f01 rw-p 00000000 00:00 0   [heap]\n7f02-7f03 rw-s 00000000 00:06 12   /dev/dax1.0\n");
        Files.createSymbolicLink(
                Files.createDirectory(process.resolve("map_files")).resolve("7f02-7f03"), ZERO);
        return process;
    }

    private void opens(String id, String... to) throws IOException {
        Path process = process(id);
        for (int i = 0; i < to.length; i++) {
            Files.createSymbolicLink(process.resolve("fd/" + i), Path.of(to[i]));
        }
    }

    @Test
    void nobody() throws IOException {
        process("17");
        opens("18", "socket:[4711]", "pipe:[4712]", "anon_inode:[eventfd]", "/dev/zero", "/", "/dev");
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).isEmpty();
    }

    @Test
    void aProcessThatHasItOpen() throws IOException {
        opens("17", "/dev/null");
        process("18");
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).contains("17");
    }

    /** Whatever a process calls it: in a container it has another path, and one that was made by hand has any. */
    @Test
    void aProcessThatHasItByAnotherName() throws IOException {
        Path other = Files.createSymbolicLink(root.resolve("of-a-container"), NULL);
        opens("17", other.toString());
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).contains("17");
    }

    @Test
    void anotherDeviceOfTheSameNameIsNotIt() throws IOException {
        Path process = process("17");
        Path dev = Files.createDirectories(root.resolve("elsewhere/dev"));
        Files.createSymbolicLink(process.resolve("fd/3"), Files.createSymbolicLink(dev.resolve("dax0.0"), ZERO));
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).isEmpty();
    }

    @Test
    void aProcessThatHasItMapped() throws IOException {
        process("17");
        assertThat(new DeviceUsers(root).of("/dev/dax1.0")).contains("17");
    }

    /** Its first thread has ended, and shows nothing. */
    @Test
    void aProcessOfWhichOnlyAnotherThreadIsLeft() throws IOException {
        Path process = process("17");
        Files.writeString(process.resolve("maps"), "");
        Path thread = Files.createDirectories(process.resolve("task/18"));
        Files.writeString(thread.resolve("maps"), "7f02-7f03 rw-s 00000000 00:06 12   /dev/dax1.0\n");
        Files.createSymbolicLink(Files.createDirectory(thread.resolve("fd")).resolve("3"), NULL);
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).contains("17");
        Path mapped = Files.createDirectories(root.resolve("proc/18/map_files"));
        Files.createSymbolicLink(mapped.resolve("7f02-7f03"), ZERO);
        assertThat(new DeviceUsers(root).of("/dev/dax1.0")).contains("17");
    }

    /** A name may end in that of another, and a mapped device may have been given any. */
    @Test
    void aMappingIsKnownByWhatItIs() throws IOException {
        Path process = process("17");
        Files.writeString(process.resolve("maps"), "7f02-7f03 rw-s 00000000 00:2a 9   /data/pmem (deleted)\n");
        assertThat(new DeviceUsers(root).of("/dev/dax1.0")).contains("17");
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).isEmpty();
    }

    @Test
    void aProcessBesideOneThatHasANameOfAnotherEncodingMapped() throws IOException {
        byte[] maps = "7f00-7f01 r--s 00000000 00:06 12   /mnt/?\n7f02-7f03 rw-s 00000000 00:06 13   /dev/dax1.0\n"
                .getBytes(StandardCharsets.US_ASCII);
        maps[new String(maps, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xe4;
        Files.write(process("17").resolve("maps"), maps);
        assertThat(new DeviceUsers(root).of("/dev/dax1.0")).contains("17");
    }

    @Test
    void aProcessThatIsGoneMeanwhileUsesNothing() throws IOException {
        Files.createDirectories(root.resolve("proc/17"));
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).isEmpty();
    }

    @Test
    void whatCannotBeLookedAtIsNoAbsence() throws IOException {
        assertThatThrownBy(() -> new DeviceUsers(root).of("/dev/dax9.0")).isInstanceOf(IOException.class);
        Path file = process("17").resolve("fd/3");
        Files.createSymbolicLink(file, file);
        assertThatThrownBy(() -> new DeviceUsers(root).of("/dev/dax0.0"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(file.toString());
    }

    /** Neither are files that are none of those that a process has. */
    @Test
    void aProcessWhoseMappingsCannotBeReadIsNoAbsence() throws IOException {
        Path process = process("17");
        Files.delete(process.resolve("maps"));
        Files.createDirectory(process.resolve("maps"));
        assertThatThrownBy(() -> new DeviceUsers(root).of("/dev/dax0.0")).isInstanceOf(IOException.class);
        opens("18", "/dev/null");
        assertThat(new DeviceUsers(root).of("/dev/dax0.0")).contains("18");
    }

    /** What this very process has open is found the same way. */
    @Test
    void aRealProcess() throws IOException {
        try (var open = Files.newInputStream(NULL)) {
            assertThat(open.read()).isNegative();
            assertThat(new DeviceUsers(Path.of("/")).of("/dev/null")).isPresent();
        }
    }
}
