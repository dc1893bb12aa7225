package io.noderesource.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which resources want which devices: one table over all kinds.
 *
 * @param byDevice kernel name of each claimed device, with the addresses that claim it
 */
public record Claims(Map<String, Set<ResourceAddress>> byDevice) {

    /** Nobody claims anything. */
    public static final Claims NONE = new Claims(Map.of());

    static Claims of(Map<ResourceAddress, Set<String>> wanted) {
        Map<String, Set<ResourceAddress>> table = new TreeMap<>();
        wanted.forEach((address, devices) -> devices.forEach(
                d -> table.computeIfAbsent(d, k -> new TreeSet<>()).add(address)));
        return new Claims(table);
    }

    /** The other resources that claim a device, the disk that it is a part of, or a part of it. */
    public Set<ResourceAddress> others(BlockDevice device, ResourceAddress address) {
        Set<ResourceAddress> others = new TreeSet<>(others(device.name(), address));
        device.partitions().forEach(p -> others.addAll(others(p, address)));
        if (device.partition() != null) {
            others.addAll(others(device.partition().disk(), address));
        }
        return others;
    }

    /** The other resources that claim a device. */
    public List<ResourceAddress> others(String device, ResourceAddress address) {
        return byDevice.getOrDefault(device, Set.of()).stream()
                .filter(a -> !a.equals(address))
                .toList();
    }
}
