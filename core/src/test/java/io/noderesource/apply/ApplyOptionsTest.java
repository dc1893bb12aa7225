package io.noderesource.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ApplyOptionsTest {

    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    @Test
    void refusesLimitsThatNoClockCanMeasure() {
        for (Duration wrong : List.of(FOREVER, Duration.ofDays(1).plusNanos(1), Duration.ofNanos(-1))) {
            refused(() -> ApplyOptions.builder().stepLimit(wrong).build());
            refused(() -> ApplyOptions.builder().lockLimit(wrong).build());
            refused(() -> NodeResources.builder().observeLimit(wrong).build());
            refused(() -> NodeResources.builder().nativeDeadline(wrong).build());
        }
        refused(() -> ApplyOptions.builder().stepLimit(Duration.ZERO).build());
        refused(() -> ApplyOptions.builder().maxDevices(-1).build());
    }

    @Test
    void whoCancelsHisOwnDefaultsCancelsNobodyElses() {
        ApplyOptions.defaults().cancellation().cancel();

        assertThat(ApplyOptions.defaults().cancellation().isCancelled()).isFalse();
    }

    @Test
    void takesADayAndNoWaitForTheLock() {
        ApplyOptions options = ApplyOptions.builder()
                .stepLimit(Duration.ofDays(1))
                .lockLimit(Duration.ZERO)
                .build();

        assertThat(options.stepLimit()).isEqualTo(Duration.ofDays(1));
        assertThat(options.lockLimit()).isZero();
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(StandardErrorCode.BAD_OPTION));
    }
}
