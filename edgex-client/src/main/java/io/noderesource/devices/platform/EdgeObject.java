package io.noderesource.devices.platform;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * An object of an edge platform, in the fields of the resources.
 *
 * @param kind what it is
 * @param name its name on the platform, by which it is found
 * @param id the id that the platform gave it; null when it gives none
 * @param content a JSON object of what describes it, in the words of the resources' specs as EdgeX 3 types them: for a device
 *     {@code description}, {@code adminState}, {@code operatingState}, {@code protocols}, {@code labels}, {@code location},
 *     {@code serviceName}, {@code profileName}, {@code autoEvents}, {@code tags}, {@code properties} and so on; without name,
 *     id and times
 */
public record EdgeObject(
        IotKind kind, String name, @Nullable String id, String content) {

    /** An object with its content as a tree. */
    public static EdgeObject of(IotKind kind, String name, @Nullable String id, Json.Obj content) {
        return new EdgeObject(kind, name, id, content.write());
    }

    /** The content as a tree. */
    public Json.Obj fields() {
        return Json.parse(content) instanceof Json.Obj object ? object : Json.object();
    }
}
