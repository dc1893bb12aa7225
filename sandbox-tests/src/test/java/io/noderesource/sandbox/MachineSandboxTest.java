package io.noderesource.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.house.InSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The machine is as {@link InSandbox} promises it. */
@InSandbox
class MachineSandboxTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void disksHaveTheirSerialsAndSizesAndAreBlank() throws IOException {
        List<Path> disks = IntStream.rangeClosed(1, 6)
                .mapToObj(number -> Path.of("/dev/disk/by-id/virtio-NR-DISK-" + number))
                .toList();
        assertThat(disks).allSatisfy(disk -> {
            Path device = disk.toRealPath();
            Path kernel = Path.of("/sys/class/block").resolve(String.valueOf(device.getFileName()));
            assertThat(disk)
                    .hasFileName("virtio-"
                            + Files.readString(kernel.resolve("serial")).strip());
            assertThat(Files.readString(kernel.resolve("size")).strip()).isEqualTo("2097152");
            try (var in = Files.newInputStream(device)) {
                assertThat(Arrays.equals(in.readNBytes(MIB), new byte[MIB])).isTrue();
            }
        });
    }

    @Test
    void kernelIsNotTheHosts() throws IOException {
        assertThat(Files.readString(Path.of("/proc/cmdline"))).contains("console=ttyS0");
        assertThat(Files.readString(Path.of("/proc/sys/kernel/hostname"))).isEqualTo("sandbox\n");
    }
}
