package io.noderesource.plan;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.internal.json.Json;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.PmemNamespace;
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

    /**
     * Computes the hash over node, address, identity, size and use of a namespace, its region, and the steps proposed. What is on a
     * devdax namespace nobody can read without mapping it, so that its identity has to stand for it.
     *
     * @param node the node's name
     * @param address the resource that wants the namespace
     * @param namespace the namespace
     * @param region its region, with what the kernel's name for it stands for
     * @param steps ids of the types of the steps that would be done, in order
     */
    public static String of(
            String node, ResourceAddress address, PmemNamespace namespace, String region, List<String> steps) {
        ByteSize offset = namespace.offset();
        return Json.object()
                .put("node", node)
                .put("address", address.toString())
                .put("uuid", String.valueOf(namespace.uuid()))
                .put("layout", String.valueOf(namespace.layoutUuid()))
                .put("label", String.valueOf(namespace.label()))
                .put("mode", namespace.mode().name())
                .put("offset", offset == null ? -1 : offset.bytes())
                .put("size", namespace.size().bytes())
                .put("region", region)
                .putTexts(
                        "devices",
                        namespace.daxDevices().stream()
                                .map(d -> d.mode().name() + " " + d.size().bytes())
                                .toList())
                .putTexts("steps", steps)
                .build()
                .sha256();
    }
}
