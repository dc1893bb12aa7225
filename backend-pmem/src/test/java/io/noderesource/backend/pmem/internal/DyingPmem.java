package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.backend.pmem.LimitedProject;
import io.noderesource.backend.pmem.NdBus;
import io.noderesource.backend.pmem.NdctlProgram;
import io.noderesource.backend.pmem.SystemMemory;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.ResourceAddress;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.JournalFile;
import io.noderesource.house.MachineReset;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.testkit.AtRecord;
import io.noderesource.testkit.AtRecord.Phase;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One boot of a machine that is to become what {@link PmemExample} declares. It goes on where the last boot died, and dies at its own
 * place; the last boot finds all that was kept, and releases the memory. {@code MachineDeaths} boots it.
 *
 * <p>Arguments: the number of the boot, from 0, then the places, each {@code KIND:PHASE}; {@code Reboot:ORDERLY} is an end with
 * everything made and synced.
 */
final class DyingPmem {

    private static final String STATE_DISK = "/dev/disk/by-id/virtio-DYING-STATE";
    private static final Path MOUNTED = Path.of("/run/dying");
    private static final Path STATE = MOUNTED.resolve("state");
    private static final Path REGIONS = MOUNTED.resolve("regions");
    private static final Path FOREIGN = MOUNTED.resolve("foreign");
    private static final Path KEPT = MOUNTED.resolve("kept");
    private static final Path UUIDS = MOUNTED.resolve("uuids");

    private static final Path VOLUME = Path.of("/dev/vg-pmem/kept");
    private static final String ORDERLY = "Reboot:ORDERLY";

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
            keep(FOREIGN, PmemExample.foreign());
        }
        this.regions = Files.readAllLines(REGIONS);
        this.declared = PmemExample.declared(regions);
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

    private void live() throws IOException {
        long memory = SystemMemory.kibibytes();
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
                .identity(PmemExample.IDENTITY)
                .stateDirectory(STATE)
                .providers(PmemExample.PROVIDERS)
                .build();
    }

    private void dieAt(String place) {
        AtRecord death = new AtRecord(
                place.substring(0, place.indexOf(':')), Phase.valueOf(phase(place)), () -> MachineReset.at(place));
        try (NodeResources node = death.open(PmemExample.IDENTITY, STATE, PmemExample.PROVIDERS)) {
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
        assertThat(HostProgram.run("findmnt", "-n", "-o", "OPTIONS", PmemExample.QUOTA_PATH)
                        .split(",|\\s"))
                .contains("dax=always", "prjquota");
        assertThat(SystemMemory.kibibytes() - memoryBefore).isGreaterThanOrEqualTo(PmemExample.MEMORY_KIBIBYTES);
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
            assertThat(Path.of(PmemExample.QUOTA_PATH, "project", "kept")).hasContent("kept");
            LimitedProject.isLimited(PmemExample.QUOTA_PATH);
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
        Files.writeString(LimitedProject.make(PmemExample.QUOTA_PATH).resolve("kept"), "kept");
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
        assertThat(SystemMemory.kibibytes()).isEqualTo(memoryBefore);
        assertThat(HostProgram.run("daxctl", "list")).contains("\"mode\":\"devdax\"");
        assertThat(NdctlList.of(library.look())).isEqualTo(NdctlList.printed());
    }

    /** Writes it so that it outlasts the death. */
    private static void keep(Path file, String text) throws IOException {
        Files.writeString(file, text);
        HostProgram.run("sync", "-f", file.toString());
    }
}
