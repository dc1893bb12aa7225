package io.noderesource.devices.resource;

import io.noderesource.edgex.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@code DeviceService} declares. */
final class ServiceContent {

    private ServiceContent() {}

    static Json.Obj of(Json.Obj spec, Json.Obj extra, Fields fields) {
        Map<String, Fields.Reader> known = new LinkedHashMap<>();
        known.put("baseAddress", fields::text);
        known.put("description", fields::text);
        known.put("labels", fields::texts);
        known.put("adminState", (path, value) -> fields.oneOf(path, value, DeviceContent.ADMIN_STATES));
        Json.Obj content = fields.members("spec", spec, known);
        fields.require("spec", spec, List.of("baseAddress"));
        Map<String, Fields.Reader> extras = new LinkedHashMap<>();
        extra.members().keySet().forEach(field -> extras.put(field, (path, value) -> Optional.of(value)));
        extras.put("properties", fields::object);
        for (Map.Entry<String, Json> entry :
                fields.members(Extra.PATH, extra, extras).members().entrySet()) {
            content = content.with(entry.getKey(), entry.getValue());
        }
        return content;
    }
}
