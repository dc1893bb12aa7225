package io.noderesource.devices.resource;

import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.edgex.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes values out of JSON by their type; what has another is reported and counts as absent. */
final class Fields {

    private static final int LONGEST = 60;

    private final Consumer<FieldProblem> problems;

    Fields(Consumer<FieldProblem> problems) {
        this.problems = problems;
    }

    void bad(String path, String message) {
        problems.accept(new FieldProblem(DevicesErrorCode.BAD_RESOURCE, path, message));
    }

    void notCarried(String path, String message) {
        problems.accept(new FieldProblem(DevicesErrorCode.FIELD_NOT_CARRIED, path, message));
    }

    Optional<Json> text(String path, Json value) {
        return only(path, value, Json.Text.class, "a text");
    }

    Optional<Json> flag(String path, Json value) {
        return only(path, value, Json.Bool.class, "true or false");
    }

    Optional<Json> object(String path, Json value) {
        return only(path, value, Json.Obj.class, "a mapping");
    }

    /** A list of texts, or none of it. */
    Optional<Json> texts(String path, Json value) {
        return list(path, value, this::text);
    }

    /** One of a few texts, in their spelling. */
    Optional<Json> oneOf(String path, Json value, List<String> known) {
        return text(path, value).filter(v -> {
            boolean good = known.contains(((Json.Text) v).value());
            if (!good) {
                bad(path, "is " + shown(v) + ", and can only be " + String.join(", ", known));
            }
            return good;
        });
    }

    /** A list of which each item can be taken; none of it when one cannot, for the list is what there is to be. */
    Optional<Json> list(String path, Json value, Reader item) {
        if (!(value instanceof Json.Arr array)) {
            wrong(path, value, "a list");
            return Optional.empty();
        }
        List<Json> items = new ArrayList<>();
        for (int i = 0; i < array.items().size(); i++) {
            item.read(path + "[" + i + "]", array.items().get(i)).ifPresent(items::add);
        }
        return items.size() == array.items().size() ? Optional.of(Json.array(items)) : Optional.empty();
    }

    /** A mapping of which each value can be taken; none of it when one cannot, for it is replaced as a whole. */
    Optional<Json> map(String path, Json value, Reader member) {
        if (!(value instanceof Json.Obj object)) {
            wrong(path, value, "a mapping");
            return Optional.empty();
        }
        Map<String, Json> members = new LinkedHashMap<>();
        object.members()
                .forEach((name, one) -> member.read(path + "." + name, one).ifPresent(v -> members.put(name, v)));
        return members.size() == object.members().size() ? Optional.of(Json.object(members)) : Optional.empty();
    }

    /** A mapping of which the known members are taken, each by itself; {@code null} counts as absent. */
    Json.Obj members(String path, Json.Obj value, Map<String, Reader> known) {
        Json.Obj taken = Json.object();
        for (Map.Entry<String, Reader> entry : known.entrySet()) {
            String field = entry.getKey();
            Optional<Json> read = value.get(field).flatMap(v -> entry.getValue().read(path + "." + field, v));
            if (read.isPresent()) {
                taken = taken.with(field, read.get());
            }
        }
        return taken;
    }

    /** Reports those fields that are not there. */
    void require(String path, Json.Obj value, List<String> required) {
        for (String field : required) {
            if (value.get(field).isEmpty()) {
                bad(path + "." + field, "is missing; write it");
            }
        }
    }

    void wrong(String path, Json value, String wanted) {
        bad(path, "must be " + wanted + ", not " + (isSecret(path) ? form(value) : shown(value)));
    }

    private Optional<Json> only(String path, Json value, Class<? extends Json> type, String wanted) {
        if (type.isInstance(value)) {
            return Optional.of(value);
        }
        wrong(path, value, wanted);
        return Optional.empty();
    }

    /** How a device is reached may hold passwords. */
    static boolean isSecret(String path) {
        return path.contains("protocols");
    }

    private static String form(Json value) {
        if (value instanceof Json.Text) {
            return "a text";
        }
        return value instanceof Json.Num ? "a number" : value instanceof Json.Bool ? "a truth value" : shown(value);
    }

    static String shown(@Nullable Json value) {
        if (value instanceof Json.Obj) {
            return "a mapping";
        }
        if (value instanceof Json.Arr) {
            return "a list";
        }
        String text = value == null ? "nothing" : value.write();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /** Takes one value. */
    @FunctionalInterface
    interface Reader {
        Optional<Json> read(String path, Json value);
    }
}
