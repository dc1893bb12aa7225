package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;

/** What a job does: sends to the message bus, by REST, or sets a device. Immutable. */
public final class ScheduleAction extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> TYPE = Field.text("type");
    private static final Field<String> CONTENT_TYPE = Field.text("contentType");
    private static final Field<String> PAYLOAD = Field.text("payload");
    private static final Field<Boolean> USE_RAW_PAYLOAD = Field.flag("useRawPayload");
    private static final Field<String> TOPIC = Field.text("topic");
    private static final Field<String> ADDRESS = Field.text("address");
    private static final Field<String> METHOD = Field.text("method");
    private static final Field<Boolean> INJECT_EDGE_X_AUTH = Field.flag("injectEdgeXAuth");
    private static final Field<String> DEVICE_NAME = Field.text("deviceName");
    private static final Field<String> SOURCE_NAME = Field.text("sourceName");
    private static final List<Field<?>> FIELDS = List.of(
            ID,
            TYPE,
            CONTENT_TYPE,
            PAYLOAD,
            USE_RAW_PAYLOAD,
            TOPIC,
            ADDRESS,
            METHOD,
            INJECT_EDGE_X_AUTH,
            DEVICE_NAME,
            SOURCE_NAME);

    private ScheduleAction(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static ScheduleAction of(Json.Obj json) {
        return new ScheduleAction(json);
    }

    /** Starts one that sends to the message bus. */
    public static Builder publish(String topic) {
        return new Builder(Json.object()).type("EDGEXMESSAGEBUS").topic(topic);
    }

    /** Starts one that sends by REST. */
    public static Builder rest(String method, String address) {
        return new Builder(Json.object()).type("REST").method(method).address(address);
    }

    /** Starts one that sets values of a device. */
    public static Builder set(String deviceName, String sourceName) {
        return new Builder(Json.object())
                .type("DEVICECONTROL")
                .deviceName(deviceName)
                .sourceName(sourceName);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id that EdgeX gave. */
    public String id() {
        return get(ID);
    }

    /** {@code EDGEXMESSAGEBUS}, {@code REST} or {@code DEVICECONTROL}. */
    public String type() {
        return get(TYPE);
    }

    /** The MIME type of the payload. */
    public String contentType() {
        return get(CONTENT_TYPE);
    }

    /** What is sent, in base64. */
    public String payload() {
        return get(PAYLOAD);
    }

    /** Message bus: whether the payload is sent without an envelope. */
    public boolean useRawPayload() {
        return get(USE_RAW_PAYLOAD);
    }

    /** Message bus: the topic. */
    public String topic() {
        return get(TOPIC);
    }

    /** REST: the URL. */
    public String address() {
        return get(ADDRESS);
    }

    /** REST: the method. */
    public String method() {
        return get(METHOD);
    }

    /** REST: whether a token of EdgeX goes with the request. */
    public boolean injectEdgeXAuth() {
        return get(INJECT_EDGE_X_AUTH);
    }

    /** Device: which one. */
    public String deviceName() {
        return get(DEVICE_NAME);
    }

    /** Device: which command. */
    public String sourceName() {
        return get(SOURCE_NAME);
    }

    /** Makes a {@link ScheduleAction}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<ScheduleAction, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link ScheduleAction#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link ScheduleAction#type()}. */
        public Builder type(String type) {
            return set(TYPE, type);
        }

        /** Sets {@link ScheduleAction#contentType()}. */
        public Builder contentType(String contentType) {
            return set(CONTENT_TYPE, contentType);
        }

        /** Sets {@link ScheduleAction#payload()}. */
        public Builder payload(String payload) {
            return set(PAYLOAD, payload);
        }

        /** Sets {@link ScheduleAction#useRawPayload()}. */
        public Builder useRawPayload(boolean useRawPayload) {
            return set(USE_RAW_PAYLOAD, useRawPayload);
        }

        /** Sets {@link ScheduleAction#topic()}. */
        public Builder topic(String topic) {
            return set(TOPIC, topic);
        }

        /** Sets {@link ScheduleAction#address()}. */
        public Builder address(String address) {
            return set(ADDRESS, address);
        }

        /** Sets {@link ScheduleAction#method()}. */
        public Builder method(String method) {
            return set(METHOD, method);
        }

        /** Sets {@link ScheduleAction#injectEdgeXAuth()}. */
        public Builder injectEdgeXAuth(boolean injectEdgeXAuth) {
            return set(INJECT_EDGE_X_AUTH, injectEdgeXAuth);
        }

        /** Sets {@link ScheduleAction#deviceName()}. */
        public Builder deviceName(String deviceName) {
            return set(DEVICE_NAME, deviceName);
        }

        /** Sets {@link ScheduleAction#sourceName()}. */
        public Builder sourceName(String sourceName) {
            return set(SOURCE_NAME, sourceName);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public ScheduleAction build() {
            return new ScheduleAction(json());
        }
    }
}
