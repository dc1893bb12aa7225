package io.noderesource.backend.lvm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.backend.lvm.EngineKind;
import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.backend.lvm.provider.LvmProvider;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.LvAttributes;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.kinds.GrowPhysicalVolume;
import io.noderesource.kinds.MarkVolumeGroup;
import io.noderesource.kinds.UnmarkVolumeGroup;
import io.noderesource.plan.Made;
import io.noderesource.spi.Availability;
import io.noderesource.spi.BackendContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The backend through LVM's library in this process. */
@InSandbox
@Timeout(300)
class Lvm2CmdSandboxTest extends OnLoopDevices {

    Lvm2CmdSandboxTest() throws IOException {}

    @Test
    void isAvailable() {
        assertThat(new LvmBackendProvider().availability(CONTEXT))
                .isInstanceOfSatisfying(Availability.Ready.class, ready -> {
                    assertThat(ready.version()).startsWith("liblvm2cmd 2.0");
                    assertThat(ready.notes()).hasSize(3);
                    assertThat(ready.notes().get(0))
                            .matches("liblvm2cmd: 2\\.0.+, in use, the first that is here of .+");
                    assertThat(ready.notes().get(1)).startsWith("liblvm2app: not here: ");
                    assertThat(ready.notes().get(2)).matches("lvm: 2\\.0\\S+ \\(\\S+\\), /\\S+/lvm, not in use");
                });
    }

    @Test
    void isReachedAsTheEmbedderChooses() {
        assertThat(LvmProvider.by(EngineKind.LVM).availability(CONTEXT))
                .isInstanceOfSatisfying(Availability.Ready.class, ready -> {
                    assertThat(ready.version()).startsWith("lvm 2.0");
                    assertThat(ready.notes().get(2)).endsWith(", in use, as the embedder chose");
                });
        assertThat(LvmProvider.by(EngineKind.LIBLVM2APP).availability(CONTEXT))
                .isInstanceOfSatisfying(
                        Availability.Missing.class,
                        missing -> assertThat(missing.what()).contains("cannot load liblvm2app.so.2.2", "lvm: 2.0"));
    }

    @Test
    void isReachedAsTheSystemPropertySays() {
        System.setProperty(EngineKind.PROPERTY, "lvm");
        try {
            assertThat(new LvmBackendProvider().availability(CONTEXT))
                    .isInstanceOfSatisfying(Availability.Ready.class, ready -> {
                        assertThat(ready.version()).startsWith("lvm 2.0");
                        assertThat(ready.notes().get(2)).endsWith(", in use, as -Dnoderesource.lvm.engine says");
                    });
            assertThat(LvmProvider.by(EngineKind.LIBLVM2CMD).availability(CONTEXT))
                    .as("the embedder's word counts more")
                    .isInstanceOfSatisfying(
                            Availability.Ready.class,
                            ready -> assertThat(ready.version()).startsWith("liblvm2cmd 2.0"));
        } finally {
            System.clearProperty(EngineKind.PROPERTY);
        }
    }

    /** A full report shows such a PV once; that LVM warns of it is what makes the engine ask for the second device. */
    @ParameterizedTest
    @EnumSource(names = {"LIBLVM2CMD", "LVM"})
    void showsBothDevicesOfAPhysicalVolume(EngineKind engine) throws IOException {
        String one = loops.attach(64);
        String two = loops.attach(64);
        LoopDevices.run("vgcreate", "-q", "nr-test", one).succeed();
        LoopDevices.run("dd", "if=" + one, "of=" + two, "bs=1M", "conv=fsync").succeed();
        backend.close();
        backend = LvmProvider.by(engine).open(CONTEXT);
        assertThat(lvm(inventory(List.of(one, two))).physicalVolumes())
                .filteredOn(PhysicalVolume::duplicate)
                .extracting(PhysicalVolume::path)
                .contains(one, two);
    }

    @Test
    void makesAndChangesVolumeGroup() throws IOException {
        List<String> paths = List.of(loops.attach(64), loops.attach(64), loops.attach(64));
        Inventory now = inventory(paths);
        List<Made> made = makePhysicalVolumes(now);
        assertThat(witness("pvs", "pv_uuid"))
                .containsExactlyInAnyOrderElementsOf(made.stream().map(Made::id).toList());

        perform(new CreateVolumeGroup(ADDRESS, made.subList(0, 2), MARK, "declared"), now);
        assertThat(witness("vgs", "vg_name,pv_count,vg_tags")).containsExactly("nr-test:2:" + MARK);

        VolumeGroup group = lvm(now).named("nr-test").get(0);
        List<String> members = List.of(made.get(0).id(), made.get(1).id());
        perform(new ExtendVolumeGroup(ADDRESS, group.uuid(), members, made.subList(2, 3), MARK, "declared"), now);
        assertThat(witness("vgs", "vg_name,pv_count")).containsExactly("nr-test:3");

        loops.grow(paths.get(0), 128);
        Inventory grown = inventory(paths);
        PhysicalVolume before = pv(lvm(grown), paths.get(0));
        assertThat(before.deviceSize()).isEqualTo(ByteSize.ofMebibytes(128));
        assertThat(before.size()).isEqualTo(ByteSize.ofMebibytes(60));
        Made first = made(device(grown, paths.get(0)));
        perform(
                new GrowPhysicalVolume(
                        ADDRESS,
                        group.uuid(),
                        MARK,
                        first.device(),
                        first.id(),
                        before.size(),
                        ByteSize.ofMebibytes(100),
                        "grown"),
                grown);
        assertThat(pv(lvm(grown), paths.get(0)).size()).isEqualTo(ByteSize.ofMebibytes(124));
        assertThat(witness("vgs", "vg_extent_count")).containsExactly("61");

        perform(new UnmarkVolumeGroup(ADDRESS, group.uuid(), MARK, "released"), now);
        assertThat(witness("vgs", "vg_tags")).containsExactly("");
        perform(new MarkVolumeGroup(ADDRESS, group.uuid(), members, null, "other", "adopted"), now);
        perform(new MarkVolumeGroup(ADDRESS, group.uuid(), members, "other", MARK, "adopted"), now);
        assertThat(witness("vgs", "vg_tags")).containsExactly(MARK);

        Lvm last = lvm(now);
        assertThat(last.engine()).startsWith("liblvm2cmd 2.0");
        assertThat(last.named("nr-test")).singleElement().satisfies(g -> {
            assertThat(g.pvCount()).isEqualTo(3);
            assertThat(g.access()).isEqualTo(VolumeGroup.Access.WRITABLE);
            assertThat(g.sequence())
                    .isEqualTo(Long.parseLong(witness("vgs", "vg_seqno").get(0)));
            assertThat(last.volumesOf(g))
                    .extracting(PhysicalVolume::device)
                    .containsExactlyInAnyOrderElementsOf(
                            devices(now).stream().map(BlockDevice::number).toList());
        });
    }

    @Test
    void showsLogicalVolumesAsTheyAre() throws IOException {
        Inventory now = inventory(List.of(loops.attach(128)));
        perform(new CreateVolumeGroup(ADDRESS, makePhysicalVolumes(now), MARK, "declared"), now);
        LoopDevices.run("lvcreate", "-qy", "-L", "8M", "-n", "on", "nr-test").succeed();
        LoopDevices.run("lvcreate", "-qy", "-an", "-Zn", "-L", "8M", "-n", "off", "nr-test")
                .succeed();
        try {
            Lvm seen = lvm(now);
            assertThat(seen.logicalVolumes())
                    .extracting(lv -> lv.name() + " " + lv.attributes().state() + " " + lv.segmentType())
                    .containsExactly(
                            "off " + LvAttributes.State.INACTIVE + " linear",
                            "on " + LvAttributes.State.ACTIVE + " linear");
            assertThat(seen.logicalVolumes())
                    .extracting(lv -> lv.attributes().raw())
                    .containsExactlyElementsOf(witness("lvs", "lv_attr"));
        } finally {
            LoopDevices.run("vgremove", "-qyf", "nr-test").succeed();
        }
    }

    @Test
    void writesOverNoSignature() throws IOException {
        String path = loops.attach(64);
        LoopDevices.run("mkswap", path).succeed();
        Inventory now = inventory(List.of(path));
        Made pv = made(device(now, path));
        CreatePhysicalVolume step = new CreatePhysicalVolume(ADDRESS, pv.device(), pv.id(), "declared");
        NodeResourceException e = catchThrowableOfType(NodeResourceException.class, () -> perform(step, now));
        assertThat(e.code()).as("before LVM is asked").isEqualTo(StandardErrorCode.DEVICE_HAS_SIGNATURE);
        CreateVolumeGroup group = new CreateVolumeGroup(ADDRESS, List.of(pv), MARK, "declared");
        NodeResourceException ofLvm = catchThrowableOfType(NodeResourceException.class, () -> perform(group, now));
        assertThat(ofLvm.code()).isEqualTo(LvmErrorCode.COMMAND_FAILED);
        assertThat(ofLvm).hasMessageContaining("existing signature left");
        assertThat(LoopDevices.run("blkid", "-p", "-o", "value", "-s", "TYPE", path)
                        .out()
                        .strip())
                .isEqualTo("swap");
    }

    @Test
    void makesVolumeGroupOfMoreDevicesThanOneCommandTakes() throws IOException {
        String[] paths = new String[60];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = loops.attach(8);
        }
        // With a copy of the metadata on each, this would take minutes under emulation.
        LoopDevices.run(Stream.concat(
                                Stream.of("pvcreate", "-q", "--metadatacopies", "0"),
                                Stream.of(paths).skip(1))
                        .toArray(String[]::new))
                .succeed();
        LoopDevices.run("pvcreate", "-q", paths[0]).succeed();
        Inventory now = inventory(List.of(paths));
        List<Made> made = devices(now).stream().map(OnLoopDevices::made).toList();
        perform(new CreateVolumeGroup(ADDRESS, made, MARK, "declared"), now);
        assertThat(witness("vgs", "vg_name,pv_count")).containsExactly("nr-test:60");
    }

    @Test
    void suspendedDeviceDoesNotHangIt() throws IOException {
        String good = loops.attach(64);
        String lower = loops.attach(64);
        makePhysicalVolumes(inventory(List.of(good)));
        LoopDevices.run("dmsetup", "create", "nr.slow", "--table", "0 131072 linear " + lower + " 0")
                .succeed();
        LoopDevices.run("dmsetup", "create", "nr.upper", "--table", "0 131072 linear /dev/mapper/nr.slow 0")
                .succeed();
        LoopDevices.run("udevadm", "settle").succeed();
        try {
            LoopDevices.run("dmsetup", "suspend", "nr.slow").succeed();
            BlockDevice slow = blockDevice("/dev/mapper/nr.slow").toBuilder()
                    .uses(List.of(new DeviceUse(DeviceUse.Kind.SUSPENDED, "")))
                    .build();
            BlockDevice upper = blockDevice("/dev/mapper/nr.upper").toBuilder()
                    .probe(Probe.unknown(Probe.State.TIMED_OUT, "5 s"))
                    .build();
            Section<Lvm> section = observe(inventory(blockDevice(good), slow, upper));
            assertThat(section.state()).as("%s", section.reason()).isEqualTo(Section.State.PARTIAL);
            assertThat(section.reason()).contains(slow.name() + " (suspended)", upper.name() + " (did not answer)");
            assertThat(Objects.requireNonNull(section.facts()).physicalVolumes())
                    .singleElement()
                    .satisfies(pv -> assertThat(pv.path()).isEqualTo(good));
        } finally {
            LoopDevices.run("dmsetup", "resume", "nr.slow").succeed();
            LoopDevices.run("dmsetup", "remove", "--retry", "nr.upper").succeed();
            LoopDevices.run("dmsetup", "remove", "--retry", "nr.slow").succeed();
        }
    }

    @Test
    void answersWhileAnotherCommandHoldsTheLock() throws Exception {
        Inventory now = inventory(List.of(loops.attach(64)));
        perform(new CreateVolumeGroup(ADDRESS, makePhysicalVolumes(now), MARK, "declared"), now);
        Path lock = Path.of("/run/lock/lvm/V_nr-test");
        Process holder =
                new ProcessBuilder("flock", "-x", lock.toString(), "sh", "-c", "echo held; exec sleep 1000").start();
        try (var out = holder.getInputStream()) {
            assertThat(new String(out.readNBytes(4), java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("held");
            backend = new LvmBackendProvider()
                    .open(new BackendContext("n", Path.of("/nonexistent"), Duration.ofSeconds(5)));
            Section<Lvm> first = observe(now);
            assertThat(first.state()).isEqualTo(Section.State.UNAVAILABLE);
            assertThat(first.reason()).contains("[lvm/stuck]");
            long begin = System.nanoTime();
            assertThat(observe(now).reason()).contains("[lvm/stuck]");
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(3));
        } finally {
            holder.descendants().forEach(ProcessHandle::destroyForcibly);
            holder.destroyForcibly().waitFor();
        }
        while (observe(now).state() != Section.State.COMPLETE) {
            Thread.onSpinWait();
        }
        assertThat(lvm(now).named("nr-test")).hasSize(1);
    }
}
