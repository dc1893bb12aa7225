package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.linux.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * LVM's own program {@code lvm}, a child process for each command: no code of LVM runs in this process.
 *
 * <p>The child is told what to do by its argument list, and gets no environment but what is named in
 * {@link #environment}. What it may do to its own process (lock its memory, raise its priority, start dmeventd) stays as
 * the node's settings have it: the process is its own.
 *
 * <p><b>Time.</b> The child is ended when its caller's deadline or the patience is over: by SIGTERM, which LVM puts off
 * while it holds a volume group's lock ({@code block_signals} in lvm2's {@code lib/misc/lvm-signal.c}), and two seconds
 * later by SIGKILL. The caller has his answer by then. A child in an uninterruptible sleep outlives both; until it is
 * gone no other command is begun, and everybody is told so, as with a call of the library that does not return.
 */
public final class ProcessEngine extends CommandEngine {

    /** Where nodes have the program, the first that is there first. */
    public static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin/lvm"), Path.of("/sbin/lvm"), Path.of("/usr/bin/lvm"), Path.of("/bin/lvm"));

    /**
     * {@code silent} answers prompts with no, as {@code -qq} does. The report goes to standard output, and everything
     * that LVM says to standard error, or, where it is the command's result, to standard output too.
     */
    private static final String OUTPUT_SETTINGS =
            "log{silent=1 verbose=0 indent=0 prefix=\"\" command_names=0 report_command_log=0}";

    private final Path program;
    private final OwnerThread owner;
    private final Duration patience;

    /**
     * Makes an engine.
     *
     * @param program the program's absolute path
     * @param owner the thread that runs the commands, shared by all engines of this process
     * @param patience how long one command may take before it is ended
     * @param host the node's files
     */
    public ProcessEngine(Path program, OwnerThread owner, Duration patience, HostFiles host) {
        super(host);
        this.program = program;
        this.owner = owner;
        this.patience = patience;
    }

    /** Where the node has the program; empty when it has none. */
    public static Optional<Path> find() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    @Override
    String name() {
        return "lvm";
    }

    @Override
    String engineSettings() {
        return OUTPUT_SETTINGS;
    }

    @Override
    CommandResult execute(CommandLine command, Deadline deadline) {
        return owner.call("lvm " + command.name(), deadline, patience, () -> run(command, deadline));
    }

    @Override
    CommandResult carryOut(CommandLine command, Deadline deadline, Runnable before) {
        return owner.carryOut("lvm " + command.name(), deadline, patience, () -> {
            before.run();
            return run(command, deadline);
        });
    }

    private CommandResult run(CommandLine command, Deadline deadline) {
        long left = deadline.nanosLeft();
        long most = Deadline.nanos(patience);
        List<String> words = new ArrayList<>(command.words());
        words.add(0, program.toString());
        CommandRunner.Ended ended =
                CommandRunner.run(words, environment(System.getenv()), Duration.ofNanos(Math.min(left, most)));
        if (ended.killed()) {
            throw new NodeResourceException(
                    left < most ? StandardErrorCode.DEADLINE : LvmErrorCode.STUCK,
                    "'lvm " + command.name() + "' was ended, as it took too long; observe the node to see what it did,"
                            + " and look for a hung device in the kernel log and for a held lock with lslocks");
        }
        return CommandResult.ofStreams(ended.status() == 0, ended.status(), ended.output(), ended.errors());
    }

    /**
     * The child's environment. Of LVM's own variables (lvm(8)) only the place of its settings is passed on: the others
     * change what LVM prints or whom it asks, and an embedder's shell is no place to decide that.
     */
    static Map<String, String> environment(Map<String, String> own) {
        Map<String, String> environment = new TreeMap<>();
        // For what LVM itself starts: modprobe, thin_check and the like.
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LC_ALL", "C");
        environment.put("LVM_SUPPRESS_FD_WARNINGS", "1");
        String directory = own.get("LVM_SYSTEM_DIR");
        if (directory != null && !directory.isEmpty()) {
            environment.put("LVM_SYSTEM_DIR", directory);
        }
        return environment;
    }
}
