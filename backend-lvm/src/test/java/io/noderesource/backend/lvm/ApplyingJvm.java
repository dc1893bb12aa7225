package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JVM that {@link ApplyingMain} runs in. It starts from an archive of its classes (class-data sharing), which the first
 * use makes: under emulation loading them anew for each process would take most of the time of a test.
 */
final class ApplyingJvm {

    private static @Nullable List<String> command;

    private ApplyingJvm() {}

    /** How it is started, up to the options and the name of the main class. */
    static synchronized List<String> command() throws IOException, InterruptedException {
        List<String> known = command;
        if (known == null) {
            known = prepared();
            command = known;
        }
        return new ArrayList<>(known);
    }

    private static List<String> prepared() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("applying");
        Path archive = directory.resolve("classes.jsa");
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // What the JVM itself says goes to standard output.
                "-Xlog:disable",
                "-cp",
                classPath(directory.resolve("tests.jar")));
        List<String> training = new ArrayList<>(java);
        training.add("-XX:ArchiveClassesAtExit=" + archive);
        training.addAll(
                List.of(ApplyingMain.class.getName(), directory.resolve("state").toString()));
        Process process = new ProcessBuilder(training)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(archive).exists();
        List<String> result = new ArrayList<>(java);
        result.add("-XX:SharedArchiveFile=" + archive);
        return List.copyOf(result);
    }

    /** The class path with no folder on it, as the archive wants it. */
    private static String classPath(Path tests) throws IOException {
        try (OutputStream file = Files.newOutputStream(tests);
                JarOutputStream jar = new JarOutputStream(file)) {
            pack(
                    Path.of(ApplyingMain.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()),
                    jar);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        return Stream.concat(
                        Stream.of(tests.toString()),
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(entry -> Files.isRegularFile(Path.of(entry))))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void pack(Path folder, JarOutputStream jar) throws IOException {
        List<Path> classes;
        try (Stream<Path> files = Files.walk(folder)) {
            classes = files.filter(Files::isRegularFile).toList();
        }
        for (Path file : classes) {
            jar.putNextEntry(new JarEntry(folder.relativize(file).toString()));
            Files.copy(file, jar);
            jar.closeEntry();
        }
    }
}
