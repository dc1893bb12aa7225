package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A change of a provision watcher: what is not set stays as it is. Immutable. */
public final class ProvisionWatcherUpdate extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> SERVICE_NAME = Field.text("serviceName");
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<Map<String, String>> IDENTIFIERS = Field.textMembers("identifiers");
    private static final Field<Map<String, List<String>>> BLOCKING_IDENTIFIERS = Field.textLists("blockingIdentifiers");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<Optional<DiscoveredDevice>> DISCOVERED_DEVICE =
            Field.object("discoveredDevice", DiscoveredDevice::of);
    private static final List<Field<?>> FIELDS =
            List.of(ID, NAME, SERVICE_NAME, LABELS, IDENTIFIERS, BLOCKING_IDENTIFIERS, ADMIN_STATE, DISCOVERED_DEVICE);

    private ProvisionWatcherUpdate(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static ProvisionWatcherUpdate of(Json.Obj json) {
        return new ProvisionWatcherUpdate(json);
    }

    /** Starts one. */
    public static Builder builder() {
        return new Builder(Json.object());
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The watcher's id; when the name is given too, both must be its. */
    public String id() {
        return get(ID);
    }

    /** The watcher's name, which says which one it is: it can not be changed. */
    public String name() {
        return get(NAME);
    }

    /** The device service that discovers. */
    public String serviceName() {
        return get(SERVICE_NAME);
    }

    /** Words to find it by; an empty list clears. */
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

    /** Whether an operator lets it be used. */
    public Optional<AdminState> adminState() {
        return get(ADMIN_STATE);
    }

    /** What the devices it makes are like. */
    public Optional<DiscoveredDevice> discoveredDevice() {
        return get(DISCOVERED_DEVICE);
    }

    /** Makes a {@link ProvisionWatcherUpdate}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<ProvisionWatcherUpdate, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link ProvisionWatcherUpdate#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link ProvisionWatcherUpdate#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link ProvisionWatcherUpdate#serviceName()}. */
        public Builder serviceName(String serviceName) {
            return set(SERVICE_NAME, serviceName);
        }

        /** Sets {@link ProvisionWatcherUpdate#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link ProvisionWatcherUpdate#identifiers()}. */
        public Builder identifiers(Map<String, String> identifiers) {
            return set(IDENTIFIERS, identifiers);
        }

        /** Sets {@link ProvisionWatcherUpdate#blockingIdentifiers()}. */
        public Builder blockingIdentifiers(Map<String, List<String>> blockingIdentifiers) {
            return set(BLOCKING_IDENTIFIERS, blockingIdentifiers);
        }

        /** Sets {@link ProvisionWatcherUpdate#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link ProvisionWatcherUpdate#discoveredDevice()}. */
        public Builder discoveredDevice(DiscoveredDevice discoveredDevice) {
            return set(DISCOVERED_DEVICE, Optional.of(discoveredDevice));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public ProvisionWatcherUpdate build() {
            return new ProvisionWatcherUpdate(json());
        }
    }
}
