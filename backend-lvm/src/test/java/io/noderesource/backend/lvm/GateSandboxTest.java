package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.Gate;
import io.noderesource.NodeResources;
import io.noderesource.ReconcileListener;
import io.noderesource.Reconciler;
import io.noderesource.apply.Stamps;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.house.HostProgram;
import io.noderesource.inventory.Inventory;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.Stamp;
import io.noderesource.topology.Topology;
import io.noderesource.topology.TopologySource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pass with nothing to do costs on a node of some size, and that nothing is missed for it. */
class GateSandboxTest extends OnFleet {

    private static final Policy POLICY = Policy.defaults();
    private static final int CHANGES = Integer.getInteger("sandbox.changes", 2);

    @TempDir
    Path directory;

    private NodeResources node;

    @BeforeEach
    void open() {
        node = NodeResources.builder()
                .identity(new NodeIdentity(Fleet.NODE, Map.of()))
                .stateDirectory(directory.resolve("state"))
                .build();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private static final class Heard implements ReconcileListener {
        private int unchanged;
        private final List<String> other = new ArrayList<>();

        @Override
        public void unchanged() {
            unchanged++;
        }

        @Override
        public void planned(Plan plan) {
            other.add(plan.render());
        }

        @Override
        public void failed(NodeResourceException failure) {
            other.add(failure.toString());
        }
    }

    @Test
    void aPassWithNothingToDoIsCheapAndStartsNothing() throws IOException {
        Path document = Files.writeString(directory.resolve("topology.yaml"), Fleet.document());
        Heard heard = new Heard();
        Reconciler loop = Reconciler.builder(node, TopologySource.file(document))
                .listener(heard)
                .wholePassEvery(Duration.ofDays(1))
                .build();
        for (int i = 0; i < 5 && heard.unchanged == 0; i++) {
            loop.pass();
        }
        assertThat(heard.unchanged).as("%s", heard.other).isEqualTo(1);
        heard.other.clear();

        long[] early = cold(loop, 5);
        for (int i = 0; i < 200; i++) {
            loop.pass();
        }
        long processes = processes();
        long lvm = timeOfLvm();
        long[] warm = timesOf(loop, 300);
        assertThat(heard.other).isEmpty();
        // The kernel starts threads of its own now and then; one for each pass would be as many as there were passes.
        assertThat(processes() - processes).as("processes and threads started").isLessThan(warm.length / 4);
        // None is left when the thread has ended because it was idle.
        assertThat(timeOfLvm()).as("processor time of LVM's thread").isLessThanOrEqualTo(lvm);

        long[] cold = cold(loop, 10);
        System.out.println("gate: warm " + micros(warm) + "; cold " + micros(cold)
                + "; cold in a JVM that has just started " + micros(early));
        // Whatever else the machine does adds to a pass, and nothing takes from it: one that is short enough shows the
        // cost.
        assertOneWithin(Duration.ofMillis(15), warm, () -> timesOf(loop, 100));
        assertOneWithin(Duration.ofMillis(30), cold, () -> cold(loop, 1));
    }

    private static void assertOneWithin(Duration bound, long[] first, Supplier<long[]> more) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        long least = first[0];
        while (least >= bound.toNanos() && System.nanoTime() < end) {
            least = Math.min(least, more.get()[0]);
        }
        assertThat(Duration.ofNanos(least)).as("the shortest pass").isLessThan(bound);
    }

    /** What passes take in nanoseconds, the shortest first. */
    private static long[] timesOf(Reconciler loop, int passes) {
        long[] times = new long[passes];
        for (int i = 0; i < passes; i++) {
            times[i] = timed(loop);
        }
        Arrays.sort(times);
        return times;
    }

    /** The same without anything of files and devices in the kernel's caches. */
    private static long[] cold(Reconciler loop, int passes) {
        long[] times = new long[passes];
        for (int i = 0; i < passes; i++) {
            HostProgram.run("sh", "-c", "sync; echo 3 > /proc/sys/vm/drop_caches");
            times[i] = timed(loop);
        }
        Arrays.sort(times);
        return times;
    }

    @Test
    void eachChangeByLvmsOwnProgramIsNoticed() {
        Topology topology = Fleet.topology();
        Gate gate = node.gate();
        Backend lvm = lvm();
        for (int i = 0; i < CHANGES; i++) {
            quiet(gate, topology);
            Inventory seen = node.observe();
            Optional<Stamp> before = lvm.stamp(seen);
            assertThat(before).isPresent();
            assertThat(lvm.stamp(seen)).isEqualTo(before);
            HostProgram.run("vgchange", "-qq", "--addtag", "test-" + i, "vg-" + i % Fleet.GROUPS);
            assertThat(gate.holds(topology, POLICY)).as("after tag %d", i).isFalse();
            // The heads of the metadata alone tell, without an event of the kernel.
            assertThat(lvm.stamp(seen)).as("after tag %d", i).isPresent().isNotEqualTo(before);
        }
        quiet(gate, topology);
        HostProgram.run("mkfs.ext4", "-q", "-F", EXTRA);
        // No head tells of it: udev does, a moment after the program has closed the device (inotify, 60-block.rules).
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (gate.holds(topology, POLICY)) {
            assertThat(System.nanoTime()).as("mkfs is noticed").isLessThan(end);
        }
        quiet(gate, topology);
        HostProgram.run("mount", "-t", "tmpfs", "tmpfs", "/mnt");
        assertThat(gate.holds(topology, POLICY)).as("after mount").isFalse();
        HostProgram.run("umount", "/mnt");
    }

    @Test
    void aHungVolumeDelaysItOnceAndNoMore() {
        String sectors = HostProgram.run("blockdev", "--getsz", EXTRA).strip();
        HostProgram.run("dmsetup", "create", "nr-hang", "--table", "0 " + sectors + " linear " + EXTRA + " 0");
        HostProgram.run("pvcreate", "-qq", "-y", "/dev/mapper/nr-hang");
        HostProgram.run("udevadm", "settle");
        Inventory seen = node.observe();
        Stamps stamps = new Stamps(List.of(lvm()));
        assertThat(stamps.take(seen)).isPresent();
        HostProgram.run("dmsetup", "suspend", "--noflush", "--nolockfs", "nr-hang");
        try {
            assertThat(stamps.take(seen)).isEmpty();
            long before = System.nanoTime();
            assertThat(stamps.take(seen)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(100));
        } finally {
            HostProgram.run("dmsetup", "resume", "nr-hang");
        }
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (stamps.take(seen).isEmpty()) {
            assertThat(System.nanoTime()).as("the stamps come back").isLessThan(end);
        }
        HostProgram.run("pvremove", "-qq", "/dev/mapper/nr-hang");
        HostProgram.run("dmsetup", "remove", "--retry", "nr-hang");
        HostProgram.run("udevadm", "settle");
    }

    private Backend lvm() {
        return new LvmBackendProvider().open(new BackendContext(Fleet.NODE, directory, Duration.ofMinutes(1)));
    }

    private void quiet(Gate gate, Topology topology) {
        for (int i = 0; i < 5 && !gate.holds(topology, POLICY); i++) {
            node.apply(gate.plan(topology, POLICY)).orThrow();
        }
        assertThat(gate.holds(topology, POLICY)).isTrue();
    }

    private static long timed(Reconciler loop) {
        long before = System.nanoTime();
        loop.pass();
        return System.nanoTime() - before;
    }

    private static String micros(long[] nanos) {
        return nanos[0] / 1000 + " to " + nanos[nanos.length - 1] / 1000 + " us, median "
                + nanos[nanos.length / 2] / 1000 + " us";
    }

    /** How many processes and threads the kernel has started so far (proc(5)). */
    private static long processes() throws IOException {
        return Files.readAllLines(Path.of("/proc/stat")).stream()
                .filter(line -> line.startsWith("processes "))
                .mapToLong(line -> Long.parseLong(line.substring("processes ".length())))
                .findFirst()
                .orElseThrow();
    }

    /** Nanoseconds that the owner thread of LVM has had, by the kernel's own count; its name is cut at 15 bytes. */
    private static long timeOfLvm() throws IOException {
        long nanos = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                nanos += timeOfLvm(thread);
            }
        }
        return nanos;
    }

    /** The same of one thread; none when it is another's, or has ended since the list was read. */
    private static long timeOfLvm(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm")).startsWith("noderesource-lv")
                    ? Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ", -1)[0])
                    : 0;
        } catch (IOException e) {
            if (Files.exists(thread)) {
                throw e;
            }
            return 0;
        }
    }
}
