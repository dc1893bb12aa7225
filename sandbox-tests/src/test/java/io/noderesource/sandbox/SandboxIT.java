package io.noderesource.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.common.collect.Iterables;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Finds the modules' sandbox tests on the class path, boots sandboxes of the machines they ask for, and runs them in these;
 * several at once where there are processors for them.
 *
 * <p>System properties, which Maven passes on from its command line:
 *
 * <ul>
 *   <li>{@code sandbox}: where no sandbox can run, {@code auto} (the default) skips loudly and {@code required} fails; {@code skip}
 *       skips loudly everywhere.
 *   <li>{@code sandbox.tests}: which classes, by simple name, as a glob.
 *   <li>{@code sandbox.timeoutSeconds}: for one machine, from boot to power-off.
 *   <li>{@code sandbox.deaths}, {@code sandbox.seed}: see {@link MachineDeaths}, whose lives are chosen by their names like classes.
 * </ul>
 *
 * <p>All of these, and any that begin with {@code sandbox.}, are passed on to the tests in the guest.
 */
class SandboxIT {
    /** Where the guest's tests run, too. */
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final Path SANDBOX = PROJECT.resolve("examples/sandbox/sandbox");
    private static final String SUFFIX = "SandboxTest.class";
    private static final int MOST_CLASSES = 12;
    private static final int LAST_LINES = 15;

    private enum Mode {
        AUTO,
        REQUIRED,
        SKIP
    }

    @TestFactory
    List<DynamicTest> modulesKeepTheirWordOnARealKernel() throws Exception {
        Mode mode = Mode.valueOf(System.getProperty("sandbox", "auto").toUpperCase(Locale.ROOT));
        if (mode == Mode.SKIP) {
            return skipped("-Dsandbox=skip");
        }
        Output prepared = run("", List.of(SANDBOX.toString(), "--prepare"));
        if (prepared.status() != 0) {
            String why = String.join(System.lineSeparator(), prepared.lines());
            if (mode == Mode.REQUIRED) {
                fail("-Dsandbox=required, but no sandbox can run here: " + why);
            }
            return skipped(why);
        }
        List<Boot> wanted = boots(tests());
        GuestJvm jvm = GuestJvm.prepared();
        List<MachineDeaths> deaths = MachineDeaths.chosen(SANDBOX, jvm, SandboxIT::wanted);
        int all = wanted.size() + deaths.size();
        assertThat(all).as("sandbox tests on the class path").isPositive();
        // A machine has one processor: as many run at once as this one has.
        ExecutorService machines =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        List<DynamicTest> boots = new ArrayList<>();
        // Those that boot again and again come first: at the end all processors shall have work.
        deaths.forEach(life -> {
            String tag = all == 1 ? "" : "[" + (boots.size() + 1) + "] ";
            Future<Boolean> lived = machines.submit(() -> {
                life.run(tag);
                return true;
            });
            boots.add(DynamicTest.dynamicTest("a machine that dies at " + life.places(), () -> lived.get()));
        });
        for (Boot boot : wanted) {
            String tag = all == 1 ? "" : "[" + (boots.size() + 1) + "] ";
            Future<Output> guest = machines.submit(() -> boot(tag, jvm, boot));
            boots.add(DynamicTest.dynamicTest(boot.names() + " on " + boot.machine(), () -> judge(guest.get())));
        }
        machines.shutdown();
        return boots;
    }

    /** Test classes that run one after another on a machine that is booted for them. */
    private record Boot(Machine machine, List<Class<?>> tests) {
        String names() {
            return tests.stream().map(Class::getSimpleName).collect(joining(", "));
        }
    }

    /** A machine for a few classes each, so that those which take long are spread over the processors; the fullest come first. */
    private static List<Boot> boots(List<Class<?>> tests) {
        List<Boot> boots = new ArrayList<>();
        tests.stream()
                .collect(groupingBy(Machine::of, LinkedHashMap::new, toList()))
                .forEach((machine, classes) -> {
                    int parts = (classes.size() + MOST_CLASSES - 1) / MOST_CLASSES;
                    for (int i = 0; i < parts; i++) {
                        boots.add(new Boot(
                                machine,
                                classes.subList(classes.size() * i / parts, classes.size() * (i + 1) / parts)));
                    }
                });
        boots.sort(Comparator.comparing((Boot boot) -> boot.tests().size()).reversed());
        return boots;
    }

    private static Output boot(String tag, GuestJvm jvm, Boot boot) throws Exception {
        Path arguments = Files.createTempFile(
                Files.createDirectories(Path.of("target/sandbox").toAbsolutePath()), "java", ".arguments");
        Files.write(arguments, arguments(jvm, boot.machine(), boot.tests()));
        List<String> command = new ArrayList<>(List.of(SANDBOX.toString()));
        command.addAll(boot.machine().options());
        command.addAll(List.of("--timeout", System.getProperty("sandbox.timeoutSeconds", "2400"), "--"));
        command.addAll(List.of(jvm.command().get(0), "@" + arguments));
        System.out.println(tag + "Booting a sandbox with " + boot.machine() + " for " + boot.names());
        return run(tag, command);
    }

    private static void judge(Output guest) {
        assertThat(guest.status())
                .as(() -> "exit status of the sandbox, at whose end stood%n%s".formatted(end(guest.lines())))
                .isZero();
        assertThat(guest.lines()).as("what the guest printed").anyMatch(line -> line.startsWith(GuestMain.SUMMARY));
    }

    /** From the first test that has not passed; else the last lines. */
    private static String end(List<String> lines) {
        int from = Iterables.indexOf(lines, line -> line.startsWith(GuestMain.NOT_PASSED));
        return lines.stream()
                .skip(from >= 0 ? from : Math.max(0, lines.size() - LAST_LINES))
                .collect(joining(System.lineSeparator()));
    }

    /** The arguments of the JVM in the guest: so many that a file has them. */
    private static List<String> arguments(GuestJvm jvm, Machine machine, List<Class<?>> tests) {
        List<String> arguments = new ArrayList<>();
        jvm.command().stream().skip(1).forEach(word -> arguments.add('"' + word + '"'));
        if (!machine.needs().isEmpty()) {
            arguments.add("\"-D" + machine.needs() + "=" + System.getProperty(machine.needs()) + '"');
        }
        propertiesForTheGuest().forEach((name, value) -> arguments.add("\"-D" + name + "=" + value + '"'));
        arguments.add(GuestMain.class.getName());
        tests.forEach(test -> arguments.add(test.getName()));
        return arguments;
    }

    /** The system properties that tests in the guest may want. */
    static Map<String, String> propertiesForTheGuest() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.equals("sandbox") || name.startsWith("sandbox."))
                .collect(toMap(name -> name, System::getProperty, (one, other) -> one, TreeMap::new));
    }

    /** The classes to run, in a fixed order. */
    private static List<Class<?>> tests() throws IOException, ClassNotFoundException {
        List<Class<?>> tests = new ArrayList<>();
        for (Path root : classPathFolders()) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(SUFFIX)).collect(toList())) {
                    String name = root.relativize(file)
                            .toString()
                            .replaceFirst("\\.class$", "")
                            .replace('/', '.');
                    Class<?> test = Class.forName(name, false, SandboxIT.class.getClassLoader());
                    if (wanted(test.getSimpleName()) && hasWhatItNeeds(test)) {
                        tests.add(test);
                    }
                }
            }
        }
        tests.sort(Comparator.comparing(Class::getName));
        return tests;
    }

    private static boolean wanted(String simpleName) {
        return FileSystems.getDefault()
                .getPathMatcher("glob:" + System.getProperty("sandbox.tests", "*"))
                .matches(Path.of(simpleName));
    }

    private static boolean hasWhatItNeeds(Class<?> test) {
        String property = Machine.of(test).needs();
        if (property.isEmpty() || System.getProperty(property) != null) {
            return true;
        }
        System.out.println("*** NOT RUN: " + test.getSimpleName() + ", as it needs -D" + property + "=");
        return false;
    }

    private static List<Path> classPathFolders() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .filter(Files::isDirectory)
                .toList();
    }

    private static List<DynamicTest> skipped(String why) {
        String line = "*".repeat(100);
        System.out.println(String.join(
                System.lineSeparator(),
                line,
                "THE SANDBOX TESTS DID NOT RUN: nothing here was tried on a real kernel.",
                why,
                line));
        return List.of(DynamicTest.dynamicTest("no sandbox", () -> Assumptions.abort(why)));
    }

    record Output(int status, List<String> lines) {}

    /** Runs a command and passes on what it prints, as it comes, with a tag before each line. */
    static Output run(String tag, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                System.out.println(tag + line);
                lines.add(line);
            }
        } finally {
            process.destroy();
        }
        return new Output(process.waitFor(), lines);
    }
}
