package io.noderesource.examples.nrm;

import io.noderesource.backend.quotapath.Project;
import io.noderesource.backend.quotapath.ProjectQuota;
import io.noderesource.base.ByteSize;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Projects as a table of at most 100 columns, and as JSON. */
final class QuotaText {

    private static final String NONE = "-";
    private static final int BAR = 10;

    private QuotaText() {}

    static String table(List<Project> projects) {
        if (projects.isEmpty()) {
            return "No projects.\n";
        }
        TextTable table = new TextTable(
                List.of("DIRECTORY", "ID", "USED", "LIMIT", "FULL", "FILES", "GRACE ENDS", "STATE"),
                List.of(24, 10, 10, 10, 17, 12, 20, 10));
        for (Project project : projects) {
            ProjectQuota quota = project.quota();
            String directory = project.directory();
            long used = quota.use().bytes().bytes();
            long limit = limit(quota);
            table.row(
                    directory == null ? NONE : printable(directory),
                    Long.toString(quota.id()),
                    quota.use().bytes().toString(),
                    limit == 0 ? NONE : ByteSize.ofBytes(limit).toString(),
                    bar(used, limit),
                    quota.use().inodes()
                            + (quota.limits().hardInodes() == 0
                                    ? ""
                                    : "/" + quota.limits().hardInodes()),
                    grace(quota),
                    state(project));
        }
        return table.render();
    }

    /** The limit that cannot be passed; where there is none, the soft one. */
    private static long limit(ProjectQuota quota) {
        long hard = quota.limits().hardBytes().bytes();
        return hard != 0 ? hard : quota.limits().softBytes().bytes();
    }

    static String bar(long used, long limit) {
        if (limit == 0) {
            return NONE;
        }
        double full = (double) used / limit;
        int marks = (int) Math.min(BAR, Math.round(full * BAR));
        return "[" + "#".repeat(marks) + ".".repeat(BAR - marks) + "] " + Math.min(999, Math.round(full * 100)) + "%";
    }

    private static String grace(ProjectQuota quota) {
        Instant bytes = quota.bytesGraceEnds();
        Instant inodes = quota.inodesGraceEnds();
        Instant first = bytes == null || (inodes != null && inodes.isBefore(bytes)) ? inodes : bytes;
        return first == null ? NONE : first.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A name may hold anything, and a terminal obeys some of it. */
    private static String printable(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return out.toString();
    }

    private static String state(Project project) {
        return project.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String json(List<Project> projects) {
        return JsonLines.pretty(
                Map.of("projects", projects.stream().map(QuotaText::facts).toList()));
    }

    private static Map<String, @Nullable Object> facts(Project project) {
        ProjectQuota quota = project.quota();
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", quota.id());
        facts.put("directory", project.directory());
        facts.put("state", state(project));
        facts.put("usedBytes", quota.use().bytes().bytes());
        facts.put("hardBytes", quota.limits().hardBytes().bytes());
        facts.put("softBytes", quota.limits().softBytes().bytes());
        facts.put("usedInodes", quota.use().inodes());
        facts.put("hardInodes", quota.limits().hardInodes());
        facts.put("softInodes", quota.limits().softInodes());
        facts.put("bytesGraceEnds", text(quota.bytesGraceEnds()));
        facts.put("inodesGraceEnds", text(quota.inodesGraceEnds()));
        return facts;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
