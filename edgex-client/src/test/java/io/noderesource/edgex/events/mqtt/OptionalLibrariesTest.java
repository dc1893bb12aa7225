package io.noderesource.edgex.events.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.house.HostProgram;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What needs an optional library works without it up to the place where it is needed, and says there what to add. */
class OptionalLibrariesTest {

    @Test
    void withoutThemTheRestWorksAndTheMessageSaysWhatToAdd() {
        assertThat(run(without("hivemq-mqtt-client", "jackson-dataformat-cbor")))
                .isEqualTo("json read\n"
                        + "NOT_INSTALLED cannot read CBOR: the library for it is not there; add"
                        + " com.fasterxml.jackson.dataformat:jackson-dataformat-cbor, and on the module path also"
                        + " --add-modules com.fasterxml.jackson.dataformat.cbor\n"
                        + "NOT_INSTALLED cannot speak MQTT: the library for it is not there; add"
                        + " com.hivemq:hivemq-mqtt-client, and on the module path also"
                        + " --add-modules com.hivemq.client.mqtt");
    }

    @Test
    void withThemEverythingWorks() {
        assertThat(run(without("no such library"))).isEqualTo("json read\ncbor read\nMqttTransport to tcp://localhost");
    }

    /** All that this test runs with, be it on the class path or on the module path, but for some. */
    private static String without(String... libraries) {
        return Stream.of("java.class.path", "jdk.module.path")
                .map(property -> Optional.ofNullable(System.getProperty(property)))
                .flatMap(Optional::stream)
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator)))
                .flatMap(entry -> testClasses(entry))
                .filter(entry -> Arrays.stream(libraries).noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** On the module path the tests are patched into the module, and stand in no path. */
    private static Stream<String> testClasses(String entry) {
        Path path = Path.of(entry);
        return path.endsWith("classes")
                ? Stream.of(entry, path.resolveSibling("test-classes").toString())
                : Stream.of(entry);
    }

    private static String run(String classPath) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "io.noderesource.edgex.events.mqtt.OptionalLibraries");
        return HostProgram.run(command.toArray(String[]::new));
    }
}
