package io.noderesource.examples.nrm;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemRegion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Regions of persistent memory, each as a picture of its space. */
final class PmemText {

    private static final int WIDTH = 64;
    private static final char FREE = '.';
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private PmemText() {}

    /** All regions; nothing where there is none. */
    static String render(Pmem pmem) {
        StringBuilder out = new StringBuilder();
        for (PmemRegion region : pmem.regions()) {
            out.append('\n').append(head(region)).append('\n');
            List<PmemNamespace> namespaces = pmem.namespacesIn(region.name());
            out.append("  [").append(picture(region, namespaces)).append("]\n");
            IntStream.range(0, namespaces.size())
                    .forEach(i -> out.append("   ")
                            .append(letter(i))
                            .append("  ")
                            .append(line(namespaces.get(i)))
                            .append('\n'));
        }
        for (PmemDimm dimm : pmem.dimms()) {
            List<String> troubles = troubles(dimm);
            if (!troubles.isEmpty()) {
                out.append("! ")
                        .append(dimm.name())
                        .append(' ')
                        .append(String.join("; ", troubles))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private static List<String> troubles(PmemDimm dimm) {
        List<String> troubles = new ArrayList<>();
        if (dimm.locked()) {
            troubles.add("is locked");
        }
        if (dimm.health() != PmemDimm.Health.OK && dimm.health() != PmemDimm.Health.UNKNOWN) {
            troubles.add("says that its health is "
                    + dimm.health().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        if (!dimm.failures().isEmpty()) {
            troubles.add("reports: " + String.join(", ", dimm.failures()));
        }
        return troubles;
    }

    private static String head(PmemRegion region) {
        List<String> parts = new ArrayList<>(List.of(
                region.name(),
                region.size().toString(),
                "on " + String.join(" ", region.dimms()),
                region.labelled() ? free(region) : "without labels: one namespace, always"));
        if (region.readOnly()) {
            parts.add("read-only");
        }
        if (!region.enabled()) {
            parts.add("disabled");
        }
        return String.join("  ", parts);
    }

    /** Of free space in pieces, a namespace can have one. */
    private static String free(PmemRegion region) {
        return region.available() + " free"
                + (region.largestExtent().equals(region.available())
                        ? ""
                        : ", in one piece at most " + region.largestExtent());
    }

    private static String picture(PmemRegion region, List<PmemNamespace> namespaces) {
        char[] cells = new char[WIDTH];
        Arrays.fill(cells, FREE);
        for (int i = 0; i < namespaces.size(); i++) {
            ByteSize offset = namespaces.get(i).offset();
            if (offset == null) {
                return "where its namespaces lie, only root is told";
            }
            // However small, it is seen.
            int from = Math.min(WIDTH - 1, cell(region, offset.bytes()));
            int to = cell(region, offset.bytes() + namespaces.get(i).size().bytes());
            Arrays.fill(cells, from, Math.max(from + 1, to), letter(i));
        }
        return new String(cells);
    }

    private static int cell(PmemRegion region, long at) {
        double part =
                region.size().bytes() == 0 ? 0 : (double) at / region.size().bytes();
        return (int) Math.min(WIDTH, Math.round(part * WIDTH));
    }

    private static char letter(int index) {
        return LETTERS.charAt(index % LETTERS.length());
    }

    private static String line(PmemNamespace namespace) {
        List<String> parts = new ArrayList<>(List.of(
                namespace.name(),
                namespace.mode().name().toLowerCase(Locale.ROOT),
                namespace.size().toString(),
                quoted(namespace.label())));
        if (!namespace.enabled()) {
            parts.add("disabled");
        } else if (namespace.blockDevice() != null) {
            parts.add(namespace.blockDevice());
        } else {
            parts.add(namespace.daxDevices().stream().map(PmemText::device).collect(Collectors.joining(", ")));
        }
        return String.join("  ", parts).stripTrailing();
    }

    private static String device(DaxDevice device) {
        DaxDevice.MemoryBlocks memory = device.memory();
        return "/dev/" + device.name()
                + switch (device.mode()) {
                    case DEVDAX -> "";
                    case DISABLED -> " (disabled)";
                    case SYSTEM_RAM ->
                        memory == null
                                ? " (system memory)"
                                : " (system memory, " + memory.online() + " of " + memory.blocks() + " blocks online)";
                };
    }

    private static String quoted(@Nullable String label) {
        return label == null ? "without a name" : "\"" + label + "\"";
    }
}
