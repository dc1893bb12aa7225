package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A change of a subscription: what is not set stays as it is, what is set replaces what was there. Immutable. */
public final class SubscriptionUpdate extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<List<Address>> CHANNELS = Field.objects("channels", Address::of);
    private static final Field<List<String>> CATEGORIES = Field.texts("categories");
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<String> DESCRIPTION = Field.text("description");
    private static final Field<String> RECEIVER = Field.text("receiver");
    private static final Field<OptionalInt> RESEND_LIMIT = Field.integer("resendLimit");
    private static final Field<String> RESEND_INTERVAL = Field.text("resendInterval");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final List<Field<?>> FIELDS = List.of(
            ID, NAME, CHANNELS, CATEGORIES, LABELS, DESCRIPTION, RECEIVER, RESEND_LIMIT, RESEND_INTERVAL, ADMIN_STATE);

    private SubscriptionUpdate(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static SubscriptionUpdate of(Json.Obj json) {
        return new SubscriptionUpdate(json);
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

    /** Where it is sent. */
    public List<Address> channels() {
        return get(CHANNELS);
    }

    /** Which kinds of notifications; a subscription has these, or labels, or both. */
    public List<String> categories() {
        return get(CATEGORIES);
    }

    /** Which labels of notifications. */
    public List<String> labels() {
        return get(LABELS);
    }

    /** Free text. */
    public String description() {
        return get(DESCRIPTION);
    }

    /** Who gets them. */
    public String receiver() {
        return get(RECEIVER);
    }

    /** How often a critical one is sent again; 0 for the service's own setting. */
    public OptionalInt resendLimit() {
        return get(RESEND_LIMIT);
    }

    /** The pause before, such as {@code 1h}. */
    public String resendInterval() {
        return get(RESEND_INTERVAL);
    }

    /** Whether an operator lets it work. */
    public Optional<AdminState> adminState() {
        return get(ADMIN_STATE);
    }

    /** Makes a {@link SubscriptionUpdate}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<SubscriptionUpdate, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link SubscriptionUpdate#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link SubscriptionUpdate#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link SubscriptionUpdate#channels()}. */
        public Builder channels(List<Address> channels) {
            return set(CHANNELS, channels);
        }

        /** Sets {@link SubscriptionUpdate#categories()}. */
        public Builder categories(List<String> categories) {
            return set(CATEGORIES, categories);
        }

        /** Sets {@link SubscriptionUpdate#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link SubscriptionUpdate#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link SubscriptionUpdate#receiver()}. */
        public Builder receiver(String receiver) {
            return set(RECEIVER, receiver);
        }

        /** Sets {@link SubscriptionUpdate#resendLimit()}. */
        public Builder resendLimit(int resendLimit) {
            return set(RESEND_LIMIT, OptionalInt.of(resendLimit));
        }

        /** Sets {@link SubscriptionUpdate#resendInterval()}. */
        public Builder resendInterval(String resendInterval) {
            return set(RESEND_INTERVAL, resendInterval);
        }

        /** Sets {@link SubscriptionUpdate#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public SubscriptionUpdate build() {
            return new SubscriptionUpdate(json());
        }
    }
}
