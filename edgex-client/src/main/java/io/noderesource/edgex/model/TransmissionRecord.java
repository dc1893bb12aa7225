package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One attempt to send a notification. Immutable. */
public final class TransmissionRecord extends EdgexObject {
    private static final Field<Optional<TransmissionStatus>> STATUS = Field.choice("status", TransmissionStatus.class);
    private static final Field<String> RESPONSE = Field.text("response");
    private static final Field<OptionalLong> SENT = Field.whole("sent");
    private static final List<Field<?>> FIELDS = List.of(STATUS, RESPONSE, SENT);

    private TransmissionRecord(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static TransmissionRecord of(Json.Obj json) {
        return new TransmissionRecord(json);
    }

    /** What became of it. */
    public Optional<TransmissionStatus> status() {
        return get(STATUS);
    }

    /** What the receiver answered. */
    public String response() {
        return get(RESPONSE);
    }

    /** When, in milliseconds since 1970. */
    public OptionalLong sent() {
        return get(SENT);
    }
}
