package io.noderesource.testkit;

/** A node with persistent memory on which a call does not return. */
final class RegionHangTrial implements Cases.Trial {

    private final RegionTrial trial;

    RegionHangTrial(Chance chance, Tally tally) {
        trial = new RegionTrial(chance, tally);
    }

    @Override
    public void command(Chance chance) {
        trial.hang(chance, chance.oneOf(RegionTrial.STEPS), chance.oneOf(HangTrial.FAULTS));
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
