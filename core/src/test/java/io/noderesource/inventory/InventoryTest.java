package io.noderesource.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InventoryTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void readsBackWhatItWrote() {
        Inventory inventory = sample(7, ByteSize.ofMebibytes(100));

        assertThat(Inventory.parse(inventory.toJson())).isEqualTo(inventory);
        assertThat(Inventory.parse(inventory.toJson()).toJson()).isEqualTo(inventory.toJson());
    }

    @Test
    void fingerprintLeavesOutCountersAndTime() {
        String before = sample(7, ByteSize.ofMebibytes(100)).fingerprint();

        assertThat(sample(8, ByteSize.ofMebibytes(50)).fingerprint()).isEqualTo(before);
        assertThat(sample(7, ByteSize.ofMebibytes(100))
                        .with(Section.unavailable(Lvm.SECTION, "gone"))
                        .fingerprint())
                .isNotEqualTo(before);
    }

    @Test
    void refusesWhatIsNotAnInventory() {
        String json = sample(1, ByteSize.ZERO).toJson();
        for (String bad : List.of(
                "",
                "{",
                "[]",
                "null",
                "{}",
                json.replace("\"version\" : 1", "\"version\" : 2"),
                json.replace("\"vdb\"", "17"),
                json.replace("\"removable\"", "\"remowable\""),
                json.substring(0, json.length() / 2))) {
            assertThatThrownBy(() -> Inventory.parse(bad))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            NodeResourceException.class,
                            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.INVENTORY_FORMAT));
        }
    }

    private static Inventory sample(long sequence, ByteSize free) {
        BlockDevice disk = BlockDevice.builder("vdb", new DeviceNumber(254, 16), ByteSize.ofGibibytes(10))
                .identity(new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "NR-DISK-1"))
                .links(List.of("/dev/disk/by-id/virtio-NR-DISK-1"))
                .uses(List.of(new DeviceUse(DeviceUse.Kind.HELD, "dm-0")))
                .probe(new Probe(
                        Probe.State.DONE,
                        null,
                        List.of(new Signature(Signature.LVM_PV, Signature.Usage.RAID, "u", null, 536)),
                        Probe.Content.UNKNOWN,
                        "d"))
                .udev(UdevRecord.clean())
                .build();
        Mount root = new Mount(new DeviceNumber(0, 25), "/", "/", "overlay", "overlay", List.of("rw"));
        Lvm lvm = new Lvm(
                "simulated",
                List.of(new PhysicalVolume(
                        "pv1",
                        disk.number(),
                        disk.path(),
                        "vg-data",
                        "vg1",
                        ByteSize.ofMebibytes(10236),
                        ByteSize.ofGibibytes(10),
                        ByteSize.ofMebibytes(1),
                        free,
                        false,
                        false,
                        true,
                        List.of())),
                List.of(new VolumeGroup(
                        "vg1",
                        "vg-data",
                        sequence,
                        ByteSize.ofMebibytes(4),
                        ByteSize.ofMebibytes(10236),
                        free,
                        1,
                        0,
                        1,
                        VolumeGroup.Access.WRITABLE,
                        null,
                        null,
                        List.of("t"))),
                List.of(new LogicalVolume(
                        "lv1",
                        "vg-data",
                        "data",
                        ByteSize.ofGibibytes(1),
                        "thin-pool",
                        LvAttributes.decode("twi-aotz--"),
                        null,
                        null,
                        1.5,
                        null,
                        "",
                        List.of())));
        return Inventory.of(
                "edge-1",
                NOON.plusSeconds(sequence),
                List.of(
                        Section.complete(BlockDevices.SECTION, new BlockDevices("boot", List.of(disk), List.of(root))),
                        Section.partial(Lvm.SECTION, lvm, "one device did not answer")));
    }
}
