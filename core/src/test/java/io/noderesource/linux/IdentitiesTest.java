package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.Hardware;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdentitiesTest {

    private static Optional<String> wwn(@Nullable String kernel, @Nullable String extended, @Nullable String udev) {
        return Identities.wwn(Optional.ofNullable(kernel), Optional.ofNullable(extended), Optional.ofNullable(udev));
    }

    @Test
    void kernelAndUdevGiveTheSameName() {
        assertThat(wwn("naa.5000C500A1B2C3D4", null, null)).contains("naa.5000c500a1b2c3d4");
        assertThat(wwn(null, null, "0x5000c500a1b2c3d4")).contains("naa.5000c500a1b2c3d4");
        assertThat(wwn(null, "0x600508b1001c79ad5177f37a2a4e1b2c", "0x600508b1001c79ad"))
                .contains("naa.600508b1001c79ad5177f37a2a4e1b2c");
    }

    @Test
    void paddedNameIsCollapsedAndWeakerThanARegisteredOne() {
        String padded = "t10.ATA     QEMU HARDDISK                           QM00001             ";
        assertThat(wwn(padded, null, null)).contains("t10.ATA QEMU HARDDISK QM00001");
        assertThat(wwn(padded, null, "0x5000c500a1b2c3d4")).contains("naa.5000c500a1b2c3d4");
    }

    @Test
    void whatIsNotUniqueIsNoName() {
        assertThat(wwn("naa.0000000000000000", null, null)).isEmpty();
        assertThat(wwn("eui.0000000000000000", null, "0x0")).isEmpty();
        assertThat(wwn("t10.ATA     ", null, null)).isEmpty();
        assertThat(wwn("garbage", "", "   ")).isEmpty();
        assertThat(wwn("naa.1", null, null)).isEmpty();
    }

    @Test
    void blankAndZeroSerialsAreNone() {
        assertThat(Identities.serial("  ")).isEmpty();
        assertThat(Identities.serial("0000 0000")).isEmpty();
        assertThat(Identities.serial("  A  B ")).contains("A B");
    }

    @Test
    void equalSerialsOfTwoModelsDiffer() {
        assertThat(identity(new Hardware(null, "1", "MODEL-A", null, null)))
                .isEqualTo(new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "MODEL-A 1"))
                .isNotEqualTo(identity(new Hardware(null, "1", "MODEL-B", null, null)));
    }

    private static DeviceIdentity identity(Hardware hardware) {
        return Identities.of(
                new Identities.Facts(DeviceType.DISK, new DeviceNumber(8, 0), hardware, null, null, 0, "boot"));
    }

    @Test
    void withoutAnythingItIsKnownByThisBoot() {
        assertThat(identity(Hardware.UNKNOWN))
                .isEqualTo(new DeviceIdentity(DeviceIdentity.Kind.THIS_BOOT, "boot device number 8:0"));
    }

    @Test
    void serialOfPageIsReadByItsLength() {
        assertThat(SysfsScan.serialOfPage(new byte[] {0, (byte) 0x80, 0, 2, 'X', 'Y', 'Z'}))
                .contains("XY");
        assertThat(SysfsScan.serialOfPage(new byte[] {0, (byte) 0x80, 0x7f, 2, 'X'}))
                .contains("X");
        assertThat(SysfsScan.serialOfPage(new byte[] {0, (byte) 0x80})).isEmpty();
        assertThat(SysfsScan.serialOfPage(new byte[0])).isEmpty();
    }

    @Test
    void deviceNumbersAreUnpackedAsGlibcPacksThem() {
        assertThat(DeviceNumbers.of(0xfe10)).isEqualTo(new DeviceNumber(254, 16));
        // makedev(259, 1048575), by a C compiler
        assertThat(DeviceNumbers.of(0xfff103ffL)).isEqualTo(new DeviceNumber(259, 1048575));
    }
}
