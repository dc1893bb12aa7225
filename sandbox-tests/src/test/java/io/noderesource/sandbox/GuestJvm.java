package io.noderesource.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.house.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How JVMs are started in guests. They start from an archive of the classes that they need (class-data sharing), made once on this side:
 * under emulation, loading them takes half a minute of each machine.
 */
final class GuestJvm {

    private static final Path ARCHIVE = Path.of("target/sandbox/classes.jsa").toAbsolutePath();

    private final List<String> options;

    private GuestJvm(List<String> options) {
        this.options = List.copyOf(options);
    }

    /** Writes the archive. */
    static GuestJvm prepared() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(ARCHIVE.getParent());
        Files.deleteIfExists(ARCHIVE);
        List<String> options = new ArrayList<>(List.of(
                // Compiled quickly, as under emulation compiling costs more than it brings.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-ea",
                // What the JVM says of archives goes to standard output.
                "-Xlog:disable",
                "-cp",
                TestJvm.classPath(directory)));
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(options);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + ARCHIVE, Training.class.getName()));
        SandboxIT.Output trained = SandboxIT.run("[archive] ", command);
        assertThat(trained.status()).isZero();
        assertThat(ARCHIVE).exists();
        options.add("-XX:SharedArchiveFile=" + ARCHIVE);
        return new GuestJvm(options);
    }

    /** The program. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Its options up to the class path, which come before system properties and the class. */
    List<String> options() {
        return options;
    }
}
