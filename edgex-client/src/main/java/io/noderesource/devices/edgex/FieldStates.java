package io.noderesource.devices.edgex;

import io.noderesource.devices.plan.ChangeObject;
import io.noderesource.devices.plan.FieldChange;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import java.util.List;

/**
 * A change beside the object as EdgeX has it: what of it is done, and what was changed by somebody else. Pure.
 *
 * @param kind the object's kind
 * @param dialect how the service speaks
 * @param step the change
 * @param present the object
 */
record FieldStates(IotKind kind, Dialect dialect, ChangeObject step, Json.Obj present) {

    /** Whether every field is as it is to be. */
    boolean isDone() {
        return step.changes().stream().allMatch(this::isDone);
    }

    /** The fields that are neither as they were nor as they are to be. */
    List<String> moved() {
        return step.changes().stream()
                .filter(change -> !isDone(change) && !isAsBefore(change))
                .map(FieldChange::field)
                .toList();
    }

    /** The object with the fields as they are to be. */
    Json.Obj changed() {
        Json.Obj merged = present;
        for (FieldChange change : step.changes()) {
            merged = merged.with(change.field(), Json.parse(change.after()));
        }
        return merged;
    }

    private boolean isDone(FieldChange change) {
        return isSame(change.field(), Json.parse(change.after()));
    }

    private boolean isAsBefore(FieldChange change) {
        String before = change.before();
        return isSame(change.field(), before == null ? Json.NULL : Json.parse(before));
    }

    private boolean isSame(String field, Json value) {
        return Content.isSame(kind, dialect, field, value, present.members().getOrDefault(field, Json.NULL));
    }
}
