package io.noderesource.devices.plan;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which fields of an object on the platform have to change for it to be as declared: pure, and by meaning, never by text.
 *
 * <p>Both sides are in the words of {@link io.noderesource.devices.platform.EdgeObject#content()}. Only declared fields are
 * looked at. What a comparison takes for equal:
 *
 * <ul>
 *   <li>an empty value (absent, {@code null}, {@code ""}, {@code []}, {@code {}}) on the platform and a declared empty one;
 *       a flag that is absent and a declared {@code false}
 *   <li>labels in any order and number
 *   <li>a declared text and a number, a truth value or an object on the platform which that text writes, in
 *       {@code protocols}, {@code attributes}, {@code mappings} and {@code location}: {@code "300"} and {@code 300}
 *   <li>numbers of one value, also when only because the platform keeps them as 64-bit floats
 *   <li>default values that are the same in the resource's value type
 *   <li>resources, commands and autoEvents in any order, each found by its name
 * </ul>
 *
 * <p>The value that a field is to have is whole, as the platform replaces fields as a whole: members that are equal keep the
 * form that they have on the platform, those that differ take its type where the declared text can be of it. Of a
 * resource, command or autoEvent the fields that are not declared stay; of {@code protocols}, {@code attributes},
 * {@code tags} and {@code properties}, and of the lists, what is not declared goes.
 */
public final class Fit {

    private Fit() {}

    /**
     * Compares.
     *
     * @param kind what the two are
     * @param desired what is declared; a field that is {@code null} is not declared
     * @param actual what the platform has
     * @return a change for each declared field that differs, in the order of {@code desired}; none when all is as declared
     */
    public static List<FieldChange> changes(IotKind kind, Json.Obj desired, Json.Obj actual) {
        Map<String, Shape> shapes = Shapes.of(kind, desired, actual);
        List<FieldChange> changes = new ArrayList<>();
        desired.members().forEach((field, value) -> {
            if (value == Json.NULL) {
                return;
            }
            Json before = actual.get(field).orElse(Json.NULL);
            Json after = shapes.getOrDefault(field, Shapes.TYPED).fit(value, before);
            if (after != before) {
                changes.add(new FieldChange(field, before == Json.NULL ? null : before.write(), after.write()));
            }
        });
        return List.copyOf(changes);
    }

    /** What the platform has after changes. */
    public static Json.Obj applied(Json.Obj actual, List<FieldChange> changes) {
        Json.Obj after = actual;
        for (FieldChange change : changes) {
            after = after.with(change.field(), Json.parse(change.after()));
        }
        return after;
    }
}
