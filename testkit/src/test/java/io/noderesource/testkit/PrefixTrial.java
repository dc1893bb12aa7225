package io.noderesource.testkit;

import io.noderesource.plan.PlannedStep;
import java.util.List;
import java.util.Optional;

/** One plan, done at once on one node and cut short by a crash on its twin: both must come to the same end. */
final class PrefixTrial implements Cases.Trial {

    private final RandomTrial whole;
    private final RandomTrial cut;

    PrefixTrial(long seed, Tally tally) {
        whole = begin(seed, tally);
        cut = begin(seed, tally);
    }

    private static RandomTrial begin(long seed, Tally tally) {
        Chance chance = Chance.of(seed);
        return new RandomTrial(RandomNodes.node(chance), chance, tally);
    }

    @Override
    public void command(Chance chance) {
        long seed = chance.number();
        whole.hand(Chance.of(seed));
        cut.hand(Chance.of(seed));
    }

    @Override
    public void end() {
        whole.heal();
        cut.heal();
        RandomTrial.Kept plan = cut.plan(RandomTrial.NO_MORE_THAN_SAFE);
        if (plan.plan().steps().isEmpty()) {
            return;
        }
        String before = cut.truth.state();
        if (!before.equals(whole.truth.state())) {
            throw new AssertionError("the twins differ");
        }
        Chance chance = Chance.of(before.hashCode());
        PlannedStep at = chance.oneOf(plan.plan().steps());
        cut.node.next(
                RandomTrial.typeOf(at.step()),
                chance.oneOf(List.of(StepFault.CRASH_BEFORE, StepFault.CRASH_WITHIN, StepFault.CRASH_AFTER)));
        cut.apply(plan, Optional.empty());
        cut.converge();
        whole.converge();
        if (!cut.truth.state().equals(whole.truth.state())) {
            throw new AssertionError("without a crash it comes to\n" + whole.truth.state()
                    + "\nand with one before, in or after " + at.step().summary() + " to\n" + cut.truth.state());
        }
    }

    @Override
    public void close() {
        whole.close();
        cut.close();
    }
}
