package io.noderesource.topology;

import static io.noderesource.topology.Reading.codes;
import static io.noderesource.topology.Reading.diagnostics;
import static io.noderesource.topology.Reading.node;
import static io.noderesource.topology.Reading.read;
import static io.noderesource.topology.Reading.ruleFor;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

    private static boolean matches(String selector, String... labels) {
        return read(ruleFor(selector)).orElseThrow().rules().get(0).selector().matches(node(labels));
    }

    /** The ancestor's truth table for a node with the label bar=foo, where it is legal here. */
    @ParameterizedTest
    @CsvSource({
        "In, bar, foo, true",
        "In, bar, x, false",
        "In, bar, FOO, false",
        "In, zzz, foo, false",
        "NotIn, bar, foo, false",
        "NotIn, bar, x, true",
        "NotIn, zzz, foo, true",
        "Exists, bar, anything, true",
        "Exists, bar, '', true",
        "Exists, zzz, '', false",
        "Exists, Bar, '', false",
        "DoesNotExist, bar, '', false",
        "DoesNotExist, zzz, '', true",
    })
    void hasTheAncestorsTruthTable(String operator, String key, String value, boolean matches) {
        assertThat(matches("key: " + key + ", operator: " + operator + ", value: '" + value + "'", "bar", "foo"))
                .isEqualTo(matches);
    }

    @Test
    void anEmptyValueMatchesALabelWithoutOne() {
        String role = "key: node-role.kubernetes.io/edge, operator: In, value: ";
        assertThat(matches(role + "''", "node-role.kubernetes.io/edge", "")).isTrue();
        assertThat(matches(role + "~", "node-role.kubernetes.io/edge", "")).isTrue();
        assertThat(matches(role + "''", "node-role.kubernetes.io/edge", "x")).isFalse();
        assertThat(matches(role + "''")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "true", "1.10", "2021-01-01", "yes", "0x1F", "1_000", "1e3"})
    void valuesKeepTheirText(String value) {
        assertThat(matches("key: bar, operator: In, value: " + value, "bar", value))
                .isTrue();
    }

    @Test
    void everyRequirementMustHold() {
        String both = "key: a, operator: Exists, matchExpressions: [{key: b, operator: In, values: [x, y]}]";
        assertThat(matches(both, "a", "1", "b", "y")).isTrue();
        assertThat(matches(both, "a", "1", "b", "z")).isFalse();
        assertThat(matches(both, "b", "y")).isFalse();
        assertThat(matches("matchExpressions: [{key: b, operator: DoesNotExist}]", "a", "1"))
                .isTrue();
        assertThat(matches("key: b, operator: NotIn, values: [x, y]", "b", "z")).isTrue();
        assertThat(matches("key: b, operator: NotIn, values: [x, y]", "b", "x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The ancestor's NotIn and DoesNotExist with an empty key chose every node.
                "key: '', operator: NotIn, value: ''",
                "key: , operator: DoesNotExist",
                "operator: NotIn, value: x",
                "key: bar, value: foo",
                "key: bar, operator: '', value: foo",
                "key: bar, operator: In",
                "key: bar, operator: NotIn",
                "key: bar, operator: In, values: []",
                "matchExpressions: []",
                "matchExpressions: [{key: b, operator: In}]",
            })
    void whatIsMissingIsAnError(String selector) {
        assertThat(codes(ruleFor(selector))).containsExactly("topology/missing-field");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key: bar, operator: Equals, value: foo",
                "key: bar baz, operator: Exists",
                "key: a/b/c, operator: Exists",
                "key: -a, operator: Exists",
                "matchExpressions: [{key: b, operator: Gt, values: ['1']}]",
            })
    void whatCannotBeMeantIsAnError(String selector) {
        assertThat(codes(ruleFor(selector))).containsExactly("topology/bad-value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key: bar, operator: In, value: [a, b]",
                "key: [bar], operator: Exists",
                "key: bar, operator: {}",
                "key: bar, operator: In, values: a",
                "key: bar, operator: In, values: [[a]]",
                "matchExpressions: {key: b, operator: Exists}",
                "matchExpressions: [b]",
            })
    void wrongFormsAreErrors(String selector) {
        assertThat(codes(ruleFor(selector))).containsExactly("topology/wrong-type");
    }

    @Test
    void guessesTheOperator() {
        assertThat(diagnostics(ruleFor("key: bar, operator: in, value: foo")))
                .singleElement()
                .asString()
                .contains("did you mean 'In'?");
        assertThat(diagnostics(ruleFor("key: bar, operator: Exist")))
                .singleElement()
                .asString()
                .contains("did you mean 'Exists'?");
        assertThat(diagnostics(ruleFor("key: bar, operator: NotExists")))
                .singleElement()
                .asString()
                .contains("write one of In, NotIn, Exists, DoesNotExist");
    }

    /** The ancestor's documentation has Exists with a host's name as its value, and says that it chooses that host. */
    @Test
    void warnsOfAValueThatIsNotLookedAt() {
        assertThat(diagnostics(ruleFor("key: kubernetes.io/hostname, operator: Exists, value: cn-1")))
                .containsExactly(
                        "t:2:68: warning: volumegroup[0].value: the operator Exists does not look at the value:"
                                + " it chooses every node that has the label; did you mean 'In'? [topology/bad-value]");
        assertThat(codes(ruleFor("key: bar, operator: DoesNotExist, value: x")))
                .containsExactly("(topology/bad-value)");
        assertThat(codes(ruleFor("key: bar, operator: Exists, value: ''"))).isEmpty();
    }

    @Test
    void aRuleWithoutASelectorIsToldHowToMatchEveryNode() {
        assertThat(diagnostics("volumegroup: [{name: vg, topology: {type: device, devices: [/dev/vdb]}}]"))
                .singleElement()
                .asString()
                .contains("key: kubernetes.io/hostname and operator: Exists");
    }

    @Test
    void valueAndValuesExcludeEachOther() {
        assertThat(codes(ruleFor("key: bar, operator: In, value: a, values: [b]")))
                .containsExactly("topology/unknown-field");
        assertThat(diagnostics(ruleFor("matchExpressions: [{key: b, operator: In, value: x}]")))
                .first()
                .asString()
                .contains("did you mean 'values'?");
    }
}
