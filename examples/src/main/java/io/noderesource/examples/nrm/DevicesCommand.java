package io.noderesource.examples.nrm;

import io.noderesource.edgex.DeviceQuery;
import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.SetResult;
import io.noderesource.edgex.SetResult.Verdict;
import io.noderesource.edgex.Snapshot;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.ProfileCommands;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.Parameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nrm devices}: the devices behind an EdgeX. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Shows the devices behind an EdgeX Foundry (2.x, 3.x, 4.x), reads them, sets their values, and has them"
                        + " as manifests declare them.")
final class DevicesCommand {

    /** What the caller can put right; all else is an error. */
    private static final Set<ErrorKind> REFUSED =
            Set.of(ErrorKind.INVALID, ErrorKind.LOCKED, ErrorKind.UNSUPPORTED_DIALECT);

    private DevicesCommand() {}

    static CommandLine line(Session session) {
        return new CommandLine(new DevicesCommand())
                .addSubcommand(new ListCommand(session))
                .addSubcommand(new DescribeCommand(session))
                .addSubcommand(new GetCommand(session))
                .addSubcommand(new SetCommand(session))
                .addSubcommand(new DevicesPlanCommand(session))
                .addSubcommand(new DevicesApplyCommand(session))
                .addSubcommand(new DevicesWatchCommand(session));
    }

    /** The code of a failure, as it stands in brackets. */
    static String code(EdgexException failure) {
        return "edgex/" + failure.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What all of these need. */
    abstract static class OnEdgex implements Callable<Integer> {
        final Session session;

        @Mixin
        private EdgexOptions edgex = new EdgexOptions();

        @Option(names = "--json", description = "Print JSON.")
        boolean json;

        OnEdgex(Session session) {
            this.session = session;
        }

        @Override
        public final Integer call() throws IOException {
            try (EdgexClient client = edgex.open()) {
                return run(client);
            } catch (EdgexException e) {
                if (!REFUSED.contains(e.kind())) {
                    throw e;
                }
                session.err().println("refused [" + code(e) + "]: " + e.getMessage());
                return ExitStatus.REFUSED;
            }
        }

        abstract int run(EdgexClient client);

        final int done(String text) {
            session.out().print(text);
            return ExitStatus.DONE;
        }

        /** The device's profile; 4.x has devices without one. */
        static Optional<DeviceProfile> profile(EdgexClient client, Device device) {
            return device.profileName().isEmpty()
                    ? Optional.empty()
                    : client.metadata().findProfile(device.profileName()).get();
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all devices, or those with all labels given.")
    static final class ListCommand extends OnEdgex {
        @Option(names = "--label", paramLabel = "LABEL", description = "Only devices with this label; may be repeated.")
        private List<String> labels = List.of();

        ListCommand(Session session) {
            super(session);
        }

        @Override
        int run(EdgexClient client) {
            DeviceQuery query = DeviceQuery.all().labels(labels.toArray(String[]::new));
            Snapshot<Device> devices =
                    client.metadata().devices(query).snapshot().get();
            devices.unreadable()
                    .forEach(device -> session.err()
                            .println("warning: left out "
                                    + device.json().text("name").orElse("a device") + ": "
                                    + device.reason().getMessage()));
            return done(json ? DeviceText.json(devices.items()) : DeviceText.table(devices.items()));
        }
    }

    @Command(
            name = "describe",
            mixinStandardHelpOptions = true,
            description = "Tells all of a device, and which commands it has.")
    static final class DescribeCommand extends OnEdgex {
        @CommandLine.Parameters(paramLabel = "DEVICE", description = "The device's name.")
        private String device = "";

        DescribeCommand(Session session) {
            super(session);
        }

        @Override
        int run(EdgexClient client) {
            Device found = client.metadata().device(device).get();
            Optional<DeviceProfile> profile = profile(client, found);
            return done(json ? DeviceText.json(found, profile) : DeviceText.description(found, profile));
        }
    }

    @Command(
            name = "get",
            mixinStandardHelpOptions = true,
            description = "Reads values of a device, now, from the device itself.")
    static final class GetCommand extends OnEdgex {
        @CommandLine.Parameters(index = "0", paramLabel = "DEVICE", description = "The device's name.")
        private String device = "";

        @CommandLine.Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "COMMAND",
                description = "Commands or resources of its profile: see nrm devices describe.")
        private List<String> commands = List.of();

        GetCommand(Session session) {
            super(session);
        }

        @Override
        int run(EdgexClient client) {
            List<Event> events = new ArrayList<>();
            for (String command : commands) {
                events.add(client.command().read(device, command).get());
            }
            return done(json ? DeviceText.jsonOfEvents(events) : DeviceText.readings(events));
        }
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = {
                "Sets values of a device, after checking them against its profile, and reads what they are then.",
                "Nothing is sent when a name is wrong, a value is missing, of the wrong type or beyond its limits."
            })
    static final class SetCommand extends OnEdgex {
        @Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @CommandLine.Parameters(index = "0", paramLabel = "DEVICE", description = "The device's name.")
        private String device = "";

        @CommandLine.Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "[COMMAND] RESOURCE=VALUE",
                description =
                        "The command, and a value for each of its resources. Without a command the one resource is"
                                + " set by itself.")
        private List<String> words = List.of();

        @Option(
                names = "--default",
                paramLabel = "RESOURCE",
                description = "Have the device service set this one to its default; may be repeated.")
        private List<String> defaults = List.of();

        SetCommand(Session session) {
            super(session);
        }

        @Override
        int run(EdgexClient client) {
            boolean named = words.get(0).indexOf('=') < 0;
            List<String> assignments = named ? words.subList(1, words.size()) : words;
            if (!named && assignments.size() + defaults.size() > 1) {
                throw wrong("name the command that sets several resources, before the first of them");
            }
            Parameters parameters = Parameters.none();
            for (String assignment : assignments) {
                int equals = assignment.indexOf('=');
                if (equals < 1) {
                    throw wrong("'" + assignment + "' is no RESOURCE=VALUE");
                }
                parameters = parameters.and(assignment.substring(0, equals), assignment.substring(equals + 1));
            }
            for (String resource : defaults) {
                parameters = parameters.andDefaultOf(resource);
            }
            String command =
                    named ? words.get(0) : parameters.resources().iterator().next();
            SetResult result = client.command()
                    .setAndRead(device, known(client, command), parameters)
                    .get();
            session.out().print(json ? DeviceText.json(result) : DeviceText.table(result));
            boolean different = result.items().stream().anyMatch(item -> item.verdict() == Verdict.DIFFERENT);
            return different ? ExitStatus.ERROR : ExitStatus.DONE;
        }

        private CommandSpec known(EdgexClient client, String command) {
            Device found = client.metadata().device(device).get();
            ProfileCommands commands = profile(client, found)
                    .map(ProfileCommands::of)
                    .orElseThrow(() -> EdgexException.of(
                            ErrorKind.INVALID, "device '" + device + "' has no profile, so nothing can be set"));
            return commands.find(command)
                    .orElseThrow(() -> EdgexException.of(
                            ErrorKind.INVALID,
                            "profile '" + found.profileName() + "' has no command or resource '" + command
                                    + "'; it has "
                                    + String.join(
                                            ", ",
                                            commands.offered().stream()
                                                    .map(CommandSpec::name)
                                                    .toList())));
        }

        private CommandLine.ParameterException wrong(String what) {
            CommandLine.Model.CommandSpec mine = spec;
            return new CommandLine.ParameterException(mine == null ? new CommandLine(this) : mine.commandLine(), what);
        }
    }
}
