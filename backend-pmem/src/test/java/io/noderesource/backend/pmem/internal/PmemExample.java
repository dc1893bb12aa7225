package io.noderesource.backend.pmem.internal;

import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.backend.pmem.NdBus;
import io.noderesource.backend.quotapath.internal.QuotaPathBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.kinds.MemoryRules;
import io.noderesource.kinds.QuotaPathRules;
import io.noderesource.kinds.VolumeGroupRules;
import io.noderesource.spi.BackendProvider;
import io.noderesource.topology.Topology;
import io.noderesource.topology.TopologyReader;
import io.noderesource.topology.TopologySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A machine with three NVDIMMs, two of them bare, one with labels and somebody's namespace: one document of the ancestor's form declares
 * a volume group, a quota path and memory on them.
 */
final class PmemExample {

    static final NodeIdentity IDENTITY = new NodeIdentity("edge-1", Map.of("storage", "pmem"));
    static final List<BackendProvider> PROVIDERS =
            List.of(new LvmBackendProvider(), new QuotaPathBackendProvider(), new PmemBackendProvider());

    static final String GROUP = "vg-pmem";
    static final String QUOTA_PATH = "/mnt/quota-pmem";

    /** Of whole blocks of memory, of 128 MiB each, at least so many are in the third module. */
    static final long MEMORY_KIBIBYTES = 512L << 10;

    private static final String DOCUMENT = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: node-resource-topo, namespace: kube-system}
            data:
              volumegroup: |-
                volumegroup:
                - name: vg-pmem
                  key: storage
                  operator: In
                  value: pmem
                  topology:
                    type: pmem
                    regions:
                    - %s
              quotapath: |-
                quotapath:
                - name: %s
                  key: storage
                  operator: In
                  value: pmem
                  topology:
                    type: pmem
                    options: prjquota,dax=always
                    fstype: ext4
                    regions:
                    - %s
              memory: |-
                memory:
                - name: memory1
                  key: storage
                  operator: In
                  value: pmem
                  topology:
                    type: pmem
                    regions:
                    - %s
            """;

    private PmemExample() {}

    /**
     * What is declared.
     *
     * @param regions those of the three modules, in their order
     */
    static Topology declared(List<String> regions) {
        String document = DOCUMENT.formatted(regions.get(0), QUOTA_PATH, regions.get(1), regions.get(2));
        return TopologyReader.of(List.of(new VolumeGroupRules(), new QuotaPathRules(), new MemoryRules()))
                .read(TopologySource.text("node-resource-topo", document))
                .orElseThrow();
    }

    /** Makes somebody's namespace on the third module, with something on it, and tells the digest of that. */
    static String foreign() throws IOException {
        String region = NdBus.labelled(2);
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", "64M", "-n", "theirs");
        String device = NdBus.blockDevices(region).get(0);
        byte[] data = new byte[1 << 20];
        new Random(5).nextBytes(data);
        Files.write(Path.of(device), data, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        return DeviceContent.digest(device);
    }
}
