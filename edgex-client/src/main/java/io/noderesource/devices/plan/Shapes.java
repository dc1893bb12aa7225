package io.noderesource.devices.plan;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.value.Value;
import io.noderesource.edgex.value.ValueType;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The shapes of the fields of each kind. */
final class Shapes {

    /** A value of which the type counts. */
    static final Shape TYPED = when(Sameness::same);

    private static final Shape FLAG = when(
            (desired, actual) -> desired.equals(actual) || (desired.equals(Json.FALSE) && Sameness.isEmpty(actual)));
    private static final Shape LABELS = when(Shapes::haveTheSameItems);
    private static final Shape LOOSE = new LooseShape();
    private static final Shape LOOSE_MAP = new WholeMapShape(LOOSE);
    private static final Shape TYPED_MAP = new WholeMapShape(TYPED);
    private static final Shape WHOLE_NUMBER = when((desired, actual) -> sameNumber(desired, actual, Sameness::exactly));
    private static final Shape FLOAT = when((desired, actual) -> sameNumber(desired, actual, Sameness::asDoubles));
    private static final Shape READ_WRITE =
            when((desired, actual) -> sameText(desired, actual, text -> text.equals("WR") ? "RW" : text));
    private static final Shape VALUE_TYPE = when((desired, actual) -> sameText(
            desired,
            actual,
            text -> ValueType.find(text).map(ValueType::edgexName).orElse(text)));
    private static final Shape AUTO_EVENTS =
            ListShape.anyOrder("sourceName", new FieldsShape(Map.of("onChange", FLAG)));

    private static final Map<String, Shape> DEVICE = Map.of(
            "notify", FLAG,
            "labels", LABELS,
            "location", LOOSE,
            "protocols", new WholeMapShape(LOOSE_MAP),
            "tags", TYPED_MAP,
            "properties", TYPED_MAP,
            "autoEvents", AUTO_EVENTS);
    private static final Map<String, Shape> SERVICE = Map.of("labels", LABELS, "properties", TYPED_MAP);
    private static final Shape RESOURCES = ListShape.anyOrder(
            "name",
            new FieldsShape(Map.of(
                    "isHidden", FLAG,
                    "attributes", LOOSE_MAP,
                    "tags", TYPED_MAP,
                    "properties", Shapes::properties)));

    private Shapes() {}

    /** The shapes of the fields that are not just {@link #TYPED}; a command's default values need the profile's types. */
    static Map<String, Shape> of(IotKind kind, Json.Obj desired, Json.Obj actual) {
        return switch (kind) {
            case DEVICE -> DEVICE;
            case SERVICE -> SERVICE;
            case PROFILE ->
                Map.of(
                        "labels",
                        LABELS,
                        "deviceResources",
                        RESOURCES,
                        "deviceCommands",
                        commands(types(desired, actual)));
        };
    }

    private static Json properties(Json desired, Json actual) {
        Optional<ValueType> type =
                text(desired, "valueType").or(() -> text(actual, "valueType")).flatMap(ValueType::find);
        Map<String, Shape> shapes = new HashMap<>(Map.of(
                "readWrite", READ_WRITE,
                "valueType", VALUE_TYPE,
                "optional", TYPED_MAP,
                "mask", WHOLE_NUMBER,
                "shift", WHOLE_NUMBER));
        List.of("minimum", "maximum", "scale", "offset", "base").forEach(field -> shapes.put(field, FLOAT));
        type.ifPresent(t -> shapes.put("defaultValue", value(t)));
        return new FieldsShape(shapes).fit(desired, actual);
    }

    private static Shape commands(Map<String, ValueType> types) {
        Shape operation = (desired, actual) -> {
            Optional<ValueType> type = text(desired, "deviceResource").map(types::get);
            Shape value = type.map(Shapes::value).orElse(TYPED);
            return new FieldsShape(Map.of("mappings", LOOSE_MAP, "defaultValue", value)).fit(desired, actual);
        };
        return ListShape.anyOrder(
                "name",
                new FieldsShape(Map.of(
                        "isHidden", FLAG,
                        "readWrite", READ_WRITE,
                        "tags", TYPED_MAP,
                        "resourceOperations", ListShape.inOrder("deviceResource", operation))));
    }

    private static Shape value(ValueType type) {
        return when((desired, actual) -> {
            if (Sameness.same(desired, actual)) {
                return true;
            }
            Optional<Value> one = Value.find(type, desired);
            Optional<Value> other = Value.find(type, actual);
            return one.isPresent() && other.isPresent() && one.get().sameAs(other.get());
        });
    }

    private static Map<String, ValueType> types(Json.Obj desired, Json.Obj actual) {
        Map<String, ValueType> types = new HashMap<>();
        for (Json.Obj profile : List.of(actual, desired)) {
            for (Json resource : profile.array("deviceResources")) {
                Optional<String> name = text(resource, "name");
                Optional<ValueType> type = resource instanceof Json.Obj object
                        ? object.object("properties")
                                .flatMap(p -> p.text("valueType"))
                                .flatMap(ValueType::find)
                        : Optional.empty();
                if (name.isPresent() && type.isPresent()) {
                    types.put(name.get(), type.get());
                }
            }
        }
        return types;
    }

    /** A value that is taken over as declared unless it is empty on both sides, or equal in some sense. */
    private static Shape when(BiPredicate<Json, Json> equal) {
        return (desired, actual) ->
                (Sameness.areEmpty(desired, actual) || equal.test(desired, actual)) ? actual : desired;
    }

    private static boolean haveTheSameItems(Json desired, Json actual) {
        return (desired instanceof Json.Arr declared && actual instanceof Json.Arr there)
                ? new HashSet<>(declared.items()).equals(new HashSet<>(there.items()))
                : desired.equals(actual);
    }

    private static boolean sameNumber(Json desired, Json actual, BiPredicate<BigDecimal, BigDecimal> equal) {
        Optional<BigDecimal> one = Sameness.number(desired);
        Optional<BigDecimal> other = Sameness.number(actual);
        return (one.isPresent() && other.isPresent()) ? equal.test(one.get(), other.get()) : desired.equals(actual);
    }

    private static boolean sameText(Json desired, Json actual, Function<String, String> canonical) {
        return (desired instanceof Json.Text one && actual instanceof Json.Text other)
                ? canonical.apply(one.value()).equals(canonical.apply(other.value()))
                : desired.equals(actual);
    }

    private static Optional<String> text(Json value, String field) {
        return value instanceof Json.Obj object ? object.text(field) : Optional.empty();
    }
}
