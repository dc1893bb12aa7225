package io.noderesource.devices.edgex;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.Reading;
import java.util.Base64;

/** What an event shows, as JSON by resource. Pure. */
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
        String text = reading.text();
        boolean isBinary = reading.valueType().equalsIgnoreCase("Binary");
        return Json.of(isBinary && text.length() > LONGEST_BINARY ? described(text, reading.mediaType()) : text);
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
