package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Something that is done at times, from 4.0 on. Immutable. */
public final class ScheduleJob extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<Optional<ScheduleDefinition>> DEFINITION =
            Field.object("definition", ScheduleDefinition::of);
    private static final Field<List<ScheduleAction>> ACTIONS = Field.objects("actions", ScheduleAction::of);
    private static final Field<Boolean> AUTO_TRIGGER_MISSED_RECORDS = Field.flag("autoTriggerMissedRecords");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<Map<String, Json>> PROPERTIES = Field.members("properties");
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final List<Field<?>> FIELDS = List.of(
            ID,
            NAME,
            DEFINITION,
            ACTIONS,
            AUTO_TRIGGER_MISSED_RECORDS,
            ADMIN_STATE,
            LABELS,
            PROPERTIES,
            CREATED,
            MODIFIED);

    private ScheduleJob(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static ScheduleJob of(Json.Obj json) {
        return new ScheduleJob(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String name, ScheduleDefinition definition, List<ScheduleAction> actions) {
        return new Builder(Json.object()).name(name).definition(definition).actions(actions);
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

    /** When it is done. */
    public Optional<ScheduleDefinition> definition() {
        return get(DEFINITION);
    }

    /** What is done. */
    public List<ScheduleAction> actions() {
        return get(ACTIONS);
    }

    /** Whether what was missed while the service was down is done later. */
    public boolean autoTriggerMissedRecords() {
        return get(AUTO_TRIGGER_MISSED_RECORDS);
    }

    /** Whether an operator lets it work. */
    public Optional<AdminState> adminState() {
        return get(ADMIN_STATE);
    }

    /** Words to find it by. */
    public List<String> labels() {
        return get(LABELS);
    }

    /** Free data. */
    public Map<String, Json> properties() {
        return get(PROPERTIES);
    }

    /** When it was added, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** Makes a {@link ScheduleJob}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<ScheduleJob, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link ScheduleJob#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link ScheduleJob#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link ScheduleJob#definition()}. */
        public Builder definition(ScheduleDefinition definition) {
            return set(DEFINITION, Optional.of(definition));
        }

        /** Sets {@link ScheduleJob#actions()}. */
        public Builder actions(List<ScheduleAction> actions) {
            return set(ACTIONS, actions);
        }

        /** Sets {@link ScheduleJob#autoTriggerMissedRecords()}. */
        public Builder autoTriggerMissedRecords(boolean autoTriggerMissedRecords) {
            return set(AUTO_TRIGGER_MISSED_RECORDS, autoTriggerMissedRecords);
        }

        /** Sets {@link ScheduleJob#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link ScheduleJob#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link ScheduleJob#properties()}. */
        public Builder properties(Map<String, Json> properties) {
            return set(PROPERTIES, properties);
        }

        /** Sets {@link ScheduleJob#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link ScheduleJob#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public ScheduleJob build() {
            return new ScheduleJob(json());
        }
    }
}
