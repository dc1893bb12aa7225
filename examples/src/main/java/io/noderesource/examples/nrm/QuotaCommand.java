package io.noderesource.examples.nrm;

import io.noderesource.backend.quotapath.BelowUse;
import io.noderesource.backend.quotapath.Project;
import io.noderesource.backend.quotapath.ProjectQuotas;
import io.noderesource.backend.quotapath.QuotaLimits;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorKind;
import io.noderesource.base.NodeResourceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nrm quota}: what directories take up and may take up. */
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows and sets what directories of an ext4 or XFS file system may take up (project quotas).")
final class QuotaCommand {

    private QuotaCommand() {}

    static CommandLine line(Session session) {
        return new CommandLine(new QuotaCommand())
                .addSubcommand(new ListCommand(session))
                .addSubcommand(new GetCommand(session))
                .addSubcommand(new SetCommand(session))
                .addSubcommand(new RemoveCommand(session));
    }

    /** What is unsafe or not as the node is was refused; all else is an error. */
    private static int reporting(Session session, Callable<Integer> work) throws Exception {
        try {
            return work.call();
        } catch (NodeResourceException e) {
            if (e.code().kind() != ErrorKind.PRECONDITION) {
                throw e;
            }
            session.err().println("refused [" + e.code().id() + "]: " + e.getMessage());
            return ExitStatus.REFUSED;
        }
    }

    /** Opens the quota path that a directory lies on. */
    private static ProjectQuotas openAbove(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return ProjectQuotas.open(parent == null ? absolute : parent);
    }

    /** How the result is printed. */
    static final class Output {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        void print(Session session, List<Project> projects) {
            session.out().print(json ? QuotaText.json(projects) + "\n" : QuotaText.table(projects));
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the projects of the file system that PATH lies on, also those without a directory.")
    static final class ListCommand implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "PATH", description = "The mount point, or a directory below it.")
        private Path path = Path.of("");

        @Mixin
        private Output output = new Output();

        ListCommand(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws Exception {
            return reporting(session, () -> {
                try (ProjectQuotas quotas = ProjectQuotas.open(path)) {
                    output.print(session, quotas.projects());
                }
                return ExitStatus.DONE;
            });
        }
    }

    @Command(
            name = "get",
            mixinStandardHelpOptions = true,
            description = "Shows what a directory takes up and may take up.")
    static final class GetCommand implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "PATH", description = "The directory.")
        private Path path = Path.of("");

        @Mixin
        private Output output = new Output();

        GetCommand(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws Exception {
            return reporting(session, () -> {
                try (ProjectQuotas quotas = openAbove(path)) {
                    Optional<Project> project = quotas.find(path);
                    if (project.isEmpty()) {
                        session.err().println(path + " has no project: see nrm quota set");
                        return ExitStatus.ERROR;
                    }
                    output.print(session, List.of(project.get()));
                    return ExitStatus.DONE;
                }
            });
        }
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Limits what a directory may take up; what is in it already is counted.")
    static final class SetCommand implements Callable<Integer> {
        private final Session session;

        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "PATH", description = "The directory.")
        private Path path = Path.of("");

        @Option(
                names = "--limit",
                paramLabel = "SIZE",
                description = "Bytes that it may take up, such as 10Mi or 5GiB; 0 is no limit.")
        private @Nullable String limit;

        @Option(
                names = "--inodes",
                paramLabel = "N",
                description = "Files and directories that it may have, itself included; 0 is no limit.")
        private @Nullable Long inodes;

        @Option(names = "--below-use", description = "Allow a limit below what is in use.")
        private boolean belowUse;

        @Mixin
        private Output output = new Output();

        SetCommand(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws Exception {
            if (limit == null && inodes == null) {
                throw wrong("give --limit, --inodes or both");
            }
            return reporting(session, () -> {
                try (ProjectQuotas quotas = openAbove(path)) {
                    Project set = quotas.ensure(path, this::wanted, belowUse ? BelowUse.ALLOW : BelowUse.REFUSE);
                    output.print(session, List.of(set));
                    return ExitStatus.DONE;
                }
            });
        }

        private QuotaLimits wanted(QuotaLimits before) {
            QuotaLimits wanted = before;
            String size = limit;
            if (size != null) {
                wanted = wanted.withBytes(
                        ByteSize.parse(size).orElseThrow(() -> wrong("--limit is no size such as 10Mi: " + size)));
            }
            Long count = inodes;
            if (count != null) {
                if (count < 0) {
                    throw wrong("--inodes must not be negative: " + count);
                }
                wanted = wanted.withInodes(count);
            }
            return wanted;
        }

        private CommandLine.ParameterException wrong(String what) {
            CommandSpec mine = spec;
            return new CommandLine.ParameterException(mine == null ? new CommandLine(this) : mine.commandLine(), what);
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Takes the limits and the project of a directory away; what is in it stays.")
    static final class RemoveCommand implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "PATH", description = "The directory; with --id, the file system's mount point.")
        private Path path = Path.of("");

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "Take away the limits of a project whose directory is gone.")
        private @Nullable Long id;

        RemoveCommand(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws Exception {
            return reporting(session, () -> {
                Long orphan = id;
                if (orphan != null) {
                    try (ProjectQuotas quotas = ProjectQuotas.open(path)) {
                        quotas.removeOrphan(orphan);
                    }
                } else {
                    try (ProjectQuotas quotas = openAbove(path)) {
                        quotas.release(path)
                                .ifPresent(left -> session.err()
                                        .println("project " + left.id()
                                                + " is carried elsewhere still, and its limits are left to that"));
                    }
                }
                return ExitStatus.DONE;
            });
        }
    }
}
