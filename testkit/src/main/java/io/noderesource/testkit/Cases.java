package io.noderesource.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Checks laws over random cases: each is a beginning, some random commands, and an end at which the laws must hold.
 *
 * <p>All of a case follows from its seed. A case that breaks a law is run again with fewer commands - a shorter
 * beginning first, then without single ones - and thrown with its seed, the commands that are left, and the properties
 * that replay just it: {@code -Dnoderesource.seed=SEED -Dnoderesource.commands=0,2}.
 *
 * <p>Immutable; {@link #check} may be called from any thread.
 */
public final class Cases {

    private static final String SEED = "noderesource.seed";
    private static final String COMMANDS = "noderesource.commands";

    /** How often a failing case is run again to make it shorter. */
    private static final int RUNS_TO_SHRINK = 60;

    /** One case under way. */
    public interface Trial extends AutoCloseable {

        /** Does one random command. */
        void command(Chance chance);

        /** Ends the case: whatever must hold now is checked. */
        void end();

        /** Gives back what it holds. */
        @Override
        void close();
    }

    private final String replayedBy;
    private final Function<Chance, Trial> beginning;
    private final int mostCommands;

    private Cases(String replayedBy, Function<Chance, Trial> beginning, int mostCommands) {
        this.replayedBy = replayedBy;
        this.beginning = beginning;
        this.mostCommands = mostCommands;
    }

    /**
     * Cases.
     *
     * @param replayedBy the command line that runs the test, to which the message adds the properties of a replay
     * @param mostCommands how many commands a case has at most; it has at least one
     * @param beginning begins a case
     */
    public static Cases of(String replayedBy, int mostCommands, Function<Chance, Trial> beginning) {
        return new Cases(replayedBy, beginning, mostCommands);
    }

    /**
     * Runs cases on some threads, or only the one that the system properties name.
     *
     * @param firstSeed seed of the first case; the others follow
     * @param count how many cases
     * @param threads how many run at once
     * @throws AssertionError when a case breaks a law: with the seed and how to replay it
     */
    public void check(long firstSeed, int count, int threads) {
        String named = System.getProperty(SEED);
        if (named != null) {
            String commands = System.getProperty(COMMANDS);
            run(Long.parseLong(named), commands == null ? all(Long.parseLong(named)) : numbers(commands));
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<@Nullable Void> work = () -> {
                for (int i = next.getAndIncrement(); i < count && !broken.get(); i = next.getAndIncrement()) {
                    try {
                        checkOne(firstSeed + i);
                    } catch (AssertionError e) {
                        broken.set(true);
                        throw e;
                    }
                }
                return null;
            };
            for (Future<@Nullable Void> done : pool.invokeAll(
                    IntStream.range(0, threads).mapToObj(i -> work).toList())) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private void checkOne(long seed) {
        List<Integer> commands = all(seed);
        Throwable failure = failure(seed, commands);
        if (failure != null) {
            List<Integer> fewer = shrink(seed, commands);
            Throwable shown = fewer.equals(commands) ? failure : failure(seed, fewer);
            String list = String.join(",", fewer.stream().map(String::valueOf).toList());
            throw new AssertionError(
                    "a law is broken; replay it by: " + replayedBy + " -D" + SEED + "=" + seed + " -D" + COMMANDS + "="
                            + list + "\n" + (shown == null ? failure : shown),
                    shown == null ? failure : shown);
        }
    }

    private List<Integer> all(long seed) {
        return IntStream.range(0, Chance.of(seed, -1).between(1, mostCommands))
                .boxed()
                .toList();
    }

    private static List<Integer> numbers(String list) {
        return list.isEmpty()
                ? List.of()
                : List.of(list.split(",")).stream().map(Integer::valueOf).toList();
    }

    private List<Integer> shrink(long seed, List<Integer> failing) {
        List<Integer> least = failing;
        int runs = 0;
        for (int length = 0; length < failing.size() && runs < RUNS_TO_SHRINK; length++, runs++) {
            if (failure(seed, failing.subList(0, length)) != null) {
                least = failing.subList(0, length);
                break;
            }
        }
        for (int i = least.size() - 1; i >= 0 && runs < RUNS_TO_SHRINK; i--, runs++) {
            List<Integer> without = new ArrayList<>(least);
            without.remove(i);
            if (failure(seed, without) != null) {
                least = without;
            }
        }
        return least;
    }

    private @Nullable Throwable failure(long seed, List<Integer> commands) {
        try {
            run(seed, commands);
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    private void run(long seed, List<Integer> commands) {
        try (Trial trial = beginning.apply(Chance.of(seed, 0))) {
            for (int command : commands) {
                trial.command(Chance.of(seed, command + 1));
            }
            trial.end();
        }
    }
}
