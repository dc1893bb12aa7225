package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.backend.pmem.NdBus;
import io.noderesource.backend.pmem.NdctlProgram;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.backend.quotapath.internal.QuotaPathBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.JournalFile;
import io.noderesource.house.MachineReset;
import io.noderesource.kinds.MemoryRules;
import io.noderesource.kinds.QuotaPathRules;
import io.noderesource.kinds.VolumeGroupRules;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.spi.BackendProvider;
import io.noderesource.testkit.AtRecord;
import io.noderesource.testkit.AtRecord.Phase;
import io.noderesource.topology.Topology;
import io.noderesource.topology.TopologyReader;
import io.noderesource.topology.TopologySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One boot of a machine with three NVDIMMs, two of them bare, one with labels and somebody's namespace: one document of the ancestor's
 * form declares a volume group, a quota path and memory on them. It goes on where the last boot died, and dies at its own
 * place; the last boot finds all that was kept, and releases the memory. {@code MachineDeaths} boots it.
 *
 * <p>Arguments: the number of the boot, from 0, then the places, each {@code KIND:PHASE}; {@code Reboot:ORDERLY} is an end with
 * everything made and synced.
 */
final class DyingPmem {

    private static final NodeIdentity IDENTITY = new NodeIdentity("edge-1", Map.of("storage", "pmem"));
    private static final List<BackendProvider> PROVIDERS =
            List.of(new LvmBackendProvider(), new QuotaPathBackendProvider(), new PmemBackendProvider());

    private static final String STATE_DISK = "/dev/disk/by-id/virtio-DYING-STATE";
    private static final Path MOUNTED = Path.of("/run/dying");
    private static final Path STATE = MOUNTED.resolve("state");
    private static final Path REGIONS = MOUNTED.resolve("regions");
    private static final Path FOREIGN = MOUNTED.resolve("foreign");
    private static final Path KEPT = MOUNTED.resolve("kept");
    private static final Path UUIDS = MOUNTED.resolve("uuids");

    private static final String QUOTA_PATH = "/mnt/quota-pmem";
    private static final Path VOLUME = Path.of("/dev/vg-pmem/kept");
    private static final String ORDERLY = "Reboot:ORDERLY";
    /** Of whole blocks of memory, of 128 MiB each, at least so many are in the third module. */
    private static final long MEMORY_KIBIBYTES = 512L << 10;

    private static final int MOST_PLANS = 3;

    private final Ndctl library = Ndctl.load();
    private final List<String> regions;
    private final Topology declared;
    private final List<String> places;
    private final int boot;

    private DyingPmem(int boot, List<String> places) throws IOException {
        this.boot = boot;
        this.places = places;
        if (boot == 0) {
            keep(REGIONS, String.join("\n", NdctlList.regions()));
            keep(FOREIGN, foreign());
        }
        this.regions = Files.readAllLines(REGIONS);
        this.declared = declared("""
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
                """.formatted(regions.get(0), QUOTA_PATH, regions.get(1), regions.get(2)));
    }

    public static void main(String[] arguments) throws IOException {
        int boot = Integer.parseInt(arguments[0]);
        if (boot == 0) {
            HostProgram.run("mkfs.ext4", "-q", STATE_DISK);
        }
        Files.createDirectories(MOUNTED);
        HostProgram.run("mount", STATE_DISK, MOUNTED.toString());
        new DyingPmem(boot, Stream.of(arguments).skip(1).toList()).live();
        HostProgram.run("umount", MOUNTED.toString());
    }

    private static Topology declared(String document) {
        return TopologyReader.of(List.of(new VolumeGroupRules(), new QuotaPathRules(), new MemoryRules()))
                .read(TopologySource.text("node-resource-topo", document))
                .orElseThrow();
    }

    /** Makes somebody's namespace, with something on it, and tells the digest of that. */
    private static String foreign() throws IOException {
        String region = NdBus.labelled(2);
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", "64M", "-n", "theirs");
        String device = NdBus.blockDevices(region).get(0);
        byte[] data = new byte[1 << 20];
        new Random(5).nextBytes(data);
        Files.write(Path.of(device), data, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        return DeviceContent.digest(device);
    }

    private void live() throws IOException {
        long memory = kibibytes();
        if (boot > 0) {
            assertThat(JournalFile.openIntents(STATE))
                    .as("steps that the journal tells no end of, after the death at %s", places.get(boot - 1))
                    .isEqualTo(List.of("INTENT", "PERFORMED").contains(phase(places.get(boot - 1))) ? 1 : 0);
        }
        if (boot < places.size() && !places.get(boot).equals(ORDERLY)) {
            dieAt(places.get(boot));
        }
        try (NodeResources node = opened()) {
            converge(node);
            assertThat(JournalFile.openIntents(STATE)).isZero();
            isAsDeclared(memory);
            if (boot < places.size()) {
                write();
                HostProgram.run("sync");
                MachineReset.at(places.get(boot));
            }
            release(node, memory);
        }
    }

    private static String phase(String place) {
        return place.substring(place.indexOf(':') + 1);
    }

    private static NodeResources opened() {
        return NodeResources.builder()
                .identity(IDENTITY)
                .stateDirectory(STATE)
                .providers(PROVIDERS)
                .build();
    }

    private void dieAt(String place) {
        AtRecord death = new AtRecord(
                place.substring(0, place.indexOf(':')), Phase.valueOf(phase(place)), () -> MachineReset.at(place));
        try (NodeResources node = death.open(IDENTITY, STATE, PROVIDERS)) {
            // What a death has left disabled is enabled by a plan of its own.
            for (int i = 0; i < MOST_PLANS; i++) {
                node.apply(
                        node.plan(declared),
                        ApplyOptions.builder().listener(death.listener()).build());
            }
            throw new AssertionError(
                    "it did not die at " + place + ": " + node.plan(declared).render());
        }
    }

    /** On bare modules one plan does it all; after a death another may be needed for what had to be enabled first. */
    private void converge(NodeResources node) throws IOException {
        int most = boot == 0 ? 1 : MOST_PLANS;
        for (int i = 0; i < most; i++) {
            Plan plan = node.plan(declared);
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            System.out.println("boot " + boot + ": " + plan.steps().size() + " steps");
            node.apply(plan).orThrow();
            assertThat(NdctlList.of(library.look())).isEqualTo(NdctlList.printed());
            if (node.plan(declared).isEmpty()) {
                return;
            }
        }
        throw new AssertionError("it does not converge: " + node.plan(declared).render());
    }

    /** By other programs than ours. */
    private void isAsDeclared(long memoryBefore) throws IOException {
        assertThat(HostProgram.run("vgs", "--noheadings", "-o", "pv_count", "vg-pmem"))
                .isEqualToIgnoringWhitespace("1");
        assertThat(HostProgram.run("findmnt", "-n", "-o", "OPTIONS", QUOTA_PATH).split(",|\\s"))
                .contains("dax=always", "prjquota");
        assertThat(kibibytes() - memoryBefore).isGreaterThanOrEqualTo(MEMORY_KIBIBYTES);
        assertThat(NdctlProgram.values("name", "-N", "-i", "-r", regions.get(2)))
                .hasSize(2)
                .contains("theirs");
        assertThat(DeviceContent.digest(NdBus.device(regions.get(2), "theirs"))).isEqualTo(Files.readString(FOREIGN));
        String uuids = Arrays.toString(Stream.of(regions.get(0), regions.get(1), regions.get(2))
                .map(region -> NdctlProgram.values("uuid", "-N", "-r", region))
                .toArray());
        if (Files.exists(KEPT)) {
            assertThat(uuids).as("made once").isEqualTo(Files.readString(UUIDS));
            HostProgram.run("vgchange", "-qq", "-ay", "vg-pmem");
            HostProgram.run("udevadm", "settle");
            assertThat(DeviceContent.digest(VOLUME.toString())).isEqualTo(Files.readString(KEPT));
            assertThat(Path.of(QUOTA_PATH, "project", "kept")).hasContent("kept");
            isLimited();
        }
        keep(UUIDS, uuids);
    }

    /** What has to outlast the end of the machine. */
    private static void write() throws IOException {
        HostProgram.run("lvcreate", "-qq", "-y", "-n", "kept", "-L", "16M", "vg-pmem");
        byte[] data = new byte[16 << 20];
        new Random(6).nextBytes(data);
        Files.write(VOLUME, data, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        keep(KEPT, DeviceContent.digest(VOLUME.toString()));
        Path project = Path.of(QUOTA_PATH, "project");
        HostProgram.run("mkdir", "-m", "777", project.toString());
        HostProgram.run("chattr", "-p", "4711", "+P", project.toString());
        HostProgram.run("setquota", "-P", "4711", "0", "8192", "0", "0", QUOTA_PATH);
        Files.writeString(project.resolve("kept"), "kept");
    }

    /** The limit of before binds whoever has no CAP_SYS_RESOURCE. */
    private static void isLimited() {
        HostProgram.Result written = HostProgram.attempt(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "dd",
                "if=/dev/zero",
                "of=" + QUOTA_PATH + "/project/file",
                "bs=1M",
                "count=16");
        assertThat(written.status()).isNotZero();
        assertThat(written.errors()).containsAnyOf("No space", "quota exceeded");
    }

    /** The memory goes back, and all else stays; then there is nothing to do, whether it is declared or not. */
    private void release(NodeResources node, long memoryBefore) throws IOException {
        Plan plan = node.plan(
                declared,
                Policy.builder()
                        .release(Set.of(new ResourceAddress("memory", regions.get(2))))
                        .build());
        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        assertThat(plan.steps()).hasSize(1);
        node.apply(plan).orThrow();
        assertThat(kibibytes()).isEqualTo(memoryBefore);
        assertThat(HostProgram.run("daxctl", "list")).contains("\"mode\":\"devdax\"");
        assertThat(NdctlList.of(library.look())).isEqualTo(NdctlList.printed());
    }

    private static long kibibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Writes it so that it outlasts the death. */
    private static void keep(Path file, String text) throws IOException {
        Files.writeString(file, text);
        HostProgram.run("sync", "-f", file.toString());
    }
}
