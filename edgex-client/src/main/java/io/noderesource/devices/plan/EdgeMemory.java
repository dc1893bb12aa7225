package io.noderesource.devices.plan;

import io.noderesource.base.ResourceAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a controller remembers from pass to pass. A lost memory makes it more careful about removing, never bolder.
 *
 * @param absences which objects are missing, and how that was seen
 * @param changes the fields of which objects were changed how often
 * @param tries which properties were written how often
 */
public record EdgeMemory(
        Map<ResourceAddress, Absence> absences,
        Map<ResourceAddress, Tries> changes,
        Map<PropertyAddress, Tries> tries) {

    /** Nothing. */
    public static final EdgeMemory EMPTY = new EdgeMemory(Map.of(), Map.of(), Map.of());

    /**
     * An object that is missing.
     *
     * @param looks in how many looks in a row it was missing; looks that follow each other too soon are one
     * @param last when the last of these was
     * @param suspect whether so much was missing in one of them that rather the platform's store was lost
     */
    public record Absence(int looks, Instant last, boolean suspect) {}

    /**
     * A declared property.
     *
     * @param device the device's resource
     * @param property the property's name
     */
    public record PropertyAddress(ResourceAddress device, String property) implements Comparable<PropertyAddress> {
        private static final Comparator<PropertyAddress> ORDER =
                Comparator.comparing(PropertyAddress::device).thenComparing(PropertyAddress::property);

        @Override
        public int compareTo(PropertyAddress other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * How often a property, or the fields of an object, were written.
     *
     * @param desired what was written, as declared; another value begins anew
     * @param count how often
     * @param last when last
     * @param taken whether the last of them was taken
     */
    public record Tries(String desired, int count, Instant last, boolean taken) {}

    public EdgeMemory {
        absences = java.util.Collections.unmodifiableMap(new TreeMap<>(absences));
        changes = java.util.Collections.unmodifiableMap(new TreeMap<>(changes));
        tries = java.util.Collections.unmodifiableMap(new TreeMap<>(tries));
    }

    /** What is known of the absence of a resource's object; empty when it was there at the last look. */
    public Optional<Absence> absence(ResourceAddress address) {
        return Optional.ofNullable(absences.get(address));
    }

    /** How often an object was changed in the way that is desired now. */
    Optional<Tries> change(ChangeObject change) {
        return Optional.ofNullable(changes.get(change.address()))
                .filter(t -> t.desired().equals(change.desired()));
    }

    /** How often a property was written with the value that is desired now. */
    public Optional<Tries> tries(PropertyAddress property, String desired) {
        return Optional.ofNullable(tries.get(property)).filter(t -> t.desired().equals(desired));
    }

    /**
     * Counts a look: what is missing in it is missing for longer, what is there is forgotten.
     *
     * @param missing what a complete look did not show, and whether that is suspect
     * @param unknown what could not be looked at: neither seen nor missed
     * @param now the time of the look
     * @param pause how long after a look that counted the next one counts
     */
    EdgeMemory withAbsent(
            Map<ResourceAddress, Boolean> missing, List<ResourceAddress> unknown, Instant now, Duration pause) {
        Map<ResourceAddress, Absence> next = new TreeMap<>();
        missing.forEach((address, suspect) -> next.put(address, longer(absences.get(address), suspect, now, pause)));
        unknown.forEach(address -> absence(address).ifPresent(a -> next.put(address, a)));
        return new EdgeMemory(next, changes, tries);
    }

    private static Absence longer(@Nullable Absence before, boolean suspect, Instant now, Duration pause) {
        if (before == null) {
            return new Absence(1, now, suspect);
        }
        // A clock that was set back counts as time that has passed.
        boolean counts =
                now.isBefore(before.last()) || !now.isBefore(before.last().plus(pause));
        return new Absence(
                before.looks() + (counts ? 1 : 0), counts ? now : before.last(), suspect || before.suspect());
    }

    /** Returns it with other writes. */
    EdgeMemory withWrites(Map<ResourceAddress, Tries> fields, Map<PropertyAddress, Tries> properties) {
        return new EdgeMemory(absences, fields, properties);
    }
}
