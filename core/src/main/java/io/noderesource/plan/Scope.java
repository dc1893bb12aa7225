package io.noderesource.plan;

import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.SectionType;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much of a node an observation has to look at, so that a step never costs a scan of the node.
 *
 * @param whole whether everything is to be seen; the sets are empty then
 * @param devices devices whose content is to be probed, each with its partitions; others may be listed unprobed
 * @param sections ids of the sections that are needed
 * @param directories directories that are to be looked at, such as mount points; also when the whole node is seen
 */
public record Scope(boolean whole, Set<DeviceIdentity> devices, Set<String> sections, Set<String> directories) {

    /** The whole node. */
    public static final Scope NODE = new Scope(true, Set.of(), Set.of(), Set.of());

    public Scope {
        devices = java.util.Collections.unmodifiableSet(new TreeSet<>(devices));
        sections = java.util.Collections.unmodifiableSet(new TreeSet<>(sections));
        directories = java.util.Collections.unmodifiableSet(new TreeSet<>(directories));
    }

    /** Just these devices, and these sections. */
    public static Scope of(Set<DeviceIdentity> devices, Set<SectionType<?>> sections) {
        TreeSet<String> ids = new TreeSet<>();
        sections.forEach(s -> ids.add(s.id()));
        return new Scope(false, devices, ids, Set.of());
    }

    /** Returns the scope with these directories to be looked at besides. */
    public Scope with(Set<String> more) {
        TreeSet<String> all = new TreeSet<>(directories);
        all.addAll(more);
        return new Scope(whole, devices, sections, all);
    }

    /** Tells whether a section has to be observed. */
    public boolean needs(SectionType<?> section) {
        return whole || sections.contains(section.id());
    }

    /** Tells whether a device's content has to be probed. */
    public boolean probes(DeviceIdentity device) {
        return whole || devices.contains(device);
    }
}
