package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;

/** Several resources of a device, read or set together. Immutable. */
public final class DeviceCommand extends EdgexObject {
    private static final Field<String> NAME = Field.text("name");
    private static final Field<Boolean> IS_HIDDEN = Field.flag("isHidden");
    private static final Field<String> READ_WRITE = Field.text("readWrite");
    private static final Field<List<ResourceOperation>> RESOURCE_OPERATIONS =
            Field.objects("resourceOperations", ResourceOperation::of);
    private static final Field<Map<String, Json>> TAGS = Field.members("tags");
    private static final List<Field<?>> FIELDS = List.of(NAME, IS_HIDDEN, READ_WRITE, RESOURCE_OPERATIONS, TAGS);

    private DeviceCommand(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static DeviceCommand of(Json.Obj json) {
        return new DeviceCommand(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name, String readWrite, List<ResourceOperation> resourceOperations) {
        return new Builder(Json.object()).name(name).readWrite(readWrite).resourceOperations(resourceOperations);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The name; it never changes. */
    public String name() {
        return get(NAME);
    }

    /** Whether core-command does not offer it. */
    public boolean isHidden() {
        return get(IS_HIDDEN);
    }

    /** Whether it can be read, written or both: {@code R}, {@code W}, {@code RW} or {@code WR}. */
    public String readWrite() {
        return get(READ_WRITE);
    }

    /** What is read or set, in order. */
    public List<ResourceOperation> resourceOperations() {
        return get(RESOURCE_OPERATIONS);
    }

    /** Free data that goes into each event; not on 2.x. */
    public Map<String, Json> tags() {
        return get(TAGS);
    }

    /** Makes a {@link DeviceCommand}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<DeviceCommand, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link DeviceCommand#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link DeviceCommand#isHidden()}. */
        public Builder isHidden(boolean isHidden) {
            return set(IS_HIDDEN, isHidden);
        }

        /** Sets {@link DeviceCommand#readWrite()}. */
        public Builder readWrite(String readWrite) {
            return set(READ_WRITE, readWrite);
        }

        /** Sets {@link DeviceCommand#resourceOperations()}. */
        public Builder resourceOperations(List<ResourceOperation> resourceOperations) {
            return set(RESOURCE_OPERATIONS, resourceOperations);
        }

        /** Sets {@link DeviceCommand#tags()}. */
        public Builder tags(Map<String, Json> tags) {
            return set(TAGS, tags);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public DeviceCommand build() {
            return new DeviceCommand(json());
        }
    }
}
