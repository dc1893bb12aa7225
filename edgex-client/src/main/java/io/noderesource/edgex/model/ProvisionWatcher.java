package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a device service makes of the devices it discovers. Immutable. */
public final class ProvisionWatcher extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> SERVICE_NAME = Field.text("serviceName");
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<Map<String, String>> IDENTIFIERS = Field.textMembers("identifiers");
    private static final Field<Map<String, List<String>>> BLOCKING_IDENTIFIERS = Field.textLists("blockingIdentifiers");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<Optional<DiscoveredDevice>> DISCOVERED_DEVICE =
            Field.object("discoveredDevice", DiscoveredDevice::of);
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final List<Field<?>> FIELDS = List.of(
            ID,
            NAME,
            SERVICE_NAME,
            LABELS,
            IDENTIFIERS,
            BLOCKING_IDENTIFIERS,
            ADMIN_STATE,
            DISCOVERED_DEVICE,
            CREATED,
            MODIFIED);

    private ProvisionWatcher(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static ProvisionWatcher of(Json.Obj json) {
        return new ProvisionWatcher(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(
            String name, String serviceName, Map<String, String> identifiers, DiscoveredDevice discoveredDevice) {
        return new Builder(Json.object())
                .name(name)
                .serviceName(serviceName)
                .identifiers(identifiers)
                .discoveredDevice(discoveredDevice);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id that EdgeX gave; empty before it is added. */
    public String id() {
        return get(ID);
    }

    /** The name; it never changes. */
    public String name() {
        return get(NAME);
    }

    /** The device service that discovers. */
    public String serviceName() {
        return get(SERVICE_NAME);
    }

    /** Words to find it by. */
    public List<String> labels() {
        return get(LABELS);
    }

    /** What a device must show: for each key a text or a regular expression. */
    public Map<String, String> identifiers() {
        return get(IDENTIFIERS);
    }

    /** What a device must not show: for each key the texts. */
    public Map<String, List<String>> blockingIdentifiers() {
        return get(BLOCKING_IDENTIFIERS);
    }

    /** Whether an operator lets it be used; on 2.x that of the devices it makes. */
    public Optional<AdminState> adminState() {
        return get(ADMIN_STATE);
    }

    /** What the devices it makes are like; on 2.x these are members of the watcher itself. */
    public Optional<DiscoveredDevice> discoveredDevice() {
        return get(DISCOVERED_DEVICE);
    }

    /** When it was added, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** Makes a {@link ProvisionWatcher}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<ProvisionWatcher, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link ProvisionWatcher#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link ProvisionWatcher#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link ProvisionWatcher#serviceName()}. */
        public Builder serviceName(String serviceName) {
            return set(SERVICE_NAME, serviceName);
        }

        /** Sets {@link ProvisionWatcher#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link ProvisionWatcher#identifiers()}. */
        public Builder identifiers(Map<String, String> identifiers) {
            return set(IDENTIFIERS, identifiers);
        }

        /** Sets {@link ProvisionWatcher#blockingIdentifiers()}. */
        public Builder blockingIdentifiers(Map<String, List<String>> blockingIdentifiers) {
            return set(BLOCKING_IDENTIFIERS, blockingIdentifiers);
        }

        /** Sets {@link ProvisionWatcher#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link ProvisionWatcher#discoveredDevice()}. */
        public Builder discoveredDevice(DiscoveredDevice discoveredDevice) {
            return set(DISCOVERED_DEVICE, Optional.of(discoveredDevice));
        }

        /** Sets {@link ProvisionWatcher#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link ProvisionWatcher#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public ProvisionWatcher build() {
            return new ProvisionWatcher(json());
        }
    }
}
