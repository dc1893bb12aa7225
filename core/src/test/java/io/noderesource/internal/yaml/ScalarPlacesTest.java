package io.noderesource.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The places inside a scalar, checked character by character over random values in every style. */
class ScalarPlacesTest {

    private static final String[] PIECES = {
        "a", "bc", "\ud83d\ude00", "'", "\"", "\\", ":", "-", "#x", "n", " ", "  ", "\t", "\n", "\n\n", "\n  ", "|", "é"
    };

    private static String randomValue(Random random) {
        StringBuilder value = new StringBuilder("x");
        int pieces = random.nextInt(30);
        for (int i = 0; i < pieces; i++) {
            value.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return value.append("y").toString();
    }

    private static String literal(String value, Random random) {
        String indent = " ".repeat(1 + random.nextInt(5));
        return (random.nextBoolean() ? "v: |- # comment\n" : "v: &a |-\n")
                + indent
                + value.replace("\n", "\n" + indent);
    }

    private static String folded(String value, Random random) {
        String indent = " ".repeat(1 + random.nextInt(5));
        // A single break between lines that are not indented more is folded: it is written as two.
        return "v: >-\n" + indent + value.replace("\n", "\n\n" + indent);
    }

    private static String single(String value) {
        return "v: '" + value.replace("'", "''").replace("\n", "\n\n  ") + "'";
    }

    private static String doubled(String value, Random random) {
        StringBuilder text = new StringBuilder("v: \"");
        value.codePoints().forEach(c -> {
            if (random.nextInt(8) == 0) {
                text.append("\\\n   ").append(c == ' ' || c == '\t' ? "\\" : "");
            }
            switch (c) {
                case '\n' -> text.append("\\n");
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append(text.charAt(text.length() - 1) == '\\' ? "t" : "\\t");
                case 'b' -> text.append(random.nextBoolean() ? "b" : "\\x62");
                case 'c' -> text.append(random.nextBoolean() ? "c" : "\\u0063");
                default -> text.appendCodePoint(c);
            }
        });
        return text.append('"').toString();
    }

    private static String write(String style, String value, Random random) {
        return switch (style) {
            case "literal" -> literal(value, random);
            case "folded" -> folded(value, random);
            case "single" -> single(value);
            default -> doubled(value, random);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"literal", "folded", "single", "double"})
    void everyCharacterButBlanksIsFoundWhereItStands(String style) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 2000; run++) {
            String text = "k: [z]\n" + write(style, randomValue(random), random) + "\nw: z\n";
            YamlText parsed = LocatedYaml.parse(text, 1000);
            if (!(parsed.root() instanceof YamlNode.Mapping mapping)) {
                continue; // what the random pieces made of it is not YAML
            }
            YamlNode.Entry entry = mapping.entries().get(1);
            if (!(entry.value() instanceof YamlNode.Scalar scalar)) {
                continue;
            }
            check(text, scalar, "seed " + seed + ", style " + style + ", run " + run);
        }
    }

    private static void check(String text, YamlNode.Scalar scalar, String what) {
        ScalarPlaces places = ScalarPlaces.of(text, scalar.place(), scalar.text());
        String[] lines = text.split("\n", -1);
        int line = 1;
        int column = 1;
        for (int c : scalar.text().codePoints().toArray()) {
            if (c != ' ' && c != '\t' && c != '\n') {
                Place place = places.at(new Place(line, column));
                String outer = lines[place.line() - 1];
                String rest = outer.substring(outer.offsetByCodePoints(0, place.column() - 1));
                assertThat(rest.codePointAt(0) == c || isEscapeOf(rest, c))
                        .as("%s: %s at %d:%d is at %s of %s", what, Character.toString(c), line, column, place, text)
                        .isTrue();
            }
            column = c == '\n' ? 1 : column + 1;
            line += c == '\n' ? 1 : 0;
        }
    }

    private static boolean isEscapeOf(String rest, int c) {
        String hex = Integer.toHexString(c);
        return rest.startsWith("\\" + Character.toString(c))
                || rest.startsWith("\\x" + hex)
                || rest.startsWith("\\u00" + hex);
    }

    @Test
    void theGeneratorMakesYamlInEveryStyle() {
        Random random = new Random(1);
        for (String style : new String[] {"literal", "folded", "single", "double"}) {
            int good = 0;
            for (int run = 0; run < 200; run++) {
                String text = "k: [z]\n" + write(style, randomValue(random), random) + "\nw: z\n";
                good += LocatedYaml.parse(text, 1000).problems().isEmpty() ? 1 : 0;
            }
            assertThat(good).as(style).isGreaterThan(100);
        }
    }

    @Test
    void blanksInLiteralBlocksAreExactToo() {
        String text = "data:\n  k: |\n    a:\n    \tb\n";
        ScalarPlaces places = ScalarPlaces.of(text, new Place(2, 6), "a:\n\tb\n");
        assertThat(places.at(new Place(2, 1))).isEqualTo(new Place(4, 5));
        assertThat(places.at(new Place(99, 99))).isNotNull();
    }
}
