package io.noderesource.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "/dev/vdb, /dev/vdb, true",
        "/dev/vdb, /dev/vdb1, false",
        "/dev/vd*, /dev/vdb, true",
        "/dev/vd*, /dev/sdb, false",
        "/dev/vd?, /dev/vdb, true",
        "/dev/vd?, /dev/vdb1, false",
        "/dev/vd[bc], /dev/vdc, true",
        "/dev/vd[bc], /dev/vdd, false",
        "/dev/vd[!b], /dev/vdb, false",
        "/dev/vd[!b], /dev/vdc, true",
        "/dev/vd[a-c], /dev/vdb, true",
        "/dev/vd[a-c], /dev/vdd, false",
        "a[, a[, true",
        "*, anything, true",
        "a*b*c, aXbYc, true",
        "a*b*c, aXbY, false",
        "[]a]x, ax, true",
        "[!]a]x, ]x, false",
        "[!]a]x, bx, true"
    })
    void matchesAsGlob7Says(String pattern, String text, boolean expected) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(expected);
    }

    @Test
    void isNotSlowOnHostilePatterns() {
        String text = "a".repeat(20_000);
        assertThat(Glob.matches("*a".repeat(200) + "b", text)).isFalse();
    }
}
