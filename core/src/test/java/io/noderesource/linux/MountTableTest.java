package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.FileSystemMount.Propagation;
import io.noderesource.inventory.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {

    @Test
    void readsLineWithAndWithoutOptionalFields() {
        assertThat(MountTable.parse("""
                        23 20 259:0 /sub /mnt/m rw,relatime - ext4 /dev/loop1p1 rw,prjquota
                        24 20 0:45 / /a\\040b\\134 ro shared:1 master:2 - btrfs /dev/vdb ro
                        """))
                .containsExactly(
                        new Mount(
                                new DeviceNumber(259, 0),
                                "/sub",
                                "/mnt/m",
                                "ext4",
                                "/dev/loop1p1",
                                List.of("rw", "relatime", "prjquota")),
                        new Mount(new DeviceNumber(0, 45), "/", "/a b\\", "btrfs", "/dev/vdb", List.of("ro")));
    }

    @Test
    void tellsHowMountsSpread() {
        assertThat(MountTable.lines("""
                1 2 8:1 / /a rw - ext4 /dev/sda1 rw
                1 2 8:1 / /b rw shared:7 - ext4 /dev/sda1 rw
                1 2 8:1 / /c rw master:7 - ext4 /dev/sda1 rw
                1 2 8:1 / /d rw shared:8 master:7 propagate_from:2 - ext4 /dev/sda1 rw
                1 2 8:1 / /e rw unbindable - ext4 /dev/sda1 rw
                """))
                .extracting(MountTable.Line::propagation)
                .containsExactly(
                        Propagation.PRIVATE,
                        Propagation.SHARED,
                        Propagation.SLAVE,
                        Propagation.SHARED_SLAVE,
                        Propagation.UNBINDABLE);
    }

    @Test
    void leavesOutWhatIsNoLine() {
        assertThat(MountTable.parse("\n - \n1 2 3\nx y 8:0 / / rw - ext4\n1 2 8:x / / rw - ext4 s rw\n"))
                .isEmpty();
    }

    /** The kernel escapes blanks, tabs, newlines and backslashes, and nothing else (fs/proc_namespace.c). */
    @Test
    void keepsWhatTheKernelWritesAsItIs() {
        assertThat(MountTable.parse("1 2 8:1 / /a\rb#\u2028c rw - ext4 /dev/sda1 rw\n"))
                .extracting(Mount::target)
                .containsExactly("/a\rb#\u2028c");
    }

    @Test
    void aNameThatIsNoUtf8HidesNoOther(@TempDir Path folder) throws IOException {
        byte[] table = "1 2 8:1 / /?a rw - ext4 /dev/sda1 rw\n1 2 8:2 / /b rw - ext4 /dev/sda2 rw\n"
                .getBytes(StandardCharsets.US_ASCII);
        table[11] = (byte) 0xff;
        assertThat(MountTable.read(Files.write(folder.resolve("mountinfo"), table)))
                .extracting(line -> line.mount().target())
                .containsExactly("/\ufffda", "/b");
    }

    @Test
    void keepsEscapesThatAreNone() {
        assertThat(MountTable.unescape("a\\9b\\04")).isEqualTo("a\\9b\\04");
        assertThat(MountTable.unescape("\\777")).isEqualTo("\\777");
        assertThat(MountTable.unescape("x\\012")).isEqualTo("x\n");
    }

    @Test
    void holdingMountIsTheDeepestAndTheLast() {
        List<Mount> mounts = MountTable.parse("""
                1 0 8:1 / / rw - ext4 a rw
                2 1 8:2 / /var rw - ext4 b rw
                3 1 8:3 / /var rw - ext4 c rw
                4 1 8:4 / /variable rw - ext4 d rw
                """);
        assertThat(MountTable.holding(mounts, "/var/lib").orElseThrow().source())
                .isEqualTo("c");
        assertThat(MountTable.holding(mounts, "/vari").orElseThrow().source()).isEqualTo("a");
        assertThat(MountTable.holding(List.of(), "/")).isEmpty();
    }

    @Test
    void swapsAreReadAsTheKernelWritesThem() {
        assertThat(MountTable.swapDevices("""
                        Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority
                        /dev/dm-1                               partition\t1048572\t\t0\t\t-2
                        /swap\\040file                          file\t\t1048572\t\t0\t\t-3
                        """)).containsExactly("/dev/dm-1");
        assertThat(MountTable.swapDevices("")).isEmpty();
    }
}
