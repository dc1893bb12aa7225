package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;

/** A change of a profile's command: what is not set stays as it is. Immutable. */
public final class DeviceCommandUpdate extends EdgexObject {
    private static final Field<String> NAME = Field.text("name");
    private static final Field<Boolean> IS_HIDDEN = Field.flag("isHidden");
    private static final List<Field<?>> FIELDS = List.of(NAME, IS_HIDDEN);

    private DeviceCommandUpdate(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DeviceCommandUpdate of(Json.Obj json) {
        return new DeviceCommandUpdate(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name) {
        return new Builder(Json.object()).name(name);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The command's name, which says which one it is: it can not be changed. */
    public String name() {
        return get(NAME);
    }

    /** Whether core-command does not offer it. */
    public boolean isHidden() {
        return get(IS_HIDDEN);
    }

    /** Makes a {@link DeviceCommandUpdate}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<DeviceCommandUpdate, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link DeviceCommandUpdate#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link DeviceCommandUpdate#isHidden()}. */
        public Builder isHidden(boolean isHidden) {
            return set(IS_HIDDEN, isHidden);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public DeviceCommandUpdate build() {
            return new DeviceCommandUpdate(json());
        }
    }
}
