package io.noderesource.sandbox;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes in the guest and prints what became of them, as Surefire would.
 *
 * <p>Exit status 0 says that at least one test ran and that each passed; a skipped test is one that did not.
 */
final class GuestMain {
    /** How the lines begin that name, before the closing line, a test that has not passed; what it said follows each. */
    static final String NOT_PASSED = "Not passed: ";

    /** How the closing line begins. */
    static final String SUMMARY = "Tests run: ";

    private GuestMain() {}

    public static void main(String[] classNames) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(
                        Arrays.stream(classNames).map(name -> selectClass(name)).toList())
                // A native call that hangs cannot be interrupted: its test is given up and the next one starts.
                .configurationParameter("junit.jupiter.execution.timeout.default", "300 s")
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .build();
        Report report = new Report(System.out);
        LauncherFactory.create().execute(request, report);
        report.printSummary();
        // Not a return, as a thread that hangs in a native call would hold the JVM.
        System.exit(report.isGood() ? 0 : 1);
    }
}
