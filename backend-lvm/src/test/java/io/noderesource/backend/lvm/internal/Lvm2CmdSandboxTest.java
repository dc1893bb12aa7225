package io.noderesource.backend.lvm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.kinds.GrowPhysicalVolume;
import io.noderesource.kinds.MarkVolumeGroup;
import io.noderesource.kinds.UnmarkVolumeGroup;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.Observation;
import io.noderesource.spi.StepContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The backend on real devices, with LVM's own program as the witness. */
@InSandbox
class Lvm2CmdSandboxTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final BackendContext CONTEXT = new BackendContext("n", Path.of("/nonexistent"), LIMIT);
    private static final ResourceAddress ADDRESS = new ResourceAddress("volumegroup", "nr-test");
    private static final String MARK = "noderesource.io/owner=n";

    private LoopDevices loops;
    private Backend backend;

    @BeforeEach
    void open() throws IOException {
        loops = new LoopDevices();
        backend = new LvmBackendProvider().open(CONTEXT);
    }

    @AfterEach
    void close() throws IOException {
        backend.close();
        loops.close();
    }

    @Test
    void isAvailable() {
        assertThat(new LvmBackendProvider().availability(CONTEXT))
                .isInstanceOfSatisfying(
                        Availability.Ready.class, r -> assertThat(r.version()).startsWith("liblvm2cmd 2.0"));
    }

    @Test
    void makesAndChangesVolumeGroup() throws IOException {
        String a = loops.attach(64);
        String b = loops.attach(64);
        String c = loops.attach(64);
        Inventory now = LoopDevices.inventory(a, b, c);
        List<Made> made = new ArrayList<>();
        for (BlockDevice device : now.seen(BlockDevices.SECTION).orElseThrow().devices()) {
            String uuid = uuid(device.number().minor());
            DeviceTarget target = DeviceTarget.of(device);
            perform(new CreatePhysicalVolume(ADDRESS, target, uuid, "declared"), now);
            made.add(new Made(target, uuid));
        }
        assertThat(field("pvs", "pv_uuid")).contains(made.stream().map(Made::id).toArray(String[]::new));

        perform(new CreateVolumeGroup(ADDRESS, made.subList(0, 2), MARK, "declared"), now);
        assertThat(field("vgs", "vg_name,pv_count,vg_tags")).containsExactly("nr-test:2:" + MARK);

        VolumeGroup group = lvm(now).named("nr-test").get(0);
        List<String> members = List.of(made.get(0).id(), made.get(1).id());
        perform(new ExtendVolumeGroup(ADDRESS, group.uuid(), members, made.subList(2, 3), MARK, "declared"), now);
        assertThat(field("vgs", "vg_name,pv_count")).containsExactly("nr-test:3");

        loops.grow(a, 128);
        Inventory grown = LoopDevices.inventory(a, b, c);
        DeviceTarget target = DeviceTarget.of(device(grown, a));
        PhysicalVolume before = pv(lvm(grown), a);
        assertThat(before.deviceSize().bytes()).isEqualTo(128L << 20);
        assertThat(before.size().bytes()).isEqualTo(60L << 20);
        perform(
                new GrowPhysicalVolume(
                        ADDRESS,
                        group.uuid(),
                        MARK,
                        target,
                        before.uuid(),
                        io.noderesource.base.ByteSize.ofMebibytes(100),
                        "grown"),
                grown);
        assertThat(pv(lvm(grown), a).size().bytes()).isEqualTo(124L << 20);

        perform(new UnmarkVolumeGroup(ADDRESS, group.uuid(), MARK, "released"), now);
        assertThat(field("vgs", "vg_tags")).containsExactly("");
        perform(new MarkVolumeGroup(ADDRESS, group.uuid(), members, null, "other", "adopted"), now);
        perform(new MarkVolumeGroup(ADDRESS, group.uuid(), members, "other", MARK, "adopted"), now);
        assertThat(field("vgs", "vg_tags")).containsExactly(MARK);

        Lvm last = lvm(now);
        assertThat(last.engine()).startsWith("liblvm2cmd 2.0");
        assertThat(last.named("nr-test")).singleElement().satisfies(g -> {
            assertThat(g.pvCount()).isEqualTo(3);
            assertThat(g.access()).isEqualTo(VolumeGroup.Access.WRITABLE);
            assertThat(g.tags()).containsExactly(MARK);
            assertThat(g.sequence())
                    .isEqualTo(Long.parseLong(field("vgs", "vg_seqno").get(0)));
            assertThat(last.volumesOf(g)).allMatch(p -> !p.missing() && !p.duplicate() && p.allocatable());
        });
    }

    @Test
    void refusesWhatLvmRefuses() throws IOException {
        String a = loops.attach(64);
        LoopDevices.run("mkswap", a).succeed();
        Inventory now = LoopDevices.inventory(a);
        DeviceTarget target = DeviceTarget.of(device(now, a));
        assertThatThrownBy(() -> perform(new CreatePhysicalVolume(ADDRESS, target, uuid(1), "declared"), now))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(LvmErrorCode.COMMAND_FAILED))
                .hasMessageContaining("existing signature left");
        assertThat(LoopDevices.run("blkid", "-p", "-o", "value", "-s", "TYPE", a)
                        .out()
                        .strip())
                .isEqualTo("swap");
    }

    private void perform(Step step, Inventory now) {
        backend.perform(step, new StepContext(now, LIMIT, said -> {}));
    }

    private Lvm lvm(Inventory now) {
        Section<?> section =
                backend.observe(new Observation(Scope.NODE, now, LIMIT)).get(0);
        assertThat(section.state()).as("%s", section.reason()).isEqualTo(Section.State.COMPLETE);
        return (Lvm) java.util.Objects.requireNonNull(section.facts());
    }

    private static PhysicalVolume pv(Lvm lvm, String path) {
        return lvm.physicalVolumes().stream()
                .filter(p -> path.equals(p.path()))
                .findFirst()
                .orElseThrow();
    }

    private static BlockDevice device(Inventory now, String path) {
        return now.seen(BlockDevices.SECTION).orElseThrow().at(path).orElseThrow();
    }

    private static List<String> field(String command, String fields) {
        return LoopDevices.run(
                        "lvm",
                        command,
                        "--noheadings",
                        "--separator",
                        ":",
                        "-o",
                        fields,
                        "-S",
                        "vg_name=nr-test || vg_name=\"\"")
                .succeed()
                .out()
                .lines()
                .map(String::strip)
                .toList();
    }

    private static String uuid(int n) {
        return "Tst000-0000-0000-0000-0000-0000-" + String.format(java.util.Locale.ROOT, "%06d", n);
    }
}
