package io.noderesource.backend.lvm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.plan.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The node's own settings of LVM hold, and the node's LVM sees what is made. */
@InSandbox
@Timeout(300)
class LvmSettingsSandboxTest extends OnLoopDevices {

    private static final Path DEVICES = Path.of("/etc/lvm/devices");

    LvmSettingsSandboxTest() throws IOException {}

    @Test
    void devicesFileGetsWhatIsMade() throws IOException {
        String other = loops.attach(64);
        Inventory now = inventory(List.of(loops.attach(64), loops.attach(64)));
        setting("devices { use_devicesfile=1 }");
        try {
            LoopDevices.run("lvm", "lvmdevices", "-y", "--adddev", other).succeed();
            assertThat(DEVICES.resolve("system.devices")).content().contains(other);
            List<Made> made = makePhysicalVolumes(now);
            perform(new CreateVolumeGroup(ADDRESS, made, MARK, "declared"), now);
            assertThat(witness("vgs", "vg_name,pv_count")).containsExactly("nr-test:2");
            assertThat(DEVICES.resolve("system.devices"))
                    .content()
                    .contains(other, made.get(0).device().path());
            assertThat(lvm(now).named("nr-test")).hasSize(1);

            // Not a loop device: what the file knows these by is not observed, so that any may be in it.
            BlockDevice silent = blockDevice("/dev/disk/by-id/virtio-NR-DISK-1").toBuilder()
                    .probe(Probe.unknown(Probe.State.TIMED_OUT, "it is told to be silent"))
                    .build();
            Section<Lvm> beside =
                    observe(inventory(device(now, made.get(0).device().path()), silent));
            assertThat(beside.state()).as("%s", beside.reason()).isEqualTo(Section.State.PARTIAL);
            assertThat(Objects.requireNonNull(beside.facts()).named("nr-test"))
                    .as("with a device that LVM is kept away from, and that is not in the file")
                    .hasSize(1);
        } finally {
            Files.deleteIfExists(DEVICES.resolve("system.devices"));
        }
    }

    @Test
    void volumeGroupGetsTheNodesSystemId() throws IOException {
        Inventory now = inventory(List.of(loops.attach(64)));
        setting("global { system_id_source=\"uname\" }");
        perform(new CreateVolumeGroup(ADDRESS, makePhysicalVolumes(now), MARK, "declared"), now);
        String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assertThat(witness("vgs", "vg_name,vg_systemid")).containsExactly("nr-test:" + host);
        assertThat(lvm(now).named("nr-test")).singleElement().satisfies(group -> {
            assertThat(group.systemId()).isEqualTo(host);
            assertThat(group.access()).isEqualTo(VolumeGroup.Access.WRITABLE);
        });

        setting("");
        assertThat(witness("vgs", "vg_name")).as("the node's LVM hides it now").isEmpty();
        assertThat(lvm(now).named("nr-test"))
                .singleElement()
                .satisfies(group -> assertThat(group.access()).isEqualTo(VolumeGroup.Access.FOREIGN));
    }

    @Test
    void filteredDeviceIsNotUsed() throws IOException {
        String hidden = loops.attach(64);
        String open = loops.attach(64);
        setting("devices { filter=[\"r|^" + hidden + "$|\"] }");
        Inventory now = inventory(List.of(hidden, open));
        Made made = made(device(now, hidden));
        assertThat(refusal(new CreatePhysicalVolume(ADDRESS, made.device(), made.id(), "declared"), now))
                .isEqualTo(LvmErrorCode.FILTERED_DEVICE);
        makePhysicalVolumes(inventory(List.of(open)));
        setting("");
        assertThat(witness("pvs", "pv_name")).containsExactly(open);
    }

    @Test
    void reportSettingsDoNotChangeWhatIsRead() throws IOException {
        Inventory now = inventory(List.of(loops.attach(64)));
        setting("report { compact_output=1 binary_values_as_numeric=1 list_item_separator=\";\" }\n"
                + "log { prefix=\"x\" command_names=1 report_command_log=1 }");
        perform(new CreateVolumeGroup(ADDRESS, makePhysicalVolumes(now), MARK, "declared"), now);
        assertThat(lvm(now).named("nr-test"))
                .singleElement()
                .satisfies(group -> assertThat(group.tags()).containsExactly(MARK));
    }
}
