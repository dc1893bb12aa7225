package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which readings are asked for. Immutable.
 *
 * <pre>{@code
 * ReadingQuery.all().device("pump-7").resource("Pressure").between(yesterday, now)
 * }</pre>
 */
public final class ReadingQuery {
    private static final ReadingQuery ALL = new ReadingQuery("", List.of(), null, null, null);

    private final String device;
    private final List<String> resources;
    private final @Nullable Instant start;
    private final @Nullable Instant end;
    private final @Nullable Aggregate aggregate;

    private ReadingQuery(
            String device,
            List<String> resources,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable Aggregate aggregate) {
        this.device = device;
        this.resources = resources;
        this.start = start;
        this.end = end;
        this.aggregate = aggregate;
    }

    /** What many readings are made into one by; 4.x only. */
    public enum Aggregate {
        /** The least. */
        MIN,
        /** The greatest. */
        MAX,
        /** How many. */
        COUNT,
        /** The sum. */
        SUM,
        /** The average. */
        AVG
    }

    /** All readings. */
    public static ReadingQuery all() {
        return ALL;
    }

    /** Only those of one device. */
    public ReadingQuery device(String name) {
        return new ReadingQuery(Objects.requireNonNull(name, "name"), resources, start, end, aggregate);
    }

    /** Only those of one resource. */
    public ReadingQuery resource(String name) {
        return resources(List.of(name));
    }

    /** Only those of some resources. Of more than one they can only be asked for with a device and two times. */
    public ReadingQuery resources(List<String> names) {
        return new ReadingQuery(device, List.copyOf(names), start, end, aggregate);
    }

    /** Only those between two times, both included. */
    public ReadingQuery between(Instant first, Instant last) {
        return new ReadingQuery(
                device,
                resources,
                Objects.requireNonNull(first, "first"),
                Objects.requireNonNull(last, "last"),
                aggregate);
    }

    /** One reading for each device resource, whose value is made from all; 4.x only, and only of numbers. */
    public ReadingQuery aggregate(Aggregate function) {
        return new ReadingQuery(device, resources, start, end, Objects.requireNonNull(function, "function"));
    }

    Request request(Dialect spoken, Service service) {
        Request request = Request.get(path().toArray(String[]::new));
        if (resources.size() > 1) {
            request = request.sending(Json.object().with("resourceNames", Json.texts(resources)));
        }
        if (aggregate != null) {
            service.require(spoken, Dialect.V4, "aggregated readings");
            request = request.with("aggregateFunc", aggregate);
        }
        return request;
    }

    private List<String> path() {
        List<String> path = new ArrayList<>(List.of("reading"));
        if (!device.isEmpty()) {
            path.addAll(List.of("device", "name", device));
        }
        if (resources.size() == 1) {
            path.addAll(List.of("resourceName", resources.get(0)));
        } else if (resources.size() > 1 && (device.isEmpty() || start == null)) {
            throw EdgexException.of(
                    ErrorKind.INVALID,
                    "readings of several resources can only be asked for with one device and two times");
        }
        if (start != null && end != null) {
            path.addAll(List.of("start", DataClient.nanos(start), "end", DataClient.nanos(end)));
        }
        if (path.size() == 1) {
            path.add("all");
        }
        return path;
    }
}
