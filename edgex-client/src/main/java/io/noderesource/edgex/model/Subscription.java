package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Who is told which notifications, and how. Immutable. */
public final class Subscription extends EdgexObject {
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
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final List<Field<?>> FIELDS = List.of(
            ID,
            NAME,
            CHANNELS,
            CATEGORIES,
            LABELS,
            DESCRIPTION,
            RECEIVER,
            RESEND_LIMIT,
            RESEND_INTERVAL,
            ADMIN_STATE,
            CREATED,
            MODIFIED);

    private Subscription(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static Subscription of(Json.Obj json) {
        return new Subscription(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name, String receiver, List<Address> channels) {
        return new Builder(Json.object())
                .name(name)
                .receiver(receiver)
                .channels(channels)
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

    /** When it was added, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** Makes a {@link Subscription}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<Subscription, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link Subscription#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link Subscription#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link Subscription#channels()}. */
        public Builder channels(List<Address> channels) {
            return set(CHANNELS, channels);
        }

        /** Sets {@link Subscription#categories()}. */
        public Builder categories(List<String> categories) {
            return set(CATEGORIES, categories);
        }

        /** Sets {@link Subscription#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link Subscription#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link Subscription#receiver()}. */
        public Builder receiver(String receiver) {
            return set(RECEIVER, receiver);
        }

        /** Sets {@link Subscription#resendLimit()}. */
        public Builder resendLimit(int resendLimit) {
            return set(RESEND_LIMIT, OptionalInt.of(resendLimit));
        }

        /** Sets {@link Subscription#resendInterval()}. */
        public Builder resendInterval(String resendInterval) {
            return set(RESEND_INTERVAL, resendInterval);
        }

        /** Sets {@link Subscription#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link Subscription#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link Subscription#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Subscription build() {
            return new Subscription(json());
        }
    }
}
