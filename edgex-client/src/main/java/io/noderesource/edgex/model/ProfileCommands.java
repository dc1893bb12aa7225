package io.noderesource.edgex.model;

import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.ParameterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The commands that a device profile makes: its device commands, and each device resource as a command of its own. With all
 * that a set command can be checked against: names, types, limits, mappings and which resources have a default. Immutable.
 */
public final class ProfileCommands {
    private final DeviceProfile profile;

    private ProfileCommands(DeviceProfile profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
    }

    /** The commands of a profile. */
    public static ProfileCommands of(DeviceProfile profile) {
        return new ProfileCommands(profile);
    }

    /** The command of that name, hidden or not. A device command goes before a resource of the same name. */
    public Optional<CommandSpec> find(String name) {
        return Stream.concat(
                        profile.deviceCommands().stream()
                                .filter(command -> command.name().equals(name))
                                .map(this::spec),
                        profile.deviceResources().stream()
                                .filter(resource -> resource.name().equals(name))
                                .map(this::spec))
                .findFirst();
    }

    /** The commands that core-command offers: those that are not hidden. */
    public List<CommandSpec> offered() {
        List<CommandSpec> offered = new ArrayList<>();
        profile.deviceCommands().stream()
                .filter(command -> !command.isHidden())
                .map(this::spec)
                .forEach(offered::add);
        profile.deviceResources().stream()
                .filter(resource ->
                        !resource.isHidden() && deviceCommand(resource.name()).isEmpty())
                .map(this::spec)
                .forEach(offered::add);
        return List.copyOf(offered);
    }

    private Optional<DeviceCommand> deviceCommand(String name) {
        return profile.deviceCommands().stream()
                .filter(command -> command.name().equals(name))
                .findFirst();
    }

    private CommandSpec spec(DeviceCommand command) {
        return CommandSpec.of(
                command.name(),
                command.readWrite(),
                command.resourceOperations().stream().map(this::parameter).toList());
    }

    private CommandSpec spec(DeviceResource resource) {
        String readWrite =
                resource.properties().map(ResourceProperties::readWrite).orElse("");
        return CommandSpec.of(
                resource.name(),
                readWrite,
                List.of(parameter(resource.name(), resource.properties())
                        .shownAs(mappings(resource.name()))
                        .build()));
    }

    private Map<String, String> mappings(String resource) {
        Map<String, String> all = new LinkedHashMap<>();
        profile.deviceCommands().stream()
                .flatMap(command -> command.resourceOperations().stream())
                .filter(operation -> operation.deviceResource().equals(resource))
                .forEach(operation -> operation.mappings().forEach(all::putIfAbsent));
        return all;
    }

    /** An operation on a resource that the profile lacks has no type, so that nothing is set by it. */
    private ParameterSpec parameter(ResourceOperation operation) {
        Optional<ResourceProperties> properties = profile.deviceResources().stream()
                .filter(resource -> resource.name().equals(operation.deviceResource()))
                .findFirst()
                .flatMap(DeviceResource::properties);
        ParameterSpec.Builder parameter =
                parameter(operation.deviceResource(), properties).mappings(operation.mappings());
        return (operation.defaultValue().isEmpty() ? parameter : parameter.withDefault()).build();
    }

    private static ParameterSpec.Builder parameter(String resource, Optional<ResourceProperties> found) {
        ParameterSpec.Builder parameter = ParameterSpec.builder(
                resource, found.map(ResourceProperties::valueType).orElse(""));
        found.flatMap(ResourceProperties::minimum).ifPresent(parameter::minimum);
        found.flatMap(ResourceProperties::maximum).ifPresent(parameter::maximum);
        boolean hasDefault = found.map(ResourceProperties::defaultValue)
                .filter(text -> !text.isEmpty())
                .isPresent();
        return hasDefault ? parameter.withDefault() : parameter;
    }
}
