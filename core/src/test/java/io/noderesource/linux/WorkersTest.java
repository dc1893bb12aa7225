package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.linux.Workers.End;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void hangingCallDelaysNoOther() throws Exception {
        Workers workers = new Workers();
        CountDownLatch never = new CountDownLatch(1);
        Map<String, Callable<String>> calls = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            calls.put("hangs " + i, () -> {
                never.await();
                return "late";
            });
            calls.put("answers " + i, () -> "answer");
        }
        Map<String, Workers.Result<String>> results = workers.runAll(calls, SHORT, LONG);

        assertThat(results).hasSize(40);
        results.forEach((key, result) ->
                assertThat(result.end()).as(key).isEqualTo(key.startsWith("h") ? End.LATE : End.RETURNED));
        assertThat(workers.run("hangs 3", () -> "new", LONG).end()).isEqualTo(End.STUCK_BEFORE);
        never.countDown();
        assertThat(Waiting.until(
                        () -> workers.run("hangs 3", () -> "new", LONG).end() == End.RETURNED,
                        LONG,
                        Duration.ofMillis(5)))
                .isTrue();
    }

    /** An observer that was interrupted makes the next one no blind one. */
    @Test
    void aCallForWhichNobodyWaitsAnyMoreIsWaitedForAWhile() {
        Workers workers = new Workers();
        CountDownLatch gone = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        End interrupted = workers.run(
                        "list",
                        () -> {
                            gone.await();
                            return "late";
                        },
                        LONG)
                .end();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).isEqualTo(End.NOT_BEGUN);

        boolean begun = workers.run("list", () -> "at once", LONG).end() == End.STUCK_BEFORE;
        gone.countDown();

        assertThat(workers.runAfterOthers("list", () -> "then", LONG, LONG).value())
                .as(begun ? "after the first" : "the first was not begun")
                .isEqualTo("then");
    }

    @Test
    void aCallThatHangsIsNotWaitedForForEver() {
        Workers workers = new Workers();
        CountDownLatch never = new CountDownLatch(1);
        Callable<String> hang = () -> {
            never.await();
            return "late";
        };
        assertThat(workers.run("list", hang, Duration.ofMillis(10)).end()).isEqualTo(End.LATE);
        assertThat(workers.runAfterOthers("list", () -> "then", LONG, Duration.ofMillis(50))
                        .end())
                .isEqualTo(End.STUCK_BEFORE);
        never.countDown();
    }

    @Test
    void whatIsThrownIsKept() {
        Workers.Result<String> result = new Workers()
                .run(
                        "a",
                        () -> {
                            throw new IllegalStateException("x");
                        },
                        LONG);
        assertThat(result.end()).isEqualTo(End.THREW);
        assertThat(result.failure()).hasMessage("x");
    }

    @Test
    void withoutTimeNothingIsBegun() {
        assertThat(new Workers().run("a", () -> "x", Duration.ZERO).end()).isEqualTo(End.NOT_BEGUN);
    }

    @Test
    void aFewThreadsTakeCallAfterCall() {
        Map<Integer, Callable<Thread>> calls = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
            calls.put(i, Thread::currentThread);
        }
        Map<Integer, Workers.Result<Thread>> results = new Workers().runAll(calls, LONG, LONG);
        assertThat(results).hasSize(500);
        assertThat(results.values()).allSatisfy(r -> assertThat(r.end()).isEqualTo(End.RETURNED));
        assertThat(results.values().stream().map(Workers.Result::value).distinct())
                .hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void aCallHasItsOwnDeadlineHoweverLateItIsBegun() {
        CountDownLatch never = new CountDownLatch(1);
        Map<Integer, Callable<Boolean>> calls = new LinkedHashMap<>();
        for (int i = 0; i < 17; i++) {
            calls.put(i, () -> never.await(LONG.toSeconds(), TimeUnit.SECONDS));
        }
        long before = System.nanoTime();
        Map<Integer, Workers.Result<Boolean>> results = new Workers().runAll(calls, SHORT, LONG);
        never.countDown();
        assertThat(results.values()).allSatisfy(r -> assertThat(r.end()).isEqualTo(End.LATE));
        // The last is begun when one of the others is given up.
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(SHORT.multipliedBy(2))
                .isLessThan(LONG);
    }
}
