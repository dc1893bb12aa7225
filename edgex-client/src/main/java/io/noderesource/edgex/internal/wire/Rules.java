package io.noderesource.edgex.internal.wire;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the writers of all kinds share. */
final class Rules {
    private Rules() {}

    /**
     * The object without fields that the dialect does not know. EdgeX ignores what it does not know, so content would be lost
     * without a word: only what is empty may go.
     */
    static Json.Obj lacking(Json.Obj object, String owner, Dialect dialect, String... fields) {
        Json.Obj rest = object;
        for (String field : fields) {
            if (object.get(field).filter(value -> !isEmpty(value)).isPresent()) {
                throw EdgexException.of(
                        ErrorKind.UNSUPPORTED_DIALECT,
                        owner + " has '" + field + "', which " + dialect + " does not know and would lose");
            }
            rest = rest.without(field);
        }
        return rest;
    }

    private static boolean isEmpty(Json value) {
        return (value instanceof Json.Obj object && object.members().isEmpty())
                || (value instanceof Json.Arr array && array.items().isEmpty())
                || (value instanceof Json.Text text && text.value().isEmpty())
                || (value instanceof Json.Bool flag && !flag.value());
    }

    /** The object with one member, if it is an object, changed. */
    static Json.Obj inObject(Json.Obj object, String field, UnaryOperator<Json.Obj> change) {
        return object.object(field)
                .map(value -> object.with(field, change.apply(value)))
                .orElse(object);
    }

    /** The object with the objects in one array changed. */
    static Json.Obj inArray(Json.Obj object, String field, UnaryOperator<Json.Obj> change) {
        List<Json> items = object.array(field);
        if (items.isEmpty()) {
            return object;
        }
        return object.with(
                field,
                Json.array(items.stream()
                        .map(item -> item instanceof Json.Obj inner ? (Json) change.apply(inner) : item)
                        .toList()));
    }

    /** A scalar as the string that 2.x wants instead. */
    static Json asString(Json value, String owner) {
        if (value instanceof Json.Num || value instanceof Json.Bool) {
            return Json.of(value.write());
        }
        if (value instanceof Json.Text || value == Json.NULL) {
            return value;
        }
        throw EdgexException.of(
                ErrorKind.UNSUPPORTED_DIALECT, owner + " is no scalar, and V2 knows only strings there");
    }
}
