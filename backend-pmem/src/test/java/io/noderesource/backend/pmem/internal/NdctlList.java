package io.noderesource.backend.pmem.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.noderesource.house.HostProgram;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemRegion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code ndctl list} and {@code daxctl list} say, and the same of what the library has seen, field by field. */
final class NdctlList {

    /** What the inventory has no word for, of a region and its namespaces, and what is compared by other words. */
    private static final Set<String> LEFT_OUT =
            Set.of("mappings", "iset_id", "type", "namespaces", "target_node", "health", "dimms", "daxregion");

    /** By which words {@code ndctl} tells of failures. */
    private static final Map<String, String> FLAGS = Map.of(
            "save", "flag_failed_save",
            "arm", "flag_failed_arm",
            "restore", "flag_failed_restore",
            "map", "flag_failed_map",
            "flush", "flag_failed_flush",
            "smart", "flag_smart_event");

    private static final ObjectMapper JSON = new ObjectMapper();

    private NdctlList() {}

    /** By kernel name. */
    static Map<String, Map<String, String>> printed() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        parse(HostProgram.run("ndctl", "list", "-B"))
                .forEach(bus -> all.put(bus.path("dev").asText(), fields(bus, LEFT_OUT)));
        JsonNode whole = parse(HostProgram.run("ndctl", "list", "-RNDHiv"));
        for (JsonNode dimm : whole.path("dimms")) {
            Map<String, String> fields = fields(dimm, LEFT_OUT);
            fields.put("health", dimm.at("/health/health_state").asText("unknown"));
            fields.put("labelled", String.valueOf(hasLabels(dimm.path("dev").asText())));
            all.put(dimm.path("dev").asText(), fields);
        }
        for (JsonNode region : whole.path("regions")) {
            Map<String, String> fields = fields(region, LEFT_OUT);
            List<String> modules = new ArrayList<>();
            region.path("mappings")
                    .forEach(mapping -> modules.add(mapping.path("dimm").asText()));
            fields.put("modules", modules.stream().sorted().toList() + ", " + modules.size() + " ways");
            all.put(region.path("dev").asText(), fields);
            for (JsonNode namespace : region.path("namespaces")) {
                // The seed of a region is a namespace of no size.
                if (namespace.path("size").asLong() > 0) {
                    Map<String, String> shown = fields(namespace, LEFT_OUT);
                    JsonNode devices = namespace.at("/daxregion/devices");
                    if (devices.size() == 1) {
                        shown.put("chardev", devices.get(0).path("chardev").asText());
                    }
                    all.put(namespace.path("dev").asText(), shown);
                }
            }
        }
        parse(HostProgram.run("daxctl", "list"))
                .forEach(device -> all.put(device.path("chardev").asText(), fields(device, Set.of())));
        return all;
    }

    /** That its labels are valid; the kernel keeps some on each module that has such here. */
    private static boolean hasLabels(String dimm) {
        return HostProgram.attempt("ndctl", "check-labels", dimm).status() == 0;
    }

    private static JsonNode parse(String json) {
        try {
            return json.isEmpty() ? JSON.createArrayNode() : JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> fields(JsonNode object, Set<String> leftOut) {
        Map<String, String> fields = new TreeMap<>();
        object.properties().stream()
                .filter(field -> !leftOut.contains(field.getKey()))
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return fields;
    }

    /** The same of an inventory. */
    static Map<String, Map<String, String>> of(Pmem seen) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        seen.buses()
                .forEach(bus ->
                        all.put(bus.name(), new TreeMap<>(Map.of("dev", bus.name(), "provider", bus.provider()))));
        seen.dimms().forEach(dimm -> all.put(dimm.name(), fields(dimm)));
        seen.regions().forEach(region -> all.put(region.name(), fields(region)));
        for (PmemNamespace namespace : seen.namespaces()) {
            Map<String, String> fields = fields(namespace);
            fields.put(
                    "numa_node",
                    String.valueOf(seen.region(namespace.region()).orElseThrow().numaNode()));
            all.put(namespace.name(), fields);
            namespace.daxDevices().forEach(device -> all.put(device.name(), fields(device)));
        }
        return all;
    }

    private static Map<String, String> fields(PmemDimm dimm) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("dev", dimm.name());
        put(fields, "id", dimm.id());
        fields.put("handle", String.valueOf(dimm.handle()));
        fields.put("phys_id", String.valueOf(dimm.physicalId()));
        if (!dimm.enabled()) {
            fields.put("state", "disabled");
        }
        if (dimm.security() != PmemDimm.Security.UNSUPPORTED && dimm.security() != PmemDimm.Security.FROZEN) {
            fields.put("security", dimm.security().name().toLowerCase(Locale.ROOT));
        }
        fields.put("health", dimm.health().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        fields.put("labelled", String.valueOf(dimm.labelled()));
        dimm.failures().stream().filter(FLAGS::containsKey).forEach(failure -> fields.put(FLAGS.get(failure), "true"));
        return fields;
    }

    private static Map<String, String> fields(PmemRegion region) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("dev", region.name());
        fields.put("numa_node", String.valueOf(region.numaNode()));
        fields.put("modules", region.dimms() + ", " + region.interleaveWays() + " ways");
        fields.put("size", String.valueOf(region.size().bytes()));
        fields.put("align", String.valueOf(region.alignment().bytes()));
        fields.put("available_size", String.valueOf(region.available().bytes()));
        fields.put("max_available_extent", String.valueOf(region.largestExtent().bytes()));
        fields.put(
                "persistence_domain",
                switch (region.persistence()) {
                    case NONE -> "none";
                    case MEMORY_CONTROLLER -> "memory_controller";
                    case CPU_CACHE -> "cpu_cache";
                    case UNKNOWN -> "unknown";
                });
        if (!region.enabled()) {
            fields.put("state", "disabled");
        }
        return fields;
    }

    private static Map<String, String> fields(PmemNamespace namespace) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("dev", namespace.name());
        fields.put("mode", namespace.mode().name().toLowerCase(Locale.ROOT));
        fields.put("size", String.valueOf((namespace.enabled() ? namespace.usable() : namespace.size()).bytes()));
        if (namespace.layoutUuid() == null) {
            put(fields, "uuid", namespace.uuid());
        } else {
            put(fields, "uuid", namespace.layoutUuid());
            put(fields, "raw_uuid", namespace.uuid());
        }
        put(fields, "name", namespace.label());
        if (namespace.sectorSize() > 0) {
            fields.put("sector_size", String.valueOf(namespace.sectorSize()));
        }
        if (namespace.alignment().bytes() > 0) {
            fields.put("align", String.valueOf(namespace.alignment().bytes()));
        }
        switch (namespace.mapLocation()) {
            case NONE -> {}
            case MEMORY -> fields.put("map", "mem");
            case DEVICE -> fields.put("map", "dev");
        }
        String block = namespace.blockDevice();
        if (block != null) {
            fields.put("blockdev", block.substring("/dev/".length()));
        }
        if (namespace.mode() == PmemNamespace.Mode.DEVDAX
                && namespace.daxDevices().size() == 1) {
            fields.put("chardev", namespace.daxDevices().get(0).name());
        }
        if (!namespace.enabled()) {
            fields.put("state", "disabled");
        }
        return fields;
    }

    private static Map<String, String> fields(DaxDevice device) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("chardev", device.name());
        fields.put("size", String.valueOf(device.size().bytes()));
        fields.put("target_node", String.valueOf(device.targetNode()));
        fields.put("align", String.valueOf(device.alignment().bytes()));
        fields.put("mode", device.mode() == DaxDevice.Mode.SYSTEM_RAM ? "system-ram" : "devdax");
        DaxDevice.MemoryBlocks memory = device.memory();
        if (memory != null) {
            fields.put("online_memblocks", String.valueOf(memory.online()));
            fields.put("total_memblocks", String.valueOf(memory.blocks()));
            fields.put("movable", String.valueOf(memory.movable()));
        }
        if (device.mode() == DaxDevice.Mode.DISABLED) {
            fields.put("state", "disabled");
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /** The kernel names of the regions, in the order of their modules, which differs from that of their own names. */
    static List<String> regions() {
        Map<String, String> byDimm = new TreeMap<>();
        for (JsonNode region : parse(HostProgram.run("ndctl", "list", "-RDi")).path("regions")) {
            byDimm.put(
                    region.path("mappings").path(0).path("dimm").asText(),
                    region.path("dev").asText());
        }
        return new ArrayList<>(byDimm.values());
    }
}
