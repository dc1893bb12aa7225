package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;

/** All commands that core-command offers for one device. Immutable. */
public final class DeviceCoreCommand extends EdgexObject {
    private static final Field<String> DEVICE_NAME = Field.text("deviceName");
    private static final Field<String> PROFILE_NAME = Field.text("profileName");
    private static final Field<List<CoreCommand>> CORE_COMMANDS = Field.objects("coreCommands", CoreCommand::of);
    private static final List<Field<?>> FIELDS = List.of(DEVICE_NAME, PROFILE_NAME, CORE_COMMANDS);

    private DeviceCoreCommand(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DeviceCoreCommand of(Json.Obj json) {
        return new DeviceCoreCommand(json);
    }

    /** The device. */
    public String deviceName() {
        return get(DEVICE_NAME);
    }

    /** Its profile. */
    public String profileName() {
        return get(PROFILE_NAME);
    }

    /** The commands; hidden ones are left out. */
    public List<CoreCommand> coreCommands() {
        return get(CORE_COMMANDS);
    }

    /** The command of that name. */
    public Optional<CoreCommand> command(String name) {
        return coreCommands().stream()
                .filter(command -> command.name().equals(name))
                .findFirst();
    }
}
