package io.noderesource.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents in docs/manifest.md are read without a word, and every code of reading is explained there. */
class ManifestExamplesTest {

    private static final Path MANIFEST = Path.of("../docs/manifest.md");

    @Test
    void everyExampleIsGood() throws IOException {
        List<String> examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(MANIFEST))
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
        assertThat(examples).hasSizeGreaterThan(5);
        for (String example : examples) {
            assertThat(Reading.read(example).diagnostics()).as(example).isEmpty();
            assertThat(Reading.read(example).topology().rules()).as(example).isNotEmpty();
        }
    }

    @Test
    void everyCodeIsExplained() throws IOException {
        String manifest = Files.readString(MANIFEST);
        assertThat(Arrays.stream(StandardErrorCode.values())
                        .map(StandardErrorCode::id)
                        .filter(id -> id.startsWith("topology/")))
                .allSatisfy(id -> assertThat(manifest).contains("| `" + id + "` |"));
    }
}
