package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.noderesource.base.ByteSize;
import io.noderesource.testkit.SimulatedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WatchTest {

    @TempDir
    private Path directory;

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("DISK-A", ByteSize.ofGibibytes(1))
            .disk("DISK-B", ByteSize.ofGibibytes(1))
            .build();

    @Test
    void followsTheDocumentAndKeepsTheLastGoodOneOverABadOneAndARestart() throws Exception {
        Terminal terminal = new Terminal(node, directory);
        Path document = Path.of(terminal.volumeGroup("vg-data", "/dev/vdb"));

        Terminal.Running watch = terminal.start("watch", "--topology", document.toString(), "--interval", "50ms");
        watch.awaits("changed: volumegroup/vg-data: make volume group vg-data", 1);
        replace(document, "volumegroup: [{name: vg-data}");
        watch.awaits("rejected: the declaration is bad; the last good one stays in force", 1);
        assertThat(watch.stop()).isZero();
        assertThat(terminal.out()).contains("mistake: " + document + ":2:1: not well-formed YAML", "stopped: ");

        // The document is still bad after a restart, and what was good before is still kept up.
        Terminal.Running again = terminal.start("watch", "--topology", document.toString(), "--interval", "50ms");
        again.awaits("rejected: the declaration is bad; the last good one stays in force", 1);
        node.vgremove("vg-data");
        again.awaits("changed: volumegroup/vg-data: make volume group vg-data", 1);
        replace(document, Terminal.document("vg-data", "/dev/vdb", "/dev/vdc"));
        again.awaits("in-force: ", 1);
        assertThat(again.stop()).isZero();
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    @Test
    void badDocumentWithoutAGoodOneBeforeDoesNothing() throws Exception {
        Terminal terminal = new Terminal(node, directory);
        String document = terminal.file("bad.yaml", "volumegroup: {");

        Terminal.Running watch = terminal.start("watch", "--topology", document, "--interval", "50ms");
        watch.awaits("there is none that was good; nothing is done", 1);
        assertThat(watch.stop()).isZero();
        assertThat(node.writes()).isEmpty();
    }

    @Test
    void readsTheLabelsAnewBeforeEachPass() throws Exception {
        Terminal terminal = new Terminal(node, directory);
        String document = terminal.file(
                "topo.yaml",
                "volumegroup:",
                "- {name: vg-a, key: role, operator: In, value: db, topology: {type: device, devices: [/dev/vdb]}}");
        Path labels = Path.of(terminal.file("labels", "role=\"web\""));

        Terminal.Running watch = terminal.start(
                "watch", "--topology", document, "--interval", "50ms", "--label-file", labels.toString());
        watch.awaits("in-force: ", 1);
        assertThat(node.writes()).isEmpty();
        replace(labels, "role=\"db\"", "zone=\"a\"");
        watch.awaits("make volume group vg-a", 2);
        assertThat(watch.stop()).isZero();
    }

    @Test
    void labelsThatCannotBeReadStopNothingButThePass() throws Exception {
        Terminal terminal = new Terminal(node, directory);
        String document = terminal.volumeGroup("vg-data", "/dev/vdb");
        Path labels = Path.of(terminal.file("labels", "role=\"web\""));

        Terminal.Running watch = terminal.start(
                "watch", "--topology", document, "--interval", "50ms", "--label-file", labels.toString());
        watch.awaits("changed: volumegroup/vg-data: make volume group", 1);
        replace(labels, "role=web");
        watch.awaits("error: " + labels + ":1: not a label", 1);
        assertThat(watch.stop()).isZero();
    }

    @Test
    void tellsOnceWhatStaysRefusedAndWhenItIsNoMore() throws Exception {
        node.dirty("DISK-A", "ext4");
        Terminal terminal = new Terminal(node, directory);
        Path document = Path.of(terminal.volumeGroup("vg-data", "/dev/vdb"));

        Terminal.Running watch =
                terminal.start("watch", "--topology", document.toString(), "--interval", "20ms", "--json");
        watch.awaits("device/has-signature", 1);
        node.blank("DISK-A");
        watch.awaits("\"event\":\"cleared\"", 1);
        watch.awaits("make volume group vg-data", 2);
        assertThat(watch.stop()).isZero();

        List<String> lines = terminal.out().lines().toList();
        assertThat(lines).filteredOn(l -> l.contains("\"event\":\"refused\"")).hasSize(1);
        for (String line : lines) {
            assertThat(new ObjectMapper().readTree(line).get("time").asText()).endsWith("Z");
        }
    }

    @Test
    void readsADirectoryAsKubeletMountsIt() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        Path generation = Files.createDirectory(mount.resolve("..2026_01"));
        Files.write(generation.resolve("volumegroup"), List.of(Terminal.document("vg-data", "/dev/vdb")));
        Files.createSymbolicLink(mount.resolve("..data"), generation.getFileName());
        Files.createSymbolicLink(mount.resolve("volumegroup"), Path.of("..data/volumegroup"));
        Terminal terminal = new Terminal(node, directory);

        Terminal.Running watch = terminal.start("watch", "--topology", mount.toString(), "--interval", "50ms");
        watch.awaits("changed: volumegroup/vg-data: make volume group", 1);
        Path next = Files.createDirectory(mount.resolve("..2026_02"));
        Files.write(next.resolve("volumegroup"), List.of(Terminal.document("vg-data", "/dev/vdb", "/dev/vdc")));
        Files.createSymbolicLink(mount.resolve("..data_tmp"), next.getFileName());
        Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        watch.awaits("changed: volumegroup/vg-data: extend", 1);
        assertThat(watch.stop()).isZero();
    }

    @Test
    void followsADirectoryThatIsMountedLater() throws Exception {
        Terminal terminal = new Terminal(node, directory);
        Path mount = directory.resolve("mount");

        Terminal.Running watch = terminal.start("watch", "--topology", mount.toString(), "--interval", "50ms");
        watch.awaits("rejected: the declaration is bad, and there is none that was good", 1);
        Path prepared = Files.createDirectory(directory.resolve("prepared"));
        Files.write(prepared.resolve("volumegroup"), List.of(Terminal.document("vg-data", "/dev/vdb")));
        Files.move(prepared, mount, StandardCopyOption.ATOMIC_MOVE);
        watch.awaits("changed: volumegroup/vg-data: make volume group", 1);
        assertThat(watch.stop()).isZero();
    }

    private static void replace(Path file, String... lines) throws IOException {
        Path next = Files.write(file.resolveSibling(file.getFileName() + ".next"), List.of(lines));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
