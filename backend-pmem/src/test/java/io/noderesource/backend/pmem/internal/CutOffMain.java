package io.noderesource.backend.pmem.internal;

import io.noderesource.NodeResources;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.backend.pmem.internal.device.PmemLock;
import io.noderesource.backend.pmem.internal.jna.CutOffNdctl;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.linux.LinuxNode;
import io.noderesource.plan.Policy;
import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A process that applies what is declared on a region, and is cut off.
 *
 * <p>Arguments: the state directory, the region, {@code memory}, {@code volumegroup}, {@code sector} for a volume group in mode sector, {@code
 * parts} for memory and a volume group in mode raw, each with its size, {@code adoption} for a volume group, or {@code memory adoption};
 * after how many changes.
 */
final class CutOffMain {

    /** What there is of others is adopted. */
    static final String ADOPTION = "adoption";

    private CutOffMain() {}

    static NodeResources open(Path state, BackendProvider pmem) {
        return NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .providers(List.of(new LvmBackendProvider(), pmem))
                .build();
    }

    static Topology declared(String region, String kind) {
        DeviceSource.PmemRegions all = new DeviceSource.PmemRegions(List.of(region));
        return switch (kind) {
            case "memory", "memory " + ADOPTION -> Topology.of(MemorySpec.of(region));
            case "sector" -> group(all.as(DeviceSource.RegionMode.SECTOR));
            case "parts" ->
                Topology.of(
                        MemorySpec.of(region).sized(RegionSize.bytes(ByteSize.ofMebibytes(256))),
                        spec(all.as(DeviceSource.RegionMode.RAW).sized(RegionSize.percent(25))));
            case ADOPTION -> group(all.sized(RegionSize.bytes(ByteSize.ofMebibytes(128))));
            default -> group(all);
        };
    }

    private static Topology group(DeviceSource source) {
        return Topology.of(spec(source));
    }

    private static ResourceSpec spec(DeviceSource source) {
        return VolumeGroupSpec.builder("vg-cut").from(source).build();
    }

    /** What is asked for besides: in kinds that end in {@code adoption}, that what is there is adopted. */
    static Policy policy(String region, String kind) {
        Set<ResourceAddress> adopt = declared(region, kind).rules().stream()
                .map(ResourceSpec::address)
                .filter(address -> kind.endsWith(ADOPTION))
                .collect(Collectors.toSet());
        return Policy.builder().adopt(adopt).build();
    }

    public static void main(String[] arguments) {
        Ndctl ndctl = CutOffNdctl.load(Integer.parseInt(arguments[3]));
        String region = arguments[1];
        String kind = arguments[2];
        try (NodeResources node = open(Path.of(arguments[0]), provider(ndctl))) {
            node.apply(node.plan(declared(region, kind), policy(region, kind))).orThrow();
        }
    }

    /** The backend on libraries that are cut off. */
    static BackendProvider provider(Ndctl ndctl) {
        return new BackendProvider() {
            @Override
            public String id() {
                return PmemBackend.ID;
            }

            @Override
            public Availability availability(BackendContext context) {
                return new Availability.Ready("cut off", List.of());
            }

            @Override
            public Backend open(BackendContext context) {
                return new PmemBackend(
                        ndctl::look,
                        () -> new PmemSteps(ndctl),
                        new NvdimmBus(Path.of("/")),
                        PmemLock.of(LinuxNode.open(context)));
            }
        };
    }
}
