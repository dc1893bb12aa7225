package io.noderesource.backend.pmem.internal;

import io.noderesource.NodeResources;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.backend.pmem.internal.jna.CutOffNdctl;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.NodeIdentity;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that applies what is declared on a region, and is cut off.
 *
 * <p>Arguments: the state directory, the region, {@code memory}, {@code volumegroup} or, for a volume group in mode sector, {@code sector}; after how many changes.
 */
final class CutOffMain {

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
            case "memory" -> Topology.of(MemorySpec.of(region));
            case "sector" -> group(all.as(DeviceSource.RegionMode.SECTOR));
            default -> group(all);
        };
    }

    private static Topology group(DeviceSource source) {
        return Topology.of(VolumeGroupSpec.builder("vg-cut").from(source).build());
    }

    public static void main(String[] arguments) {
        Ndctl ndctl = CutOffNdctl.load(Integer.parseInt(arguments[3]));
        BackendProvider pmem = new BackendProvider() {
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
                return new PmemBackend(ndctl::look, () -> new PmemSteps(ndctl), new NvdimmBus(Path.of("/")));
            }
        };
        try (NodeResources node = open(Path.of(arguments[0]), pmem)) {
            node.apply(node.plan(declared(arguments[1], arguments[2]))).orThrow();
        }
    }
}
