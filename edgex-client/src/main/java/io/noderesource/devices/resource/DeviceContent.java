package io.noderesource.devices.resource;

import io.noderesource.edgex.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@code Device} declares. */
final class DeviceContent {

    static final List<String> ADMIN_STATES = List.of("LOCKED", "UNLOCKED");
    private static final List<String> OPERATING_STATES = List.of("UP", "DOWN", "UNKNOWN");

    private DeviceContent() {}

    static Json.Obj of(Json.Obj spec, Json.Obj extra, Fields fields) {
        Map<String, Fields.Reader> known = new LinkedHashMap<>();
        known.put("description", fields::text);
        known.put("adminState", (path, value) -> fields.oneOf(path, value, ADMIN_STATES));
        known.put("operatingState", (path, value) -> fields.oneOf(path, value, OPERATING_STATES));
        known.put(
                "protocols",
                (path, value) -> fields.map(path, value, (p, members) -> fields.map(p, members, fields::text)));
        known.put("labels", fields::texts);
        known.put("location", fields::text);
        known.put("serviceName", fields::text);
        known.put("profileName", fields::text);
        known.put("notify", fields::flag);
        Json.Obj content = fields.members("spec", spec, known);
        fields.require("spec", spec, List.of("serviceName", "profileName"));
        Json.Obj more = fields.members(Extra.PATH, extra, extras(extra, fields));
        Json.Obj protocols = more.object("protocols").orElse(Json.object());
        for (Map.Entry<String, Json> entry : more.without("protocols").members().entrySet()) {
            content = content.with(entry.getKey(), entry.getValue());
        }
        return protocols.members().isEmpty() ? content : content.with("protocols", laidOver(content, protocols));
    }

    private static Map<String, Fields.Reader> extras(Json.Obj extra, Fields fields) {
        Map<String, Fields.Reader> known = new LinkedHashMap<>();
        extra.members().keySet().forEach(field -> known.put(field, (path, value) -> Optional.of(value)));
        known.put("protocols", (path, value) -> fields.map(path, value, fields::object));
        known.put("autoEvents", (path, value) -> fields.list(path, value, fields::object));
        known.put("tags", fields::object);
        known.put("properties", fields::object);
        known.put("parent", fields::text);
        return known;
    }

    private static Json.Obj laidOver(Json.Obj content, Json.Obj protocols) {
        Json.Obj all = content.object("protocols").orElse(Json.object());
        for (Map.Entry<String, Json> protocol : protocols.members().entrySet()) {
            Json.Obj members = all.object(protocol.getKey()).orElse(Json.object());
            for (Map.Entry<String, Json> member :
                    Json.asObject(protocol.getValue()).members().entrySet()) {
                members = members.with(member.getKey(), member.getValue());
            }
            all = all.with(protocol.getKey(), members);
        }
        return all;
    }
}
