package io.noderesource.devices.plan;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where two objects of JSON differ. */
final class Paths {

    private Paths() {}

    /** The paths, two names deep, under which one of them has what the other has not, such as {@code modbus-tcp.Port}. */
    static List<String> differing(@Nullable String before, String after) {
        Json.Obj one = object(before == null ? "{}" : before);
        Json.Obj other = object(after);
        Set<String> paths = new TreeSet<>();
        names(one, other).stream().filter(n -> differ(one, other, n)).forEach(n -> {
            Json.Obj left = one.object(n).orElse(Json.object());
            Json.Obj right = other.object(n).orElse(Json.object());
            names(left, right).stream().filter(m -> differ(left, right, m)).forEach(m -> paths.add(n + "." + m));
            if (paths.stream().noneMatch(p -> p.startsWith(n + "."))) {
                paths.add(n);
            }
        });
        return List.copyOf(paths);
    }

    private static Set<String> names(Json.Obj one, Json.Obj other) {
        Set<String> names = new TreeSet<>(one.members().keySet());
        names.addAll(other.members().keySet());
        return names;
    }

    private static boolean differ(Json.Obj one, Json.Obj other, String name) {
        return !one.get(name).equals(other.get(name));
    }

    private static Json.Obj object(String text) {
        try {
            return Json.parse(text) instanceof Json.Obj object ? object : Json.object();
        } catch (EdgexException e) {
            return Json.object();
        }
    }
}
