package io.noderesource.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.StandardErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentStreamTest {

    @TempDir
    Path directory;

    private final List<Diagnostic> told = new ArrayList<>();

    private List<DocumentNode> read(String text) {
        return DocumentStream.text("f", text, told::add);
    }

    @Test
    void readsEachDocumentWithItsPlaces() {
        List<DocumentNode> read = read("---\n# none\n---\na: &x 1\n---\n- b\n...\n---\n\"c\"\n---\n");
        assertThat(told).isEmpty();
        assertThat(read).hasSize(3);
        assertThat(read.get(0).get("a").orElseThrow().position()).isEqualTo(new SourcePosition("f", 4, 4));
        assertThat(read.get(1).items().get(0).position()).isEqualTo(new SourcePosition("f", 6, 3));
        assertThat(read.get(2).text()).hasValue("c");
    }

    @Test
    void anAnchorIsOfItsDocument() {
        assertThat(read("a: &x 1\n---\nb: *x\n")).hasSize(1);
        assertThat(told)
                .singleElement()
                .satisfies(d -> assertThat(d.position()).isEqualTo(new SourcePosition("f", 3, 4)));
    }

    @Test
    void keepsWhatStandsBeforeWhatIsBroken() {
        assertThat(read("a: 1\n---\nb: 2\n---\nc: [\n---\nd: 3\n")).hasSize(2);
        assertThat(told).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(StandardErrorCode.SYNTAX);
            assertThat(d.position().line()).isGreaterThan(4);
        });
    }

    @Test
    void tellsOfMistakesInAllDocuments() {
        read("a: 1\na: 2\n---\nb: !x 2\n---\n1: 2\n? [a]\n: 3\n");
        assertThat(told)
                .extracting(Diagnostic::toString)
                .containsExactly(
                        "f:2:1: the key 'a' stands twice in one mapping, first at f:1:1; keep one of the two"
                                + " [topology/duplicate-key]",
                        "f:4:4: the tag '!x' has no meaning here; remove it [topology/syntax]",
                        "f:7:3: a key is a list or a mapping, and must be a text [topology/wrong-type]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "1,WHOLE",
                "-1,WHOLE",
                "+1,WHOLE",
                "007,WHOLE",
                "0o17,WHOLE",
                "0x1F,WHOLE",
                "1.5,DECIMAL",
                ".5,DECIMAL",
                "5.,DECIMAL",
                "1e3,DECIMAL",
                "-1.5E-3,DECIMAL",
                ".inf,DECIMAL",
                "-.INF,DECIMAL",
                ".nan,DECIMAL",
                "true,TRUTH",
                "False,TRUTH",
                "tRue,TEXT",
                "yes,TEXT",
                "off,TEXT",
                "2026-01-31,TEXT",
                "2026-01-31T00:00:00Z,TEXT",
                "1_000,TEXT",
                "0b1,TEXT",
                "12:30:00,TEXT",
                "1.2.3,TEXT",
                "10.0.0.1,TEXT",
                "'1',TEXT",
                "\"true\",TEXT",
                "!!str 1,TEXT",
                "! 1,TEXT",
                "null x,TEXT",
                "'',TEXT"
            })
    void aPlainScalarIsWhatTheCoreSchemaSays(String text, DocumentNode.ScalarType type) {
        assertThat(read("[" + text + "]").get(0).items().get(0).scalarType()).hasValue(type);
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"~", "null", "Null", "NULL"})
    void nothingIsNothing(String text) {
        DocumentNode item = read("[" + text + "]").get(0).items().get(0);
        assertThat(item.form()).isEqualTo(DocumentNode.Form.NULL);
        assertThat(item.scalarType()).isEmpty();
    }

    @Test
    void aBlockIsAText() {
        assertThat(read("|\n 1\n").get(0).scalarType()).hasValue(DocumentNode.ScalarType.TEXT);
    }

    @Test
    void readsJsonWithTabs() throws IOException {
        Path file = Files.writeString(
                directory.resolve("a.json"),
                "{\n\t\"a\\/b\":\t[1, true, null, \"x\\ty\\/\\\"\\u00e9\\ud83d\\ude00\", 7],\r\n\t\"b\":{}\n}\n");
        DocumentNode root = DocumentStream.file(file, told::add).get(0);
        assertThat(told).isEmpty();
        assertThat(root.entries().get(0).value().items().get(3).text()).hasValue("x\ty/\"\u00e9\ud83d\ude00");
        assertThat(root.entries().get(0).key()).isEqualTo("a/b");
        assertThat(root.entries().get(0).value().items().get(4).position())
                .isEqualTo(new SourcePosition(file.toString(), 2, 56));
        assertThat(root.entries().get(1).keyPosition()).isEqualTo(new SourcePosition(file.toString(), 3, 2));
    }

    @Test
    void whatCannotBeReadIsTold() throws IOException {
        DocumentStream.file(directory.resolve("none.yaml"), told::add);
        DocumentStream.file(directory, told::add);
        DocumentStream.file(
                Files.write(directory.resolve("b"), new byte[] {'a', '\n', 'b', (byte) 0xE6, 'c'}), told::add);
        DocumentStream.file(Files.write(directory.resolve("e"), new byte[] {'a', (byte) 0xE6}), told::add);
        DocumentStream.file(Files.write(directory.resolve("l"), new byte[(16 << 20) + 1]), told::add);
        DocumentStream.text("long", " ".repeat((16 << 20) + 1), told::add);
        assertThat(told)
                .extracting(d -> d.code().id() + " " + d.position().line() + ":"
                        + d.position().column())
                .containsExactly(
                        "topology/unreadable 0:0",
                        "topology/unreadable 0:0",
                        "topology/syntax 2:2",
                        "topology/syntax 1:2",
                        "topology/too-large 0:0",
                        "topology/too-large 1:1");
        assertThat(told)
                .extracting(Diagnostic::message)
                .filteredOn(m -> m.contains("16 MiB"))
                .hasSize(2);
    }

    @Test
    void isBoundedWhateverTheText() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ",").repeat(10)).append("]\n");
        }
        read(bomb.toString());
        read("[".repeat(100));
        read("---\n".repeat(600_000));
        assertThat(told)
                .extracting(d -> d.code().id())
                .containsOnly("topology/too-large")
                .hasSize(3);
    }

    @Test
    void garbageIsToldAndNothingIsThrown() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> parts = List.of(
                "a", ":", " ", "\n", "-", "---\n", "...\n", "[", "]", "{", "}", "\"", "'", "&x", "*x", "!!", "!t", "|",
                ">", "%", "<<", "?", ",", "\t", "#", "~", "1", "\u0000", "\ud800", "\\x", "@", "`");
        for (int run = 0; run < 20_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            try {
                read(text.toString());
                DocumentStream.text(
                        "b",
                        new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                        told::add);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + "L, run " + run + ": " + text, e);
            }
        }
    }
}
