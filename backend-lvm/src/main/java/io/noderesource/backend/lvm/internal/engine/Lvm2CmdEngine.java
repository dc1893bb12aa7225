package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * LVM's own command library in this process.
 *
 * <p><b>Why {@code --config} on each command, and no private {@code LVM_SYSTEM_DIR}.</b> The node's settings (filters,
 * devices file, system id, lvmlockd) have to hold, and only a few be added. In lvm2's
 * {@code lib/commands/toolcontext.c}, {@code create_toolcontext} sets up logging from {@code lvm.conf} alone, before
 * {@code lvmlocal.conf} is read and merged, so a {@code lvmlocal.conf} cannot say where output goes.
 * {@code refresh_toolcontext} sets it up again from {@code --config} cascaded over {@code lvm.conf}
 * ({@code lvm_run_command} in {@code tools/lvmcmdline.c} calls it whenever {@code --config} is given). A private
 * directory would need a copy of the node's {@code lvm.conf}, which goes stale, and links for {@code devices},
 * {@code backup}, {@code archive} and {@code profile}, all of which LVM finds below its system directory; and the
 * environment of a running JVM would have to be changed. Measured with 2.03.16: 40 ms a command either way.
 *
 * <p><b>Silence.</b> {@code log/verbose=-4} is what {@code lvm2_log_level(h, 0)} sets, which a refresh undoes;
 * {@code log/silent=1} answers prompts with no, as {@code -qq} does, but leaves {@code log/level} alone
 * ({@code _get_current_settings} sets the level to 0 for {@code -q}, and the log file would stay empty). Three things
 * still reach the process's standard error: the text of a prompt, what {@code lvm2_init} says of a broken
 * {@code lvm.conf}, and what it says when the node's own {@code log/verbose} asks for more.
 *
 * <p>No Java code ever runs on LVM's thread while LVM does. Its commands are those of {@link LvmEngine} and none that polls
 * in the background: for that LVM would fork the JVM, and take the exit statuses of all its children
 * ({@code become_daemon} in lvm2's {@code tools/toollib.c}).
 */
public final class Lvm2CmdEngine extends CommandEngine {

    /** LVM may not start dmeventd from the process it runs in. */
    private static final String PROCESS_SETTINGS = "activation{monitoring=0}";

    private final CommandLibrary library;
    private final OwnerThread owner;
    private final Duration patience;

    /**
     * Makes an engine.
     *
     * @param library the library
     * @param owner the thread that all engines on this library share
     * @param patience how long one command may take before it counts as stuck
     * @param host the node's files
     */
    public Lvm2CmdEngine(CommandLibrary library, OwnerThread owner, Duration patience, HostFiles host) {
        super(host);
        this.library = library;
        this.owner = owner;
        this.patience = patience;
    }

    @Override
    String name() {
        return library.name();
    }

    @Override
    String engineSettings() {
        // log/prefix: a blank between the place in the source and the text. log/level=4: results, warnings, errors.
        return "log{file=\"" + library.output() + "\" level=4 overwrite=0 activation=0 verbose=-4 silent=1 syslog=0"
                + " journal=[] indent=0 prefix=\" \" command_names=0 debug_file_fields=[\"fileline\",\"message\"]"
                + " report_command_log=0} " + PROCESS_SETTINGS;
    }

    @Override
    CommandResult execute(CommandLine command, Deadline deadline) {
        String line = command.line();
        return owner.call("lvm " + command.name(), deadline, patience, () -> run(line));
    }

    @Override
    CommandResult carryOut(CommandLine command, Deadline deadline, Runnable before) {
        String line = command.line();
        return owner.carryOut("lvm " + command.name(), deadline, patience, () -> {
            before.run();
            return run(line);
        });
    }

    private CommandResult run(String line) {
        Path output = library.output();
        try {
            Files.write(output, new byte[0]);
            int status = library.run(line);
            String log = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            return CommandResult.ofLog(status == 1, status, log);
        } catch (IOException | UncheckedIOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO,
                    "cannot use " + output + ", to which LVM writes: " + e.getMessage() + "; check the file system",
                    e);
        }
    }
}
