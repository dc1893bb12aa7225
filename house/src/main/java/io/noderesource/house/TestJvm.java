package io.noderesource.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * How a test starts JVMs that run a class of its module's tests. They start from an archive of their classes (class-data sharing),
 * which the first use makes: under emulation loading them anew for each process would take most of the time of a test.
 */
public final class TestJvm {

    private static final Map<Class<?>, List<String>> PREPARED = new HashMap<>();

    private TestJvm() {}

    /**
     * The command, up to the options of the JVM and the class.
     *
     * @param main the class
     * @param training its arguments for a run that loads all that is to be archived, and that has to succeed
     * @return the words of the command, to be added to: options, the class, its arguments
     * @throws IOException when no archive can be made
     * @throws InterruptedException when interrupted while it is made
     */
    public static synchronized List<String> command(Class<?> main, String... training)
            throws IOException, InterruptedException {
        List<String> known = PREPARED.get(main);
        if (known == null) {
            known = prepared(main, List.of(training));
            PREPARED.put(main, known);
        }
        return new ArrayList<>(known);
    }

    private static List<String> prepared(Class<?> main, List<String> training)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("test-jvm");
        Path archive = directory.resolve("classes.jsa");
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // What the JVM itself says goes to standard output.
                "-Xlog:disable",
                "-cp",
                classPath(directory));
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, main.getName()));
        command.addAll(training);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(archive).exists();
        List<String> result = new ArrayList<>(java);
        result.add("-XX:SharedArchiveFile=" + archive);
        return List.copyOf(result);
    }

    /**
     * The class path of this JVM with its folders packed, as an archive of classes can have none.
     *
     * @param directory where the jars come to lie; their names depend on the class path alone
     * @throws IOException when they cannot be written
     */
    public static String classPath(Path directory) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(entry))) {
                Path jar = directory.resolve("folder-" + entries.size() + ".jar");
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
