package io.noderesource.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.kinds.VolumeGroupSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TopologySourceTest {

    @TempDir
    private Path dir;

    private static TopologyDocument read(TopologySource source) {
        return Reading.READER.read(source);
    }

    private static String volumeGroup(String name) {
        return "volumegroup:\n- {name: " + name
                + ", key: a, operator: Exists, topology: {type: device, devices: [/dev/vdb]}}\n";
    }

    private static String quotaPath(String name) {
        return "quotapath:\n- {name: /mnt/" + name
                + ", key: a, operator: Exists, topology: {type: device, devices: [/dev/vdc]}}\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private static List<String> addresses(TopologyDocument document) {
        return document.topology().rules().stream()
                .map(r -> r.address().toString())
                .toList();
    }

    private static List<String> shown(TopologyDocument document) {
        return document.diagnostics().stream().map(Diagnostic::toString).toList();
    }

    /** Puts a generation in place as kubelet's AtomicWriter does. */
    private static void publish(Path dir, int generation, String name) throws IOException {
        Path files = Files.createDirectory(dir.resolve("..2026_11_23_" + generation));
        Files.writeString(files.resolve("volumegroup"), volumeGroup(name));
        Files.writeString(files.resolve("quotapath"), quotaPath(name));
        Path link = dir.resolve("..data_tmp");
        Files.createSymbolicLink(link, files.getFileName());
        Path data = dir.resolve("..data");
        Path old = Files.exists(data) ? data.toRealPath() : null;
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (String key : List.of("volumegroup", "quotapath")) {
            if (!Files.exists(dir.resolve(key))) {
                Files.createSymbolicLink(dir.resolve(key), Path.of("..data", key));
            }
        }
        if (old != null) {
            try (Stream<Path> entries = Files.list(old)) {
                for (Path entry : entries.toList()) {
                    Files.delete(entry);
                }
            }
            Files.delete(old);
        }
    }

    @Test
    void readsAFile() throws IOException {
        Path file = write("topo.yaml", volumeGroup("vg"));
        TopologyDocument document = read(TopologySource.file(file));
        assertThat(document.diagnostics()).isEmpty();
        assertThat(document.topology().rules().get(0).position()).hasToString(file + ":2:3");
    }

    @Test
    void readsADirectoryAsKubeletMountsIt() throws IOException {
        publish(dir, 1, "one");
        assertThat(addresses(read(TopologySource.directory(dir))))
                .containsExactly("quotapath//mnt/one", "volumegroup/one");
        publish(dir, 2, "two");
        TopologyDocument document = read(TopologySource.directory(dir));
        assertThat(document.diagnostics()).isEmpty();
        assertThat(addresses(document)).containsExactly("quotapath//mnt/two", "volumegroup/two");
        assertThat(document.topology().rules().get(1).position().source())
                .isEqualTo(dir.resolve("volumegroup").toString());
    }

    /** All keys come from one generation, however often the link is exchanged while they are read. */
    @Test
    @Timeout(60)
    void neverMixesGenerations() throws Exception {
        publish(dir, 0, "g0");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread kubelet = new Thread(() -> {
            try {
                for (int i = 1; !stop.get(); i++) {
                    publish(dir, i, "g" + i);
                }
            } catch (IOException | RuntimeException e) {
                failure.set(e);
            }
        });
        kubelet.start();
        Set<String> seen = new HashSet<>();
        try {
            for (int i = 0; i < 5000 && (i < 500 || seen.size() < 20) && failure.get() == null; i++) {
                TopologyDocument document = read(TopologySource.directory(dir));
                if (!document.isGood()) {
                    // A writer that never pauses can outrun a reader; then nothing was read, and that is said.
                    assertThat(shown(document)).singleElement().asString().contains("topology/unreadable");
                    assertThat(addresses(document)).isEmpty();
                    continue;
                }
                List<ResourceSpec> rules = document.topology().rules();
                assertThat(rules).hasSize(2);
                String name = ((VolumeGroupSpec) rules.get(1)).name();
                assertThat(rules.get(0).address()).hasToString("quotapath//mnt/" + name);
                seen.add(name);
            }
        } finally {
            stop.set(true);
            kubelet.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(seen).as("generations seen").hasSizeGreaterThan(1);
    }

    @Test
    void readsPlainFilesToo() throws IOException {
        write("volumegroup", volumeGroup("vg"));
        assertThat(addresses(read(TopologySource.directory(dir)))).containsExactly("volumegroup/vg");
    }

    @Test
    void warnsOfOtherFilesAndRefusesNearMisses() throws IOException {
        write("volumegroup", volumeGroup("vg"));
        write("README", "?");
        write("..hidden", "?");
        assertThat(shown(read(TopologySource.directory(dir))))
                .singleElement()
                .asString()
                .contains("warning: ", "README", "memory, quotapath, volumegroup");
        write("quotapaths", quotaPath("a"));
        assertThat(read(TopologySource.directory(dir)).isGood()).isFalse();
    }

    @Test
    void aKeysFileHoldsThatKeyOnly() throws IOException {
        write("volumegroup", quotaPath("a"));
        assertThat(shown(read(TopologySource.directory(dir))))
                .singleElement()
                .asString()
                .contains("move it to a key of its own");
    }

    @Test
    void whatCannotBeReadIsADiagnostic() throws IOException {
        assertThat(shown(read(TopologySource.file(dir.resolve("none")))))
                .containsExactly(dir.resolve("none")
                        + ": cannot be read: there is no such file or directory [topology/unreadable]");
        assertThat(shown(read(TopologySource.directory(dir.resolve("none")))))
                .singleElement()
                .asString()
                .contains("unreadable");
        assertThat(shown(read(TopologySource.file(dir))))
                .singleElement()
                .asString()
                .contains("it is a directory");
        Path file = write("file", "volumegroup: []");
        assertThat(shown(read(TopologySource.directory(file))))
                .singleElement()
                .asString()
                .contains("it is a file");
        assertThat(shown(read(TopologySource.file(Path.of("/dev/zero")))))
                .singleElement()
                .asString()
                .contains("not a regular file");
        Files.createDirectory(dir.resolve("memory"));
        assertThat(read(TopologySource.directory(dir)).isGood()).isFalse();
    }

    @Test
    void aFileWithoutPermissionIsADiagnostic() throws IOException {
        Path file = write("file", "volumegroup: []");
        assertThat(file.toFile().setReadable(false)).isTrue();
        // Root reads every file but those of the kernel that are only there to be written (fs/proc/proc_sysctl.c).
        Path unreadable = Files.isReadable(file) ? Path.of("/proc/sys/vm/compact_memory") : file;
        assertThat(shown(read(TopologySource.file(unreadable))))
                .singleElement()
                .asString()
                .contains("may not read it");
    }

    @Test
    void bytesThatAreNotUtf8AreShownTheirPlace() throws IOException {
        byte[] text = "volumegroup: []\n# \u00e4\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(dir.resolve("latin1"), text);
        assertThat(shown(read(TopologySource.file(file))))
                .containsExactly(file + ":2:3: the byte 0xE4 is not UTF-8; save the file in UTF-8 [topology/syntax]");
        Path cut = Files.write(dir.resolve("cut"), new byte[] {'#', (byte) 0xE2, (byte) 0x82});
        assertThat(shown(read(TopologySource.file(cut))))
                .singleElement()
                .asString()
                .contains(":1:2: ");
    }

    @Test
    void oneMebibyteIsTheBoundOfAllKeysTogether() throws IOException {
        write("volumegroup", "#" + "x".repeat(600 << 10));
        assertThat(shown(read(TopologySource.directory(dir))))
                .singleElement()
                .asString()
                .contains("nothing is declared");
        write("quotapath", "#" + "x".repeat(600 << 10));
        assertThat(shown(read(TopologySource.directory(dir))))
                .singleElement()
                .asString()
                .contains("topology/too-large");
    }

    @Test
    void theFingerprintFollowsTheContent() throws IOException {
        TopologySource source = TopologySource.directory(dir);
        assertThat(TopologySource.directory(dir.resolve("none")).fingerprint()).isEmpty();
        publish(dir, 1, "one");
        String one = source.fingerprint().orElseThrow();
        assertThat(source.fingerprint()).hasValue(one);
        publish(dir, 2, "two");
        assertThat(source.fingerprint()).isPresent().isNotEqualTo(Optional.of(one));
        publish(dir, 3, "one");
        assertThat(source.fingerprint()).hasValue(one);
        assertThat(TopologySource.text("a", "x").fingerprint())
                .isEqualTo(TopologySource.text("b", "x").fingerprint());
    }
}
