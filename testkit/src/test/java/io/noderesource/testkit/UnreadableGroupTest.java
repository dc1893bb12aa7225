package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Policy;
import io.noderesource.topology.DeviceSelector;
import io.noderesource.topology.DeviceSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A power cut may tear the metadata on all PVs of a volume group: there may be data in it, and it is not made anew. */
class UnreadableGroupTest {

    private static final VolumeGroupSpec WANTED = VolumeGroupSpec.builder("vg-data")
            .from(DeviceSource.devices("/dev/disk/by-id/virtio-NR-DISK-1"))
            .build();

    private enum Memory {
        KEPT,
        LOST
    }

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("NR-DISK-1", ByteSize.ofMebibytes(256))
            .build();
    private final StepDriver driver = new StepDriver(node);

    @Test
    void isNotMadeAnew() {
        driver.make(WANTED);

        Plan plan = planned(PhysicalVolume.UNREADABLE_GROUP);

        assertThat(plan.steps()).as(plan.render()).isEmpty();
        assertThat(plan.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(StandardErrorCode.VG_MISSING_PV);
            assertThat(refusal.facts()).singleElement().asString().contains("vgcfgrestore");
            assertThat(refusal.consent()).isNull();
        });
    }

    @Test
    void isRefusedWithoutALedgerToo() {
        driver.make(WANTED);
        driver.ledger = new StepDriver(node).ledger;

        Plan plan = planned(PhysicalVolume.UNREADABLE_GROUP);

        assertThat(plan.steps()).as(plan.render()).isEmpty();
        assertThat(plan.refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.consent()).isNull());
    }

    /** LVM's filter or its devices file keeps its PV away: it is there, and another of its name would be made beside it. */
    @Test
    void oneThatLvmDoesNotShowIsNotMadeAnew() {
        Plan plan = plannedUnseen(Memory.KEPT);
        assertThat(plan.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(StandardErrorCode.VG_VANISHED);
            assertThat(refusal.facts()).singleElement().asString().contains("lvmdevices");
        });
    }

    @Test
    void norIsOneOfWhichNothingIsRememberedEither() {
        Plan plan = plannedUnseen(Memory.LOST);
        assertThat(plan.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(StandardErrorCode.SECTION_UNAVAILABLE);
            assertThat(refusal.facts())
                    .singleElement()
                    .asString()
                    .contains("NR-DISK-1")
                    .contains("lvmdevices");
        });
    }

    /** It would be forgotten, with its mark on. */
    @Test
    void norIsItReleased() {
        Plan plan = plannedUnseen(
                Memory.KEPT, Policy.builder().release(Set.of(WANTED.address())).build());
        assertThat(plan.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(StandardErrorCode.SECTION_UNAVAILABLE);
            assertThat(refusal.facts()).singleElement().asString().contains("not released", "NR-DISK-1", "lvmdevices");
        });
    }

    /** The paths of a multipath map carry what the map does, and LVM shows that on the map. */
    @Test
    void pathsOfAMapThatLvmShowsHideNothing() {
        node.plug(SimulatedDisk.virtio("NR-DISK-2", ByteSize.ofMebibytes(256)));
        node.plug(SimulatedDisk.virtio("NR-DISK-3", ByteSize.ofMebibytes(256)));
        String map = node.multipath("mpatha", "NR-DISK-2", "NR-DISK-3");
        driver.make(
                VolumeGroupSpec.builder("vg-db").from(DeviceSource.devices(map)).build());
        VolumeGroupSpec selected = VolumeGroupSpec.builder("vg-data")
                .from(DeviceSource.select(DeviceSelector.serial("NR-DISK-*")))
                .build();

        Plan plan = driver.planner.plan(new PlanRequest(
                node.identity(), List.of(selected), node.observe(), new StepDriver(node).ledger, Policy.defaults()));

        assertThat(plan.refusals()).as(plan.render()).isEmpty();
        assertThat(plan.steps())
                .as(plan.render())
                .hasSize(2)
                .allSatisfy(step -> assertThat(step.step().summary()).contains("/dev/vdb"));
    }

    /** A volume group that is there, with a blank disk beside it that its selector matches; nothing of it is shown. */
    private Plan plannedUnseen(Memory memory) {
        return plannedUnseen(memory, Policy.defaults());
    }

    private Plan plannedUnseen(Memory memory, Policy policy) {
        VolumeGroupSpec selected = VolumeGroupSpec.builder("vg-data")
                .from(DeviceSource.select(DeviceSelector.serial("NR-DISK-*")))
                .build();
        driver.make(selected);
        node.plug(SimulatedDisk.virtio("NR-DISK-2", ByteSize.ofMebibytes(256)));
        Inventory seen = node.observe();
        String engine = seen.seen(Lvm.SECTION).orElseThrow().engine();
        Inventory hidden = seen.with(Section.complete(Lvm.SECTION, new Lvm(engine, List.of(), List.of(), List.of())));

        Ledger ledger = memory == Memory.KEPT ? driver.ledger : new StepDriver(node).ledger;
        Plan plan = driver.planner.plan(new PlanRequest(node.identity(), List.of(selected), hidden, ledger, policy));
        assertThat(plan.steps()).as(plan.render()).isEmpty();
        return plan;
    }

    /** What is planned when LVM shows no volume group, and its PV in a group of this name. */
    private Plan planned(String group) {
        Inventory seen = node.observe();
        Lvm lvm = seen.seen(Lvm.SECTION).orElseThrow();
        List<PhysicalVolume> volumes = lvm.physicalVolumes().stream()
                .map(pv -> new PhysicalVolume(
                        pv.uuid(),
                        pv.device(),
                        pv.path(),
                        group,
                        null,
                        pv.size(),
                        pv.deviceSize(),
                        pv.dataStart(),
                        pv.free(),
                        false,
                        false,
                        pv.allocatable(),
                        pv.tags()))
                .toList();
        Inventory torn = seen.with(Section.complete(Lvm.SECTION, new Lvm(lvm.engine(), volumes, List.of(), List.of())));
        return driver.planner.plan(
                new PlanRequest(node.identity(), List.of(WANTED), torn, driver.ledger, Policy.defaults()));
    }
}
