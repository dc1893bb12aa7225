package io.noderesource.edgex.internal.wire;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceCommand;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.DeviceResource;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.model.DeviceServiceUpdate;
import io.noderesource.edgex.model.DeviceUpdate;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.ProvisionWatcher;
import io.noderesource.edgex.model.ProvisionWatcherUpdate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what core-metadata keeps. Content that a dialect can not hold is refused with the kind {@code UNSUPPORTED_DIALECT}
 * and never left out, unless it is empty or {@code false}, as without it.
 */
public final class MetadataWriter {
    private static final List<String> NUMBERS =
            List.of("minimum", "maximum", "mask", "shift", "scale", "offset", "base");

    private MetadataWriter() {}

    /** A device to be added. */
    public static Json.Obj device(Device device, Dialect dialect) {
        return device(device.json(), "device '" + device.name() + "'", dialect);
    }

    /** A change of a device. */
    public static Json.Obj deviceUpdate(DeviceUpdate update, Dialect dialect) {
        return device(update.json(), "the update of device '" + update.name() + "'", dialect);
    }

    private static Json.Obj device(Json.Obj device, String owner, Dialect dialect) {
        Json.Obj written = Rules.inArray(device, "autoEvents", event -> autoEvent(event, owner, dialect));
        return switch (dialect) {
            case V2 ->
                Rules.inObject(
                        Rules.lacking(written, owner, dialect, "parent", "tags", "properties"),
                        "protocols",
                        protocols -> strings(protocols, owner));
            case V3 -> Rules.lacking(written, owner, dialect, "parent", "notify");
            case V4 -> Rules.lacking(written, owner, dialect, "notify");
        };
    }

    private static Json.Obj autoEvent(Json.Obj event, String owner, Dialect dialect) {
        return dialect.isAtLeast(Dialect.V4)
                ? event
                : Rules.lacking(event, "an auto event of " + owner, dialect, "onChangeThreshold", "retention");
    }

    /** The values of each protocol as strings: 2.x answers 400 to anything else. */
    private static Json.Obj strings(Json.Obj protocols, String owner) {
        Map<String, Json> written = new LinkedHashMap<>();
        protocols.members().forEach((protocol, properties) -> {
            Map<String, Json> values = new LinkedHashMap<>();
            Json.asObject(properties)
                    .members()
                    .forEach((name, value) -> values.put(
                            name, Rules.asString(value, "property " + protocol + "." + name + " of " + owner)));
            written.put(protocol, Json.object(values));
        });
        return Json.object(written);
    }

    /** A profile to be added, or to replace another. */
    public static Json.Obj profile(DeviceProfile profile, Dialect dialect) {
        String owner = "profile '" + profile.name() + "'";
        Json.Obj written =
                Rules.inArray(profile.json(), "deviceResources", resource -> resource(resource, owner, dialect));
        return Rules.inArray(written, "deviceCommands", command -> command(command, owner, dialect));
    }

    /** A resource to be added to a profile. */
    public static Json.Obj resource(DeviceResource resource, Dialect dialect) {
        return resource(resource.json(), "resource '" + resource.name() + "'", dialect);
    }

    private static Json.Obj resource(Json.Obj resource, String profile, Dialect dialect) {
        String owner = "resource '" + resource.text("name").orElse("") + "' of " + profile;
        if (dialect == Dialect.V2) {
            return Rules.inObject(
                    Rules.lacking(resource, owner, dialect, "tags"),
                    "properties",
                    properties -> stringNumbers(Rules.lacking(properties, owner, dialect, "optional"), owner));
        }
        return Rules.inObject(
                Rules.lacking(resource, owner, dialect, "tag"),
                "properties",
                properties -> trueNumbers(properties, owner));
    }

    private static Json.Obj stringNumbers(Json.Obj properties, String owner) {
        Json.Obj written = properties;
        for (String name : NUMBERS) {
            Json value = properties.members().get(name);
            if (value != null) {
                written = written.with(name, Rules.asString(value, name + " of " + owner));
            }
        }
        return written;
    }

    private static Json.Obj trueNumbers(Json.Obj properties, String owner) {
        Json.Obj written = properties;
        for (String name : NUMBERS) {
            String text = properties.text(name).orElse(null);
            if (text != null) {
                written = text.isBlank() ? written.without(name) : written.with(name, number(text, name, owner));
            }
        }
        return written;
    }

    private static Json number(String text, String name, String owner) {
        try {
            return new Json.Num(text.strip());
        } catch (EdgexException e) {
            throw EdgexException.builder(
                            ErrorKind.INVALID, name + " of " + owner + " is '" + text + "', which is no number")
                    .cause(e)
                    .build();
        }
    }

    /** A command to be added to a profile. */
    public static Json.Obj command(DeviceCommand command, Dialect dialect) {
        return command(command.json(), "command '" + command.name() + "'", dialect);
    }

    private static Json.Obj command(Json.Obj command, String owner, Dialect dialect) {
        return dialect == Dialect.V2
                ? Rules.lacking(
                        command, "command '" + command.text("name").orElse("") + "' of " + owner, dialect, "tags")
                : command;
    }

    /** A device service to be added. */
    public static Json.Obj service(DeviceService service, Dialect dialect) {
        return service(service.json(), "device service '" + service.name() + "'", dialect);
    }

    /** A change of a device service. */
    public static Json.Obj serviceUpdate(DeviceServiceUpdate update, Dialect dialect) {
        return service(update.json(), "the update of device service '" + update.name() + "'", dialect);
    }

    private static Json.Obj service(Json.Obj service, String owner, Dialect dialect) {
        return dialect.isAtLeast(Dialect.V4) ? service : Rules.lacking(service, owner, dialect, "properties");
    }

    /** A provision watcher to be added. */
    public static Json.Obj watcher(ProvisionWatcher watcher, Dialect dialect) {
        return watcher(watcher.json(), "provision watcher '" + watcher.name() + "'", dialect);
    }

    /** A change of a provision watcher. */
    public static Json.Obj watcherUpdate(ProvisionWatcherUpdate update, Dialect dialect) {
        return watcher(update.json(), "the update of provision watcher '" + update.name() + "'", dialect);
    }

    private static Json.Obj watcher(Json.Obj watcher, String owner, Dialect dialect) {
        Json.Obj written = Rules.inObject(
                watcher,
                "discoveredDevice",
                device -> Rules.inArray(device, "autoEvents", event -> autoEvent(event, owner, dialect)));
        return dialect == Dialect.V2 ? flat(written, owner) : written;
    }

    /** 2.x has the members of the discovered device in the watcher itself, and one admin state. */
    private static Json.Obj flat(Json.Obj watcher, String owner) {
        Json.Obj device = watcher.object("discoveredDevice").orElse(Json.object());
        String state = device.text("adminState").orElse("");
        if (!state.isEmpty() && !watcher.text("adminState").orElse(state).equals(state)) {
            throw EdgexException.of(
                    ErrorKind.UNSUPPORTED_DIALECT,
                    owner + " has another 'adminState' than its discovered device, and V2 has one for both");
        }
        Json.Obj written = watcher.without("discoveredDevice");
        for (Map.Entry<String, Json> member : Rules.lacking(
                        device, "the discovered device of " + owner, Dialect.V2, "properties")
                .members()
                .entrySet()) {
            written = written.with(member.getKey(), member.getValue());
        }
        return written;
    }

    /** A watcher as it was read, with the members of the discovered device where 3.x has them. */
    public static ProvisionWatcher readWatcher(Json.Obj json) {
        if (json.get("discoveredDevice").isPresent() || json.get("profileName").isEmpty()) {
            return ProvisionWatcher.of(json);
        }
        Json.Obj watcher = json;
        Json.Obj device = Json.object();
        for (String name : List.of("profileName", "autoEvents")) {
            Json value = json.members().get(name);
            if (value != null) {
                device = device.with(name, value);
                watcher = watcher.without(name);
            }
        }
        Json state = json.members().get("adminState");
        if (state != null) {
            device = device.with("adminState", state);
        }
        return ProvisionWatcher.of(watcher.with("discoveredDevice", device));
    }
}
