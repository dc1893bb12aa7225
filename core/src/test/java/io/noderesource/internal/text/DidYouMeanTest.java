package io.noderesource.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

    private static final List<String> FIELDS =
            List.of("name", "key", "operator", "value", "values", "topology", "type");

    @ParameterizedTest
    @CsvSource({
        "nam, name",
        "Name, name",
        "kye, key",
        "opertaor, operator",
        "op_erator, operator",
        "vaule, value",
        "topo, topology",
        "valuesOf, values",
        "typ, type",
        "tpye, type"
    })
    void findsWhatWasMeant(String word, String meant) {
        assertThat(DidYouMean.nearest(word, FIELDS)).hasValue(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "zone", "''", "selector", "ab"})
    void doesNotGuessWildly(String word) {
        assertThat(DidYouMean.nearest(word, FIELDS)).isEmpty();
    }

    @Test
    void doesNotDependOnTheOrderOfWhatIsKnown() {
        assertThat(DidYouMean.nearest("aac", List.of("aab", "aad")))
                .isEqualTo(DidYouMean.nearest("aac", List.of("aad", "aab")));
    }

    @Test
    void passesOverTextsLongerThanAnyWord() {
        assertThat(DidYouMean.nearest("n".repeat(1 << 20), FIELDS)).isEmpty();
    }

    @Test
    void showsControlCharactersAsEscapes() {
        assertThat(Quoted.quote("a\nb\u0007\u202ec\ud800")).isEqualTo("'a\\nbU+0007U+202EcU+D800'");
        assertThat(Quoted.quote("x".repeat(100))).isEqualTo("'" + "x".repeat(64) + "…'");
    }
}
