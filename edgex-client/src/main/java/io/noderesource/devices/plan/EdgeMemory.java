package io.noderesource.devices.plan;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.edgex.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a controller remembers from pass to pass. A lost memory makes it more careful about removing, never bolder: what is
 * missing at the first look is suspect.
 *
 * @param looked whether there was a look before
 * @param absences which objects are missing, and how that was seen
 * @param fields which fields of objects were written how often
 * @param properties which properties of devices were written how often
 */
public record EdgeMemory(
        boolean looked,
        Map<ResourceAddress, Absence> absences,
        Map<Subject, Tries> fields,
        Map<Subject, Tries> properties) {

    /** Nothing. */
    public static final EdgeMemory EMPTY = new EdgeMemory(false, Map.of(), Map.of(), Map.of());

    private static final String ABSENCES = "absences";

    /**
     * An object that is missing.
     *
     * @param looks in how many looks in a row it was missing, as far as they count; looks that follow each other too soon are
     *     one
     * @param last when the last of these was
     * @param suspect whether so much was missing in one of them that rather the platform's store was lost, or nothing was known
     *     of what was there before
     */
    public record Absence(int looks, Instant last, boolean suspect) {}

    /**
     * A field or a property.
     *
     * @param resource the resource that declares it
     * @param name its name
     */
    public record Subject(ResourceAddress resource, String name) implements Comparable<Subject> {
        private static final Comparator<Subject> ORDER =
                Comparator.comparing(Subject::resource).thenComparing(Subject::name);

        @Override
        public int compareTo(Subject other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * How often a field or a property was written.
     *
     * @param desired for which declaration; another one begins anew
     * @param count how often
     * @param last when last
     * @param taken whether the last of them was taken
     */
    public record Tries(String desired, int count, Instant last, boolean taken) {}

    public EdgeMemory {
        absences = Collections.unmodifiableMap(new TreeMap<>(absences));
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @return what can be read of it; {@link #EMPTY} when nothing can
     */
    public static EdgeMemory of(Json.Obj json) {
        Map<ResourceAddress, Absence> absences = new HashMap<>();
        if (!(json.get(ABSENCES).orElse(Json.NULL) instanceof Json.Arr all)) {
            return EMPTY;
        }
        try {
            for (Json item : all.items()) {
                Json.Obj absence = item instanceof Json.Obj object ? object : Json.object();
                absences.put(
                        ResourceAddress.parse(absence.text("resource").orElse("")),
                        new Absence(
                                Integer.parseInt(absence.text("looks").orElse("")),
                                Instant.parse(absence.text("last").orElse("")),
                                !absence.get("suspect")
                                        .filter(Json.FALSE::equals)
                                        .isPresent()));
            }
        } catch (NodeResourceException | DateTimeException | NumberFormatException e) {
            return EMPTY;
        }
        return new EdgeMemory(true, absences, Map.of(), Map.of());
    }

    /** What is to outlive the process: what is missing, and how that was seen. What was written how often is not. */
    public Json.Obj json() {
        List<Json> all = absences.entrySet().stream()
                .<Json>map(e -> Json.object()
                        .with("resource", Json.of(e.getKey().toString()))
                        .with("looks", Json.of(Integer.toString(e.getValue().looks())))
                        .with("last", Json.of(e.getValue().last().toString()))
                        .with("suspect", e.getValue().suspect() ? Json.TRUE : Json.FALSE))
                .toList();
        return Json.object().with(ABSENCES, Json.array(all));
    }

    /** What is known of the absence of a resource's object; empty when it was there at the last look. */
    public Optional<Absence> absence(ResourceAddress address) {
        return Optional.ofNullable(absences.get(address));
    }

    /** How often a field was written as it is declared now. */
    public Optional<Tries> field(Subject field, String declaration) {
        return Optional.ofNullable(fields.get(field)).filter(t -> t.desired().equals(declaration));
    }

    /** How often a property was written with the value that is desired now. */
    public Optional<Tries> property(Subject property, String desired) {
        return Optional.ofNullable(properties.get(property))
                .filter(t -> t.desired().equals(desired));
    }

    /**
     * Counts a look: what is missing in it is missing for longer, what is there is forgotten.
     *
     * @param missing what a complete look did not show, and whether that is suspect
     * @param unknown what could not be looked at: neither seen nor missed
     * @param now the time of the look
     * @param settings how far looks must lie apart, and how many count
     */
    EdgeMemory withAbsent(
            Map<ResourceAddress, Boolean> missing, List<ResourceAddress> unknown, Instant now, PoolSettings settings) {
        Map<ResourceAddress, Absence> next = new TreeMap<>();
        missing.forEach((address, suspect) ->
                next.put(address, longer(absences.get(address), suspect || !looked, now, settings)));
        unknown.forEach(address -> absence(address).ifPresent(a -> next.put(address, a)));
        return new EdgeMemory(true, next, fields, properties);
    }

    private static Absence longer(@Nullable Absence before, boolean suspect, Instant now, PoolSettings settings) {
        if (before == null) {
            return new Absence(1, now, suspect);
        }
        Duration pause = settings.lookPause();
        // A clock that was set back counts as time that has passed.
        boolean counts = before.looks() < settings.confirmations()
                && (now.isBefore(before.last()) || !now.isBefore(before.last().plus(pause)));
        return new Absence(
                before.looks() + (counts ? 1 : 0), counts ? now : before.last(), suspect || before.suspect());
    }

    /** Returns it with other writes. */
    EdgeMemory withWrites(Map<Subject, Tries> nextFields, Map<Subject, Tries> nextProperties) {
        return new EdgeMemory(looked, absences, nextFields, nextProperties);
    }
}
