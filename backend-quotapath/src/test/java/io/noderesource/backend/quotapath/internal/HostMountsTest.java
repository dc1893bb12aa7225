package io.noderesource.backend.quotapath.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.inventory.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostMountsTest {

    private static final DeviceNumber DEVICE = new DeviceNumber(252, 16);

    @TempDir
    private Path proc;

    private void process(String name, String namespace, String mounts) throws IOException {
        Path directory =
                Files.createDirectories(proc.resolve(name).resolve("ns")).resolve("mnt");
        Files.createSymbolicLink(directory, Path.of(namespace));
        Files.writeString(proc.resolve(name).resolve("mountinfo"), mounts);
    }

    @ParameterizedTest
    @CsvSource({
        "mnt:[2], 22 1 252:0 / / rw - ext4 /dev/vda rw, true",
        "mnt:[2], 22 1 252:16 / /var/lib/quota rw - ext4 /dev/vdb rw, false",
        "mnt:[1], 22 1 252:0 / / rw - ext4 /dev/vda rw, false"
    })
    void whatTheNodeHasNotMountedIsHiddenByAnotherNamespace(String own, String mounts, boolean hidden)
            throws IOException {
        process("self", own, "");
        process("1", "mnt:[1]", mounts + "\n");
        assertThat(HostMounts.hide(proc, DEVICE)).isEqualTo(hidden);
    }

    @Test
    void whatCannotBeToldIsNot() {
        assertThat(HostMounts.hide(proc, DEVICE)).isFalse();
    }
}
