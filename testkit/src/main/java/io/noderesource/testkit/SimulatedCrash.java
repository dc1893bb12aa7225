package io.noderesource.testkit;

/**
 * The process ends here: thrown out of a step at which a crash was asked for, and caught by nothing but the test.
 *
 * <p>An error, so that no handler of exceptions goes on working as if the process lived. What the process held is
 * released, as the kernel does; what it had written stays.
 */
public final class SimulatedCrash extends Error {

    private static final long serialVersionUID = 1L;

    SimulatedCrash(String where) {
        super("the process was killed " + where);
    }
}
