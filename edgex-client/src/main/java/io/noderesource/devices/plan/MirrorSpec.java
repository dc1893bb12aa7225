package io.noderesource.devices.plan;

import io.noderesource.devices.resource.DesiredContent;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Writes what an object on the platform holds into the spec of a resource: in the schema's words as far as they go, and what they
 * would lose into the annotation {@link IotResource#EXTRA}.
 */
final class MirrorSpec {

    private static final Set<String> NUMBERS = Set.of("minimum", "maximum", "mask", "shift", "scale", "offset", "base");

    private MirrorSpec() {}

    /** Returns the resource with the object's content in it; all else of it stays. */
    static IotResource write(IotResource resource, Json.Obj content) {
        Json.Obj spec = resource.spec();
        for (Map.Entry<String, Json> field :
                spec(resource.kind(), content).members().entrySet()) {
            spec = field.getValue() == Json.NULL
                    ? spec.without(field.getKey())
                    : spec.with(field.getKey(), field.getValue());
        }
        IotResource plain = resource.withSpec(spec).withoutAnnotation(IotResource.EXTRA);
        Json.Obj extra = lost(plain, content);
        return extra.members().isEmpty() ? plain : plain.withAnnotation(IotResource.EXTRA, extra.write());
    }

    /** What the spec alone would not say of the object. */
    private static Json.Obj lost(IotResource plain, Json.Obj content) {
        Json.Obj said = DesiredContent.of(plain, problem -> {});
        List<String> differing = Fit.changes(plain.kind(), said, content).stream()
                .map(FieldChange::field)
                .toList();
        Json.Obj lost = Json.object();
        for (Map.Entry<String, Json> field : content.members().entrySet()) {
            String name = field.getKey();
            // Whether it works the device service says anew each time; the status has it.
            boolean observed = name.equals("operatingState");
            boolean isSaid = observed || (said.get(name).isPresent() && !differing.contains(name));
            if (!isEmpty(field.getValue()) && (!isSaid || isTyped(plain.kind(), name, field.getValue()))) {
                lost = lost.with(name, field.getValue());
            }
        }
        return lost;
    }

    /** Protocols compare equal to their texts; their types are kept all the same. */
    private static boolean isTyped(IotKind kind, String field, Json value) {
        return kind == IotKind.DEVICE
                && field.equals("protocols")
                && value instanceof Json.Obj protocols
                && !strings(protocols).equals(protocols);
    }

    /** The fields of the schema; {@code null} where the object has none and the schema wants none. */
    private static Json.Obj spec(IotKind kind, Json.Obj content) {
        Json.Obj spec = Json.object()
                .with("description", textOrNull(content, "description"))
                .with("labels", listOrNull(content, "labels"));
        return switch (kind) {
            case SERVICE ->
                spec.with("baseAddress", text(content, "baseAddress"))
                        .with("adminState", textOrNull(content, "adminState"));
            case PROFILE ->
                spec.with("manufacturer", textOrNull(content, "manufacturer"))
                        .with("model", textOrNull(content, "model"))
                        .with("deviceResources", each(content, "deviceResources", MirrorSpec::resource))
                        .with("deviceCommands", each(content, "deviceCommands", MirrorSpec::command));
            case DEVICE ->
                spec.with("adminState", textOrNull(content, "adminState"))
                        .with("operatingState", Json.NULL)
                        .with("serviceName", text(content, "serviceName"))
                        .with("profileName", text(content, "profileName"))
                        .with("notify", content.get("notify").orElse(Json.FALSE))
                        .with(
                                "location",
                                content.get("location")
                                        .<Json>map(l -> Json.of(plain(l)))
                                        .orElse(Json.NULL))
                        .with(
                                "protocols",
                                content.object("protocols")
                                        .<Json>map(MirrorSpec::strings)
                                        .orElse(Json.NULL));
        };
    }

    private static Json.Obj resource(Json.Obj resource) {
        Json.Obj spec = Json.object()
                .with("name", text(resource, "name"))
                .with("description", text(resource, "description"))
                .with("isHidden", resource.get("isHidden").orElse(Json.FALSE));
        Json.Obj properties = Json.object();
        for (Map.Entry<String, Json> property :
                resource.object("properties").orElse(Json.object()).members().entrySet()) {
            if (property.getValue() instanceof Json.Text || NUMBERS.contains(property.getKey())) {
                properties = properties.with(property.getKey(), Json.of(plain(property.getValue())));
            }
        }
        Json.Obj written = spec.with("properties", properties);
        return resource.object("attributes")
                .map(attributes -> written.with("attributes", texts(attributes)))
                .orElse(written);
    }

    private static Json.Obj command(Json.Obj command) {
        return Json.object()
                .with("name", text(command, "name"))
                .with("isHidden", command.get("isHidden").orElse(Json.FALSE))
                .with("readWrite", text(command, "readWrite"))
                .with("resourceOperations", each(command, "resourceOperations", operation -> {
                    Json.Obj spec = Json.object()
                            .with("deviceResource", text(operation, "deviceResource"))
                            .with("defaultValue", text(operation, "defaultValue"));
                    return operation
                            .object("mappings")
                            .map(m -> spec.with("mappings", texts(m)))
                            .orElse(spec);
                }));
    }

    private static Json each(Json.Obj object, String field, UnaryOperator<Json.Obj> write) {
        List<Json> items = new ArrayList<>();
        for (Json item : object.array(field)) {
            if (item instanceof Json.Obj child) {
                items.add(write.apply(child));
            }
        }
        return items.isEmpty() ? Json.NULL : Json.array(items);
    }

    /** Protocols with all values as texts. */
    private static Json.Obj strings(Json.Obj protocols) {
        Json.Obj all = Json.object();
        for (Map.Entry<String, Json> protocol : protocols.members().entrySet()) {
            if (protocol.getValue() instanceof Json.Obj values) {
                all = all.with(protocol.getKey(), texts(values));
            }
        }
        return all;
    }

    private static Json.Obj texts(Json.Obj values) {
        Json.Obj all = Json.object();
        for (Map.Entry<String, Json> value : values.members().entrySet()) {
            all = all.with(value.getKey(), Json.of(plain(value.getValue())));
        }
        return all;
    }

    private static String plain(Json value) {
        return value instanceof Json.Text text ? text.value() : value.write();
    }

    private static Json text(Json.Obj object, String field) {
        return Json.of(object.text(field).orElse(""));
    }

    private static Json textOrNull(Json.Obj object, String field) {
        return object.text(field).filter(t -> !t.isEmpty()).<Json>map(Json::of).orElse(Json.NULL);
    }

    private static Json listOrNull(Json.Obj object, String field) {
        List<Json> items = object.array(field);
        return items.isEmpty() ? Json.NULL : Json.array(items);
    }

    private static boolean isEmpty(Json value) {
        return value == Json.NULL
                || (value instanceof Json.Text text && text.value().isEmpty())
                || (value instanceof Json.Arr array && array.items().isEmpty())
                || (value instanceof Json.Obj object && object.members().isEmpty());
    }
}
