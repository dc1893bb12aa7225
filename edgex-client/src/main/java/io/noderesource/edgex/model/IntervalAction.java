package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is done at each time of an interval, up to 3.x. Immutable. */
public final class IntervalAction extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> INTERVAL_NAME = Field.text("intervalName");
    private static final Field<Optional<Address>> ADDRESS = Field.object("address", Address::of);
    private static final Field<String> CONTENT = Field.text("content");
    private static final Field<String> CONTENT_TYPE = Field.text("contentType");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<String> AUTH_METHOD = Field.text("authMethod");
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final List<Field<?>> FIELDS = List.of(
            ID, NAME, INTERVAL_NAME, ADDRESS, CONTENT, CONTENT_TYPE, ADMIN_STATE, AUTH_METHOD, CREATED, MODIFIED);

    private IntervalAction(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static IntervalAction of(Json.Obj json) {
        return new IntervalAction(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name, String intervalName, Address address) {
        return new Builder(Json.object())
                .name(name)
                .intervalName(intervalName)
                .address(address)
                .adminState(AdminState.UNLOCKED);
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

    /** The interval that says when. */
    public String intervalName() {
        return get(INTERVAL_NAME);
    }

    /** Where it is sent. */
    public Optional<Address> address() {
        return get(ADDRESS);
    }

    /** What is sent. */
    public String content() {
        return get(CONTENT);
    }

    /** The MIME type of the content. */
    public String contentType() {
        return get(CONTENT_TYPE);
    }

    /** Whether an operator lets it work. */
    public Optional<AdminState> adminState() {
        return get(ADMIN_STATE);
    }

    /** {@code NONE} or {@code JWT}; 3.x only. */
    public String authMethod() {
        return get(AUTH_METHOD);
    }

    /** When it was added, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** Makes a {@link IntervalAction}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<IntervalAction, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link IntervalAction#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link IntervalAction#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link IntervalAction#intervalName()}. */
        public Builder intervalName(String intervalName) {
            return set(INTERVAL_NAME, intervalName);
        }

        /** Sets {@link IntervalAction#address()}. */
        public Builder address(Address address) {
            return set(ADDRESS, Optional.of(address));
        }

        /** Sets {@link IntervalAction#content()}. */
        public Builder content(String content) {
            return set(CONTENT, content);
        }

        /** Sets {@link IntervalAction#contentType()}. */
        public Builder contentType(String contentType) {
            return set(CONTENT_TYPE, contentType);
        }

        /** Sets {@link IntervalAction#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link IntervalAction#authMethod()}. */
        public Builder authMethod(String authMethod) {
            return set(AUTH_METHOD, authMethod);
        }

        /** Sets {@link IntervalAction#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link IntervalAction#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public IntervalAction build() {
            return new IntervalAction(json());
        }
    }
}
