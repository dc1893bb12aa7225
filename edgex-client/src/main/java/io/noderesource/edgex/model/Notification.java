package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Something that subscribers are told. Immutable. */
public final class Notification extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> CATEGORY = Field.text("category");
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<String> CONTENT = Field.text("content");
    private static final Field<String> CONTENT_TYPE = Field.text("contentType");
    private static final Field<String> DESCRIPTION = Field.text("description");
    private static final Field<String> SENDER = Field.text("sender");
    private static final Field<Optional<NotificationSeverity>> SEVERITY =
            Field.choice("severity", NotificationSeverity.class);
    private static final Field<Optional<NotificationStatus>> STATUS = Field.choice("status", NotificationStatus.class);
    private static final Field<Boolean> ACKNOWLEDGED = Field.flag("acknowledged");
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final List<Field<?>> FIELDS = List.of(
            ID,
            CATEGORY,
            LABELS,
            CONTENT,
            CONTENT_TYPE,
            DESCRIPTION,
            SENDER,
            SEVERITY,
            STATUS,
            ACKNOWLEDGED,
            CREATED,
            MODIFIED);

    private Notification(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static Notification of(Json.Obj json) {
        return new Notification(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String sender, NotificationSeverity severity, String content) {
        return new Builder(Json.object()).sender(sender).severity(severity).content(content);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The id that EdgeX gave; empty before it is added. */
    public String id() {
        return get(ID);
    }

    /** The kind; a notification has it, or labels, or both. */
    public String category() {
        return get(CATEGORY);
    }

    /** Words by which subscriptions find it. */
    public List<String> labels() {
        return get(LABELS);
    }

    /** What is told. */
    public String content() {
        return get(CONTENT);
    }

    /** The MIME type of the content. */
    public String contentType() {
        return get(CONTENT_TYPE);
    }

    /** Free text. */
    public String description() {
        return get(DESCRIPTION);
    }

    /** Who tells it. */
    public String sender() {
        return get(SENDER);
    }

    /** How urgent it is. */
    public Optional<NotificationSeverity> severity() {
        return get(SEVERITY);
    }

    /** How far it has come. */
    public Optional<NotificationStatus> status() {
        return get(STATUS);
    }

    /** Whether somebody has seen it; 4.x only. */
    public boolean acknowledged() {
        return get(ACKNOWLEDGED);
    }

    /** When it was added, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** Makes a {@link Notification}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<Notification, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link Notification#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link Notification#category()}. */
        public Builder category(String category) {
            return set(CATEGORY, category);
        }

        /** Sets {@link Notification#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link Notification#content()}. */
        public Builder content(String content) {
            return set(CONTENT, content);
        }

        /** Sets {@link Notification#contentType()}. */
        public Builder contentType(String contentType) {
            return set(CONTENT_TYPE, contentType);
        }

        /** Sets {@link Notification#description()}. */
        public Builder description(String description) {
            return set(DESCRIPTION, description);
        }

        /** Sets {@link Notification#sender()}. */
        public Builder sender(String sender) {
            return set(SENDER, sender);
        }

        /** Sets {@link Notification#severity()}. */
        public Builder severity(NotificationSeverity severity) {
            return set(SEVERITY, Optional.of(severity));
        }

        /** Sets {@link Notification#status()}. */
        public Builder status(NotificationStatus status) {
            return set(STATUS, Optional.of(status));
        }

        /** Sets {@link Notification#acknowledged()}. */
        public Builder acknowledged(boolean acknowledged) {
            return set(ACKNOWLEDGED, acknowledged);
        }

        /** Sets {@link Notification#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link Notification#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Notification build() {
            return new Notification(json());
        }
    }
}
