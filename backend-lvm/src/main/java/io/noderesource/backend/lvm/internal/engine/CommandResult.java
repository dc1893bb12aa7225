package io.noderesource.backend.lvm.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one LVM command gave.
 *
 * @param succeeded whether LVM says that it did what it was asked
 * @param status the status as the engine got it, for people
 * @param report the lines of the report, without anything else
 * @param messages what LVM said besides, a line each
 */
record CommandResult(boolean succeeded, int status, String report, List<String> messages) {

    /**
     * A line of LVM's log file: the place in lvm2's source, one blank ({@code log/prefix}), the text. Before 2.03.03 there is
     * no blank in front, and more of them in the middle ({@code lib/log/log.c}).
     */
    private static final Pattern LOGGED = Pattern.compile(" ?([^ :]+):[0-9]+ (.*)");

    CommandResult {
        messages = List.copyOf(messages);
    }

    /**
     * Reads LVM's log file. Lines of a report are told from warnings by the source file that wrote them: both have the
     * same level ({@code log_print} is {@code LOG_WARN} in lvm2's {@code lib/log/lvm-logging.h}).
     */
    static CommandResult ofLog(boolean succeeded, int status, String log) {
        StringBuilder report = new StringBuilder();
        List<String> messages = new ArrayList<>();
        boolean inReport = false;
        for (String line : log.split("\n", -1)) {
            Matcher logged = LOGGED.matcher(line);
            boolean begins = logged.matches();
            String text = begins ? logged.group(2) : line;
            inReport = begins ? logged.group(1).endsWith("libdm-report.c") : inReport;
            if (inReport) {
                report.append(text).append('\n');
            } else if (!text.isBlank()) {
                messages.add(text.strip());
            }
        }
        return new CommandResult(succeeded, status, report.toString(), messages);
    }

    /**
     * Reads what the program {@code lvm} prints. A command that makes a report has nothing else on its standard output;
     * any other has its results there.
     */
    static CommandResult ofStreams(boolean succeeded, int status, String output, String errors) {
        boolean report = output.stripLeading().startsWith("{");
        String said = report ? errors : errors + "\n" + output;
        List<String> messages =
                said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return new CommandResult(succeeded, status, report ? output : "", messages);
    }

    /** The messages as one line for people. */
    String said() {
        List<String> distinct = messages.stream().distinct().limit(12).toList();
        return distinct.isEmpty() ? "LVM gave no reason" : String.join("; ", distinct);
    }
}
