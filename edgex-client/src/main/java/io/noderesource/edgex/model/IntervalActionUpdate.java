package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;

/** A change of an interval action: what is not set stays as it is, what is set replaces what was there. Immutable. */
public final class IntervalActionUpdate extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<String> INTERVAL_NAME = Field.text("intervalName");
    private static final Field<Optional<Address>> ADDRESS = Field.object("address", Address::of);
    private static final Field<String> CONTENT = Field.text("content");
    private static final Field<String> CONTENT_TYPE = Field.text("contentType");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<String> AUTH_METHOD = Field.text("authMethod");
    private static final List<Field<?>> FIELDS =
            List.of(ID, NAME, INTERVAL_NAME, ADDRESS, CONTENT, CONTENT_TYPE, ADMIN_STATE, AUTH_METHOD);

    private IntervalActionUpdate(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static IntervalActionUpdate of(Json.Obj json) {
        return new IntervalActionUpdate(json);
    }

    /** Starts one. */
    public static Builder builder() {
        return new Builder(Json.object());
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id; when the name is given too, both must be of the same object. */
    public String id() {
        return get(ID);
    }

    /** The name, which says what is changed: it can not be changed itself. */
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

    /** Makes a {@link IntervalActionUpdate}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<IntervalActionUpdate, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link IntervalActionUpdate#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link IntervalActionUpdate#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link IntervalActionUpdate#intervalName()}. */
        public Builder intervalName(String intervalName) {
            return set(INTERVAL_NAME, intervalName);
        }

        /** Sets {@link IntervalActionUpdate#address()}. */
        public Builder address(Address address) {
            return set(ADDRESS, Optional.of(address));
        }

        /** Sets {@link IntervalActionUpdate#content()}. */
        public Builder content(String content) {
            return set(CONTENT, content);
        }

        /** Sets {@link IntervalActionUpdate#contentType()}. */
        public Builder contentType(String contentType) {
            return set(CONTENT_TYPE, contentType);
        }

        /** Sets {@link IntervalActionUpdate#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link IntervalActionUpdate#authMethod()}. */
        public Builder authMethod(String authMethod) {
            return set(AUTH_METHOD, authMethod);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public IntervalActionUpdate build() {
            return new IntervalActionUpdate(json());
        }
    }
}
