package io.noderesource.backend.pmem.internal.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.linux.LinuxNode;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.Node;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwaitedLockTest {

    @TempDir
    Path state;

    private Node node;

    @BeforeEach
    void open() {
        node = LinuxNode.open(new BackendContext("edge-1", state, Duration.ofMinutes(1)));
    }

    private Node.Lock take() {
        return node.lock(Duration.ZERO);
    }

    private boolean isFree() {
        try (Node.Lock free = take()) {
            return true;
        } catch (NodeResourceException taken) {
            assertThat(taken.code()).isEqualTo(StandardErrorCode.NODE_LOCKED);
            return false;
        }
    }

    @Test
    void itIsFreeWhenNobodyWaitsThoughTheWorkGoesOn() {
        try (AwaitedLock awaited = new AwaitedLock()) {
            Node.Lock taken = awaited.take(this::take);
            assertThat(isFree()).isFalse();
            awaited.close();
            assertThat(isFree()).isTrue();
            // The work ends later, when somebody else may have the lock.
            try (Node.Lock others = take()) {
                taken.close();
                assertThat(isFree()).isFalse();
            }
        }
        assertThat(isFree()).isTrue();
    }

    @Test
    void workThatBeginsWhenNobodyWaitsDoesNotGetIt() {
        AwaitedLock awaited = new AwaitedLock();
        awaited.close();
        assertThatThrownBy(() -> awaited.take(this::take))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEADLINE));
        assertThat(isFree()).isTrue();
    }
}
