package io.noderesource.edgex.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochNanosTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                999_999_999,
                1_000_000_000,
                -1_000_000_000,
                -1_000_000_001,
                1795405208386481807L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1,
                (1L << 53) + 1
            })
    void areExactBothWays(long nanos) {
        assertThat(EpochNanos.of(EpochNanos.toInstant(nanos))).isEqualTo(nanos);
    }

    @Test
    void areTheMomentTheySay() {
        assertThat(EpochNanos.toInstant(1795405208386481807L))
                .isEqualTo(Instant.parse("2026-11-23T03:40:08.386481807Z"));
        assertThat(EpochNanos.toInstant(-1)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999999Z"));
    }

    @Test
    void endInTheYear2262() {
        Instant last = EpochNanos.toInstant(Long.MAX_VALUE);
        Instant first = EpochNanos.toInstant(Long.MIN_VALUE);
        assertThatThrownBy(() -> EpochNanos.of(last.plusNanos(1))).hasMessageContaining("2262");
        assertThatThrownBy(() -> EpochNanos.of(first.minusNanos(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EpochNanos.of(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
    }
}
