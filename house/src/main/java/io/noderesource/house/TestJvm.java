package io.noderesource.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a test starts JVMs with its own class path. In the sandbox they start from an archive of their classes (class-data
 * sharing): under emulation, loading them anew takes most of the time of a short-lived process.
 */
public final class TestJvm {

    /** System property: where the archive is. */
    private static final String ARCHIVE = "test.archive";

    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    private TestJvm() {}

    /**
     * The command for a JVM like this one.
     *
     * @return the words of the command, to be added to: options, a class, its arguments
     */
    public static List<String> command() {
        List<String> command = command(System.getProperty("java.class.path"), System.getProperty(ARCHIVE));
        // It lives shortly, and what is compiled under emulation is translated once more: a start took 6.4 s, and 7.9 s
        // without a scaling, 9.1 s with 100, 8 s with nothing compiled at all.
        command.add(1, "-XX:CompileThresholdScaling=12");
        return command;
    }

    /**
     * The command for a JVM to measure in, as users have it: it compiles with both of its compilers, for which it needs long under
     * emulation, and checks no assertions.
     *
     * @return the words of the command, to be added to: options, a class, its arguments
     */
    public static List<String> measuring() {
        List<String> command = command(System.getProperty("java.class.path"), System.getProperty(ARCHIVE));
        command.removeAll(List.of(FIRST_COMPILER, "-ea"));
        return command;
    }

    /**
     * The command for a JVM that starts others like itself by {@link #command()}.
     *
     * @param classPath without folders where there is an archive, which is of use for this class path only
     * @param archive where the archive is, with JNA's own library, which each JVM unpacks otherwise, beside it
     * @return the words of the command, to be added to: options, a class, its arguments
     */
    public static List<String> command(String classPath, @Nullable String archive) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Compiled quickly, as under emulation compiling costs more than it brings.
                FIRST_COMPILER,
                "-XX:+UseSerialGC",
                // A program is started by itself, not by another one that is started for it; tests start hundreds.
                "-Djdk.lang.Process.launchMechanism=VFORK",
                "-ea",
                // What the JVM itself says, of an archive that it cannot use for one, goes to standard output.
                "-Xlog:disable",
                "-cp",
                classPath));
        if (archive != null) {
            command.add("-XX:SharedArchiveFile=" + archive);
            command.add("-D" + ARCHIVE + "=" + archive);
            command.add("-Djna.boot.library.path=" + Path.of(archive).getParent());
        }
        return command;
    }
}
