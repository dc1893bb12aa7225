package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.DeviceUse.Kind;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.plan.DeviceIntake;
import io.noderesource.plan.Scope;
import io.noderesource.spi.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class BlockBackendTest {

    @TempDir
    private Path folder;

    private NodeTree node;

    @BeforeEach
    void emptyNode() {
        node = new NodeTree(folder);
    }

    private static List<Kind> kinds(BlockDevice device) {
        return device.uses().stream().map(DeviceUse::kind).distinct().toList();
    }

    @Test
    void showsVirtioDiskByItsSerial() {
        node.virtio("vdb", "254:16", "NR-DISK-1").link("disk/by-id/virtio-NR-DISK-1", "vdb");

        Section<BlockDevices> section = node.observe();
        BlockDevice disk = section.seen().orElseThrow().named("vdb").orElseThrow();

        assertThat(section.state()).isEqualTo(Section.State.COMPLETE);
        assertThat(disk.identity()).isEqualTo(new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "NR-DISK-1"));
        assertThat(disk.type()).isEqualTo(DeviceType.DISK);
        assertThat(disk.size()).isEqualTo(ByteSize.ofGibibytes(1));
        assertThat(disk.path()).isEqualTo("/dev/vdb");
        assertThat(disk.links()).containsExactly("/dev/disk/by-id/virtio-NR-DISK-1");
        assertThat(disk.hardware().transport()).isEqualTo("virtio");
        assertThat(disk.hardware().vendor()).isNull();
        assertThat(disk.physicalSectorSize()).isEqualTo(4096);
        assertThat(disk.diskSequence()).isEqualTo(1);
        assertThat(disk.readOnly()).isFalse();
        assertThat(disk.uses()).isEmpty();
        assertThat(disk.probe().isBlank()).isTrue();
        assertThat(disk.udev()).isEqualTo(UdevRecord.clean());
    }

    @Test
    void sparePartitionBesideMountedOneIsFree() {
        node.virtio("vdb", "254:16", "A")
                .partition("vdb", 1, "254:17")
                .partition("vdb", 2, "254:18")
                .udev("254:18", "E:ID_PART_ENTRY_UUID=0f-02\nE:ID_PART_ENTRY_TYPE=0x83\nE:ID_PART_TABLE_TYPE=dos\n")
                .mount("254:17", "/mnt/with\\040blank", "ext4", "/dev/vdb1");

        BlockDevice spare = node.device("vdb2");
        assertThat(node.device("vdb1").uses()).containsExactly(new DeviceUse(Kind.MOUNTED, "/mnt/with blank"));
        assertThat(node.device("vdb").uses()).containsExactly(new DeviceUse(Kind.MOUNTED, "/mnt/with blank"));
        assertThat(node.device("vdb").partitions()).containsExactly("vdb1", "vdb2");
        assertThat(spare.uses()).isEmpty();
        assertThat(spare.identity())
                .isEqualTo(new DeviceIdentity(DeviceIdentity.Kind.PARTITION, "SERIAL A part 0f-02"));
        assertThat(spare.partition()).satisfies(p -> {
            assertThat(p.disk()).isEqualTo("vdb");
            assertThat(p.number()).isEqualTo(2);
            assertThat(p.start()).isEqualTo(2 * 2048 * 512L);
            assertThat(p.type()).isEqualTo("0x83");
        });
        // The table is the disk's, which udev copies to each partition.
        assertThat(spare.udev()).isEqualTo(UdevRecord.clean());
    }

    @Test
    void partitionOfDiskWithoutIdentityDoesNotLast() {
        node.disk("loop0", "7:0").partition("loop0", 1, "259:0");

        assertThat(node.device("loop0").identity().isLasting()).isFalse();
        assertThat(node.device("loop0p1").identity().isLasting()).isFalse();
        assertThat(node.device("loop0").identity().value()).isEqualTo(NodeTree.BOOT + " disk sequence 1");
    }

    @Test
    void everythingBelowRootIsSystemAndItsSiblingIsNot() {
        node.virtio("vda", "254:0", "SYS")
                .partition("vda", 1, "254:1")
                .partition("vda", 2, "254:2")
                .mapped("dm-0", "253:0", "vg-root", "LVM-abc", "vda1")
                .mount("253:0", "/", "xfs", "/dev/mapper/vg-root");

        assertThat(kinds(node.device("dm-0"))).containsExactly(Kind.MOUNTED, Kind.SYSTEM);
        assertThat(kinds(node.device("vda1"))).containsExactly(Kind.HELD, Kind.SYSTEM);
        assertThat(kinds(node.device("vda"))).containsExactly(Kind.HELD, Kind.SYSTEM);
        assertThat(node.device("vda2").uses()).isEmpty();
        assertThat(node.device("dm-0").type()).isEqualTo(DeviceType.LOGICAL_VOLUME);
        assertThat(node.device("dm-0").identity())
                .isEqualTo(new DeviceIdentity(DeviceIdentity.Kind.DM_UUID, "LVM-abc"));
    }

    @Test
    void stateDirectoryOnDiskOfItsOwnIsSystem() {
        node.virtio("vda", "254:0", "A")
                .virtio("vdb", "254:16", "B")
                .mount("254:0", "/", "ext4", "/dev/vda")
                .mount("254:16", "/var/lib/noderesource", "ext4", "/dev/vdb");

        assertThat(node.device("vdb").uses()).contains(new DeviceUse(Kind.SYSTEM, "/var/lib/noderesource"));
    }

    @Test
    void rootOnLoopOnFileReachesTheDiskUnderTheFile() {
        node.virtio("vda", "254:0", "A")
                .disk("loop0", "7:0")
                .attribute("loop0", "loop/backing_file", "/media/root.img")
                .mount("7:0", "/", "ext4", "/dev/loop0")
                .mount("254:0", "/media", "ext4", "/dev/vda");

        assertThat(node.device("vda").uses()).contains(new DeviceUse(Kind.SYSTEM, "/"));
    }

    @Test
    void btrfsIsSeenThroughItsSourceAndOnAllItsDevices() {
        node.virtio("vda", "254:0", "A")
                .virtio("vdb", "254:16", "B")
                .write("sys/fs/btrfs/some-uuid/devices/vda/x", "")
                .write("sys/fs/btrfs/some-uuid/devices/vdb/x", "")
                .mount("0:45", "/data", "btrfs", "/dev/vdb");

        assertThat(node.device("vda").uses()).containsExactly(new DeviceUse(Kind.MOUNTED, "/data"));
        assertThat(node.device("vdb").uses()).containsExactly(new DeviceUse(Kind.MOUNTED, "/data"));
    }

    @Test
    void mountOfTheHostOutsideThisNamespaceCounts() {
        node.virtio("vdb", "254:16", "B").write("proc/1/mountinfo", "9 1 254:16 / /srv rw - ext4 /dev/vdb rw\n");

        assertThat(node.device("vdb").uses()).containsExactly(new DeviceUse(Kind.MOUNTED, "/srv"));
    }

    @Test
    void swapIsSeenByLinkAndSwapFileIsNot() {
        node.virtio("vdb", "254:16", "B")
                .virtio("vdc", "254:32", "C")
                .link("disk/by-id/swap", "vdb")
                .swap("/dev/disk/by-id/swap", "partition")
                .swap("/dev/vdc", "file");

        assertThat(kinds(node.device("vdb"))).containsExactly(Kind.SWAP);
        assertThat(node.device("vdc").uses()).isEmpty();
    }

    @Test
    void loopBackingIsFoundByNumberWhateverThePath() {
        node.virtio("vdb", "254:16", "B")
                .write("dev/another-name", "254:16")
                .disk("loop3", "7:3")
                .attribute("loop3", "loop/backing_file", "/dev/another-name");

        assertThat(node.device("vdb").uses()).containsExactly(new DeviceUse(Kind.LOOP_BACKING, "loop3"));
    }

    @Test
    void loopThatDoesNotTellIsTakenByItsPath() {
        node.virtio("vdb", "254:16", "B")
                .virtio("vdc", "254:32", "C")
                .write("dev/another-name", "254:16")
                .disk("loop3", "7:3")
                .attribute("loop3", "loop/backing_file", "/dev/another-name")
                .mute("loop3");

        assertThat(node.observe().state()).isEqualTo(Section.State.PARTIAL);
        assertThat(node.device("vdb").uses()).containsExactly(new DeviceUse(Kind.LOOP_BACKING, "loop3"));
        assertThat(node.device("vdc").uses()).isEmpty();
    }

    @Test
    void loopThatMayLieOnAnyDeviceKeepsThemAll() {
        node.virtio("vdb", "254:16", "B")
                .disk("loop3", "7:3")
                .attribute("loop3", "loop/backing_file", "/dev/gone")
                .mute("loop3")
                .disk("loop4", "7:4")
                .attribute("loop4", "loop/backing_file", "/srv/image")
                .mute("loop4");

        assertThat(node.device("vdb").uses()).containsExactly(new DeviceUse(Kind.LOOP_BACKING, "loop3"));
    }

    @Test
    void membersOfArraysAndMapsAreSuch() {
        node.virtio("vdb", "254:16", "B")
                .disk("md0", "9:0")
                .attribute("md0", "md/uuid", "aaaa:bbbb")
                .on("md0", "vdb")
                .disk("sda", "8:0")
                .disk("sdb", "8:16")
                .partition("sdb", 1, "8:17")
                .mapped("dm-1", "253:1", "mpatha", "mpath-3600", "sda", "sdb")
                .virtio("vdd", "254:48", "D")
                .udev("254:48", "E:ID_FS_TYPE=linux_raid_member\nE:ID_FS_USAGE=raid\n")
                .virtio("vde", "254:64", "E")
                .udev("254:64", "E:DM_MULTIPATH_DEVICE_PATH=1\n");

        assertThat(kinds(node.device("vdb"))).containsExactly(Kind.HELD, Kind.RAID_MEMBER);
        assertThat(node.device("md0").identity())
                .isEqualTo(new DeviceIdentity(DeviceIdentity.Kind.MD_UUID, "aaaa:bbbb"));
        assertThat(kinds(node.device("sda"))).containsExactly(Kind.HELD, Kind.MULTIPATH_MEMBER);
        assertThat(kinds(node.device("sdb1"))).contains(Kind.MULTIPATH_MEMBER);
        assertThat(node.device("dm-1").type()).isEqualTo(DeviceType.MULTIPATH);
        assertThat(kinds(node.device("vdd"))).containsExactly(Kind.RAID_MEMBER);
        assertThat(kinds(node.device("vde"))).containsExactly(Kind.MULTIPATH_MEMBER);
    }

    @Test
    void suspendedDeviceIsNeverOpened() {
        node.mapped("dm-0", "253:0", "x", "X-1").attribute("dm-0", "dm/suspended", "1");

        BlockDevice device = node.device("dm-0");
        assertThat(kinds(device)).containsExactly(Kind.SUSPENDED);
        assertThat(device.probe().state()).isEqualTo(Probe.State.SKIPPED);
        assertThat(node.read()).isEmpty();
    }

    @Test
    void onlyDevicesInScopeAreOpened() {
        node.virtio("vdb", "254:16", "B").virtio("vdc", "254:32", "C");
        DeviceIdentity wanted = new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "C");

        Section<BlockDevices> section = node.observe(Scope.of(Set.of(wanted), Set.of(BlockDevices.SECTION)));

        assertThat(node.read()).containsExactly("vdc");
        assertThat(section.seen()
                        .orElseThrow()
                        .named("vdb")
                        .orElseThrow()
                        .probe()
                        .state())
                .isEqualTo(Probe.State.SKIPPED);
    }

    @Test
    void deviceInUseIsNotSampled() {
        node.virtio("vdb", "254:16", "B").mount("254:16", "/x", "ext4", "/dev/vdb");

        assertThat(node.device("vdb").probe().content()).isEqualTo(Probe.Content.UNKNOWN);
    }

    @Test
    void whatCanNeverBeClaimedIsNotSampled() {
        node.mapped("dm-0", "253:0", "vg-lv", "LVM-abc").mapped("dm-1", "253:1", "x", "X-1");

        assertThat(node.device("dm-0").probe().state()).isEqualTo(Probe.State.DONE);
        assertThat(node.device("dm-0").probe().content()).isEqualTo(Probe.Content.UNKNOWN);
        assertThat(node.device("dm-1").probe().content()).isEqualTo(Probe.Content.ZEROS);
    }

    @Test
    void exclusiveOpenerIsAUse() {
        Probe probe = new Probe(Probe.State.DONE, null, List.of(), Probe.Content.UNKNOWN, null);
        node.virtio("vdb", "254:16", "B").look("vdb", new DeviceAccess.Look(probe, true));

        assertThat(kinds(node.device("vdb"))).containsExactly(Kind.EXCLUSIVELY_OPEN);
    }

    @Test
    void whatCannotBeToldToBeWritableIsReadOnly() {
        node.virtio("vdb", "254:16", "B").remove("vdb", "ro").virtio("vdc", "254:32", "C");
        node.attribute("vdc", "ro", "1");

        assertThat(node.device("vdb").readOnly()).isTrue();
        assertThat(node.device("vdc").readOnly()).isTrue();
    }

    @Test
    void hiddenPathOfNvmeIsLeftOutAndTheNamespaceIsKnownByItsWwid() {
        node.disk("nvme0c0n1", "259:0")
                .attribute("nvme0c0n1", "hidden", "1")
                .disk("nvme0n1", "259:1")
                .attribute("nvme0n1", "wwid", "eui.0025388B710000AB")
                .attribute("nvme0n1", "device/serial", "S4  ")
                .attribute("nvme0n1", "device/model", "Some NVMe   Disk");

        Section<BlockDevices> section = node.observe();
        assertThat(section.state()).isEqualTo(Section.State.COMPLETE);
        assertThat(section.seen().orElseThrow().devices()).hasSize(1);
        BlockDevice disk = section.seen().orElseThrow().devices().get(0);
        assertThat(disk.identity()).isEqualTo(new DeviceIdentity(DeviceIdentity.Kind.WWN, "eui.0025388b710000ab"));
        assertThat(disk.hardware().serial()).isEqualTo("S4");
        assertThat(disk.hardware().model()).isEqualTo("Some NVMe Disk");
    }

    @Test
    void udevDatabaseWithoutDaemonDoesNotCount() throws IOException {
        node.virtio("vdb", "254:16", "B");
        Files.delete(folder.resolve("run/udev/control"));

        assertThat(node.device("vdb").udev().state()).isEqualTo(UdevRecord.State.NO_DATABASE);
    }

    @Test
    void busyUdevLeavesRecordUnsettled() {
        node.virtio("vdb", "254:16", "B").write("run/udev/queue", "");

        assertThat(node.device("vdb").udev().state()).isEqualTo(UdevRecord.State.UNSETTLED);
    }

    @Test
    void missingAndUninitialisedRecordsAreNotReady() throws IOException {
        node.virtio("vdb", "254:16", "B").virtio("vdc", "254:32", "C").write("run/udev/data/b254:32", "E:A=b\n");
        Files.delete(folder.resolve("run/udev/data/b254:16"));

        assertThat(node.device("vdb").udev().state()).isEqualTo(UdevRecord.State.MISSING);
        assertThat(node.device("vdc").udev().state()).isEqualTo(UdevRecord.State.UNSETTLED);
    }

    @Test
    void udevSignaturesAreShown() {
        node.virtio("vdb", "254:16", "B")
                .udev("254:16", "E:ID_FS_TYPE=ext4\nE:ID_FS_USAGE=filesystem\nE:ID_FS_LABEL=old\n")
                .virtio("vdc", "254:32", "C")
                .udev("254:32", "E:ID_PART_TABLE_TYPE=gpt\nE:ID_PART_TABLE_UUID=u\n");

        assertThat(node.device("vdb").udev().signatures())
                .containsExactly(new Signature("ext4", Signature.Usage.FILESYSTEM, null, "old", -1));
        assertThat(node.device("vdc").udev().signatures())
                .containsExactly(new Signature("gpt", Signature.Usage.PARTITION_TABLE, "u", null, -1));
    }

    @Test
    void vanishedEntryMakesSectionPartialAndNamesIt() {
        node.virtio("vdb", "254:16", "B").virtio("vdc", "254:32", "C").remove("vdb", "dev");

        Section<BlockDevices> section = node.observe();
        assertThat(section.state()).isEqualTo(Section.State.PARTIAL);
        assertThat(section.reason()).contains("vdb").doesNotContain("vdc");
        assertThat(section.seen().orElseThrow().devices())
                .extracting(BlockDevice::name)
                .containsExactly("vdc");
    }

    @Test
    void withoutSysfsOrMountinfoNothingIsKnown() throws IOException {
        Files.delete(folder.resolve("proc/self/mountinfo"));
        assertThat(node.observe().state()).isEqualTo(Section.State.UNAVAILABLE);

        node.write("proc/self/mountinfo", "");
        Files.delete(folder.resolve("sys/class/block"));
        assertThat(node.observe().state()).isEqualTo(Section.State.UNAVAILABLE);
    }

    /** Garbage in any one file of the node: observing answers, and never shows a device as writable and blank anew. */
    @TestFactory
    Stream<DynamicTest> garbageInAnyFileNeverThrows() throws IOException {
        node.virtio("vda", "254:0", "A")
                .partition("vda", 1, "254:1")
                .mapped("dm-0", "253:0", "x", "LVM-1", "vda1")
                .disk("loop0", "7:0")
                .attribute("loop0", "loop/backing_file", "/dev/vda")
                .disk("sda", "8:0")
                .attribute("sda", "device/model", "M")
                .attribute("sda", "device/wwid", "naa.5000c500a1b2c3d4")
                .write("sys/class/block/sda/device/vpd_pg80", new byte[] {0, (byte) 0x80, 0, 2, 'X', 'Y'})
                .udev("8:0", "E:ID_FS_TYPE=ext4\n")
                .mount("254:0", "/", "ext4", "/dev/vda")
                .swap("/dev/sda", "partition");
        long seed = 20261123;
        byte[] noise = new byte[5000];
        new Random(seed).nextBytes(noise);
        List<byte[]> garbage = List.of(
                new byte[0],
                noise,
                "-1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "99999999999999999999999:99999999999".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "x".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "\0\n\0\\0\\777 - - -".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(40);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        folder.relativize(file) + " (seed " + seed + ")", () -> breakEachWay(file, garbage)));
    }

    private void breakEachWay(Path file, List<byte[]> garbage) throws IOException {
        byte[] original = Files.readAllBytes(file);
        try {
            for (byte[] bytes : garbage) {
                Files.write(file, bytes);
                Section<BlockDevices> section = node.observe();
                if (section.reason() != null) {
                    assertThat(section.reason()).as(file.toString()).doesNotContain("Exception");
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.write(file, original);
        }
        assertThat(node.observe().state()).isEqualTo(Section.State.COMPLETE);
    }

    /** A new one is blank, and nobody may take it for a disk that is free. */
    @Test
    void aVolumeOfADriverIsInUseAsOne() {
        node.disk("pmem0", "259:0").attribute("pmem0", "device/alt_name", "nrv-a1b2r-pvc-0");
        node.disk("pmem1", "259:1")
                .attribute("pmem1", "device/namespace", "namespace0.1")
                .attribute("pmem1", "namespace0.1/alt_name", "nrv-a1b2f-pvc-1.new")
                .partition("pmem1", 1, "259:7");
        node.disk("pmem2", "259:2").attribute("pmem2", "device/alt_name", "nr-0123456ab-0123abcd");
        node.disk("pmem3", "259:3").attribute("pmem3", "device/namespace", "../pmem1/namespace0.1");
        node.disk("vda", "254:0").attribute("vda", "device/alt_name", "nrv-a1b2r-pvc-0");

        BlockDevices block = node.observe().seen().orElseThrow();

        assertThat(block.named("pmem0").orElseThrow().uses()).containsExactly(new DeviceUse(Kind.VOLUME, "pvc-0"));
        assertThat(block.named("pmem1").orElseThrow().uses()).containsExactly(new DeviceUse(Kind.VOLUME, "pvc-1"));
        assertThat(block.named("pmem1p1").orElseThrow().uses()).containsExactly(new DeviceUse(Kind.VOLUME, "pvc-1"));
        for (String other : List.of("pmem2", "pmem3", "vda")) {
            assertThat(block.named(other).orElseThrow().uses()).as(other).isEmpty();
        }
        assertThat(DeviceIntake.inUse(block.named("pmem0").orElseThrow(), block))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(StandardErrorCode.DEVICE_HELD);
                    assertThat(problem.fact()).contains("pvc-0");
                });
    }

    @Test
    void theStampIsAnotherAfterAnEventAMountOrASwap() {
        Optional<Stamp> first = node.stamp();
        assertThat(first).isPresent();
        assertThat(node.stamp()).isEqualTo(first);
        node.write("sys/kernel/uevent_seqnum", "4712\n");
        Optional<Stamp> event = node.stamp();
        assertThat(event).isPresent().isNotEqualTo(first);
        node.mount("254:16", "/mnt", "ext4", "/dev/vdb");
        Optional<Stamp> mount = node.stamp();
        assertThat(mount).isPresent().isNotEqualTo(event);
        node.swap("/dev/vdc", "partition");
        assertThat(node.stamp()).isPresent().isNotEqualTo(mount);
    }

    @Test
    void thereIsNoStampWhileUdevIsBusyOrWhenAFileOfTheKernelIsNotThere() throws IOException {
        node.write("run/udev/queue", "");
        assertThat(node.stamp()).isEmpty();
        Files.delete(folder.resolve("run/udev/queue"));
        assertThat(node.stamp()).isPresent();
        for (String file : List.of("sys/kernel/uevent_seqnum", "proc/self/mountinfo", "proc/swaps")) {
            byte[] text = Files.readAllBytes(folder.resolve(file));
            Files.delete(folder.resolve(file));
            assertThat(node.stamp()).as("without %s", file).isEmpty();
            node.write(file, text);
        }
    }
}
