package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.backend.pmem.NdBus;
import io.noderesource.backend.pmem.NdctlProgram;
import io.noderesource.backend.pmem.internal.jna.CutOffNdctl;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.house.Kills;
import io.noderesource.house.TestJvm;
import io.noderesource.house.Waiting;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that ends between any two changes of persistent memory: between UUID, name, size, mode and layout of a namespace, and
 * while its memory comes online; or the power is cut there. Another one converges, and the namespace of others beside is as it was.
 *
 * <p>System properties: {@code sandbox.kills}, {@code few} (the default: one place of a kind, and of an adoption) or {@code all};
 * {@code sandbox.seed}, which is printed.
 */
@InSandbox(
        disks = {},
        nvdimms = {"448M"})
class CutOffSandboxTest {

    /** More than are needed: what is not cut off ends the rounds. */
    private static final int MOST = 40;

    private static final long SEED = Long.getLong("sandbox.seed", new Random().nextLong());

    @TempDir
    Path state;

    private String region = "";
    private String theirs = "";
    private String content = "";

    @BeforeEach
    void foreign() throws IOException {
        System.out.println("-Dsandbox.kills=" + (Kills.all() ? "all" : "few") + " -Dsandbox.seed=" + SEED);
        region = NdBus.labelled(0);
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", "64M", "-n", "theirs");
        theirs = NdBus.blockDevices(region).get(0);
        byte[] data = new byte[1 << 20];
        new Random(SEED).nextBytes(data);
        Files.write(Path.of(theirs), data, StandardOpenOption.WRITE);
        content = DeviceContent.digest(theirs);
    }

    @AfterEach
    void cleanUp() {
        NdBus.clear();
    }

    private int cutOff(Path directory, String kind, int changes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(TestJvm.command());
        command.addAll(
                List.of(CutOffMain.class.getName(), directory.toString(), region, kind, Integer.toString(changes)));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** After how many changes it is cut off: all in ascending order, or one by the seed. */
    private Set<Integer> places(String kind) {
        if (!Kills.all()) {
            // Sectors are laid out, and the name is given after that.
            int last = kind.equals("sector") ? 16 : 12;
            return Set.of(1 + new Random(SEED + kind.hashCode()).nextInt(last));
        }
        Set<Integer> places = new TreeSet<>();
        for (int i = 1; i <= MOST; i++) {
            places.add(i);
        }
        return places;
    }

    /** Each kind, with the process and with the power. */
    private static List<Arguments> kinds() {
        List<Arguments> all = new ArrayList<>();
        for (String kind : List.of("memory", "volumegroup", "sector", "parts")) {
            all.add(Arguments.of(kind, false));
            all.add(Arguments.of(kind, true));
        }
        return Kills.of(all, 1, new Random(SEED));
    }

    private static List<String> adoptions() {
        return Kills.of(List.of(CutOffMain.ADOPTION, "memory " + CutOffMain.ADOPTION), 1, new Random(SEED));
    }

    @ParameterizedTest(name = "{0}, power {1}")
    @Timeout(value = 90, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @MethodSource("kinds")
    void anotherProcessConverges(String kind, boolean power) throws IOException, InterruptedException {
        int cut = 0;
        for (int changes : places(kind)) {
            Path directory = Files.createDirectory(state.resolve(Integer.toString(changes)));
            int status = cutOff(directory, kind, changes);
            assertThat(status).isIn(0, CutOffNdctl.STATUS);
            cut += status == 0 ? 0 : 1;
            if (power) {
                HostProgram.attempt("daxctl", "offline-memory", "all");
                HostProgram.attempt("daxctl", "reconfigure-device", "-m", "devdax", "-f", "all");
                PowerCut.of("nmem0", region, directory, new Random(SEED + changes));
            }
            try (NodeResources node = CutOffMain.open(directory, new PmemBackendProvider())) {
                converge(node, CutOffMain.declared(region, kind));
            }
            assertThat(NdctlProgram.values("name", "-N", "-i", "-r", region))
                    .hasSize(kind.equals("parts") ? 3 : 2)
                    .contains("theirs")
                    .noneMatch(name -> name.endsWith(".new"));
            NdBus.isNothingBegun(region);
            assertThat(DeviceContent.digest(theirs)).isEqualTo(content);
            undo();
            if (status == 0) {
                break;
            }
        }
        assertThat(cut).isGreaterThanOrEqualTo(Kills.all() ? 12 : 1);
    }

    /**
     * In the moment in which it gets its name it is disabled, and memory is none. What was memory and is not may hold something, which
     * needs a consent.
     */
    @ParameterizedTest
    @Timeout(value = 90, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @MethodSource("adoptions")
    void anAdoptionThatIsCutOffIsDone(String kind) throws IOException, InterruptedException {
        boolean memory = kind.startsWith("memory");
        int last = memory ? 9 : 3;
        for (int changes : Kills.all() ? places(kind) : Set.of(1 + new Random(SEED + kind.hashCode()).nextInt(last))) {
            HostProgram.run(
                    "ndctl",
                    "create-namespace",
                    "-r",
                    region,
                    "-m",
                    memory ? "devdax" : "fsdax",
                    "-s",
                    memory ? "320M" : "128M");
            String uuid = uuidOfUnnamed();
            if (memory) {
                HostProgram.run("daxctl", "reconfigure-device", "-m", "system-ram", "all");
            }
            Path directory = Files.createDirectory(state.resolve(kind + changes));
            int status = cutOff(directory, kind, changes);
            assertThat(status).isIn(0, CutOffNdctl.STATUS);
            try (NodeResources node = CutOffMain.open(directory, new PmemBackendProvider())) {
                converge(node, CutOffMain.declared(region, kind), CutOffMain.policy(region, kind));
            }
            assertThat(NdctlProgram.values("name", "-N", "-r", region))
                    .hasSize(2)
                    .contains("theirs");
            assertThat(NdctlProgram.values("uuid", "-N", "-r", region)).contains(uuid);
            NdBus.isNothingBegun(region);
            assertThat(DeviceContent.digest(theirs)).isEqualTo(content);
            undo();
            if (status == 0) {
                break;
            }
        }
    }

    private String uuidOfUnnamed() {
        for (String namespace : NdctlProgram.values("dev", "-N", "-r", region)) {
            if (NdctlProgram.values("name", "-N", "-n", namespace).isEmpty()) {
                return NdctlProgram.values("uuid", "-N", "-n", namespace).get(0);
            }
        }
        throw new AssertionError("there is none");
    }

    /** What is refused until a consent is given gets it. */
    private static void converge(NodeResources node, Topology declared, Policy asked) {
        Policy policy = asked;
        for (int i = 0; i < 5; i++) {
            Plan plan = node.plan(declared, policy);
            List<Consent> consents = plan.refusals().stream()
                    .map(refusal -> new Consent(
                            String.valueOf(refusal.consent()), Instant.now().plusSeconds(3600)))
                    .toList();
            if (plan.steps().isEmpty() && consents.isEmpty()) {
                return;
            }
            node.apply(plan).orThrow();
            policy = Policy.builder().adopt(asked.adopt()).consents(consents).build();
        }
        throw new AssertionError("it does not converge");
    }

    /** One plan for what is enabled again, and one for the rest. */
    private static void converge(NodeResources node, Topology declared) {
        for (int i = 0; i < 3; i++) {
            Plan plan = node.plan(declared);
            assertThat(plan.refusals()).isEmpty();
            if (plan.steps().isEmpty()) {
                return;
            }
            node.apply(plan).orThrow();
        }
        throw new AssertionError("it does not converge");
    }

    /** No namespace of the region had labels yet: the kernel does not take another UUID for that of one that was only begun. */
    @Test
    void aUuidThatTheFirstNamespaceOfARegionGotIsNoObstacle() throws IOException, InterruptedException {
        HostProgram.run("ndctl", "destroy-namespace", "-f", "all");
        Path first = Files.createDirectory(state.resolve("first"));
        assertThat(cutOff(first, "volumegroup", 1)).isEqualTo(CutOffNdctl.STATUS);
        // Nothing of its ledger is known to another one.
        Path second = Files.createDirectory(state.resolve("second"));
        try (NodeResources node = CutOffMain.open(second, new PmemBackendProvider())) {
            converge(node, CutOffMain.declared(region, "volumegroup"));
        }
        // Those that are enabled: with -i a region's seed is listed, too, which may have kept the name of what it was.
        assertThat(NdctlProgram.values("name", "-N", "-r", region)).hasSize(1);
        undo();
    }

    /** What the last round has left would be somebody's, in a namespace that is cut off before it is cleared: all is made blank. */
    private void undo() {
        HostProgram.attempt("vgremove", "-qq", "-y", "--force", "vg-cut");
        NdBus.takeMemoryBack();
        // udev may look at a device at that moment, which keeps its namespace.
        Waiting.until(this::isFreed);
        HostProgram.run("blkdiscard", "-z", NdBus.device(region, "blank"));
        HostProgram.run("ndctl", "destroy-namespace", "-f", NdBus.named(region, "blank"));
    }

    private boolean isFreed() {
        for (String namespace : NdctlProgram.values("dev", "-N", "-i", "-r", region)) {
            if (!NdctlProgram.values("name", "-N", "-i", "-n", namespace).contains("theirs")) {
                tell(HostProgram.attempt("ndctl", "destroy-namespace", "-f", namespace));
            }
        }
        HostProgram.Result made =
                HostProgram.attempt("ndctl", "create-namespace", "-r", region, "-m", "raw", "-n", "blank");
        tell(made);
        return made.status() == 0;
    }

    private static void tell(HostProgram.Result result) {
        if (result.status() != 0) {
            System.out.println(result);
        }
    }
}
