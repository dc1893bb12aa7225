package io.noderesource.backend.lvm;

import static io.noderesource.backend.lvm.Scene.BYSTANDER;
import static io.noderesource.backend.lvm.Scene.ONE;
import static io.noderesource.backend.lvm.Scene.THREE;
import static io.noderesource.backend.lvm.Scene.TWO;
import static io.noderesource.backend.lvm.Scene.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Step;
import io.noderesource.spi.Availability;
import io.noderesource.testkit.AroundPerform;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that does not answer: the rest of the node is worked on, and every caller has an answer in time. */
@InSandbox(disks = {"32M:CRASH-1", "32M:CRASH-2", "32M:CRASH-3", "32M:BYSTANDER"})
class HungDeviceSandboxTest {

    private static final String SLOW = "nr-slow";
    /** Between 55-dm.rules, which tells the name (10-dm.rules elsewhere), and those that read the device. */
    private static final Path RULES = Path.of("/run/udev/rules.d/58-nr-slow.rules");

    private static final Duration NATIVE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(20);

    /** More than any look or step here may take. */
    private static final Duration LONG = Duration.ofSeconds(75);

    @TempDir
    Path state;

    @AfterEach
    void cleanUp() throws IOException {
        Files.deleteIfExists(RULES);
        HostProgram.run("udevadm", "control", "--reload");
        // Lets go of all that waits: a table of errors takes the place of the one that holds it up.
        HostProgram.attempt("dmsetup", "wipe_table", "--noudevsync", SLOW);
        HostProgram.attempt("dmsetup", "remove", "--retry", SLOW);
        Witness.blank(Scene.DISKS);
    }

    @Test
    void aDiskThatTakesAMinuteForEachRead() throws IOException {
        Scene.converges(state, group(ONE), Policy.defaults());
        HostProgram.run("modprobe", "dm-delay");
        // A disk begins to hang without an event; the one that comes with a new table must not make udev read it.
        Files.createDirectories(RULES.getParent());
        Files.writeString(
                RULES,
                "ENV{DM_NAME}==\"" + SLOW + "\", ENV{DM_UDEV_DISABLE_DISK_RULES_FLAG}=\"1\","
                        + " ENV{DM_UDEV_DISABLE_OTHER_RULES_FLAG}=\"1\", OPTIONS=\"nowatch\"\n");
        HostProgram.run("udevadm", "control", "--reload");
        HostProgram.run("dmsetup", "create", SLOW, "--table", "0 65536 delay " + Scene.kernelPath(THREE) + " 0 0");
        HostProgram.run("udevadm", "settle");
        reload("0 65536 delay " + Scene.kernelPath(THREE) + " 0 60000");

        worksOnTheRest("did not answer");

        reload("0 65536 delay " + Scene.kernelPath(THREE) + " 0 0");
        comesBack();
    }

    @Test
    void aSuspendedDevice() {
        Scene.converges(state, group(ONE), Policy.defaults());
        HostProgram.run("dmsetup", "create", SLOW, "--table", "0 65536 linear " + Scene.kernelPath(THREE) + " 0");
        HostProgram.run("udevadm", "settle");
        HostProgram.run("dmsetup", "suspend", SLOW);

        worksOnTheRest("suspended");

        HostProgram.run("dmsetup", "resume", SLOW);
        comesBack();
    }

    @Test
    void aCallThatIsStuckAlready() throws Exception {
        HostProgram.run("dmsetup", "create", SLOW, "--table", "0 65536 linear " + Scene.kernelPath(THREE) + " 0");
        HostProgram.run("vgcreate", "-qqy", "old", "/dev/mapper/" + SLOW);
        HostProgram.run("udevadm", "settle");
        ExecutorService callers = Executors.newFixedThreadPool(3);
        try (NodeResources node = opened(step -> {
            if (step instanceof CreateVolumeGroup) {
                HostProgram.run("dmsetup", "suspend", SLOW);
            }
        })) {
            Plan plan = node.plan(group(ONE, TWO));

            ApplyReport report = within(() -> node.apply(plan, options()));

            assertThat(report.failures())
                    .singleElement()
                    .satisfies(f -> assertThat(f.outcome())
                            .isInstanceOfSatisfying(
                                    Outcome.Failed.class,
                                    failed -> assertThat(failed.code()).isEqualTo(StandardErrorCode.DEADLINE)));
            List<Future<Inventory>> looks = callers.invokeAll(List.of(node::observe, node::observe, node::observe));
            for (Future<Inventory> look : looks) {
                Inventory seen = look.get();
                assertThat(seen.section(Lvm.SECTION).state()).isEqualTo(Section.State.UNAVAILABLE);
                assertThat(seen.section(Lvm.SECTION).reason()).contains("[lvm/stuck]");
                assertThat(seen.section(BlockDevices.SECTION).facts()).isNotNull();
            }
            Plan meanwhile = within(() -> node.plan(group(ONE, TWO)));
            assertThat(meanwhile.steps()).as(meanwhile.render()).isEmpty();
            assertThat(meanwhile.refusals()).isNotEmpty();

            try (NodeResources late = within(() -> opened(step -> {}))) {
                assertThat(late.availability().values())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Availability.Ready.class,
                                ready -> assertThat(ready.version()).contains("does not answer"));
                HostProgram.run("dmsetup", "resume", SLOW);
                becomesComplete(node);
                becomesComplete(late);
            }
        } finally {
            callers.shutdownNow();
        }
        Scene.converges(state, group(ONE, TWO), Policy.defaults());
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE, TWO));
        assertThat(Scene.sequence()).isEqualTo(1);
        assertThat(Witness.devicesOf("old")).hasSize(1);
    }

    private static void becomesComplete(NodeResources node) {
        long giveUp = System.nanoTime() + LONG.toNanos();
        while (node.observe().section(Lvm.SECTION).state() != Section.State.COMPLETE) {
            assertThat(System.nanoTime()).isLessThan(giveUp);
        }
    }

    /** The plan is applied by what has not looked at the node before, as another process. */
    private void worksOnTheRest(String why) {
        String saved;
        try (NodeResources node = opened(step -> {})) {
            Inventory seen = within(node::observe);
            assertThat(seen.section(Lvm.SECTION).state()).isEqualTo(Section.State.PARTIAL);
            assertThat(seen.section(Lvm.SECTION).reason()).contains("left out of LVM's view", why);
            Plan plan = within(() -> node.plan(group(ONE, TWO)));
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            saved = plan.toJson();
        }
        try (NodeResources node = opened(step -> {})) {
            within(() -> node.apply(node.parsePlan(saved), options())).orThrow();

            Plan slow = within(() -> node.plan(group(ONE, TWO, "/dev/mapper/" + SLOW)));
            assertThat(slow.refusals()).as(slow.render()).isNotEmpty();
            assertThat(slow.steps()).as(slow.render()).isEmpty();
            Topology another = Topology.of(VolumeGroupSpec.builder("vg-more")
                    .from(DeviceSource.devices(BYSTANDER))
                    .build());
            Plan more = within(() -> node.plan(another));
            assertThat(more.refusals()).singleElement().satisfies(r -> {
                assertThat(r.code()).isEqualTo(StandardErrorCode.SECTION_UNAVAILABLE);
                assertThat(r.facts()).first().asString().contains(why);
            });
        }
    }

    private void comesBack() {
        Scene.converges(state, group(ONE, TWO), Policy.defaults());
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE, TWO));
        assertThat(Scene.sequence()).isEqualTo(2);
    }

    private static ApplyOptions options() {
        return ApplyOptions.builder().stepLimit(LOOK).build();
    }

    private NodeResources opened(Consumer<Step> before) {
        return NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .nativeDeadline(NATIVE)
                .observeLimit(LOOK)
                .providers(List.of(AroundPerform.of(new LvmBackendProvider(), before, step -> {})))
                .build();
    }

    private static <T> T within(Supplier<T> call) {
        long began = System.nanoTime();
        T result = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
        return result;
    }

    private static void reload(String table) {
        HostProgram.run("dmsetup", "suspend", "--noflush", SLOW);
        HostProgram.run("dmsetup", "load", SLOW, "--table", table);
        HostProgram.run("dmsetup", "resume", "--noudevsync", SLOW);
    }
}
