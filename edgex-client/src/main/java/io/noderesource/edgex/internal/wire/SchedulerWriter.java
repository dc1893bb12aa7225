package io.noderesource.edgex.internal.wire;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;

/** Writes what support-scheduler keeps; what a dialect can not hold is refused, as by {@link MetadataWriter}. */
public final class SchedulerWriter {
    private SchedulerWriter() {}

    /** An interval action to be added, or a change of one. */
    public static Json.Obj action(Json.Obj action, Dialect dialect) {
        return dialect == Dialect.V2
                ? Rules.lacking(
                        action, "interval action '" + action.text("name").orElse("") + "'", dialect, "authMethod")
                : action;
    }
}
