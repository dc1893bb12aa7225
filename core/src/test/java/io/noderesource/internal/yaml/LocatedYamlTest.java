package io.noderesource.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocatedYamlTest {

    private static YamlText parse(String text) {
        return LocatedYaml.parse(text, 10_000);
    }

    /** Writes a tree as {@code text@line:column}. */
    private static String show(@Nullable YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            StringBuilder text = new StringBuilder("{");
            mapping.entries()
                    .forEach(e -> text.append(e.key())
                            .append(at(e.place()))
                            .append(": ")
                            .append(show(e.value()))
                            .append(", "));
            return text.append('}').append(at(mapping.place())).toString();
        }
        if (node instanceof YamlNode.Sequence sequence) {
            StringBuilder text = new StringBuilder("[");
            sequence.items().forEach(i -> text.append(show(i)).append(", "));
            return text.append(']').append(at(sequence.place())).toString();
        }
        return node instanceof YamlNode.Scalar scalar
                ? scalar.text() + at(scalar.place())
                : node == null ? "none" : "null" + at(node.place());
    }

    private static String at(Place place) {
        return "@" + place.line() + ":" + place.column();
    }

    private static void assertGood(String text, String tree) {
        assertThat(parse(text).problems()).isEmpty();
        assertThat(show(parse(text).root())).isEqualTo(tree);
    }

    private static void assertBad(String text, ErrorCode code, int line, int column, String message) {
        assertThat(parse(text).problems()).first().satisfies(p -> {
            assertThat(p.code()).isEqualTo(code);
            assertThat(p.place()).isEqualTo(new Place(line, column));
            assertThat(p.message()).contains(message);
        });
    }

    @Test
    void givesThePlaceOfEveryKeyAndValue() {
        assertGood(
                "a: x\nb:\n- y\n-  z: null\n", "{a@1:1: x@1:4, b@2:1: [y@3:3, {z@4:4: null@4:7, }@4:4, ]@3:1, }@1:1");
        assertGood("a:\nb: ''", "{a@1:1: null@1:3, b@2:1: @2:4, }@1:1");
        assertGood("\ufeffa: &x b", "{a@1:1: b@1:4, }@1:1");
        assertGood(
                "a: \ud83d\ude00\r\nb: '\ud83d\ude00' # c\rc: d",
                "{a@1:1: \ud83d\ude00@1:4, b@2:1: \ud83d\ude00@2:4, c@3:1: d@3:4, }@1:1");
    }

    @Test
    void keepsScalarsAsTheyStand() {
        assertGood(
                "[007, true, 1.10, 2021-01-01, yes, ~, 'null', \"\\u0041\"]",
                "[007@1:2, true@1:7, 1.10@1:13, 2021-01-01@1:19, yes@1:31, null@1:36, null@1:39, A@1:47, ]@1:1");
    }

    @Test
    void takesOneDocumentAndNothingMore() {
        assertGood("---\na: b\n...\n", "{a@2:1: b@2:4, }@2:1");
        assertGood("a: b\n---\n", "{a@1:1: b@1:4, }@1:1");
        assertGood("# only a comment\n", "none");
        assertBad("a: b\n---\nc: d\n", StandardErrorCode.SEVERAL_DOCUMENTS, 2, 1, "second document");
        assertBad("---\n---\nc: d\n", StandardErrorCode.SEVERAL_DOCUMENTS, 2, 1, "second document");
    }

    @Test
    void reportsEachDuplicateKeyWithThePlaceOfTheFirst() {
        YamlText text = parse("a: 1\nb: {c: 1, c: 2}\na: 3\n");
        assertThat(text.problems())
                .extracting(YamlProblem::code, YamlProblem::place, YamlProblem::first)
                .containsExactly(
                        tuple(StandardErrorCode.DUPLICATE_KEY, new Place(2, 11), new Place(2, 5)),
                        tuple(StandardErrorCode.DUPLICATE_KEY, new Place(3, 1), new Place(1, 1)));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            many.append("k").append(i).append(": v\n");
        }
        assertThat(parse(many + "k39: v\nk3: v\n").problems()).hasSize(2);
        assertThat(parse(many.toString()).problems()).isEmpty();
    }

    @Test
    void expandsAliasesAndMerges() {
        assertGood("a: &x [y]\nb: *x", "{a@1:1: [y@1:8, ]@1:4, b@2:1: [y@1:8, ]@1:4, }@1:1");
        assertGood(
                "a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}",
                "{a@1:1: {k@1:8: 1@1:11, l@1:14: 2@1:17, }@1:4, b@2:1: {k@2:13: 3@2:16, l@1:14: 2@1:17, }@2:4, }@1:1");
        assertBad("a: {<<: x}", StandardErrorCode.WRONG_TYPE, 1, 9, "merge key");
        assertGood("a: {'<<': x}", "{a@1:1: {<<@1:5: x@1:11, }@1:4, }@1:1");
        assertBad("a: *x", StandardErrorCode.SYNTAX, 1, 4, "no anchor &x");
    }

    @Test
    void refusesWhatExplodes() {
        assertBad("a: &x [*x]", StandardErrorCode.TOO_LARGE, 1, 8, "inside the value");
        assertBad("[".repeat(33), StandardErrorCode.TOO_LARGE, 1, 33, "nested");
        assertThat(parse("[".repeat(32) + "]".repeat(32)).problems()).isEmpty();
        assertThat(LocatedYaml.parse("[a, b, c]", 4).problems()).isEmpty();
        assertThat(LocatedYaml.parse("[a, b, c, d]", 4).problems())
                .extracting(YamlProblem::code)
                .containsExactly(StandardErrorCode.TOO_LARGE);
        String deep = "a: &a [[[[[[[[[[x]]]]]]]]]]\nb: &b [[[[[[[[[[*a]]]]]]]]]]\nc: &c [[[[[[[[[[*b]]]]]]]]]]\n";
        assertThat(parse(deep).problems()).isEmpty();
        assertThat(parse(deep + "d: [[*c]]\n").problems())
                .extracting(YamlProblem::code)
                .containsExactly(StandardErrorCode.TOO_LARGE);
    }

    @Test
    void saysClearlyWhatIsNotAllowed() {
        assertBad("a:\n\tb: c", StandardErrorCode.SYNTAX, 2, 1, "a tab");
        assertBad("a: b\u0000c", StandardErrorCode.SYNTAX, 1, 5, "U+0000");
        assertBad("a: b\u0085c", StandardErrorCode.SYNTAX, 1, 5, "U+0085");
        assertBad("a: \ufeffb", StandardErrorCode.SYNTAX, 1, 4, "byte order mark");
        assertBad("a: \ud800b", StandardErrorCode.SYNTAX, 1, 4, "surrogate");
        assertBad("[a]: b", StandardErrorCode.WRONG_TYPE, 1, 1, "a key is a list");
        assertBad("? {a: b}\n: c", StandardErrorCode.WRONG_TYPE, 1, 3, "a key is a list or a mapping");
        assertBad("~: b", StandardErrorCode.WRONG_TYPE, 1, 1, "a key is empty");
        assertBad("a: !!binary aGk=", StandardErrorCode.SYNTAX, 1, 4, "tag");
        assertBad("a: !!java.net.URL [x]", StandardErrorCode.SYNTAX, 1, 4, "tag");
        assertBad("a: b: c", StandardErrorCode.SYNTAX, 1, 5, "mapping values are not allowed");
        assertBad("a: [b", StandardErrorCode.SYNTAX, 1, 6, "not well-formed");
        assertBad("a: \"\\UFFFFFFFF\"", StandardErrorCode.SYNTAX, 1, 1, "not well-formed");
    }
}
