package io.noderesource.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.noderesource.house.HostProgram;
import io.noderesource.house.TestJvm;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.parser.ParserImpl;

/** No document of any content takes more than a second or 100 MiB in a running JVM. */
class HostileDocumentsTest {

    private static final int MIB = 1 << 20;

    /**
     * What reading one allocates and mostly gives back at once. The most, without what the compiler optimizes away when
     * it gets to it, was 111 MiB.
     */
    private static final long MAX_ALLOCATED = 128L * MIB;

    private static final Duration MAX_TIME = Duration.ofSeconds(1);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Arguments> documents() {
        return HostileDocuments.all().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    @BeforeAll
    static void warmUp() {
        for (int i = 0; i < 50; i++) {
            HostileDocumentsMain.READER.read(TopologySource.text(
                    "warm-up", "volumegroup:\n" + HostileDocuments.numbered(HostileDocuments.GOOD_RULE, 100)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void isReadWithinBounds(String name, Supplier<String> text) {
        TopologySource source = TopologySource.text(name, text.get());
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begin = THREADS.getCurrentThreadCpuTime();
        TopologyDocument document = HostileDocumentsMain.READER.read(source);
        String shown = document.diagnostics().toString();
        Duration time = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begin);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;

        assertThat(time).isLessThan(MAX_TIME);
        assertThat(bytes).isLessThan(MAX_ALLOCATED);
        assertThat(document.diagnostics()).hasSizeLessThanOrEqualTo(DiagnosticList.MAX + 1);
        assertThat(shown.length()).isLessThan(MIB);
        assertThat(document.isGood())
                .isEqualTo(!document.diagnostics().stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR));
    }

    /** The text, what is read and the JVM's own classes: all together have a heap of the size. */
    @Test
    void eachIsReadInAHeapOf100MiB() throws URISyntaxException {
        List<String> command = new ArrayList<>(TestJvm.command(classPath(), null));
        command.addAll(List.of("-Xmx100m", HostileDocumentsMain.class.getName()));

        HostProgram.Result read = HostProgram.attempt(command.toArray(String[]::new));

        assertThat(read.errors()).isEmpty();
        assertThat(read.output().lines()).hasSize(HostileDocuments.all().size());
        assertThat(read.status()).isZero();
    }

    private static String classPath() throws URISyntaxException {
        Path yaml = Path.of(ParserImpl.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Stream.of(Path.of("target", "classes"), Path.of("target", "test-classes"), yaml)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
