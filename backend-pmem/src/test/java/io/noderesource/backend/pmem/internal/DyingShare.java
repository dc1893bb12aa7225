package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.backend.pmem.NdctlProgram;
import io.noderesource.backend.pmem.SystemMemory;
import io.noderesource.backend.pmem.internal.jna.CutOffNdctl;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.JournalFile;
import io.noderesource.house.MachineReset;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.spi.BackendProvider;
import io.noderesource.testkit.AtRecord;
import io.noderesource.testkit.AtRecord.Phase;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSource.RegionMode;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One boot of a machine with one bare NVDIMM that three resources share, each with the size of its part: memory, a volume group in mode
 * sector and one in mode raw. It goes on where the last boot died, and dies at its own place; the last boot finds all that
 * was kept. {@code MachineDeaths} boots it.
 *
 * <p>Arguments: the number of the boot, from 0, then the places: {@code KIND:PHASE} is a record of the journal; {@code Change:N} is
 * after N changes that libndctl or libdaxctl made in that boot, between two writes of the modules' labels, as when the power goes; {@code
 * Reboot:ORDERLY} is an end with everything made and synced.
 */
final class DyingShare {

    private static final NodeIdentity IDENTITY = new NodeIdentity("edge-1", Map.of());

    private static final String STATE_DISK = "/dev/disk/by-id/virtio-DYING-STATE";
    private static final Path MOUNTED = Path.of("/run/dying");
    private static final Path STATE = MOUNTED.resolve("state");
    private static final Path KEPT = MOUNTED.resolve("kept");
    private static final Path UUIDS = MOUNTED.resolve("uuids");

    private static final String ORDERLY = "Reboot:ORDERLY";
    private static final String CHANGE = "Change:";
    private static final List<String> GROUPS = List.of("vg-raw", "vg-sector");

    /** Of whole blocks of memory, of 128 MiB each, one lies within the part wherever that begins. */
    private static final long MEMORY_KIBIBYTES = 128L << 10;

    private static final int MOST_PLANS = 3;

    private final String region = NdctlList.regions().get(0);
    private final Topology declared = Topology.of(
            MemorySpec.of(region).sized(RegionSize.percent(50)),
            group("vg-raw", RegionSize.bytes(ByteSize.ofMebibytes(64)), RegionMode.RAW),
            group("vg-sector", RegionSize.percent(25), RegionMode.SECTOR));
    private final List<String> places;
    private final int boot;

    private DyingShare(int boot, List<String> places) throws IOException {
        this.boot = boot;
        this.places = places;
    }

    private ResourceSpec group(String name, RegionSize size, RegionMode mode) {
        return VolumeGroupSpec.builder(name)
                .from(new DeviceSource.PmemRegions(List.of(region), size, mode))
                .build();
    }

    public static void main(String[] arguments) throws IOException {
        int boot = Integer.parseInt(arguments[0]);
        if (boot == 0) {
            HostProgram.run("mkfs.ext4", "-q", STATE_DISK);
        }
        Files.createDirectories(MOUNTED);
        HostProgram.run("mount", STATE_DISK, MOUNTED.toString());
        new DyingShare(boot, Stream.of(arguments).skip(1).toList()).live();
        HostProgram.run("umount", MOUNTED.toString());
    }

    private void live() throws IOException {
        long memory = SystemMemory.kibibytes();
        String place = boot < places.size() ? places.get(boot) : "";
        if (place.startsWith(CHANGE)) {
            dieAfter(place);
        } else if (!place.isEmpty() && !place.equals(ORDERLY)) {
            dieAt(place);
        }
        try (NodeResources node = open(new PmemBackendProvider())) {
            converge(node);
            assertThat(JournalFile.openIntents(STATE)).isZero();
            isAsDeclared(memory);
            if (!place.isEmpty()) {
                write();
                HostProgram.run("sync");
                MachineReset.at(place);
            }
        }
    }

    private static NodeResources open(BackendProvider pmem) {
        return NodeResources.builder()
                .identity(IDENTITY)
                .stateDirectory(STATE)
                .providers(List.of(new LvmBackendProvider(), pmem))
                .build();
    }

    private void dieAt(String place) {
        int colon = place.indexOf(':');
        AtRecord death = new AtRecord(
                place.substring(0, colon), Phase.valueOf(place.substring(colon + 1)), () -> MachineReset.at(place));
        try (NodeResources node =
                death.open(IDENTITY, STATE, List.of(new LvmBackendProvider(), new PmemBackendProvider()))) {
            for (int i = 0; i < MOST_PLANS; i++) {
                node.apply(
                        node.plan(declared),
                        ApplyOptions.builder().listener(death.listener()).build());
            }
            throw new AssertionError(
                    "it did not die at " + place + ": " + node.plan(declared).render());
        }
    }

    private void dieAfter(String place) {
        Ndctl dying =
                CutOffNdctl.load(Integer.parseInt(place.substring(CHANGE.length())), () -> MachineReset.at(place));
        try (NodeResources node = open(CutOffMain.provider(dying))) {
            for (int i = 0; i < MOST_PLANS; i++) {
                node.apply(node.plan(declared));
            }
            throw new AssertionError(
                    "it did not die at " + place + ": " + node.plan(declared).render());
        }
    }

    private void converge(NodeResources node) {
        for (int i = 0; i < MOST_PLANS; i++) {
            Plan plan = node.plan(declared);
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            System.out.println("boot " + boot + ": " + plan.steps().size() + " steps");
            if (plan.isEmpty()) {
                assertThat(plan.drifts()).as(plan.render()).isEmpty();
                return;
            }
            node.apply(plan).orThrow();
        }
        Plan plan = node.plan(declared);
        assertThat(plan.isEmpty()).as(plan.render()).isTrue();
    }

    /** By other programs than ours: a part each, made once. */
    private void isAsDeclared(long memoryBefore) throws IOException {
        assertThat(NdctlProgram.values("name", "-N", "-r", region))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).startsWith("nr-").doesNotEndWith(".new"));
        assertThat(sizes()).containsExactly("devdax 320 MiB", "raw 64 MiB", "sector 160 MiB");
        assertThat(SystemMemory.kibibytes() - memoryBefore).isGreaterThanOrEqualTo(MEMORY_KIBIBYTES);
        for (String group : GROUPS) {
            assertThat(HostProgram.run("vgs", "--noheadings", "-o", "pv_count", group))
                    .isEqualToIgnoringWhitespace("1");
        }
        String uuids = String.join(" ", NdctlProgram.values("uuid", "-N", "-r", region));
        if (Files.exists(KEPT)) {
            assertThat(uuids).as("made once").isEqualTo(Files.readString(UUIDS));
            HostProgram.run("vgchange", "-qq", "-ay");
            HostProgram.run("udevadm", "settle");
            assertThat(kept()).isEqualTo(Files.readString(KEPT));
        }
        keep(UUIDS, uuids);
    }

    private List<String> sizes() throws IOException {
        Stream.Builder<String> all = Stream.builder();
        for (String namespace : NdctlProgram.values("dev", "-N", "-r", region)) {
            String size = Files.readString(Path.of("/sys/bus/nd/devices", namespace, "size"))
                    .strip();
            all.add(NdctlProgram.values("mode", "-N", "-n", namespace).get(0) + " "
                    + ByteSize.ofBytes(Long.parseLong(size)));
        }
        return all.build().sorted().toList();
    }

    /** What has to outlast the end of the machine. */
    private static void write() throws IOException {
        byte[] data = new byte[16 << 20];
        new Random(7).nextBytes(data);
        for (String group : GROUPS) {
            HostProgram.run("lvcreate", "-qq", "-y", "-n", "kept", "-L", "16M", group);
            Files.write(volume(group), data, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        }
        keep(KEPT, kept());
    }

    private static Path volume(String group) {
        return Path.of("/dev", group, "kept");
    }

    private static String kept() throws IOException {
        StringBuilder digests = new StringBuilder();
        for (String group : GROUPS) {
            digests.append(DeviceContent.digest(volume(group).toString())).append('\n');
        }
        return digests.toString();
    }

    /** Writes it so that it outlasts the death. */
    private static void keep(Path file, String text) throws IOException {
        Files.writeString(file, text);
        HostProgram.run("sync", "-f", file.toString());
    }
}
