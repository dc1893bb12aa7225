package io.noderesource.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StampTest {

    private static Stamp of(String... parts) {
        Stamp.Builder stamp = Stamp.builder();
        for (String part : parts) {
            stamp.add(part);
        }
        return stamp.build();
    }

    @Test
    void thoseOfTheSamePartsAreEqual() {
        assertThat(of("a", "b")).isEqualTo(of("a", "b")).hasSameHashCodeAs(of("a", "b"));
        assertThat(of()).isEqualTo(of());
        assertThat(of("ab")).hasToString("Stamp[2 bytes]");
    }

    @Test
    void whereAPartEndsMatters() {
        assertThat(of("ab", "c"))
                .isNotEqualTo(of("a", "bc"))
                .isNotEqualTo(of("abc"))
                .isNotEqualTo(of("ab", "c", ""));
        assertThat(of("")).isNotEqualTo(of());
    }

    @Test
    void whatBecomesOfTheBytesGivenDoesNotMatter() {
        byte[] part = {1, 2};
        Stamp.Builder builder = Stamp.builder().add(part);
        Stamp stamp = builder.build();
        part[0] = 3;
        builder.add(part);
        assertThat(stamp).isEqualTo(Stamp.builder().add(new byte[] {1, 2}).build());
    }
}
