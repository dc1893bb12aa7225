package io.noderesource.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.house.TestJvm;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** How JVMs are started in guests: from an archive of the classes that they need, made once on this side. */
final class GuestJvm {

    private static final Path DIRECTORY = Path.of("target/sandbox").toAbsolutePath();

    private final List<String> command;

    private GuestJvm(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** Writes the archive. */
    static GuestJvm prepared() throws IOException, InterruptedException {
        Path archive = Files.createDirectories(DIRECTORY).resolve("classes.jsa");
        Files.deleteIfExists(archive);
        String classPath = classPath();
        List<String> training = TestJvm.command(classPath, null);
        training.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, Training.class.getName()));
        assertThat(SandboxIT.run("[archive] ", training).status()).isZero();
        assertThat(archive).exists();
        return new GuestJvm(TestJvm.command(classPath, archive.toString()));
    }

    /** The words of the command, up to system properties and the class. */
    List<String> command() {
        return command;
    }

    /** The class path of this JVM with its folders packed, as an archive can have none. */
    private static String classPath() throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(entry))) {
                Path jar = DIRECTORY.resolve("folder-" + entries.size() + ".jar");
                pack(Path.of(entry), jar);
                entries.add(jar.toString());
            } else if (Files.exists(Path.of(entry))) {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void pack(Path folder, Path target) throws IOException {
        List<Path> classes;
        try (Stream<Path> files = Files.walk(folder)) {
            classes = files.filter(Files::isRegularFile).toList();
        }
        try (OutputStream file = Files.newOutputStream(target);
                JarOutputStream jar = new JarOutputStream(file)) {
            // It has an entry in any case, as without one it would be no jar.
            jar.putNextEntry(new JarEntry("META-INF/"));
            for (Path path : classes) {
                jar.putNextEntry(new JarEntry(folder.relativize(path).toString()));
                Files.copy(path, jar);
                jar.closeEntry();
            }
        }
    }
}
