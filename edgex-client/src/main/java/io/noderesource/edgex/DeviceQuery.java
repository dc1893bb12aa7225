package io.noderesource.edgex;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which devices to list. Immutable. */
public final class DeviceQuery {
    private static final DeviceQuery ALL = new DeviceQuery(List.of(), null, 0);

    private final List<String> labels;
    private final @Nullable String ancestor;
    private final int levels;

    private DeviceQuery(List<String> labels, @Nullable String ancestor, int levels) {
        this.labels = List.copyOf(labels);
        this.ancestor = ancestor;
        this.levels = levels;
    }

    /** All devices. */
    public static DeviceQuery all() {
        return ALL;
    }

    /** Only those that carry each of these labels. A label with a comma can not be asked for. */
    public DeviceQuery labels(String... values) {
        return new DeviceQuery(List.of(values), ancestor, levels);
    }

    /** Only those below that device; 4.x only. */
    public DeviceQuery descendantsOf(String name) {
        return new DeviceQuery(labels, Objects.requireNonNull(name, "name"), levels);
    }

    /** Only so many levels below the device of {@link #descendantsOf}. */
    public DeviceQuery levels(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("at least one level, not " + value);
        }
        return new DeviceQuery(labels, ancestor, value);
    }

    List<String> labels() {
        return labels;
    }

    Optional<String> ancestor() {
        return Optional.ofNullable(ancestor);
    }

    int levels() {
        return levels;
    }
}
