package io.noderesource.backend.quotapath.internal.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {

    @ParameterizedTest
    @EnumSource
    void isReadAsItWasWritten(Mark.Phase phase) {
        Mark mark = new Mark(0xfffffffeL, phase, Long.MAX_VALUE);
        assertThat(Mark.parse(mark.text())).contains(mark);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "2 5 assigned 7",
                "1 0 assigned 7",
                "1 4294967295 assigned 7",
                "1 5 done 7",
                "1 5 assigned 99999999999999999999",
                "1 5 assigned 9999999999999999999",
                "1 5 assigned 7 ",
                "1 5 assigned 7\u0000",
                "1 -5 assigned 7"
            })
    void whatIsNoMarkOfThisVersionIsNone(String text) {
        assertThat(Mark.parse(text)).isEmpty();
    }

    @Test
    void textIsStable() {
        assertThat(new Mark(1073741824, Mark.Phase.ASSIGNING, 12).text()).isEqualTo("1 1073741824 assigning 12");
    }
}
