package io.noderesource.testkit;

import java.util.function.Function;

/**
 * The random suite, the same for the product as it is and for each planted violation: a function of JDK types only, so
 * that it can be asked over the border of a class loader.
 */
public final class RandomSuite implements Function<long[], String> {

    private static final String REPLAY =
            "mvn test -pl testkit -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=RandomNodeTest#";

    /** Calls that hang are waited for side by side. */
    private static final int MOST_HANGING = 256;

    /** Their cases do more before and after: with more at once a call would begin when its caller has gone. */
    private static final int FEWER_HANGING = 64;

    private final Tally tally = new Tally();

    /** A case works on one of its threads at a time, and hands over often: with one case for each processor, these have a rest. */
    private final int threads = 2 * Runtime.getRuntime().availableProcessors();

    /** A suite that has met nothing yet. */
    public RandomSuite() {}

    /** All parts of the suite. */
    static final long ALL = 0;

    /** The part with most of the cases: neither bad documents, nor calls that hang, nor persistent memory. */
    static final long LAWS = 2;

    /** The part with nodes that have persistent memory, without calls that hang. */
    static final long PERSISTENT_MEMORY = 1;

    /**
     * Runs all parts, or one.
     *
     * @param numbers first seed, number of random cases, which part: {@link #ALL} or another
     * @return the first broken law; empty when all hold
     */
    @Override
    public String apply(long[] numbers) {
        int cases = Math.toIntExact(numbers[1]);
        try {
            if (numbers[2] == ALL) {
                documents(numbers[0], cases);
                hangs(numbers[0], cases);
                prefixes(numbers[0], cases);
                regionHangs(numbers[0], cases);
            }
            if (numbers[2] != PERSISTENT_MEMORY) {
                laws(numbers[0], cases);
            }
            if (numbers[2] != LAWS) {
                regions(numbers[0], cases);
            }
            return "";
        } catch (AssertionError broken) {
            return String.valueOf(broken.getMessage());
        }
    }

    Tally tally() {
        return tally;
    }

    /** Nodes, declarations, faults and hands: the rest, 77 of 100 cases. */
    void laws(long seed, int cases) {
        Cases.of(REPLAY + "theLawsHold", 3, chance -> new RandomTrial(chance, tally))
                .check(seed, cases - cases / 10 - cases / 40 - cases / 40 - cases / 16 - cases / 70, threads);
    }

    /** Plans cut short by a crash, beside the same plan in one go: 10 of 100 cases. */
    void prefixes(long seed, int cases) {
        Cases.of(REPLAY + "anyPrefixIsSafe", 3, chance -> new PrefixTrial(chance.number(), tally))
                .check(seed, cases / 10, threads);
    }

    /** Nodes with persistent memory: one case of 16. */
    void regions(long seed, int cases) {
        Cases.of(REPLAY + "theLawsHoldOnPersistentMemory", 2, chance -> new RegionTrial(chance, tally))
                .check(seed, cases / 16, threads);
    }

    /** Steps on persistent memory that hang before or after their work: one case of 70. */
    void regionHangs(long seed, int cases) {
        Cases.of(REPLAY + "callersGetTheirAnswerWhenLibndctlHangs", 1, chance -> new RegionHangTrial(chance, tally))
                .check(seed, cases / 70, FEWER_HANGING);
    }

    /** Bad documents: one case of 40. */
    void documents(long seed, int cases) {
        Cases.of(REPLAY + "badDocumentsLeaveTheLastGoodOneInForce", 3, chance -> new DocumentTrial(chance, tally))
                .check(seed, cases / 40, threads);
    }

    /** Steps that hang before or after their work: one case of 40. */
    void hangs(long seed, int cases) {
        Cases.of(REPLAY + "callersGetTheirAnswerWhenACallHangs", 1, chance -> new HangTrial(chance, tally))
                .check(seed, cases / 40, Math.min(MOST_HANGING, cases / 40));
    }
}
