package io.noderesource.examples.nrm;

import io.noderesource.apply.Cancellation;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.topology.TopologyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code nrm}: looks at a node's local storage, plans, and brings it to what is declared. */
@Command(
        name = "nrm",
        description = "Brings this node's volume groups to what is declared.",
        version = "nrm 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing to do, or done (a device that is awaited is nothing to do)",
            "1:error",
            "2:changes pending (plan)",
            "3:something was refused"
        })
public final class Nrm {

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show where an error comes from.")
    private boolean verbose;

    private Nrm() {}

    /** Runs a command and ends the process with its status. */
    public static void main(String[] args) {
        // One line for a log record, without the place in the code; the format is read when logging starts.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%n");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(new Session(out, err, NodeFactory.THIS_MACHINE, Clock.systemUTC(), new Cancellation()), args));
    }

    /** Runs a command; returns its exit status. */
    static int run(Session session, String... args) {
        Nrm nrm = new Nrm();
        CommandLine line = new CommandLine(nrm)
                .addSubcommand(new ObserveCommand(session))
                .addSubcommand(new PlanCommand(session))
                .addSubcommand(new ApplyCommand(session))
                .addSubcommand(new WatchCommand(session))
                .addSubcommand(new DoctorCommand(session, Host.THIS_MACHINE))
                .addSubcommand(QuotaCommand.line(session))
                .addSubcommand(DevicesCommand.line(session));
        line.setOut(session.out());
        line.setErr(session.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((wrong, given) -> usage(session.err(), wrong));
        line.setExecutionExceptionHandler((failure, command, parsed) -> nrm.report(session.err(), failure));
        int status = line.execute(args);
        session.out().flush();
        session.err().flush();
        return status;
    }

    private static int usage(PrintWriter err, CommandLine.ParameterException wrong) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        err.println("error [" + StandardErrorCode.BAD_OPTION.id() + "]: " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See " + command + " --help.");
        return ExitStatus.ERROR;
    }

    private int report(PrintWriter err, Exception failure) {
        if (failure instanceof TopologyException bad) {
            bad.diagnostics().forEach(err::println);
            err.println("error [" + bad.code().id() + "]: the declaration is not good; nothing was planned or changed");
        } else if (failure instanceof NodeResourceException known) {
            err.println("error [" + known.code().id() + "]: " + known.getMessage());
        } else if (failure instanceof EdgexException edgex) {
            err.println("error [" + DevicesCommand.code(edgex) + "]: " + edgex.getMessage());
        } else if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            err.println("error [" + StandardErrorCode.IO.id() + "]: " + failure.getMessage());
        } else {
            err.println("error [" + StandardErrorCode.INTERNAL.id() + "]: " + failure
                    + "; run it again with --verbose and report it");
        }
        if (verbose) {
            failure.printStackTrace(err);
        }
        return ExitStatus.ERROR;
    }
}
