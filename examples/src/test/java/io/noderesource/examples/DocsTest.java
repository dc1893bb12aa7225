package io.noderesource.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.backend.pmem.PmemErrorCode;
import io.noderesource.backend.quotapath.QuotaErrorCode;
import io.noderesource.backend.quotapath.QuotaPathErrorCode;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.resource.ManifestSet;
import io.noderesource.devices.resource.Manifests;
import io.noderesource.topology.TopologyDocument;
import io.noderesource.topology.TopologyReader;
import io.noderesource.topology.TopologySource;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say is so. */
class DocsTest {

    private static final Path PROJECT = Path.of("..");

    @TempDir
    Path directory;

    @Test
    void errorsListsEachCodeWithItsMeaningAndRemedyAndNoOther() throws IOException {
        List<String> listed = Files.readAllLines(PROJECT.resolve("docs/errors.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(Stream.of(
                                Arrays.stream(StandardErrorCode.values()),
                                Arrays.stream(LvmErrorCode.values()),
                                Arrays.stream(QuotaErrorCode.values()),
                                Arrays.stream(QuotaPathErrorCode.values()),
                                Arrays.stream(PmemErrorCode.values()),
                                Arrays.stream(DevicesErrorCode.values()))
                        .flatMap(codes -> codes)
                        .map(ErrorCode.class::cast)
                        .map(c -> "| `" + c.id() + "` | " + c.meaning() + " | " + c.remedy() + " |")
                        .toList());
    }

    @Test
    void readmesProgramCompiles() throws IOException {
        String readme = Files.readString(PROJECT.resolve("README.md"));
        String program = readme.substring(readme.indexOf("```java\n") + 8);
        String source = program.substring(0, program.indexOf("```"));
        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

        boolean good = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of(
                                "-d",
                                directory.toString(),
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path")
                                        + System.getProperty("path.separator")
                                        + System.getProperty("jdk.module.path", "")),
                        null,
                        List.of(
                                new SimpleJavaFileObject(
                                        URI.create("string:///Embed.java"), SimpleJavaFileObject.Kind.SOURCE) {
                                    @Override
                                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                                        return source;
                                    }
                                }))
                .call();

        assertThat(good).as(said.toString()).isTrue();
    }

    @Test
    void readmesCommandsAreThereAndCiRunsTheTestCommand() throws IOException {
        assertThat(Files.readString(PROJECT.resolve("README.md"))).contains("\nexamples/try\nmvn verify\n");
        assertThat(PROJECT.resolve("examples/try")).isExecutable();
        assertThat(Files.readString(PROJECT.resolve(".ci/run"))).contains("mvn verify");
    }

    @Test
    void topologiesAreGoodUnlessTheySayOtherwise() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(PROJECT.resolve("examples/topologies"))) {
            all = files.toList();
        }
        TopologyReader reader = TopologyReader.of(NodeResources.builtInKinds());
        assertThat(all).hasSizeGreaterThan(4).allSatisfy(file -> {
            TopologyDocument read = reader.read(TopologySource.file(file));
            if (file.endsWith("broken.yaml")) {
                assertThat(read.isGood()).isFalse();
            } else {
                assertThat(read.diagnostics()).isEmpty();
                assertThat(read.topology().rules()).isNotEmpty();
            }
        });
    }

    @Test
    void manifestsOfDevicesAreGood() {
        ManifestSet read = Manifests.read(PROJECT.resolve("examples/devices"));
        assertThat(read.diagnostics()).isEmpty();
        assertThat(read.resources()).hasSize(5);
    }
}
