package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OwnerThreadTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final AtomicInteger prepared = new AtomicInteger();
    private final OwnerThread owner = new OwnerThread("owner", prepared::incrementAndGet);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        mayEnd.countDown();
    }

    @Test
    void worksOnOneThreadForAllCallers() {
        AtomicInteger inside = new AtomicInteger();
        var threads = IntStream.range(0, 40)
                .parallel()
                .mapToObj(i -> owner.call("work", Deadline.in(LONG), LONG, () -> {
                    assertThat(inside.incrementAndGet()).isEqualTo(1);
                    Thread self = Thread.currentThread();
                    inside.decrementAndGet();
                    return self;
                }))
                .distinct()
                .toList();
        assertThat(threads).singleElement().satisfies(t -> {
            assertThat(t.isDaemon()).isTrue();
            assertThat(t).isNotSameAs(Thread.currentThread());
        });
        assertThat(prepared).hasValue(1);
    }

    @Test
    void passesOnWhatTheWorkThrows() {
        IllegalStateException thrown = new IllegalStateException("no");
        assertThatThrownBy(() -> owner.call("work", Deadline.in(LONG), LONG, () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(owner.<String>call("work", Deadline.in(LONG), LONG, () -> "next"))
                .isEqualTo("next");
    }

    @Test
    void saysStuckAtOnceUntilTheCallReturns() throws InterruptedException {
        assertThat(codeOf(() -> owner.call("lvm vgs", Deadline.in(LONG), SHORT, this::hang)))
                .isEqualTo(LvmErrorCode.STUCK);
        AtomicBoolean ran = new AtomicBoolean();
        for (int i = 0; i < 3; i++) {
            NodeResourceException later = catchThrowableOfType(
                    NodeResourceException.class,
                    () -> owner.call("lvm pvs", Deadline.in(LONG), LONG, () -> ran.getAndSet(true)));
            assertThat(later.code()).isEqualTo(LvmErrorCode.STUCK);
            assertThat(later).hasMessageContaining("lvm vgs").hasMessageContaining("lvm pvs");
        }
        mayEnd.countDown();
        assertThat(workAgain()).isEqualTo("well");
        assertThat(ran).as("what was refused never ran").isFalse();
    }

    @Test
    void tellsThoseWhoWaitWhenTheCallGetsStuck() throws Exception {
        CompletableFuture<ErrorCode> first = CompletableFuture.supplyAsync(
                () -> codeOf(() -> owner.call("a", Deadline.in(LONG), SHORT, this::hang)));
        begun.await();
        assertThat(codeOf(() -> owner.call("b", Deadline.in(LONG), LONG, () -> "b")))
                .isEqualTo(LvmErrorCode.STUCK);
        assertThat(first.get()).isEqualTo(LvmErrorCode.STUCK);
    }

    @Test
    void whatChangesDevicesIsWaitedForToItsEnd() throws Exception {
        // On a busy machine a thread may take a while to begin.
        Deadline past = Deadline.in(Duration.ofSeconds(2));
        CompletableFuture<String> change =
                CompletableFuture.supplyAsync(() -> owner.carryOut("lvm pvcreate", past, SHORT, this::hang));
        begun.await();
        while (past.nanosLeft() > 0) {
            // Others are told that it is stuck, and whoever began it waits on.
            Thread.onSpinWait();
        }
        assertThat(codeOf(() -> owner.call("lvm pvs", Deadline.in(LONG), LONG, () -> "pvs")))
                .isEqualTo(LvmErrorCode.STUCK);
        assertThat(change).isNotDone();
        mayEnd.countDown();
        assertThat(change.get()).isEqualTo("late");
    }

    @Test
    void whatChangesDevicesIsNotBegunLate() throws Exception {
        CompletableFuture<ErrorCode> first = CompletableFuture.supplyAsync(
                () -> codeOf(() -> owner.call("a", Deadline.in(SHORT), LONG, this::hang)));
        begun.await();
        AtomicBoolean ran = new AtomicBoolean();
        assertThat(codeOf(() -> owner.carryOut("b", Deadline.in(SHORT), LONG, () -> ran.getAndSet(true))))
                .isEqualTo(StandardErrorCode.DEADLINE);
        assertThat(first.get()).isEqualTo(StandardErrorCode.DEADLINE);
        mayEnd.countDown();
        assertThat(workAgain()).isEqualTo("well");
        assertThat(ran).isFalse();
    }

    @Test
    void answersByTheCallersOwnDeadline() throws Exception {
        assertThat(codeOf(() -> owner.call("a", Deadline.in(SHORT), LONG, this::hang)))
                .isEqualTo(StandardErrorCode.DEADLINE);
        AtomicBoolean ran = new AtomicBoolean();
        NodeResourceException waited = catchThrowableOfType(
                NodeResourceException.class,
                () -> owner.call("b", Deadline.in(SHORT), LONG, () -> ran.getAndSet(true)));
        assertThat(waited.code()).isEqualTo(StandardErrorCode.DEADLINE);
        assertThat(waited).hasMessageContaining("was not begun");
        mayEnd.countDown();
        assertThat(workAgain()).isEqualTo("well");
        assertThat(ran).isFalse();
    }

    @Test
    void isInterruptedWithoutTouchingTheWork() throws Exception {
        CompletableFuture<ErrorCode> answer = new CompletableFuture<>();
        Thread caller =
                new Thread(() -> answer.complete(codeOf(() -> owner.call("a", Deadline.in(LONG), LONG, this::hang))));
        caller.start();
        begun.await();
        caller.interrupt();
        assertThat(answer.get()).isEqualTo(StandardErrorCode.CANCELLED);
        mayEnd.countDown();
        assertThat(workAgain()).isEqualTo("well");
    }

    @Test
    void triesToPrepareAgainAfterAFailure() {
        AtomicInteger tries = new AtomicInteger();
        OwnerThread unfit = new OwnerThread("unfit", () -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
        });
        assertThatThrownBy(() -> unfit.call("a", Deadline.in(LONG), LONG, () -> "a"))
                .hasMessage("not yet");
        assertThat(unfit.<String>call("a", Deadline.in(LONG), LONG, () -> "a")).isEqualTo("a");
    }

    /** Waits for the owner to be free, as a caller would: by asking again. */
    private String workAgain() throws InterruptedException {
        while (true) {
            try {
                return owner.call("again", Deadline.in(LONG), LONG, () -> "well");
            } catch (NodeResourceException e) {
                assertThat(e.code()).isEqualTo(LvmErrorCode.STUCK);
                Thread.onSpinWait();
            }
        }
    }

    private String hang() {
        begun.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                mayEnd.await();
                assertThat(interrupted).as("nobody interrupts native work").isFalse();
                return "late";
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private static ErrorCode codeOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(NodeResourceException.class, call).code();
    }
}
