package io.noderesource.testkit;

import io.noderesource.plan.StepType;
import java.util.List;

/** A node on which a call does not return. */
final class HangTrial implements Cases.Trial {

    static final List<StepFault> FAULTS = List.of(StepFault.HANG, StepFault.HANG_AFTER);

    private final RandomTrial trial;

    HangTrial(Chance chance, Tally tally) {
        trial = new RandomTrial(RandomNodes.node(chance), chance, tally);
    }

    @Override
    public void command(Chance chance) {
        StepType<?> type = chance.oneOf(RandomTrial.STEPS);
        trial.hang(chance, type, chance.oneOf(FAULTS));
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
