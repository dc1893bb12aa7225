package io.noderesource.devices.plan;

import io.noderesource.base.ResourceAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a controller remembers from pass to pass. A lost memory makes it more careful about removing, never bolder.
 *
 * @param absences which objects were missing in how many looks in a row
 * @param tries which properties were written how often
 */
public record EdgeMemory(Map<ResourceAddress, Integer> absences, Map<PropertyAddress, Tries> tries) {

    /** Nothing. */
    public static final EdgeMemory EMPTY = new EdgeMemory(Map.of(), Map.of());

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
     * How often a property was written.
     *
     * @param desired what was written, as declared; another value begins anew
     * @param count how often
     * @param last when last
     */
    public record Tries(String desired, int count, Instant last) {}

    public EdgeMemory {
        absences = java.util.Collections.unmodifiableMap(new TreeMap<>(absences));
        tries = java.util.Collections.unmodifiableMap(new TreeMap<>(tries));
    }

    /** In how many looks in a row the object of a resource was missing. */
    public int absent(ResourceAddress address) {
        return absences.getOrDefault(address, 0);
    }

    /** How often a property was written with the value that is desired now. */
    public Optional<Tries> tries(PropertyAddress property, String desired) {
        return Optional.ofNullable(tries.get(property)).filter(t -> t.desired().equals(desired));
    }

    /** Counts the looks: what is missing in this one was missing once more, all else is forgotten. */
    EdgeMemory withAbsent(List<ResourceAddress> missing, List<ResourceAddress> unknown) {
        Map<ResourceAddress, Integer> next = new TreeMap<>();
        missing.forEach(a -> next.put(a, absent(a) + 1));
        // What could not be looked at is neither seen nor missed: it begins anew only when it is seen.
        unknown.stream().filter(absences::containsKey).forEach(a -> next.put(a, absent(a)));
        return new EdgeMemory(next, tries);
    }

    /** Returns it with other tries. */
    EdgeMemory withTries(Map<PropertyAddress, Tries> next) {
        return new EdgeMemory(absences, next);
    }
}
