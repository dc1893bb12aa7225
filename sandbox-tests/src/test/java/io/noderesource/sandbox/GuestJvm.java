package io.noderesource.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.noderesource.house.TestJvm;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** How JVMs are started in guests: from an archive of the classes that they need, made once on this side, as is JNA's library. */
final class GuestJvm {

    private static final Path DIRECTORY = Path.of("target/sandbox").toAbsolutePath();

    /** How the jars begin that no guest needs. A JVM reads the lists of all jars, and two thirds of their entries are in these. */
    private static final List<String> LEFT_OUT =
            List.of("archunit", "byte-buddy", "dagger", "hivemq", "jctools", "netty", "rxjava");

    private final List<String> command;

    private GuestJvm(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** Writes the archive and the library. */
    static GuestJvm prepared() throws IOException, InterruptedException {
        Path archive = Files.createDirectories(DIRECTORY).resolve("classes.jsa");
        Files.deleteIfExists(archive);
        String classPath = classPath();
        List<String> training = TestJvm.command(classPath, null);
        training.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, Training.class.getName()));
        assertThat(SandboxIT.run("[archive] ", training).status()).isZero();
        assertThat(archive).exists();
        unpackJna();
        return new GuestJvm(TestJvm.command(classPath, archive.toString()));
    }

    private static void unpackJna() throws IOException {
        String name = System.mapLibraryName("jnidispatch");
        try (InputStream library = Native.class.getResourceAsStream(Platform.RESOURCE_PREFIX + "/" + name)) {
            assertThat(library).isNotNull();
            Files.copy(library, DIRECTORY.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The words of the command, up to system properties and the class. */
    List<String> command() {
        return command;
    }

    /** The class path of this JVM without what is left out, and with its folders packed, as an archive can have none. */
    private static String classPath() throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(entry))) {
                Path jar = DIRECTORY.resolve("folder-" + entries.size() + ".jar");
                pack(Path.of(entry), jar);
                entries.add(jar.toString());
            } else if (Files.exists(Path.of(entry))
                    && LEFT_OUT.stream().noneMatch(Path.of(entry).toFile().getName()::startsWith)) {
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
