package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.house.HostProgram;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module of somebody else, in a JVM that has nothing on its class path. */
class ModulePathTest {
    private static final Path USER = Path.of("src/test/resources/user-module");
    private static final String NEEDED =
            "edgex-client/target/classes$|/jackson-(core|databind|annotations)-|/jspecify-";
    private static final String OPTIONAL =
            "|/jackson-dataformat-cbor-|/hivemq-|/netty-|/rxjava-|/reactive-streams-|/jctools-|/dagger-|/javax.inject-";

    @TempDir
    private Path compiled;

    @Test
    void theClientAndItsWatchNeedNoMoreThanJackson() {
        assertThat(run(NEEDED)).isEqualTo("""
                        module user uses module io.noderesource.edgex
                        listed first: true
                        read: pumps
                        told: true
                        NOT_INSTALLED
                        NOT_INSTALLED""");
    }

    @Test
    void optionalLibrariesAreUsedWhenTheyAreAdded() {
        assertThat(run(
                        NEEDED + OPTIONAL,
                        "--add-modules",
                        "com.hivemq.client.mqtt,com.fasterxml.jackson.dataformat.cbor"))
                .endsWith("told: true\nCBOR read\nMqttTransport to tcp://localhost");
    }

    private String run(String libraries, String... options) {
        String path = modulePath(libraries);
        HostProgram.run(
                program("javac"),
                "-p",
                path,
                "-d",
                compiled.toString(),
                USER.resolve("module-info.java").toString(),
                USER.resolve("user/Main.java").toString());
        return HostProgram.run(Stream.of(
                        List.of(program("java"), "-XX:TieredStopAtLevel=1"),
                        List.of(options),
                        List.of("-p", compiled + File.pathSeparator + path, "-m", "user/user.Main"))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** Of what this test runs with, be it on the class path or on the module path, these. */
    private static String modulePath(String libraries) {
        Pattern wanted = Pattern.compile(libraries);
        return Stream.of("java.class.path", "jdk.module.path")
                .map(property -> Optional.ofNullable(System.getProperty(property)))
                .flatMap(Optional::stream)
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator)))
                .filter(entry -> wanted.matcher(entry).find())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
