package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A change of a device: what is not set stays as it is, what is set replaces what was there. Immutable. */
public final class DeviceUpdate extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> PARENT = Field.text("parent");
    private static final Field<String> DESCRIPTION = Field.text("description");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<Optional<OperatingState>> OPERATING_STATE =
            Field.choice("operatingState", OperatingState.class);
    private static final Field<String> SERVICE_NAME = Field.text("serviceName");
    private static final Field<String> PROFILE_NAME = Field.text("profileName");
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<Optional<Json>> LOCATION = Field.json("location");
    private static final Field<List<AutoEvent>> AUTO_EVENTS = Field.objects("autoEvents", AutoEvent::of);
    private static final Field<Map<String, Map<String, Json>>> PROTOCOLS = Field.groups("protocols");
    private static final Field<Map<String, Json>> TAGS = Field.members("tags");
    private static final Field<Map<String, Json>> PROPERTIES = Field.members("properties");
    private static final Field<Boolean> NOTIFIES_SERVICE = Field.flag("notify");
    private static final List<Field<?>> FIELDS = List.of(
            ID,
            NAME,
            PARENT,
            DESCRIPTION,
            ADMIN_STATE,
            OPERATING_STATE,
            SERVICE_NAME,
            PROFILE_NAME,
            LABELS,
            LOCATION,
            AUTO_EVENTS,
            PROTOCOLS,
            TAGS,
            PROPERTIES,
            NOTIFIES_SERVICE);

    private DeviceUpdate(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DeviceUpdate of(Json.Obj json) {
        return new DeviceUpdate(json);
    }

    /** Starts one. */
    public static Builder builder() {
        return new Builder(Json.object());
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The device's id; when the name is given too, both must be its. */
    public String id() {
        return get(ID);
    }

    /** The device's name, which says which one it is: it can not be changed. */
    public String name() {
        return get(NAME);
    }

    /** The device that this one is a part of; 4.x only. */
    public String parent() {
        return get(PARENT);
    }

    /** Free text; an empty one clears. */
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

    /** The device service that speaks to it. */
    public String serviceName() {
        return get(SERVICE_NAME);
    }

    /** The profile that it follows. */
    public String profileName() {
        return get(PROFILE_NAME);
    }

    /** Words to find it by; an empty list clears. */
    public List<String> labels() {
        return get(LABELS);
    }

    /** Where it is; it can not be taken away, only be made an empty text. */
    public Optional<Json> location() {
        return get(LOCATION);
    }

    /** What the device service reads by itself; an empty list clears. */
    public List<AutoEvent> autoEvents() {
        return get(AUTO_EVENTS);
    }

    /** How it is reached: replaces all protocols. 3.x refuses an empty one. */
    public Map<String, Map<String, Json>> protocols() {
        return get(PROTOCOLS);
    }

    /** Free data of each event; not on 2.x. */
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

    /** What EdgeX itself says of a device, and what says which one it is. */
    private static final Set<String> FIXED =
            Set.of("id", "name", "created", "modified", "lastConnected", "lastReported", "apiVersion");

    private static boolean isChangeable(String name) {
        return !FIXED.contains(name);
    }

    /** The value of a field in the one way in which it is compared. */
    private static Json comparable(String name, Json value) {
        if (isEmpty(value)) {
            return Json.NULL;
        }
        return name.equals(AUTO_EVENTS.name()) && value instanceof Json.Arr events
                ? Json.array(events.items().stream()
                        .map(event -> event instanceof Json.Obj object ? AutoEvent.withoutDefaults(object) : event)
                        .toList())
                : value;
    }

    private static boolean isEmpty(Json value) {
        return value.equals(Json.of(""))
                || value.equals(Json.of(false))
                || value.equals(Json.object())
                || value.equals(Json.array(List.of()));
    }

    /**
     * The least change that makes one device like another; empty when they are alike, and then nothing should be sent: a
     * change that changes nothing still starts the device's auto events anew.
     *
     * <p>Only fields that {@code wanted} sets count, those this library does not know included; {@code null} is as good as not set.
     * What EdgeX gives back differently from how it took it is alike: what is empty and what is absent, and an auto event with and
     * without its defaults. Numbers and texts are compared as JSON compares them, so {@code 300} is not {@code "300"}, but {@code 1} is
     * {@code 1.0}; on 2.x, which makes texts of all properties of protocols, give texts.
     *
     * @param present as EdgeX has it
     * @param wanted the same device as it should be
     */
    public static Optional<DeviceUpdate> between(Device present, Device wanted) {
        Json.Obj changes = Json.object();
        for (Map.Entry<String, Json> member : wanted.json().members().entrySet()) {
            String name = member.getKey();
            Json value = member.getValue();
            Json there = present.json().members().getOrDefault(name, Json.NULL);
            if (isChangeable(name)
                    && value != Json.NULL
                    && !comparable(name, value).equals(comparable(name, there))) {
                changes = changes.with(name, value);
            }
        }
        return changes.members().isEmpty()
                ? Optional.empty()
                : Optional.of(new DeviceUpdate(changes.with("name", Json.of(present.name()))));
    }

    /** Makes a {@link DeviceUpdate}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<DeviceUpdate, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link DeviceUpdate#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link DeviceUpdate#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link DeviceUpdate#parent()}. */
        public Builder parent(String parent) {
            return set(PARENT, parent);
        }

        /** Sets {@link DeviceUpdate#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link DeviceUpdate#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link DeviceUpdate#operatingState()}. */
        public Builder operatingState(OperatingState operatingState) {
            return set(OPERATING_STATE, Optional.of(operatingState));
        }

        /** Sets {@link DeviceUpdate#serviceName()}. */
        public Builder serviceName(String serviceName) {
            return set(SERVICE_NAME, serviceName);
        }

        /** Sets {@link DeviceUpdate#profileName()}. */
        public Builder profileName(String profileName) {
            return set(PROFILE_NAME, profileName);
        }

        /** Sets {@link DeviceUpdate#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link DeviceUpdate#location()}. */
        public Builder location(Json location) {
            return set(LOCATION, Optional.of(location));
        }

        /** Sets {@link DeviceUpdate#autoEvents()}. */
        public Builder autoEvents(List<AutoEvent> autoEvents) {
            return set(AUTO_EVENTS, autoEvents);
        }

        /** Sets {@link DeviceUpdate#protocols()}. */
        public Builder protocols(Map<String, Map<String, Json>> protocols) {
            return set(PROTOCOLS, protocols);
        }

        /** Sets {@link DeviceUpdate#tags()}. */
        public Builder tags(Map<String, Json> tags) {
            return set(TAGS, tags);
        }

        /** Sets {@link DeviceUpdate#properties()}. */
        public Builder properties(Map<String, Json> properties) {
            return set(PROPERTIES, properties);
        }

        /** Sets {@link DeviceUpdate#notifiesService()}. */
        public Builder notifiesService(boolean notifiesService) {
            return set(NOTIFIES_SERVICE, notifiesService);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public DeviceUpdate build() {
            return new DeviceUpdate(json());
        }
    }
}
