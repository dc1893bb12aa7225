package io.noderesource.sandbox;

import static java.util.stream.Collectors.joining;

import com.google.common.base.Throwables;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Prints a line for each class and each test as it ends, and counts as Surefire counts. */
final class Report implements TestExecutionListener {
    private static final int LINES = 15;

    private final PrintStream out;
    private final Map<String, Long> started = new HashMap<>();
    private final List<String> notPassed = new ArrayList<>();
    private int run;
    private int failures;
    private int errors;
    private int skipped;

    Report(PrintStream out) {
        this.out = out;
    }

    boolean isGood() {
        return run > 0 && failures == 0 && errors == 0 && skipped == 0;
    }

    void printSummary() {
        notPassed.forEach(test -> out.println(GuestMain.NOT_PASSED + test));
        out.printf(
                Locale.ROOT,
                GuestMain.SUMMARY + "%d, Failures: %d, Errors: %d, Skipped: %d%n",
                run,
                failures,
                errors,
                skipped);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), System.nanoTime());
        if (test.getSource().filter(ClassSource.class::isInstance).isPresent()) {
            out.println("Running " + test.getLegacyReportingName());
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        run++;
        skipped++;
        notPassed.add(name(test) + ": " + reason);
        out.println("  skipped " + test.getDisplayName() + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (test.isContainer() && passed) {
            return;
        }
        run++;
        if (!passed) {
            notPassed.add(name(test) + ": "
                    + result.getThrowable().map(Report::beginning).orElse("no reason told"));
        }
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            skipped++;
        } else if (!passed) {
            count(result);
        }
        out.printf(
                Locale.ROOT,
                "  %s %s (%.1f s)%n",
                passed ? "passed" : result.getStatus().name(),
                test.getDisplayName(),
                seconds(test));
        result.getThrowable().ifPresent(thrown -> thrown.printStackTrace(out));
    }

    private void count(TestExecutionResult result) {
        if (result.getThrowable().filter(AssertionError.class::isInstance).isPresent()) {
            failures++;
        } else {
            errors++;
        }
    }

    /** So much of a stack trace that the summary tells what failed, and where. */
    private static String beginning(Throwable thrown) {
        return Throwables.getStackTraceAsString(thrown).lines().limit(LINES).collect(joining(System.lineSeparator()));
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getClassName() + "." + test.getDisplayName())
                .orElse(test.getLegacyReportingName());
    }

    private double seconds(TestIdentifier test) {
        long since = started.getOrDefault(test.getUniqueId(), System.nanoTime());
        return Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0;
    }
}
