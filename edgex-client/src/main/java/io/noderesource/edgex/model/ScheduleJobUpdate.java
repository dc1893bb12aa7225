package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A change of a job: what is not set stays as it is, what is set replaces what was there. Immutable. */
public final class ScheduleJobUpdate extends EdgexObject {
    private static final Field<String> ID = Field.text("id");
    private static final Field<String> NAME = Field.text("name");
    private static final Field<Optional<ScheduleDefinition>> DEFINITION =
            Field.object("definition", ScheduleDefinition::of);
    private static final Field<List<ScheduleAction>> ACTIONS = Field.objects("actions", ScheduleAction::of);
    private static final Field<Boolean> AUTO_TRIGGER_MISSED_RECORDS = Field.flag("autoTriggerMissedRecords");
    private static final Field<Optional<AdminState>> ADMIN_STATE = Field.choice("adminState", AdminState.class);
    private static final Field<List<String>> LABELS = Field.texts("labels");
    private static final Field<Map<String, Json>> PROPERTIES = Field.members("properties");
    private static final List<Field<?>> FIELDS =
            List.of(ID, NAME, DEFINITION, ACTIONS, AUTO_TRIGGER_MISSED_RECORDS, ADMIN_STATE, LABELS, PROPERTIES);

    private ScheduleJobUpdate(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static ScheduleJobUpdate of(Json.Obj json) {
        return new ScheduleJobUpdate(json);
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

    /** Makes a {@link ScheduleJobUpdate}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<ScheduleJobUpdate, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link ScheduleJobUpdate#id()}. */
        public Builder id(String id) {
            return set(ID, id);
        }

        /** Sets {@link ScheduleJobUpdate#name()}. */
        public Builder name(String name) {
            return set(NAME, name);
        }

        /** Sets {@link ScheduleJobUpdate#definition()}. */
        public Builder definition(ScheduleDefinition definition) {
            return set(DEFINITION, Optional.of(definition));
        }

        /** Sets {@link ScheduleJobUpdate#actions()}. */
        public Builder actions(List<ScheduleAction> actions) {
            return set(ACTIONS, actions);
        }

        /** Sets {@link ScheduleJobUpdate#autoTriggerMissedRecords()}. */
        public Builder autoTriggerMissedRecords(boolean autoTriggerMissedRecords) {
            return set(AUTO_TRIGGER_MISSED_RECORDS, autoTriggerMissedRecords);
        }

        /** Sets {@link ScheduleJobUpdate#adminState()}. */
        public Builder adminState(AdminState adminState) {
            return set(ADMIN_STATE, Optional.of(adminState));
        }

        /** Sets {@link ScheduleJobUpdate#labels()}. */
        public Builder labels(List<String> labels) {
            return set(LABELS, labels);
        }

        /** Sets {@link ScheduleJobUpdate#properties()}. */
        public Builder properties(Map<String, Json> properties) {
            return set(PROPERTIES, properties);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public ScheduleJobUpdate build() {
            return new ScheduleJobUpdate(json());
        }
    }
}
