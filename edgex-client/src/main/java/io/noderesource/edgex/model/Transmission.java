package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A notification on its way to one channel of a subscription. Immutable. */
public final class Transmission extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NOTIFICATION_ID = Field.text("notificationId");
    private static final Field<String> SUBSCRIPTION_NAME = Field.text("subscriptionName");
    private static final Field<Optional<Address>> CHANNEL = Field.object("channel", Address::of);
    private static final Field<Optional<TransmissionStatus>> STATUS = Field.choice("status", TransmissionStatus.class);
    private static final Field<OptionalInt> RESEND_COUNT = Field.integer("resendCount");
    private static final Field<List<TransmissionRecord>> RECORDS = Field.objects("records", TransmissionRecord::of);
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final List<Field<?>> FIELDS =
            List.of(ID, NOTIFICATION_ID, SUBSCRIPTION_NAME, CHANNEL, STATUS, RESEND_COUNT, RECORDS, CREATED);

    private Transmission(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static Transmission of(Json.Obj json) {
        return new Transmission(json);
    }

    /** The id that EdgeX gave. */
    public String id() {
        return get(ID);
    }

    /** The notification. */
    public String notificationId() {
        return get(NOTIFICATION_ID);
    }

    /** The subscription. */
    public String subscriptionName() {
        return get(SUBSCRIPTION_NAME);
    }

    /** Where it is sent. */
    public Optional<Address> channel() {
        return get(CHANNEL);
    }

    /** What became of it. */
    public Optional<TransmissionStatus> status() {
        return get(STATUS);
    }

    /** How often it was sent again. */
    public OptionalInt resendCount() {
        return get(RESEND_COUNT);
    }

    /** All attempts. */
    public List<TransmissionRecord> records() {
        return get(RECORDS);
    }

    /** When it was begun, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }
}
