package io.noderesource.testkit;

import org.junit.jupiter.api.Test;

/** The laws of the design over random nodes, declarations, faults and hands. */
class RandomNodeTest {

    static final String REPLAY =
            "mvn test -pl testkit -am -Dtest=RandomNodeTest -Dsurefire.failIfNoSpecifiedTests=false";

    @Test
    void lawsHold() {
        Tally tally = new Tally();
        Cases.of(REPLAY, 4, chance -> new RandomTrial(chance, tally)).check(1, 1000, 2);
    }
}
