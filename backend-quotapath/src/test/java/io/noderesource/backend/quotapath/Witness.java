package io.noderesource.backend.quotapath;

import static io.noderesource.backend.quotapath.QuotaFileSystems.ended;
import static io.noderesource.backend.quotapath.QuotaFileSystems.run;

import io.noderesource.backend.quotapath.QuotaFileSystems.Kind;
import io.noderesource.linux.CommandRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the field's own programs say of projects, and what an ordinary user can do in them. */
final class Witness {

    /** A line of {@code lsattr -p}: project, flags, path. */
    private static final Pattern ATTRIBUTES = Pattern.compile("\\s*([0-9]+) (\\S+) (/.*)");

    private Witness() {}

    /** A file or directory, as e2fsprogs sees it on both kinds of file systems. */
    record Attributes(long project, boolean inherited, Path path) {}

    /** The project of a file or directory. */
    static long project(Path file) {
        return attributes("-pd", file).get(0).project;
    }

    /** All of a tree, its top included; names that begin with a dot are left out. */
    static List<Attributes> tree(Path top) {
        return Stream.concat(attributes("-pd", top).stream(), attributes("-pR", top).stream())
                .toList();
    }

    private static List<Attributes> attributes(String options, Path path) {
        // With -R there are headings, too, and empty lines.
        return run("lsattr", options, path.toString())
                .lines()
                .map(ATTRIBUTES::matcher)
                .filter(Matcher::matches)
                .map(m -> new Attributes(Long.parseLong(m.group(1)), m.group(2).contains("P"), Path.of(m.group(3))))
                .toList();
    }

    /** ID, KiB used, soft, hard, inodes used, soft, hard: as the kind's own program reports them. */
    static List<String> report(Kind kind, Path mounted) {
        List<String> command = kind == Kind.XFS
                ? List.of("xfs_quota", "-x", "-c", "report -p -n -N -b", "-c", "report -p -n -N -i", mounted.toString())
                : List.of("repquota", "-P", "-n", mounted.toString());
        return run(command.toArray(String[]::new))
                .lines()
                .filter(line -> line.startsWith("#") && !line.startsWith("#0 "))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList();
    }

    /** The inodes that a project has; 0 when there is no word of it. */
    static long inodes(Kind kind, Path mounted, long project) {
        // repquota has the flags of both in its second field; xfs_quota's reports have none, and that of inodes comes
        // second.
        int field = kind == Kind.XFS ? 1 : 5;
        return report(kind, mounted).stream()
                .filter(line -> line.startsWith("#" + project + " "))
                .mapToLong(line -> number(line, field))
                .reduce(0, (before, last) -> last);
    }

    static long number(String line, int field) {
        return Long.parseLong(line.split(" ", -1)[field].replace("#", ""));
    }

    /** What a program does as an ordinary user. */
    static CommandRunner.Ended asNobody(String... command) {
        return ended(Stream.concat(
                        Stream.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"),
                        Stream.of(command))
                .toArray(String[]::new));
    }
}
