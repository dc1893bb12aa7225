package io.noderesource.plan;

import io.noderesource.base.ResourceAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts the plans of resources into an order in which each stands behind those that it follows. */
final class InOrder {

    private final Map<ResourceAddress, List<ResourcePlan>> byAddress = new TreeMap<>();
    private final Set<ResourceAddress> begun = new HashSet<>();
    private final List<ResourcePlan> ordered = new ArrayList<>();

    private InOrder(List<ResourcePlan> parts) {
        parts.forEach(p -> byAddress
                .computeIfAbsent(p.address(), address -> new ArrayList<>())
                .add(p));
    }

    /** The parts in the order of their addresses, but each behind those that it follows; where they go in a circle, as if it did not. */
    static List<ResourcePlan> of(List<ResourcePlan> parts) {
        InOrder order = new InOrder(parts);
        order.byAddress.keySet().forEach(order::place);
        return order.ordered;
    }

    /** Goes down to what is followed first, without recursion: chains may be long. */
    private void place(ResourceAddress first) {
        Deque<ResourceAddress> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            ResourceAddress address = open.peek();
            if (begun.add(address)) {
                followed(address).stream()
                        .filter(a -> byAddress.containsKey(a) && !begun.contains(a))
                        .forEach(open::push);
            } else {
                open.pop();
                ordered.addAll(byAddress.getOrDefault(address, List.of()));
                byAddress.put(address, List.of());
            }
        }
    }

    private Set<ResourceAddress> followed(ResourceAddress address) {
        Set<ResourceAddress> all = new TreeSet<>();
        byAddress.getOrDefault(address, List.of()).forEach(p -> all.addAll(p.follows()));
        return all;
    }
}
