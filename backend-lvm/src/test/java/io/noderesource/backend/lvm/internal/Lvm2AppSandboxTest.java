package io.noderesource.backend.lvm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.lvm.EngineKind;
import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.backend.lvm.provider.LvmProvider;
import io.noderesource.base.ResourceAddress;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.Needs;
import io.noderesource.house.OnContractDisks;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.plan.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real LVM 2.02 shows through its application library, and what the backend makes of what it does not show. */
@OnContractDisks
@Needs("lvm2app.library")
@Timeout(300)
class Lvm2AppSandboxTest extends OnLoopDevices {

    private static final ResourceAddress OTHER = new ResourceAddress("volumegroup", "nr-other");

    Lvm2AppSandboxTest() throws IOException {
        super(LvmProvider.by(EngineKind.LIBLVM2APP));
    }

    @Test
    void showsWhatReportsShow() throws IOException {
        Inventory now = inventory(List.of(loops.attach(128), loops.attach(64)));
        List<Made> made = makePhysicalVolumes(now);
        perform(new CreateVolumeGroup(ADDRESS, made.subList(0, 1), MARK, "declared"), now);
        LoopDevices.run("lvcreate", "-qqy", "-L", "8M", "-n", "on", "nr-test").succeed();
        LoopDevices.run("lvcreate", "-qqy", "-an", "-Zn", "-L", "8M", "-n", "off", "nr-test")
                .succeed();
        try {
            Lvm app = lvm(now);
            backend = LvmProvider.by(EngineKind.LVM).open(CONTEXT);
            Lvm program = lvm(now);
            assertThat(app.engine()).startsWith("liblvm2app 2.02.");
            assertThat(app.volumeGroups()).isEqualTo(program.volumeGroups());
            assertThat(app.logicalVolumes()).containsExactlyInAnyOrderElementsOf(program.logicalVolumes());
            assertThat(app.physicalVolumes()).containsExactlyInAnyOrderElementsOf(program.physicalVolumes());
        } finally {
            LoopDevices.run("vgremove", "-qyf", "nr-test").succeed();
        }
    }

    @Test
    void showsThatAPhysicalVolumeIsMissing() throws IOException {
        String gone = loops.attach(64);
        Path file = loops.backing(gone);
        Inventory now = inventory(List.of(loops.attach(64), gone));
        List<Made> made = makePhysicalVolumes(now);
        perform(new CreateVolumeGroup(ADDRESS, made, MARK, "declared"), now);
        loops.detach(gone);
        LoopDevices.run("udevadm", "settle").succeed();
        Lvm seen = Objects.requireNonNull(observe(inventory(List.of())).facts());
        assertThat(seen.named("nr-test"))
                .singleElement()
                .satisfies(group -> assertThat(group.missingPvCount()).isEqualTo(1));
        assertThat(seen.physicalVolumes())
                .filteredOn(PhysicalVolume::missing)
                .singleElement()
                .satisfies(pv ->
                        assertThat(pv.uuid()).isEqualTo(made(device(now, gone)).id()));
        loops.attach(file);
        LoopDevices.run("udevadm", "settle").succeed();
        assertThat(lvm(now).named("nr-test"))
                .singleElement()
                .satisfies(group -> assertThat(group.missingPvCount()).isZero());
    }

    @Test
    void anExportedGroupIsShownAsSuch() throws IOException {
        Inventory now = inventory(List.of(loops.attach(64)));
        List<Made> made = makePhysicalVolumes(now);
        perform(new CreateVolumeGroup(ADDRESS, made, MARK, "declared"), now);
        LoopDevices.run("vgexport", "-q", "nr-test").succeed();
        assertThat(lvm(now).named("nr-test"))
                .singleElement()
                .satisfies(group -> assertThat(group.access()).isEqualTo(VolumeGroup.Access.EXPORTED));
        assertThat(refusal(new CreateVolumeGroup(OTHER, made, MARK, "declared"), now))
                .isEqualTo(LvmErrorCode.COMMAND_FAILED);
        assertThat(witness("vgs", "vg_name,vg_exported")).containsExactly("nr-test:exported");
    }

    /** The library does not open it. */
    @Test
    void anotherHostsGroupIsNeitherAbsentNorFree() throws IOException {
        String path = loops.attach(64);
        Inventory now = inventory(List.of(path));
        List<Made> made = makePhysicalVolumes(now);
        LoopDevices.run("vgcreate", "-q", "--systemid", "other", "nr-test", path)
                .succeed();
        Section<Lvm> section = observe(now);
        assertThat(section.state()).as("%s", section.reason()).isEqualTo(Section.State.PARTIAL);
        assertThat(section.reason()).contains("nr-test");
        assertThat(Objects.requireNonNull(section.facts()).physicalVolumes())
                .singleElement()
                .satisfies(pv -> assertThat(pv.volumeGroup()).isEqualTo("nr-test"));
        assertThat(refusal(new CreateVolumeGroup(OTHER, made, MARK, "declared"), now))
                .isEqualTo(LvmErrorCode.COMMAND_FAILED);
    }

    /** {@code lvm_vg_extend} would make a PV of it, over whatever it holds. */
    @Test
    void whatIsNoPhysicalVolumeIsNotTouched() throws IOException {
        String path = loops.attach(64);
        LoopDevices.run("mkfs.ext4", "-q", "-F", path).succeed();
        Inventory now = inventory(List.of(path));
        String before = DeviceContent.digest(path);
        Made made = made(device(now, path));
        assertThat(refusal(new CreateVolumeGroup(ADDRESS, List.of(made), MARK, "declared"), now))
                .isEqualTo(LvmErrorCode.COMMAND_FAILED);
        assertThat(DeviceContent.digest(path)).isEqualTo(before);
    }

    /**
     * A thread that stops all others again and again, as a garbage collection does: HotSpot stops compiled loops by SIGSEGV,
     * which LVM blocks. Where it were still blocked in Java, the machine would end without a word.
     */
    @Test
    void javaBearsWhatLvmDoesToSignals() throws Exception {
        Inventory now = inventory(List.of(loops.attach(64)));
        perform(new CreateVolumeGroup(ADDRESS, makePhysicalVolumes(now), MARK, "declared"), now);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> stops = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            do {
                Thread.getAllStackTraces();
                count++;
            } while (!over.get());
            return count;
        });
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(lvm(now).named("nr-test")).hasSize(1);
            }
        } finally {
            over.set(true);
        }
        assertThat(stops.get()).isGreaterThan(100);
        assertThat(Files.readAllLines(Path.of("/proc/thread-self/status"))).contains("Umask:\t0022");
    }
}
