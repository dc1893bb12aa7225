package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSource.RegionMode;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Random simulated nodes with persistent memory, declarations for their regions, and an administrator's hands. Stateless. */
public final class RandomRegions {

    /** The module that nobody but a test touches: 512 MiB, blank and without labels. */
    public static final String SPARE = "NV-SPARE";

    private static final NodeIdentity NODE = new NodeIdentity("edge-1", Map.of());
    private static final List<String> GROUPS = List.of("vg-a", "vg-b");
    private static final String PATH = "/mnt/a";
    private static final long UNIT = 16;

    private RandomRegions() {}

    /** A node with one to three modules of any sort and the {@link #SPARE} one. */
    public static SimulatedNode node(Chance chance) {
        SimulatedNode.Builder builder =
                SimulatedNode.builder("edge-1").seed(chance.number()).disk("NR-1", ByteSize.ofMebibytes(64));
        int modules = chance.between(1, 3);
        for (int i = 1; i <= modules; i++) {
            ByteSize size = ByteSize.ofMebibytes(UNIT * chance.between(chance.oneIn(4) ? 1 : 18, 40));
            if (chance.oneIn(8)) {
                builder.nvdimmWithoutLabels("NV-" + i, size);
            } else {
                builder.nvdimm("NV-" + i, size);
            }
        }
        SimulatedNode node = builder.nvdimm(SPARE, ByteSize.ofMebibytes(512)).build();
        for (String module : modules(node)) {
            furnish(chance, node, module);
        }
        return node;
    }

    /** The modules that hands touch and declarations mean. */
    private static List<String> modules(SimulatedNode node) {
        return node.modules().stream().filter(m -> !m.equals(SPARE)).toList();
    }

    private static void furnish(Chance chance, SimulatedNode node, String module) {
        if (chance.oneIn(6)) {
            node.dirty(module, "ext4");
        }
        if (chance.oneIn(2)) {
            attempt(node, n -> n.initializeLabels(module));
            for (int i = chance.between(0, 2); i > 0; i--) {
                attempt(node, n -> theirs(chance, n, module));
            }
        }
        if (chance.oneIn(16)) {
            node.readOnlyRegion(module);
        }
    }

    /** A namespace of somebody's, which may hold something. */
    private static void theirs(Chance chance, SimulatedNode node, String module) {
        Mode mode = chance.oneOf(Mode.FSDAX, Mode.SECTOR, Mode.RAW, Mode.DEVDAX);
        ByteSize size = ByteSize.ofMebibytes(UNIT * chance.between(1, mode == Mode.DEVDAX ? 32 : 16));
        String made = node.createNamespace(module, mode, size, chance.oneIn(3) ? null : "theirs");
        if (mode == Mode.DEVDAX) {
            if (chance.oneIn(2)) {
                node.addMemory(made);
            }
        } else if (chance.oneIn(2)) {
            node.dirty(made, chance.oneOf("ext4", "xfs", "crypto_LUKS"));
        } else if (chance.oneIn(4)) {
            node.randomContent(made);
        }
    }

    private static void attempt(SimulatedNode node, Consumer<SimulatedNode> hand) {
        try {
            hand.accept(node);
        } catch (NodeResourceException | IllegalArgumentException e) {
            // It is refused, or there is no such thing: his hand changes nothing.
            return;
        }
    }

    /** One to three resources on regions, which share one or do not, of any size and mode. */
    public static List<ResourceSpec> declaration(Chance chance, SimulatedNode node) {
        List<String> regions = new ArrayList<>(
                chance.shuffled(modules(node).stream().map(node::region).toList()));
        if (chance.oneIn(12)) {
            regions.add(0, "region9");
        }
        boolean shared = chance.oneIn(2);
        List<ResourceSpec> specs = new ArrayList<>();
        for (String kind : chance.some(List.of(GROUPS.get(0), GROUPS.get(1), PATH, MemorySpec.KIND))) {
            if (regions.isEmpty()) {
                break;
            }
            // Of two that share a region, each has to say how much it gets.
            RegionSize size = !shared && chance.oneIn(2) ? null : size(chance, kind);
            List<String> mine = List.copyOf(regions.subList(
                    0, GROUPS.contains(kind) && !shared ? Math.min(regions.size(), chance.between(1, 2)) : 1));
            specs.add(declared(chance, kind, mine, size));
            if (!shared) {
                regions.removeAll(mine);
            }
        }
        return together(specs);
    }

    /** The first of them that can stand in one declaration: parts of a region that come to more than it are a mistake there. */
    static List<ResourceSpec> together(List<ResourceSpec> specs) {
        List<ResourceSpec> taken = new ArrayList<>();
        for (ResourceSpec spec : specs) {
            taken.add(spec);
            if (!Topology.of(taken).forNode(NODE).diagnostics().isEmpty()) {
                taken.remove(taken.size() - 1);
            }
        }
        return taken;
    }

    /** A resource on regions: a volume group by its name, a quota path by its path, or memory. */
    static ResourceSpec declared(Chance chance, String kind, List<String> regions, @Nullable RegionSize size) {
        if (kind.equals(MemorySpec.KIND)) {
            MemorySpec memory = MemorySpec.of(regions.get(0));
            return size == null ? memory : memory.sized(size);
        }
        RegionMode mode = chance.oneIn(2) ? null : chance.oneOf(RegionMode.values());
        DeviceSource source = new DeviceSource.PmemRegions(regions, size, mode);
        return kind.startsWith("/")
                ? QuotaPathSpec.builder(kind).from(source).build()
                : VolumeGroupSpec.builder(kind).from(source).build();
    }

    /** The same resource on the same regions, with another size where it has one, and in any mode. */
    static ResourceSpec otherwise(Chance chance, ResourceSpec spec) {
        String kind =
                spec instanceof MemorySpec ? MemorySpec.KIND : spec.address().name();
        // Who shares a region names it there, and else he has all of it.
        boolean sized = !spec.shares().isEmpty();
        List<String> regions = (sized ? spec.shares().keySet() : spec.claims())
                .stream().sorted().toList();
        return declared(chance, kind, regions, sized ? size(chance, kind) : null);
    }

    private static RegionSize size(Chance chance, String kind) {
        int mebibytes = kind.equals(MemorySpec.KIND) && !chance.oneIn(4)
                ? chance.between(256, 384)
                : chance.oneIn(8) ? chance.between(1, 40) : chance.between(16, 200);
        return chance.oneIn(3)
                ? RegionSize.percent(chance.between(1, 100))
                : RegionSize.bytes(ByteSize.ofMebibytes(mebibytes));
    }

    /**
     * An administrator does something to the regions of the node, or something happens to them. What cannot be done as they
     * are, is not done.
     */
    public static void hand(Chance chance, SimulatedNode node) {
        String module = chance.oneOf(modules(node));
        List<String> namespaces = node.namespaces(module);
        String namespace = namespaces.isEmpty() ? "none" : chance.oneOf(namespaces);
        attempt(node, chance.oneOf(hands(chance, module, namespace)));
    }

    private static List<Consumer<SimulatedNode>> hands(Chance chance, String module, String namespace) {
        return List.of(
                n -> theirs(chance, n, module),
                n -> theirs(chance, n, module),
                n -> unused(n, List.of(namespace), () -> n.destroyNamespace(namespace)),
                n -> idle(n, namespace, () -> n.disableNamespace(namespace)),
                n -> idle(n, namespace, () -> n.disableNamespace(namespace)),
                n -> n.enableNamespace(namespace),
                n -> unused(
                        n,
                        List.of(namespace),
                        () -> n.reconfigureNamespace(
                                namespace, chance.oneOf(Mode.FSDAX, Mode.SECTOR, Mode.RAW, Mode.DEVDAX))),
                n -> unused(n, n.namespaces(module), () -> n.initializeLabels(module)),
                n -> unused(
                        n, List.of(namespace), () -> n.dirty(namespace, chance.oneOf("ext4", "xfs", "crypto_LUKS"))),
                n -> unused(n, List.of(namespace), () -> n.randomContent(namespace)),
                n -> unused(n, List.of(namespace), () -> n.blank(namespace)),
                n -> unused(
                        n, List.of(namespace), () -> n.vgcreate(chance.oneOf("vg-a", "vg-b", "vg-other"), namespace)),
                n -> n.mount(namespace, "/srv"),
                n -> n.unmount("/srv"),
                n -> n.unmount(PATH),
                n -> n.directory(PATH, chance.oneOf(Directory.State.EMPTY, Directory.State.NOT_EMPTY)),
                n -> n.use(namespace, DeviceUse.Kind.HELD, "somebody"),
                n -> n.endUses(namespace),
                n -> n.addMemory(namespace),
                n -> n.pinMemory(namespace),
                n -> n.pinMemory(namespace),
                n -> n.offlineMemory(namespace),
                n -> n.openDax(namespace),
                n -> n.closeDax(namespace),
                n -> n.readOnlyRegion(module),
                n -> n.lockModule(module));
    }

    private static void idle(SimulatedNode node, String namespace, Runnable hand) {
        synchronized (node.guard()) {
            if (!isInUse(node, node.machine().namespace(namespace))) {
                hand.run();
            }
        }
    }

    /** An administrator leaves a volume group whole. */
    private static void unused(SimulatedNode node, List<String> namespaces, Runnable hand) {
        synchronized (node.guard()) {
            boolean unused = namespaces.stream().map(node.machine()::namespace).noneMatch(n -> {
                Content.Label label = n.content.label();
                return isInUse(node, n) || (label != null && label.group() != null);
            });
            if (unused) {
                hand.run();
            }
        }
    }

    private static boolean isInUse(SimulatedNode node, Namespace namespace) {
        Device device = namespace.device;
        return namespace.isInUse()
                || (device != null && (!node.machine().usesOf(device).isEmpty() || node.isLocked(device.key)));
    }
}
