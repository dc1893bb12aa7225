package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.apply.Cancellation;
import io.noderesource.house.InSandbox;
import io.noderesource.linux.CommandRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nrm quota} on a real file system. */
@InSandbox
class QuotaSandboxTest {

    @TempDir
    private Path folder;

    private String loop = "";
    private Path mounted = Path.of("");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static String run(String... command) {
        CommandRunner.Ended ended = CommandRunner.run(
                java.util.stream.Stream.concat(java.util.stream.Stream.of("/usr/bin/env"), List.of(command).stream())
                        .toList(),
                Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
                Duration.ofMinutes(2));
        assertThat(ended.status()).as(ended.errors()).isZero();
        return ended.output().strip();
    }

    @BeforeEach
    void mount() throws IOException {
        Path image = folder.resolve("image");
        run("truncate", "-s", "64M", image.toString());
        run("mkfs.ext4", "-q", "-O", "quota,project", "-E", "quotatype=prjquota", image.toString());
        loop = run("losetup", "-f", "--show", image.toString());
        mounted = Files.createDirectory(folder.resolve("mnt"));
        run("mount", "-o", "prjquota", loop, mounted.toString());
    }

    @AfterEach
    void unmount() {
        run("umount", mounted.toString());
        run("losetup", "-d", loop);
    }

    private int nrm(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Nrm.run(
                new Session(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        NodeFactory.THIS_MACHINE,
                        Clock.systemUTC(),
                        new Cancellation()),
                args);
    }

    @Test
    void limitIsSetShownAndRemoved() throws IOException {
        Path volume = Files.createDirectory(mounted.resolve("pv-1"));
        Files.write(volume.resolve("data"), new byte[1 << 20]);
        run("sync", "-f", mounted.toString());

        assertThat(nrm("quota", "list", mounted.toString())).as("%s", err).isZero();
        assertThat(out.toString()).isEqualTo("No projects.\n");
        assertThat(nrm("quota", "get", volume.toString())).isEqualTo(1);
        assertThat(nrm("quota", "set", volume.toString())).isEqualTo(1);
        assertThat(nrm("quota", "set", volume.toString(), "--limit", "10 bananas"))
                .isEqualTo(1);
        assertThat(nrm("quota", "set", volume.toString(), "--limit", "10Mi", "--inodes", "50"))
                .as("%s", err)
                .isZero();
        assertThat(out.toString()).contains("10 MiB", "2/50", "ready");
        assertThat(nrm("quota", "set", volume.toString(), "--limit", "20Mi")).isZero();
        assertThat(out.toString()).as("the other limit stays").contains("20 MiB", "2/50");
        assertThat(nrm("quota", "set", volume.toString(), "--limit", "4Ki")).isEqualTo(3);
        assertThat(err.toString()).contains("refused [quota/below-use]");
        assertThat(nrm("quota", "set", volume.toString(), "--limit", "4Ki", "--below-use"))
                .isZero();
        assertThat(nrm("quota", "list", volume.toString(), "--json")).isZero();
        assertThat(out.toString()).contains("\"hardBytes\" : 4096", "\"hardInodes\" : 50");
        assertThat(run("repquota", "-P", "-n", mounted.toString())).contains("#1073741824");
        assertThat(nrm("quota", "remove", volume.toString())).isZero();
        assertThat(nrm("quota", "list", mounted.toString())).isZero();
        assertThat(out.toString()).isEqualTo("No projects.\n");
    }

    @Test
    void limitsThatAreLeftToSomethingElseAreToldOf() throws IOException {
        Path volume = Files.createDirectory(mounted.resolve("pv-1"));
        assertThat(nrm("quota", "set", volume.toString(), "--limit", "10Mi")).isZero();
        Files.move(Files.createDirectory(volume.resolve("inner")), mounted.resolve("moved"));
        assertThat(nrm("quota", "remove", volume.toString())).isZero();
        assertThat(err.toString()).startsWith("project 1073741824 is carried elsewhere still");
        assertThat(nrm("quota", "list", mounted.toString())).isZero();
        assertThat(out.toString()).contains("1073741824", "10 MiB");
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        assertThat(nrm("quota", "list", "/dev/shm")).isEqualTo(3);
        assertThat(err.toString()).contains("refused [quota/not-a-quota-file-system]: /dev/shm");
        assertThat(nrm("quota", "list", "/none")).isEqualTo(1);
        assertThat(err.toString()).contains("error [quota/no-such-path]: /none");
        assertThat(nrm("quota", "remove", mounted.toString(), "--id", "0")).isEqualTo(3);
    }
}
