package io.noderesource.testkit;

import io.noderesource.plan.StepType;
import java.util.List;
import java.util.function.Function;

/**
 * The random suite, the same for the product as it is and for each planted violation: a function of JDK types only, so
 * that it can be asked over the border of a class loader.
 */
public final class RandomSuite implements Function<long[], String> {

    private static final String REPLAY =
            "mvn test -pl testkit -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=RandomNodeTest#";

    private static final List<StepFault> HANGS = List.of(StepFault.HANG, StepFault.HANG_AFTER);

    /** A suite. */
    public RandomSuite() {}

    /**
     * Runs all parts.
     *
     * @param numbers first seed, number of random cases, threads
     * @return the first broken law; empty when all hold
     */
    @Override
    public String apply(long[] numbers) {
        Tally tally = new Tally();
        int cases = Math.toIntExact(numbers[1]);
        int threads = Math.toIntExact(numbers[2]);
        try {
            documents(numbers[0], 30, threads);
            hangs(numbers[0], 1, tally);
            laws(numbers[0], cases, threads, tally);
            prefixes(numbers[0], cases / 4, threads, tally);
            return "";
        } catch (AssertionError broken) {
            return String.valueOf(broken.getMessage());
        }
    }

    static void laws(long seed, int cases, int threads, Tally tally) {
        Cases.of(REPLAY + "lawsHold", 3, chance -> new RandomTrial(chance, tally))
                .check(seed, cases, threads);
    }

    static void prefixes(long seed, int cases, int threads, Tally tally) {
        Cases.of(REPLAY + "anyPrefixIsSafe", 3, chance -> new PrefixTrial(chance.number(), tally))
                .check(seed, cases, threads);
    }

    static void documents(long seed, int cases, int threads) {
        Cases.of(REPLAY + "badDocumentsLeaveTheLastGoodOneInForce", 3, DocumentTrial::new)
                .check(seed, cases, threads);
    }

    /** Each step hangs before and after its work, in as many cases; they wait side by side. */
    static void hangs(long seed, int each, Tally tally) {
        int kinds = RandomTrial.STEPS.size() * HANGS.size();
        Cases.of(REPLAY + "callersGetTheirAnswerWhenACallHangs", 1, chance -> new HangTrial(chance, tally))
                .check(seed, kinds * each, Math.min(128, kinds * each));
    }

    /** A node on which a call hangs. */
    private static final class HangTrial implements Cases.Trial {
        private final RandomTrial trial;

        HangTrial(Chance chance, Tally tally) {
            trial = new RandomTrial(RandomNodes.node(chance), chance, tally);
        }

        @Override
        public void command(Chance chance) {
            StepType<?> type = chance.oneOf(RandomTrial.STEPS);
            trial.hang(chance, type, chance.oneOf(HANGS));
        }

        @Override
        public void end() {
            trial.end();
        }

        @Override
        public void close() {
            trial.close();
        }
    }
}
