package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.CoreCommand;
import io.noderesource.edgex.model.DeviceCoreCommand;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.Parameters;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Core-command: reads and sets values of devices. Thread-safe.
 *
 * <p>What is to be set is checked before anything is sent, because EdgeX does not: to a parameter with a wrong name it answers
 * 200, and writes the default of the right one. {@link #set(String, CommandSpec, Parameters)} checks against whatever is at
 * hand, best against {@link io.noderesource.edgex.model.ProfileCommands}, which know names, types, limits, mappings and
 * defaults. {@link #set(String, String, Parameters)} asks core-command first, which knows names and types.
 *
 * <p>Failures of a device come with the kind of their status: {@code LOCKED} when the device is locked or down, {@code
 * NOT_FOUND} for device and command alike, {@code NOT_SUPPORTED} for a command of the wrong direction, {@code SERVER} when the
 * device service could not do it. The addresses that core-command tells of itself are not used.
 */
public final class CommandClient {
    private static final int PAGE = 100;

    private final Service service;

    CommandClient(Service service) {
        this.service = service;
    }

    /** What this service has in common with all others. */
    public ServiceOperations operations() {
        return new ServiceOperations(service);
    }

    /**
     * The commands of all devices that have a profile, one of which each device needs for commands.
     *
     * <p>Core-command counts those without one and leaves them out, so that no count tells whether all were read: they are read
     * until two readings have found the same devices.
     *
     * @return a call that fails with the kind {@code INCOMPLETE} when devices came and went all the time
     */
    public Call<Snapshot<DeviceCoreCommand>> allCommands() {
        return new Listing<>(
                        service,
                        spoken -> Request.get("device", "all"),
                        "deviceCoreCommands",
                        DeviceCoreCommand::of,
                        PAGE)
                .sparse("deviceName");
    }

    /** The commands of one device. */
    public Call<DeviceCoreCommand> commands(String device) {
        return service.member(
                spoken -> Request.get("device", "name", device), "deviceCoreCommand", DeviceCoreCommand::of);
    }

    /** The commands of one device, if there is such a device. */
    public Call<Optional<DeviceCoreCommand>> findCommands(String device) {
        return commands(device).optional();
    }

    /**
     * Reads.
     *
     * @param device its name
     * @param command the name of a device command or of a device resource
     * @return what was read; nobody else is told
     */
    public Call<Event> read(String device, String command) {
        return event(spoken -> reading(spoken, device, command, Flag.NO, Flag.YES));
    }

    /**
     * Reads, and has the event published to all who listen, as one that comes by itself would be. Unlike other readings it is
     * not repeated when it may have been done: what is published twice is there twice.
     */
    public Call<Event> readAndPublish(String device, String command) {
        return event(spoken -> reading(spoken, device, command, Flag.YES, Flag.YES));
    }

    /** Has a device read and the event published, which is not returned; not repeated, as {@link #readAndPublish} is not. */
    public Call<Done> publish(String device, String command) {
        return service.send(spoken -> reading(spoken, device, command, Flag.YES, Flag.NO), (spoken, reply) -> {
            reply.orThrow(); // a success has no body
            return Done.DONE;
        });
    }

    /**
     * Reads all resources whose name matches a regular expression; from 3.x on. The other methods take a name as it is.
     *
     * @param device its name
     * @param pattern in Go's syntax (RE2)
     */
    public Call<Event> readMatching(String device, String pattern) {
        return event(spoken -> {
            service.require(spoken, Dialect.V3, "reading by regular expression");
            return read(spoken, device, pattern, Flag.NO, Flag.YES).with("ds-regexcmd", "true");
        });
    }

    /**
     * Sets, after a check against what is at hand.
     *
     * @param device its name
     * @param command what to check against
     * @param parameters what to set
     * @return a call that fails with the kind {@code INVALID}, and sends nothing, when a name is wrong, a value is missing, or
     *     one is of the wrong type or beyond its limits
     */
    public Call<Done> set(String device, CommandSpec command, Parameters parameters) {
        return setUnchecked(
                device, command.name(), () -> command.check(parameters).orThrow());
    }

    /**
     * Sets, after a check against what core-command says of the command; that costs one request more.
     *
     * <p>Core-command does not tell limits, mappings and defaults: a number beyond its limits is refused by the device
     * service, a text that a mapping knows is refused here, and no parameter can be left to its default.
     *
     * @param device its name
     * @param command the name of a device command or of a device resource
     * @param parameters what to set
     * @return a call that fails with the kind {@code INVALID}, and sets nothing, when a name is wrong, a value is missing or of
     *     the wrong type
     */
    public Call<Done> set(String device, String command, Parameters parameters) {
        return spec(device, command).then(spec -> set(device, spec, parameters));
    }

    /**
     * Sets, after a check, and reads what was set. The call succeeds when the device service took the values; what they are
     * now is in the result.
     *
     * <p>Where the command can be read, it is read, else each resource that was set. A device may take a value and show
     * another one: rounded, limited, or not arrived at yet.
     */
    public Call<SetResult> setAndRead(String device, CommandSpec command, Parameters parameters) {
        return new ReadBack(this, device, command, parameters).call();
    }

    /**
     * Sets without any check, for what this library can not know.
     *
     * @param device its name
     * @param command the name of a device command or of a device resource
     * @param body resources and values, as EdgeX takes them: texts, or JSON for objects
     */
    public Call<Done> setUnchecked(String device, String command, Json.Obj body) {
        return setUnchecked(device, command, () -> body);
    }

    private Call<Done> setUnchecked(String device, String command, Supplier<Json.Obj> body) {
        return service.done(
                spoken -> Request.put("device", "name", device, command).sending(body.get()));
    }

    /** A call that sends nothing. */
    <T> Call<T> nothing(T value) {
        return service.call(context -> CompletableFuture.completedFuture(value));
    }

    private Call<CommandSpec> spec(String device, String command) {
        return commands(device)
                .map(commands -> commands.command(command)
                        .map(CoreCommand::spec)
                        .orElseThrow(() -> EdgexException.of(
                                ErrorKind.NOT_FOUND,
                                "core-command offers no command '" + command + "' for device '" + device
                                        + "'; it offers "
                                        + commands.coreCommands().stream()
                                                .map(CoreCommand::name)
                                                .toList())));
    }

    private Call<Event> event(Function<Dialect, Request> request) {
        return service.member(request, "event", Event::of);
    }

    /** A name is taken as it is: from 3.1 on a device service takes it for a regular expression unless told otherwise. */
    private static Request reading(Dialect spoken, String device, String command, Flag push, Flag give) {
        Request read = read(spoken, device, command, push, give);
        Request request = push == Flag.YES ? read.acting() : read;
        return spoken.isAtLeast(Dialect.V3) ? request.with("ds-regexcmd", "false") : request;
    }

    private static Request read(Dialect spoken, String device, String command, Flag push, Flag give) {
        return Request.get("device", "name", device, command)
                .with("ds-pushevent", push.in(spoken))
                .with("ds-returnevent", give.in(spoken));
    }

    /** A flag in a query, which 2.x spells in another way; each refuses the other's. */
    private enum Flag {
        YES,
        NO;

        String in(Dialect spoken) {
            return spoken == Dialect.V2 ? (this == YES ? "yes" : "no") : (this == YES ? "true" : "false");
        }
    }
}
