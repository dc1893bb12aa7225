package io.noderesource.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.internal.json.Json;
import io.noderesource.inventory.BlockDevice;
import java.util.List;

/** The hash that binds a consent to one thing: anything different gives another. */
public final class ConsentHash {

    private ConsentHash() {}

    /**
     * Computes the hash over node, address, device identity and size, digest of its content, and the steps proposed.
     *
     * @param node the node's name
     * @param address the resource that wants the device
     * @param device the device
     * @param digest what it and its partitions hold, by {@link DeviceContent#digest}
     * @param steps ids of the types of the steps that would be done, in order
     */
    public static String of(
            String node, ResourceAddress address, BlockDevice device, String digest, List<String> steps) {
        return Json.object()
                .put("node", node)
                .put("address", address.toString())
                .put("identity", device.identity().toString())
                .put("size", device.size().bytes())
                .put("digest", digest)
                .putTexts("partitions", device.partitions())
                .putTexts("steps", steps)
                .build()
                .sha256();
    }
}
