package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LvmConditionsTest {

    private static final Signature LABEL = new Signature(Signature.LVM_PV, Signature.Usage.RAID, "pv1", null, 536);
    private static final Signature EXT4 = new Signature("ext4", Signature.Usage.FILESYSTEM, null, null, 1080);
    private static final ByteSize SIZE = ByteSize.ofGibibytes(10);

    @Test
    void anOrphanCarriesLvmsSignatureAlone() {
        assertThat(asOrphan(null, done(LABEL))).isEmpty();
        assertThat(asOrphan(null, done(LABEL, EXT4)))
                .get()
                .satisfies(v -> assertThat(v.fact()).contains("ext4"));
        assertThat(asOrphan(null, done())).isPresent();
        assertThat(asOrphan(null, Probe.unknown(Probe.State.TIMED_OUT, "no answer")))
                .isPresent();
    }

    @Test
    void aPvOfAGroupThatLvmCannotReadIsNoOrphan() {
        assertThat(asOrphan("other", done(LABEL)))
                .get()
                .satisfies(v -> assertThat(v.fact()).contains("other"));
    }

    @Test
    void aNameIsFreeOnlyWhereLvmCouldLookEverywhere() {
        LvmConditions.NameFree free = new LvmConditions.NameFree("vg-data");
        VolumeGroup taken = new VolumeGroup(
                "uuid",
                "vg-data",
                1,
                ByteSize.ofMebibytes(4),
                SIZE,
                SIZE,
                1,
                0,
                0,
                VolumeGroup.Access.FOREIGN,
                null,
                null,
                List.of());

        assertThat(free.check(seen(Section.complete(Lvm.SECTION, lvm())))).isEmpty();
        assertThat(free.check(seen(Section.complete(Lvm.SECTION, lvm(taken)))))
                .get()
                .satisfies(v -> assertThat(v.code()).isEqualTo(StandardErrorCode.VG_NAME_CLASH));
        assertThat(free.check(seen(Section.partial(Lvm.SECTION, lvm(), "a device is hung"))))
                .get()
                .satisfies(v -> assertThat(v.code()).isEqualTo(StandardErrorCode.SECTION_UNAVAILABLE));
        assertThat(free.check(seen(Section.unavailable(Lvm.SECTION, "no lvm"))))
                .get()
                .satisfies(v -> assertThat(v.code()).isEqualTo(StandardErrorCode.SECTION_UNAVAILABLE));
    }

    private static Lvm lvm(VolumeGroup... groups) {
        return new Lvm("lvm", List.of(), List.of(groups), List.of());
    }

    private static Inventory seen(Section<Lvm> section) {
        return Inventory.of("edge-1", Instant.EPOCH, List.of(section));
    }

    private static Probe done(Signature... signatures) {
        return new Probe(Probe.State.DONE, null, List.of(signatures), Probe.Content.DATA, "digest");
    }

    /** What speaks against a PV as an orphan when LVM shows no more of its volume group than a name. */
    private static Optional<Violation> asOrphan(@Nullable String group, Probe probe) {
        BlockDevice disk = BlockDevice.builder("vdb", new DeviceNumber(254, 16), SIZE)
                .identity(new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "NR-DISK-1"))
                .probe(probe)
                .build();
        PhysicalVolume pv = new PhysicalVolume(
                "pv1",
                disk.number(),
                disk.path(),
                group,
                null,
                SIZE,
                SIZE,
                ByteSize.ofMebibytes(1),
                SIZE,
                false,
                false,
                true,
                List.of());
        Inventory now = Inventory.of(
                "edge-1",
                Instant.EPOCH,
                List.of(
                        Section.complete(BlockDevices.SECTION, new BlockDevices("boot", List.of(disk), List.of())),
                        Section.complete(Lvm.SECTION, new Lvm("lvm", List.of(pv), List.of(), List.of()))));
        return new LvmConditions.HasPhysicalVolume(DeviceTarget.of(disk), "pv1", null).check(now);
    }
}
