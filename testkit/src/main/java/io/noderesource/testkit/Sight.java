package io.noderesource.testkit;

import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.spi.Stamp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be seen of a simulated node, and what cannot. Guarded by the node's guard. */
final class Sight {

    private record Limit(Section.State state, String reason) {}

    private final Machine machine;
    private final @Nullable String systemId;
    private final Map<String, Limit> limits = new HashMap<>();
    private final Set<Device> unseenByLvm = new HashSet<>();

    Sight(Machine machine, @Nullable String systemId) {
        this.machine = machine;
        this.systemId = systemId;
    }

    void limit(SectionType<?> section, Section.State state, String reason) {
        limits.put(section.id(), new Limit(state, reason));
    }

    /** Makes LVM's report lack what lies on a device. */
    void hideFromLvm(Device device) {
        unseenByLvm.add(device);
    }

    void restore(SectionType<?> section) {
        limits.remove(section.id());
        if (section.equals(Lvm.SECTION)) {
            unseenByLvm.clear();
        }
    }

    boolean isWhole(SectionType<?> section) {
        return !limits.containsKey(section.id());
    }

    /** What LVM itself knows. */
    LvmView lvm() {
        return new LvmView(machine, systemId, Set.of());
    }

    /** What LVM reports: everything, but for what it was told not to see. */
    Lvm lvmReport() {
        return new LvmView(machine, systemId, unseenByLvm).look();
    }

    <T> Section<T> section(SectionType<T> type, T facts) {
        Limit limit = limits.get(type.id());
        if (limit == null) {
            return Section.complete(type, facts);
        }
        return limit.state() == Section.State.PARTIAL
                ? Section.partial(type, facts, limit.reason())
                : Section.unavailable(type, limit.reason());
    }

    /** The stamp of what a section would show; none while it cannot be seen whole. */
    Optional<Stamp> stamp(SectionType<?> type, Record facts) {
        return isWhole(type) ? Optional.of(Stamp.builder().add(facts.toString()).build()) : Optional.empty();
    }
}
