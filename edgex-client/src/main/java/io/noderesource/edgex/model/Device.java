package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A device as core-metadata keeps it. Immutable. */
public final class Device extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> PARENT = Field.text("parent");
    private static final Field<String> DESCRIPTION = Field.text("description");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<Optional<OperatingState>> OPERATING_STATE =
            Field.choice("operatingState", OperatingState.class);
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<Optional<Json>> LOCATION = Field.json("location");
    private static final Field<String> SERVICE_NAME = Field.text("serviceName");
    private static final Field<String> PROFILE_NAME = Field.text("profileName");
    private static final Field<List<AutoEvent>> AUTO_EVENTS = Field.objects("autoEvents", AutoEvent::of);
    private static final Field<Map<String, Map<String, Json>>> PROTOCOLS = Field.groups("protocols");
    private static final Field<Map<String, Json>> TAGS = Field.members("tags");
    private static final Field<Map<String, Json>> PROPERTIES = Field.members("properties");
    private static final Field<Boolean> NOTIFIES_SERVICE = Field.flag("notify");
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final Field<OptionalLong> LAST_CONNECTED = Field.whole("lastConnected");
    private static final Field<OptionalLong> LAST_REPORTED = Field.whole("lastReported");
    private static final List<Field<?>> FIELDS = List.of(
            ID,
            NAME,
            PARENT,
            DESCRIPTION,
            ADMIN_STATE,
            OPERATING_STATE,
            LABELS,
            LOCATION,
            SERVICE_NAME,
            PROFILE_NAME,
            AUTO_EVENTS,
            PROTOCOLS,
            TAGS,
            PROPERTIES,
            NOTIFIES_SERVICE,
            CREATED,
            MODIFIED,
            LAST_CONNECTED,
            LAST_REPORTED);

    private Device(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static Device of(Json.Obj json) {
        return new Device(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name, String serviceName) {
        return new Builder(Json.object()).name(name).serviceName(serviceName);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id that EdgeX gave; empty before it is added. */
    public String id() {
        return get(ID);
    }

    /** The name, by which all else refers to it; it never changes. */
    public String name() {
        return get(NAME);
    }

    /** The device that this one is a part of; 4.x only. */
    public String parent() {
        return get(PARENT);
    }

    /** Free text. */
    public String description() {
        return get(DESCRIPTION);
    }

    /** Whether an operator lets it be used. */
    public Optional<AdminState> adminState() {
        return get(ADMIN_STATE);
    }

    /** Whether it works. */
    public Optional<OperatingState> operatingState() {
        return get(OPERATING_STATE);
    }

    /** Words to find it by. */
    public List<String> labels() {
        return get(LABELS);
    }

    /** Where it is, in any form. */
    public Optional<Json> location() {
        return get(LOCATION);
    }

    /** The device service that speaks to it. */
    public String serviceName() {
        return get(SERVICE_NAME);
    }

    /** The profile that it follows; may be empty on 4.x. */
    public String profileName() {
        return get(PROFILE_NAME);
    }

    /** What the device service reads by itself. */
    public List<AutoEvent> autoEvents() {
        return get(AUTO_EVENTS);
    }

    /** How it is reached: for each protocol its properties. On 2.x all values are strings. */
    public Map<String, Map<String, Json>> protocols() {
        return get(PROTOCOLS);
    }

    /** Free data that goes into each event; not on 2.x. */
    public Map<String, Json> tags() {
        return get(TAGS);
    }

    /** Free data; not on 2.x. */
    public Map<String, Json> properties() {
        return get(PROPERTIES);
    }

    /** Whether the device service is told of changes; 2.x only. */
    public boolean notifiesService() {
        return get(NOTIFIES_SERVICE);
    }

    /** When it was added, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** When it was last reached, in milliseconds since 1970; 2.x only. */
    public OptionalLong lastConnected() {
        return get(LAST_CONNECTED);
    }

    /** When it last sent something, in milliseconds since 1970; 2.x only. */
    public OptionalLong lastReported() {
        return get(LAST_REPORTED);
    }

    /** Makes a {@link Device}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<Device, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link Device#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link Device#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link Device#parent()}. */
        public Builder parent(String parent) {
            return set(PARENT, parent);
        }

        /** Sets {@link Device#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link Device#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link Device#operatingState()}. */
        public Builder operatingState(OperatingState operatingState) {
            return set(OPERATING_STATE, Optional.of(operatingState));
        }

        /** Sets {@link Device#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link Device#location()}. */
        public Builder location(Json location) {
            return set(LOCATION, Optional.of(location));
        }

        /** Sets {@link Device#serviceName()}. */
        public Builder serviceName(String serviceName) {
            return set(SERVICE_NAME, serviceName);
        }

        /** Sets {@link Device#profileName()}. */
        public Builder profileName(String profileName) {
            return set(PROFILE_NAME, profileName);
        }

        /** Sets {@link Device#autoEvents()}. */
        public Builder autoEvents(List<AutoEvent> autoEvents) {
            return set(AUTO_EVENTS, autoEvents);
        }

        /** Sets {@link Device#protocols()}. */
        public Builder protocols(Map<String, Map<String, Json>> protocols) {
            return set(PROTOCOLS, protocols);
        }

        /** Sets {@link Device#tags()}. */
        public Builder tags(Map<String, Json> tags) {
            return set(TAGS, tags);
        }

        /** Sets {@link Device#properties()}. */
        public Builder properties(Map<String, Json> properties) {
            return set(PROPERTIES, properties);
        }

        /** Sets {@link Device#notifiesService()}. */
        public Builder notifiesService(boolean notifiesService) {
            return set(NOTIFIES_SERVICE, notifiesService);
        }

        /** Sets {@link Device#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link Device#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        /** Sets {@link Device#lastConnected()}. */
        public Builder lastConnected(long lastConnected) {
            return set(LAST_CONNECTED, OptionalLong.of(lastConnected));
        }

        /** Sets {@link Device#lastReported()}. */
        public Builder lastReported(long lastReported) {
            return set(LAST_REPORTED, OptionalLong.of(lastReported));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Device build() {
            return new Device(json());
        }
    }
}
