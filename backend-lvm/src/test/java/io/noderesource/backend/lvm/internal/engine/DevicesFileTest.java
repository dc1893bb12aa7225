package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.inventory.DeviceNumber;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesFileTest {

    private static final String FILE = """
            # LVM uses devices listed in this file.
            PRODUCT_UUID=4c4c4544-0042-3510-8053-b4c04f4d3332
            VERSION=1.1.10
            IDTYPE=sys_wwid IDNAME=naa.600508b1001c7e7d DEVNAME=/dev/sda PVID=aaaa PART=1
            IDTYPE=sys_wwid IDNAME=t10.ATA_____QEMU_HARDDISK_____QM00001 DEVNAME=/dev/sdq PVID=bbbb
            IDTYPE=mpath_uuid IDNAME=mpath-3600508b4000156d7 DEVNAME=/dev/mapper/mpatha PVID=cccc
            IDTYPE=md_uuid IDNAME=1a2b3c4d:5e6f7a8b DEVNAME=/dev/md127 PVID=dddd
            IDTYPE=sys_serial IDNAME=NR-1 DEVNAME=/dev/dm-10 PVID=eeee
            IDTYPE=devname IDNAME=/dev/vdx DEVNAME=/dev/vdy PVID=ffff
            """;

    @ParameterizedTest
    @CsvSource({
        "sdb, /dev/sdb, 1, false",
        "sdb, /dev/sdb, NR-1, true",
        "sdb, /dev/sdb, NR-10, false",
        "sdb, /dev/sdb, 0x600508b1001c7e7d, true",
        "sdb, /dev/sdb, 0x600508B1001C7E7D, true",
        "sdb, /dev/sdb, t10.ATA     QEMU HARDDISK     QM00001, true",
        "sdb, /dev/sdb, t10.ATA     QEMU HARDDISK     QM00002, false",
        "dm-1, /dev/dm-1, CRYPT-LUKS2-aa, false",
        "dm-10, /dev/dm-10, CRYPT-LUKS2-aa, true",
        "dm-1, /dev/dm-1, mpath-3600508b4000156d7, true",
        "sda, /dev/sda, '', true",
        "vdx, /dev/vdx, '', true",
        "md0, /dev/md0, '', true",
        "loop0, /dev/loop0, '', false",
        "sdb, /dev/sdb, '', false"
    })
    void aDeviceIsListedByItsNameOrByWhatItIsKnownBy(String name, String path, String identity, boolean listed) {
        ExcludedDevice device = new ExcludedDevice(new DeviceNumber(8, 0), name, "did not answer", List.of(identity));
        assertThat(DevicesFile.lists(FILE, device, List.of(path))).isEqualTo(listed);
    }
}
