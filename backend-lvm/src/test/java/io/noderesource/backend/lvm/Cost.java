package io.noderesource.backend.lvm;

import io.noderesource.house.HostProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What something costs, by the kernel's own counts: the least of several runs.
 *
 * @param what what was run
 * @param wallMillis time from its start to its end
 * @param cpuMillis processor time of this process and of the children that it waited for, in steps of 10
 * @param processes processes started, this JVM's threads not counted; the kernel's few threads are
 * @param childFaults page faults of the children of this process: 0 only when there was none
 * @param peakKiB the most memory that its largest process had resident
 */
record Cost(String what, double wallMillis, long cpuMillis, long processes, long childFaults, long peakKiB) {

    private static final int TICK_MILLIS = 10;

    /** Fields of {@code /proc/PID/stat} behind the name in brackets (proc(5) numbers them from 3 there). */
    private static final int CMINFLT = 11 - 3;

    private static final int UTIME = 14 - 3;
    private static final int CSTIME = 17 - 3;

    /** A thing to run. */
    @FunctionalInterface
    interface Act {
        void run() throws IOException;
    }

    private record Counts(long nanos, long cpuTicks, long forks, long childFaults) {

        private static Counts now() throws IOException {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = UTIME; i <= CSTIME; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            long forks = Files.readAllLines(Path.of("/proc/stat")).stream()
                    .filter(line -> line.startsWith("processes "))
                    .mapToLong(line -> Long.parseLong(line.substring("processes ".length())))
                    .sum();
            // A JVM numbers its threads in a row.
            long threads = new Thread(() -> {}).getId();
            return new Counts(System.nanoTime(), ticks, forks - threads, Long.parseLong(fields[CMINFLT]));
        }
    }

    /** Runs something several times in this process. */
    static Cost here(String what, int runs, Act act) throws IOException {
        // Sets the peak back (proc(5), clear_refs).
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        Cost cost = least(what, runs, act);
        return cost.withPeak(status("self", "VmHWM"));
    }

    /** Runs commands several times, and the first of them once more to see its memory. */
    static Cost ofCommands(String what, int runs, List<List<String>> commands, List<String> largest)
            throws IOException {
        Cost cost = least(what, runs, () -> {
            for (List<String> command : commands) {
                HostProgram.run(command.toArray(String[]::new));
            }
        });
        return cost.withPeak(peak(largest));
    }

    private static Cost least(String what, int runs, Act act) throws IOException {
        double wall = Double.MAX_VALUE;
        long cpu = Long.MAX_VALUE;
        long processes = Long.MAX_VALUE;
        long faults = 0;
        for (int i = 0; i < runs; i++) {
            Counts before = Counts.now();
            act.run();
            Counts after = Counts.now();
            wall = Math.min(wall, (after.nanos - before.nanos) / 1e6);
            cpu = Math.min(cpu, (after.cpuTicks - before.cpuTicks) * TICK_MILLIS);
            processes = Math.min(processes, after.forks - before.forks + 1);
            faults += after.childFaults - before.childFaults;
        }
        return new Cost(what, wall, cpu, processes, faults, 0);
    }

    private Cost withPeak(long kibibytes) {
        return new Cost(what, wallMillis, cpuMillis, processes, childFaults, kibibytes);
    }

    /** Looks again and again while a command runs; the kernel keeps its peak, so that the last look has nearly all. */
    private static long peak(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long most = 0;
        while (process.isAlive()) {
            most = Math.max(most, status(Long.toString(process.pid()), "VmHWM"));
        }
        return most;
    }

    /** A value in KiB of a process's status; 0 when the process has gone. */
    private static long status(String process, String key) throws IOException {
        try {
            return Files.readAllLines(Path.of("/proc", process, "status")).stream()
                    .filter(line -> line.startsWith(key + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (NoSuchFileException | UncheckedIOException gone) {
            return 0;
        } catch (IOException gone) {
            // Reading answers ESRCH between a process's end and its removal.
            return 0;
        }
    }

    static String header() {
        return String.format("%-48s %10s %9s %9s %9s", "", "wall ms", "CPU ms", "processes", "peak MiB");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%-48s %10.1f %9d %9d %9d", what, wallMillis, cpuMillis, processes, peakKiB / 1024);
    }
}
