package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.QuotaPathKind;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.VolumeGroupKind;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Planner;
import io.noderesource.plan.Policy;
import io.noderesource.plan.StepType;
import io.noderesource.topology.DeviceSelector;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.ResourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plans as people and programs get to see them, kept as files; and that they are the same for the same inputs. */
class PlanGoldenTest {

    private static SimulatedNode node() {
        return SimulatedNode.builder("edge-1")
                .disk("NR-1", ByteSize.ofGibibytes(10))
                .disk("NR-2", ByteSize.ofGibibytes(10))
                .disk(SimulatedDisk.scsi("NR-3", ByteSize.ofGibibytes(20)))
                .disk(SimulatedDisk.nvme("NR-4", ByteSize.ofMebibytes(1536)))
                .build();
    }

    private static VolumeGroupSpec vg(String name, String... paths) {
        return VolumeGroupSpec.builder(name).from(DeviceSource.devices(paths)).build();
    }

    private static Plan create() {
        return new StepDriver(node()).plan(vg("vg-fast", "/dev/nvme0n1"), vg("vg-data", "/dev/vdb", "/dev/vdc"));
    }

    private static Plan refused() {
        SimulatedNode node = node();
        node.dirty("NR-1", "ext4");
        node.vgcreate("vg-other", "NR-2");
        node.mount("NR-3", "/mnt/data");
        return new StepDriver(node)
                .plan(vg("vg-data", "/dev/vdb", "/dev/vdc", "/dev/sda", "/dev/disk/by-id/virtio-NR-9"));
    }

    private static Plan extend() {
        SimulatedNode node = node();
        StepDriver driver = new StepDriver(node);
        driver.make(vg("vg-data", "/dev/vdb", "/dev/vdc"));
        node.resize("NR-1", ByteSize.ofGibibytes(30));
        node.dirty("NR-4", "xfs");
        return driver.plan(VolumeGroupSpec.builder("vg-data")
                .from(new DeviceSource.Devices(
                        List.of("/dev/vdb"), List.of(DeviceSelector.path("/dev/[sn]*")), List.of()))
                .build());
    }

    private static Plan vanished() {
        SimulatedNode node = node();
        StepDriver driver = new StepDriver(node);
        driver.make(vg("vg-data", "/dev/vdb", "/dev/vdc"));
        node.pull("NR-2");
        return driver.plan(vg("vg-data", "/dev/vdb", "/dev/vdc"));
    }

    private static Plan consented() {
        SimulatedNode node = node();
        node.dirty("NR-1", "crypto_LUKS");
        StepDriver driver = new StepDriver(node);
        String hash = String.valueOf(
                driver.plan(vg("vg-data", "/dev/vdb")).refusals().get(0).consent());
        Instant expires = node.clock().instant().plus(Duration.ofHours(1));
        return driver.plan(
                Policy.builder().consents(List.of(new Consent(hash, expires))).build(), vg("vg-data", "/dev/vdb"));
    }

    private static Plan adoptAndRelease() {
        SimulatedNode node = node();
        StepDriver driver = new StepDriver(node);
        driver.make(vg("vg-old", "/dev/vdb"));
        node.vgcreate("vg-data", "NR-2");
        Policy policy = Policy.builder()
                .adopt(Set.of(new ResourceAddress("volumegroup", "vg-data")))
                .release(Set.of(new ResourceAddress("volumegroup", "vg-old")))
                .build();
        return driver.plan(policy, vg("vg-data", "/dev/vdc"), vg("vg-old", "/dev/vdb"));
    }

    private static Plan nothing() {
        StepDriver driver = new StepDriver(node());
        driver.make(vg("vg-data", "/dev/vdb"));
        return driver.plan(vg("vg-data", "/dev/vdb"));
    }

    private static Plan quotaPath() {
        return new StepDriver(node())
                .plan(QuotaPathSpec.builder("/mnt/quota")
                        .from(DeviceSource.devices("/dev/vdb", "/dev/vdc"))
                        .fileSystem(QuotaPathSpec.FileSystemType.XFS)
                        .options(List.of("prjquota", "shared"))
                        .build());
    }

    private static Plan quotaPathVanished() {
        SimulatedNode node = node();
        StepDriver driver = new StepDriver(node);
        QuotaPathSpec path = QuotaPathSpec.builder("/mnt/quota")
                .from(DeviceSource.devices("/dev/vdb", "/dev/vdc"))
                .build();
        driver.make(path);
        node.pull("NR-1");
        return driver.plan(path);
    }

    /** The types of the steps of both kinds. */
    private static Set<StepType<?>> steps() {
        Set<StepType<?>> all = new HashSet<>(new VolumeGroupKind().steps());
        all.addAll(new QuotaPathKind().steps());
        return all;
    }

    private static Map<String, Supplier<Plan>> plans() {
        Map<String, Supplier<Plan>> plans = new TreeMap<>();
        plans.put("create", PlanGoldenTest::create);
        plans.put("refused", PlanGoldenTest::refused);
        plans.put("extend", PlanGoldenTest::extend);
        plans.put("vanished", PlanGoldenTest::vanished);
        plans.put("consented", PlanGoldenTest::consented);
        plans.put("adopt-and-release", PlanGoldenTest::adoptAndRelease);
        plans.put("nothing", PlanGoldenTest::nothing);
        plans.put("quotapath", PlanGoldenTest::quotaPath);
        plans.put("quotapath-vanished", PlanGoldenTest::quotaPathVanished);
        return plans;
    }

    @TestFactory
    Stream<DynamicTest> plansForPeople() {
        return plans().entrySet().stream()
                .map(p -> DynamicTest.dynamicTest(
                        p.getKey(),
                        () -> Golden.check(
                                "plan-" + p.getKey() + ".txt",
                                p.getValue().get().render())));
    }

    @TestFactory
    Stream<DynamicTest> plansForPrograms() {
        return plans().entrySet().stream()
                .map(p -> DynamicTest.dynamicTest(
                        p.getKey(),
                        () -> Golden.check(
                                "plan-" + p.getKey() + ".json",
                                p.getValue().get().toJson())));
    }

    @TestFactory
    Stream<DynamicTest> aSavedPlanIsTheSamePlan() {
        return plans().entrySet().stream()
                .map(p -> DynamicTest.dynamicTest(p.getKey(), () -> {
                    Plan plan = p.getValue().get();
                    Plan read = Plan.parse(plan.toJson(), steps());
                    assertThat(read).isEqualTo(plan);
                    assertThat(read.toJson()).isEqualTo(plan.toJson());
                    assertThat(read.render()).isEqualTo(plan.render());
                }));
    }

    @Test
    void aSavedPlanThatWasReadAgainIsApplied() {
        SimulatedNode node = node();
        StepDriver driver = new StepDriver(node);
        Plan plan = driver.plan(vg("vg-data", "/dev/vdb", "/dev/vdc"));
        assertThat(driver.apply(Plan.parse(plan.toJson(), new VolumeGroupKind().steps())))
                .isEmpty();
        assertThat(driver.plan(vg("vg-data", "/dev/vdb", "/dev/vdc")).isEmpty()).isTrue();
    }

    @Test
    void aStepOfAnUnknownTypeIsRefusedByName() {
        String json = create().toJson().replaceFirst("lvm/create-vg", "acme/paint-it-black");
        assertThatThrownBy(() -> Plan.parse(json, new VolumeGroupKind().steps()))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(StandardErrorCode.PLAN_FORMAT))
                .hasMessageContaining("acme/paint-it-black");
    }

    @Test
    void aStepOfAnotherVersionIsRefused() {
        String json = create().toJson().replaceFirst("(\"type\" *: *\"lvm/create-vg\",\\s*\"version\" *: *)1", "$12");
        assertThat(json).isNotEqualTo(create().toJson());
        assertThatThrownBy(() -> Plan.parse(json, new VolumeGroupKind().steps()))
                .isInstanceOf(NodeResourceException.class)
                .hasMessageContaining("lvm/create-vg")
                .hasMessageContaining("version 2");
    }

    @Test
    void whatIsNoPlanIsRefusedAndNeverMoreThanThat() {
        String good = create().toJson();
        List<String> bad = new ArrayList<>(List.of("", "{}", "[]", "null", "7", "{\"format\":\"x\"}", good + "x"));
        bad.add(good.replace("noderesource.io/plan", "noderesource.io/plane"));
        bad.add(good.replaceFirst("\"requires\" *: *\\[ *\\]", "\"requires\" : [ \"99\" ]"));
        bad.add(good.replaceFirst("\"id\" *: *\"2\"", "\"id\" : \"1\""));
        bad.add(good.replaceFirst("\"steps\" *: *\\[", "\"steps\" : [ 7,"));
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int at = random.nextInt(good.length());
            bad.add(good.substring(0, at));
        }
        for (String json : bad) {
            assertThatThrownBy(() -> Plan.parse(json, new VolumeGroupKind().steps()))
                    .as(json.length() > 80 ? json.substring(0, 80) : json)
                    .isInstanceOfSatisfying(
                            NodeResourceException.class,
                            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.PLAN_FORMAT));
        }
    }

    @Test
    void rulesDevicesAndSectionsInAnyOrderGiveTheSameBytes() {
        SimulatedNode node = node();
        node.dirty("NR-3", "ext4");
        StepDriver driver = new StepDriver(node);
        driver.make(vg("vg-b", "/dev/vdb"));
        List<ResourceSpec> rules = new ArrayList<>(
                List.of(vg("vg-a", "/dev/vdc"), vg("vg-b", "/dev/vdb", "/dev/nvme0n1"), vg("vg-c", "/dev/sda")));
        Inventory seen = node.observe();
        Random random = new Random(42);
        Planner planner = Planner.of(List.of(new VolumeGroupKind()));
        Plan first = planner.plan(new PlanRequest(node.identity(), rules, seen, driver.ledger, Policy.defaults()));
        assertThat(first.steps()).isNotEmpty();
        assertThat(first.refusals()).isNotEmpty();
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(rules, random);
            Plan again = planner.plan(
                    new PlanRequest(node.identity(), rules, shuffled(seen, random), driver.ledger, Policy.defaults()));
            assertThat(again.toJson()).isEqualTo(first.toJson());
            assertThat(again.render()).isEqualTo(first.render());
        }
    }

    private static Inventory shuffled(Inventory seen, Random random) {
        BlockDevices block = seen.seen(BlockDevices.SECTION).orElseThrow();
        Lvm lvm = seen.seen(Lvm.SECTION).orElseThrow();
        List<Section<?>> sections = new ArrayList<>();
        sections.add(Section.complete(
                BlockDevices.SECTION,
                new BlockDevices(block.bootId(), mixed(block.devices(), random), block.mounts())));
        sections.add(Section.complete(
                Lvm.SECTION,
                new Lvm(
                        lvm.engine(),
                        mixed(lvm.physicalVolumes(), random),
                        mixed(lvm.volumeGroups(), random),
                        mixed(lvm.logicalVolumes(), random))));
        FileSystems files = seen.seen(FileSystems.SECTION).orElseThrow();
        sections.add(Section.complete(
                FileSystems.SECTION,
                new FileSystems(
                        mixed(files.fileSystems(), random), files.directories(), mixed(files.support(), random))));
        Collections.shuffle(sections, random);
        return Inventory.of(seen.node(), seen.observedAt().plusSeconds(random.nextInt(60)), sections);
    }

    private static <T> List<T> mixed(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
