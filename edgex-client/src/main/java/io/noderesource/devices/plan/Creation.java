package io.noderesource.devices.plan;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import java.util.Map;

/**
 * What an object that is made cannot be without. The platform refuses a new one without these fields; an object that is there
 * never gets one of them that its resource does not set.
 */
final class Creation {

    private static final Map<IotKind, Json.Obj> NEEDED = Map.of(
            IotKind.SERVICE,
            Json.object().with("adminState", Json.of("UNLOCKED")),
            IotKind.PROFILE,
            Json.object(),
            IotKind.DEVICE,
            Json.object()
                    .with("adminState", Json.of("UNLOCKED"))
                    .with("operatingState", Json.of("UP"))
                    .with("protocols", Json.object()));

    private Creation() {}

    /** What is declared, and behind it what else is needed. */
    static Json.Obj complete(IotKind kind, Json.Obj desired) {
        Json.Obj all = desired;
        for (Map.Entry<String, Json> field :
                NEEDED.getOrDefault(kind, Json.object()).members().entrySet()) {
            if (all.get(field.getKey()).isEmpty()) {
                all = all.with(field.getKey(), field.getValue());
            }
        }
        return all;
    }
}
