package io.noderesource.devices.edgex;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.Reading;
import io.noderesource.edgex.value.ValueType;
import java.util.Base64;

/**
 * What an event shows, as JSON by resource: texts as EdgeX gave them, objects as the JSON that they are, bytes in base64 while
 * they are few. Pure.
 */
final class Shown {

    /** A picture is not for a status: of longer bytes only the length is told. */
    private static final int LONGEST_BINARY = 256;

    private Shown() {}

    /** The readings of an event, of a resource that is in it twice the last. */
    static Json.Obj of(Event event) {
        Json.Obj shown = Json.object();
        for (Reading reading : event.readings()) {
            shown = shown.with(
                    reading.resourceName(),
                    Json.object()
                            .with("valueType", Json.of(reading.valueType()))
                            .with("value", value(reading)));
        }
        return shown;
    }

    private static Json value(Reading reading) {
        if (reading.isNull()) {
            return Json.NULL;
        }
        return switch (reading.type().orElse(ValueType.STRING)) {
            case OBJECT, OBJECT_ARRAY -> reading.json().get("objectValue").orElse(Json.NULL);
            case BINARY ->
                Json.of(
                        reading.text().length() > LONGEST_BINARY
                                ? described(reading.text(), reading.mediaType())
                                : reading.text());
            default -> reading.json().get("value").orElse(Json.NULL);
        };
    }

    private static String described(String base64, String mediaType) {
        String type = mediaType.isEmpty() ? "" : " of " + mediaType;
        try {
            return Base64.getDecoder().decode(base64).length + " bytes" + type;
        } catch (IllegalArgumentException e) {
            return base64.length() + " characters" + type;
        }
    }
}
