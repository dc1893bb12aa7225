package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFilesTest {

    @TempDir
    private Path directory;

    @Test
    void settingsChangeWithEachFileOfTheSystemDirectory() throws IOException {
        HostFiles host = new HostFiles(Path.of("/dev"), directory);
        List<String> none = host.settings();
        assertThat(none).isEmpty();

        Path conf = Files.writeString(directory.resolve("lvm.conf"), "a");
        List<String> one = host.settings();
        assertThat(one).hasSize(1);
        assertThat(host.settings()).isEqualTo(one);
        Files.writeString(conf, "ab");
        assertThat(host.settings()).hasSize(1).isNotEqualTo(one);

        Path devices = Files.createDirectory(directory.resolve("devices"));
        Files.writeString(devices.resolve("system.devices"), "a");
        Files.writeString(directory.resolve("lvmlocal.conf"), "a");
        assertThat(host.settings()).hasSize(3);
    }
}
