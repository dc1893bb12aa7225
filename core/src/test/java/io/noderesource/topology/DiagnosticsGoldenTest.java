package io.noderesource.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole documents with many mistakes, and word for word what is said of them. */
class DiagnosticsGoldenTest {

    private static String resource(String name) throws IOException {
        try (InputStream in = DiagnosticsGoldenTest.class.getResourceAsStream("bad/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"literal", "quoted", "shapes", "list"})
    void saysEveryMistake(String name) throws IOException {
        TopologyDocument document = Reading.READER.read(TopologySource.text(name + ".yaml", resource(name + ".yaml")));
        String said = document.diagnostics().stream().map(d -> d + "\n").collect(Collectors.joining());
        assertThat(said).isEqualTo(resource(name + ".txt"));
    }
}
