package io.noderesource.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the content: no exception, and no rule out of a document without its mistakes being said. */
class FuzzTest {

    private static final String[] PIECES = {
        "\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "- ",
        ": ",
        ":",
        "'",
        "\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        "#",
        "|",
        "|-\n",
        ">",
        "&a ",
        "*a",
        "<<: *a",
        "!!str ",
        "? ",
        "%",
        "---\n",
        "...\n",
        "\t",
        "\0",
        "\ufeff",
        "\u2028",
        "\ud800",
        "\ud83d\ude00",
        "~",
        "null",
        "name",
        "key",
        "operator",
        "value",
        "values",
        "topology",
        "type",
        "device",
        "devices",
        "select",
        "volumegroup",
        "quotapath",
        "data",
        "kind: ConfigMap",
        "apiVersion: v1",
        "/dev/vdb",
        "In",
        "pmem",
        "regions",
        "region0",
        "\\",
        "\\x",
        "-",
        "a"
    };

    @TempDir
    private Path dir;

    @Test
    void anyTextIsRead() throws IOException {
        long seed = System.nanoTime();
        System.out.println("FuzzTest.anyTextIsRead: seed " + seed);
        Random random = new Random(seed);
        List<String> good =
                List.of(configMap(), Reading.ruleFrom("type: device, select: [{byId: 'a*', count: 1}]"), "");
        int stillGood = 0;
        for (int run = 0; run < 20_000; run++) {
            String text = mutated(good.get(random.nextInt(good.size())), random);
            TopologyDocument document = Reading.read(text);
            check(document, "seed " + seed + ", run " + run + ": " + text);
            stillGood += document.isGood() ? 1 : 0;
        }
        assertThat(stillGood).as("mutations that a document survives").isGreaterThan(100);
    }

    @Test
    void anyBytesAreRead() throws IOException {
        long seed = System.nanoTime();
        System.out.println("FuzzTest.anyBytesAreRead: seed " + seed);
        Random random = new Random(seed);
        byte[] good = configMap().getBytes(StandardCharsets.UTF_8);
        for (int run = 0; run < 1000; run++) {
            byte[] bytes = random.nextInt(4) == 0 ? new byte[random.nextInt(300)] : good.clone();
            if (bytes.length == good.length) {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            } else {
                random.nextBytes(bytes);
            }
            Path file = Files.write(dir.resolve("volumegroup"), bytes);
            check(Reading.READER.read(TopologySource.file(file)), "seed " + seed + ", run " + run);
            check(Reading.READER.read(TopologySource.directory(dir)), "seed " + seed + ", run " + run);
        }
    }

    /**
     * A document that lost its end or a line must not lose its mistakes; and one without any declares what a second reading
     * of it declares.
     */
    private static void check(TopologyDocument document, String what) {
        for (Diagnostic diagnostic : document.diagnostics()) {
            assertThat(diagnostic.toString()).as(what).doesNotContain("\n").doesNotContain("\0");
            assertThat(diagnostic.code().id()).as(what + diagnostic).isNotEqualTo("internal/defect");
        }
        document.topology().forNode(Reading.node("kubernetes.io/hostname", "edge-1", "storage", "pmem", "bar", "x"));
        if (!document.isGood()) {
            assertThat(document.diagnostics()).as(what).isNotEmpty();
        }
    }

    /** Rules that are all good in a document that is bad elsewhere must not make it look good. */
    @Test
    void aMistakeAnywhereMakesTheDocumentBad() throws IOException {
        String good = configMap();
        String[] lines = good.split("\n");
        for (int i = 0; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (lines[i].startsWith("    ") && colon > 0) {
                String[] broken = lines.clone();
                broken[i] = lines[i].substring(0, colon) + "q" + lines[i].substring(colon);
                TopologyDocument document = Reading.read(String.join("\n", broken));
                int line = i + 1;
                assertThat(document.isGood()).as(broken[i]).isFalse();
                assertThat(document.diagnostics())
                        .as(broken[i])
                        .anyMatch(d -> d.position().line() == line);
            }
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(text.isEmpty() ? 40 : 4); i >= 0; i--) {
            int at = random.nextInt(mutated.length() + 1);
            int end = Math.min(mutated.length(), at + random.nextInt(8));
            String piece = PIECES[random.nextInt(PIECES.length)];
            switch (random.nextInt(4)) {
                case 0 -> mutated.insert(at, piece);
                case 1 -> mutated.delete(at, end);
                case 2 -> mutated.replace(at, end, piece);
                default -> mutated.insert(at, mutated.substring(at, end));
            }
        }
        return mutated.toString();
    }

    private static String configMap() throws IOException {
        try (InputStream in = FuzzTest.class.getResourceAsStream("node-resource-topo.yaml")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
