package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a device service reads by itself, and how often. Immutable. */
public final class AutoEvent extends EdgexObject {
    private static final Field<String> INTERVAL = Field.text("interval");
    private static final Field<Boolean> ON_CHANGE = Field.flag("onChange");
    private static final Field<Optional<BigDecimal>> ON_CHANGE_THRESHOLD = Field.number("onChangeThreshold");
    private static final Field<String> SOURCE_NAME = Field.text("sourceName");
    private static final Field<Optional<Retention>> RETENTION = Field.object("retention", Retention::of);
    private static final List<Field<?>> FIELDS =
            List.of(INTERVAL, ON_CHANGE, ON_CHANGE_THRESHOLD, SOURCE_NAME, RETENTION);

    private AutoEvent(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static AutoEvent of(Json.Obj json) {
        return new AutoEvent(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String interval, String sourceName) {
        return new Builder(Json.object()).interval(interval).sourceName(sourceName);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The time between two readings as Go spells it, such as {@code 500ms} or {@code 1h30m}. */
    public String interval() {
        return get(INTERVAL);
    }

    /** Whether only a changed value makes an event. */
    public boolean onChange() {
        return get(ON_CHANGE);
    }

    /** How much a number must change to count as changed; 4.x only. */
    public Optional<BigDecimal> onChangeThreshold() {
        return get(ON_CHANGE_THRESHOLD);
    }

    /** The resource or command that is read. */
    public String sourceName() {
        return get(SOURCE_NAME);
    }

    /** How much of it core-data keeps; 4.x only. */
    public Optional<Retention> retention() {
        return get(RETENTION);
    }

    /** The event without what EdgeX adds where nothing was said. */
    static Json.Obj withoutDefaults(Json.Obj event) {
        Json.Obj plain = event;
        for (Field<?> field : FIELDS) {
            Json value = event.members().getOrDefault(field.name(), Json.NULL);
            if (isDefault(value)) {
                plain = plain.without(field.name());
            }
        }
        return plain;
    }

    private static boolean isDefault(Json value) {
        return value == Json.NULL
                || value.equals(Json.of(""))
                || value.equals(Json.of(false))
                || value.equals(Json.of(0))
                || (value instanceof Json.Obj object
                        && object.members().values().stream().allMatch(AutoEvent::isDefault));
    }

    /** Makes a {@link AutoEvent}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<AutoEvent, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link AutoEvent#interval()}. */
        public Builder interval(String interval) {
            return set(INTERVAL, interval);
        }

        /** Sets {@link AutoEvent#onChange()}. */
        public Builder onChange(boolean onChange) {
            return set(ON_CHANGE, onChange);
        }

        /** Sets {@link AutoEvent#onChangeThreshold()}. */
        public Builder onChangeThreshold(BigDecimal onChangeThreshold) {
            return set(ON_CHANGE_THRESHOLD, Optional.of(onChangeThreshold));
        }

        /** Sets {@link AutoEvent#sourceName()}. */
        public Builder sourceName(String sourceName) {
            return set(SOURCE_NAME, sourceName);
        }

        /** Sets {@link AutoEvent#retention()}. */
        public Builder retention(Retention retention) {
            return set(RETENTION, Optional.of(retention));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public AutoEvent build() {
            return new AutoEvent(json());
        }
    }
}
