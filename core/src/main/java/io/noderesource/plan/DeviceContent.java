package io.noderesource.plan;

import io.noderesource.internal.json.Json;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Probe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is on a device, its partitions included: a disk's own samples miss most of what lies in a partition. */
public final class DeviceContent {

    private DeviceContent() {}

    /**
     * The digest of what a device and its partitions hold.
     *
     * @param device the device
     * @param block all devices of the same observation
     * @return the probe's own digest for a device without partitions; empty when any of them was not probed to the end
     */
    public static Optional<String> digest(BlockDevice device, BlockDevices block) {
        List<BlockDevice> parts = block.partitionsOf(device)
                .sorted(Comparator.comparing(BlockDevice::identity).thenComparing(BlockDevice::number))
                .toList();
        Optional<String> own = digest(device);
        if (own.isEmpty() || parts.isEmpty()) {
            return own;
        }
        List<Json> all = new ArrayList<>();
        for (BlockDevice part : parts) {
            Optional<String> digest = digest(part);
            if (digest.isEmpty()) {
                return Optional.empty();
            }
            all.add(Json.object()
                    .put("identity", part.identity().toString())
                    .put("size", part.size().bytes())
                    .put("digest", digest.get())
                    .build());
        }
        return Optional.of(Json.object()
                .put("disk", own.get())
                .put("partitions", all)
                .build()
                .sha256());
    }

    private static Optional<String> digest(BlockDevice device) {
        Probe probe = device.probe();
        return probe.state() == Probe.State.DONE ? Optional.ofNullable(probe.digest()) : Optional.empty();
    }
}
