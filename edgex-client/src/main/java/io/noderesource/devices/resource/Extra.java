package io.noderesource.devices.resource;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The annotation {@link IotResource#EXTRA}: what a resource declares beyond its schema, as a JSON object in EdgeX's form.
 *
 * <p>A device's may have {@code autoEvents}, {@code tags}, {@code properties}, {@code parent}, {@code location} of any form
 * and {@code protocols} with values of any form, which go over the spec's member by member; a service's
 * {@code properties}; a profile's {@code deviceResources} and {@code deviceCommands}, which add to those of the spec with the
 * same name. Fields that are not known here are handed on as they are.
 */
public final class Extra {

    static final String PATH = "metadata.annotations['" + IotResource.EXTRA + "']";

    private static final Set<String> NOT_CONTENT =
            Set.of("apiVersion", "name", "id", "created", "modified", "lastConnected", "lastReported");
    private static final Set<String> DEVICE = Set.of(
            "description",
            "adminState",
            "operatingState",
            "labels",
            "serviceName",
            "profileName",
            "notify",
            "managed",
            "nodePool",
            "deviceProperties");
    private static final Set<String> PROFILE = Set.of("description", "manufacturer", "model", "labels", "nodePool");
    private static final Set<String> SERVICE =
            Set.of("baseAddress", "description", "labels", "adminState", "managed", "nodePool");

    private Extra() {}

    /**
     * Reads it.
     *
     * @param resource whose annotation
     * @param problems told when it is no JSON object, and of each field in it that has no business there
     * @return its fields, without those that are {@code null}; empty when there is no such annotation, or it cannot be read
     */
    public static Json.Obj of(IotResource resource, Consumer<FieldProblem> problems) {
        Fields fields = new Fields(problems);
        Optional<Json.Obj> read = resource.annotation(IotResource.EXTRA).flatMap(text -> parse(text, fields));
        Json.Obj extra = read.orElse(Json.object());
        Set<String> ofSpec = ofSpec(resource.kind());
        for (String field : List.copyOf(extra.members().keySet())) {
            if (NOT_CONTENT.contains(field)) {
                fields.bad(PATH + "." + field, "cannot be declared; remove it");
                extra = extra.without(field);
            } else if (ofSpec.contains(field)) {
                fields.bad(PATH + "." + field, "stands in the spec; write it there");
                extra = extra.without(field);
            } else if (extra.get(field).isEmpty()) {
                extra = extra.without(field);
            }
        }
        return extra;
    }

    private static Set<String> ofSpec(IotKind kind) {
        return switch (kind) {
            case DEVICE -> DEVICE;
            case PROFILE -> PROFILE;
            case SERVICE -> SERVICE;
        };
    }

    private static Optional<Json.Obj> parse(String text, Fields fields) {
        try {
            Json value = Json.parse(text);
            if (value instanceof Json.Obj object) {
                return Optional.of(object);
            }
            fields.bad(PATH, "must be a JSON object, such as {\"tags\":{}}, not " + Fields.shown(value));
        } catch (EdgexException e) {
            fields.bad(PATH, "is " + e.getMessage() + "; write a JSON object, such as {\"tags\":{}}");
        }
        return Optional.empty();
    }
}
