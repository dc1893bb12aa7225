package io.noderesource.backend.quotapath;

import io.noderesource.base.ByteSize;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sets, reads and lists all project quotas of a file system, again and again, in turns with a program that does the same.
 *
 * <p>It runs in a JVM of its own, as a CSI driver does. The first rounds are not counted: that JVM compiles meanwhile, for which an
 * emulated machine needs long.
 */
final class QuotaRounds {

    /** So many are measured together: about a millisecond, in which the machine seldom turns to other work. */
    static final int CHUNK = 20;

    private final Path mounted;
    private final QuotaLimits limits;
    private final StringBuilder times = new StringBuilder();

    private QuotaRounds(Path mounted, QuotaLimits limits) {
        this.mounted = mounted;
        this.limits = limits;
    }

    /**
     * Prints a line for each measurement: what was done, and nanoseconds for one.
     *
     * @param args where the file system is mounted, the limit in KiB, rounds that are not counted, rounds that are, and the other
     *     program with its arguments, if any
     */
    public static void main(String... args) {
        QuotaRounds rounds =
                new QuotaRounds(Path.of(args[0]), QuotaLimits.ofBytes(ByteSize.ofBytes(Long.parseLong(args[1]) << 10)));
        int first = Integer.parseInt(args[2]);
        int counted = Integer.parseInt(args[3]);
        String[] program = List.of(args).subList(4, args.length).toArray(String[]::new);
        for (int round = 0; round < first + counted; round++) {
            if (round == first) {
                rounds.times.setLength(0);
            }
            rounds.make();
            if (program.length > 0 && round >= first) {
                QuotaFileSystems.run(program)
                        .lines()
                        .forEach(line -> rounds.times.append("C: ").append(line).append('\n'));
            }
        }
        System.out.print(rounds.times);
    }

    private void make() {
        try (ProjectQuotas quotas = ProjectQuotas.open(mounted)) {
            long began = System.nanoTime();
            List<ProjectQuota> all = quotas.quotas();
            put("list", began, all.size());
            List<Long> ids = all.stream().map(ProjectQuota::id).toList();
            each("set", ids, id -> quotas.set(id, limits, BelowUse.REFUSE));
            each("get", ids, quotas::get);
        }
    }

    private void each(String what, List<Long> ids, Consumer<Long> work) {
        for (int i = 0; i + CHUNK <= ids.size(); i += CHUNK) {
            long began = System.nanoTime();
            ids.subList(i, i + CHUNK).forEach(work);
            put(what, began, CHUNK);
        }
    }

    private void put(String what, long began, int count) {
        times.append(what)
                .append(' ')
                .append((System.nanoTime() - began) / count)
                .append('\n');
    }
}
