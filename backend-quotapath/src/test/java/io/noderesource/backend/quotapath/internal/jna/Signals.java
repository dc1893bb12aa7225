package io.noderesource.backend.quotapath.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;

/** Stops processes by a call: a program that does it would be started too late. */
public final class Signals {

    /** Of signal(7), on x86_64 and aarch64. */
    private static final int SIGSTOP = 19;

    private static final int SIGCONT = 18;

    private Signals() {}

    /** Stops a process, wherever it is. */
    public static void stop(long pid) {
        kill(pid, SIGSTOP);
    }

    /** Lets a stopped process go on. */
    public static void goOn(long pid) {
        kill(pid, SIGCONT);
    }

    private static void kill(long pid, int signal) {
        Object[] arguments = {(int) pid, signal};
        assertThat(NativeLibrary.getInstance("c").getFunction("kill").invokeInt(arguments))
                .as("kill(%d, %d)", pid, signal)
                .isZero();
    }
}
