package io.noderesource.plan;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.json.Json;
import io.noderesource.internal.json.JsonCodec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Writes steps with their types and reads them back. */
public final class StepCodec {

    private final Map<String, StepType<?>> byId = new HashMap<>();
    private final Map<Class<?>, StepType<?>> byClass = new HashMap<>();

    private StepCodec(Collection<StepType<?>> types) {
        for (StepType<?> type : types) {
            byId.put(type.id(), type);
            byClass.put(type.step(), type);
        }
    }

    /** A codec for these types. */
    public static StepCodec of(Collection<StepType<?>> types) {
        return new StepCodec(types);
    }

    /**
     * The type of a step.
     *
     * @throws NodeResourceException {@code apply/no-backend} when no kind here has registered the step's type
     */
    public StepType<?> typeOf(Step step) {
        StepType<?> type = byClass.get(step.getClass());
        if (type == null) {
            throw new NodeResourceException(
                    StandardErrorCode.NO_BACKEND,
                    "cannot " + step.summary() + ": no kind here has registered its type, "
                            + step.getClass().getName() + "; add the kind that plans it");
        }
        return type;
    }

    /** Writes one step as one line of JSON. */
    public String line(Step step) {
        return write(step).compact();
    }

    /**
     * Reads what {@link #line} wrote.
     *
     * @throws IllegalArgumentException when it is not a step, or of a type that is not known; the message names it
     */
    public Step read(String line) {
        return read(Json.parse(line));
    }

    Json write(Step step) {
        StepType<?> type = typeOf(step);
        return Json.object()
                .put("type", type.id())
                .put("version", type.version())
                .put("data", JsonCodec.FULL.encode(step))
                .build();
    }

    Step read(Json tree) {
        String id = tree.text("type");
        StepType<?> type = byId.get(id);
        if (type == null || type.version() != tree.number("version")) {
            throw new IllegalArgumentException(
                    "step type '" + id + "' version " + tree.number("version") + " is not known here");
        }
        return JsonCodec.FULL.decode(tree.get("data"), type.step());
    }
}
