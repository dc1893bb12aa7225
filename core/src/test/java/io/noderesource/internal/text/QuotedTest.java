package io.noderesource.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {

    @Test
    void linesStayAndNothingInThemSpeaksToTheTerminal() {
        assertThat(Quoted.lines("one\ntwo\n")).isEqualTo("one\ntwo\n");
        assertThat(Quoted.lines("one\n\ntwo")).isEqualTo("one\n\ntwo");
        assertThat(Quoted.lines("")).isEmpty();
        assertThat(Quoted.lines("Größe 温度 \uD83D\uDE00\n")).isEqualTo("Größe 温度 \uD83D\uDE00\n");
        assertThat(Quoted.lines("\u001b[2Jgone\u202egnp.exe\u2028x\n"))
                .isEqualTo("U+001B[2JgoneU+202Egnp.exeU+2028x\n");
    }

    @Test
    void aQuoteIsShortAndOnOneLine() {
        assertThat(Quoted.quote("a\nb\tc")).isEqualTo("'a\\nb\\tc'");
        assertThat(Quoted.quote("x".repeat(80))).isEqualTo("'" + "x".repeat(64) + "…'");
    }
}
