package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.InSandbox;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.plan.Scope;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The block layer on real devices, with the field's own programs making the content. */
@InSandbox
class LinuxNodeSandboxTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final List<String> loops = new ArrayList<>();
    private final List<List<String>> cleanup = new ArrayList<>();
    private LinuxNode node;

    @BeforeEach
    void open() throws IOException {
        node = LinuxNode.open(new BackendContext("n", Path.of("/var/lib/noderesource"), Duration.ofSeconds(60)));
    }

    @AfterEach
    void close() throws IOException {
        node.close();
        for (int i = cleanup.size() - 1; i >= 0; i--) {
            run(cleanup.get(i));
        }
        for (String loop : loops) {
            run(List.of("losetup", "-d", loop));
        }
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
        return output.strip();
    }

    private static String run(String... command) throws IOException {
        return run(List.of(command));
    }

    private void afterwards(String... command) {
        cleanup.add(List.of(command));
    }

    /** Commands that give a mapped device another table, without waiting for udev, which would read the device. */
    private static List<List<String>> newTable(String name, String table) {
        return List.of(
                List.of("dmsetup", "suspend", "--noudevsync", name),
                List.of("dmsetup", "load", name, "--table", table),
                List.of("dmsetup", "resume", "--noudevsync", name));
    }

    /** A blank loop device of so many MiB. */
    private String loop(int mebibytes) throws IOException {
        Path file = Files.createTempFile(folder, "disk", ".img");
        run("truncate", "-s", mebibytes + "M", file.toString());
        String loop = run("losetup", "-f", "--show", file.toString());
        loops.add(loop);
        return loop;
    }

    private Section<BlockDevices> section(Scope scope) {
        Inventory empty = Inventory.of("n", Instant.EPOCH, List.of());
        Section<?> section = node.backends()
                .get(0)
                .observe(new Observation(scope, empty, LIMIT))
                .get(0);
        return empty.with(section).section(BlockDevices.SECTION);
    }

    /** The device at a path, looked at for itself. */
    private BlockDevice at(String path) {
        BlockDevice listed = section(Scope.of(Set.of(), Set.of(BlockDevices.SECTION)))
                .seen()
                .flatMap(b -> b.at(path))
                .orElseThrow();
        return section(Scope.of(Set.of(listed.identity()), Set.of(BlockDevices.SECTION)))
                .seen()
                .flatMap(b -> b.at(path))
                .orElseThrow();
    }

    private static Set<DeviceUse.Kind> kinds(BlockDevice device) {
        return device.uses().stream()
                .map(DeviceUse::kind)
                .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
    }

    private static List<String> types(List<Signature> signatures) {
        return signatures.stream().map(Signature::type).toList();
    }

    @Test
    void virtioDiskIsKnownByItsSerialAndFoundByItsLink() {
        BlockDevice disk = at("/dev/disk/by-id/virtio-NR-DISK-1");

        assertThat(disk.identity()).isEqualTo(new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "NR-DISK-1"));
        assertThat(disk.probe().isBlank()).as("%s", disk.probe()).isTrue();
        assertThat(disk.udev()).isEqualTo(UdevRecord.clean());
        assertThat(disk.uses()).isEmpty();
        assertThat(disk.readOnly()).isFalse();
    }

    @Test
    void bothLooksAgreeOnWhatTheFieldsProgramsWrite() throws IOException {
        String ext4 = loop(32);
        String swap = loop(32);
        String pv = loop(32);
        String gpt = loop(32);
        String dos = loop(32);
        String xfs = loop(320);
        run("mkfs.ext4", "-q", "-L", "old", ext4);
        run("mkswap", swap);
        run("pvcreate", "-qq", pv);
        run("mkfs.xfs", "-q", xfs);
        Path script = Files.writeString(folder.resolve("table"), ",10M\n");
        for (String[] table : new String[][] {{gpt, "gpt"}, {dos, "dos"}}) {
            Process sfdisk = new ProcessBuilder(
                            "sfdisk", "-q", "--no-reread", "--no-tell-kernel", "-X", table[1], table[0])
                    .redirectInput(script.toFile())
                    .start();
            assertThat(sfdisk.onExit().join().exitValue()).isZero();
        }
        run("udevadm", "settle");

        List<String> devices = List.of(ext4, swap, pv, xfs, gpt, dos);
        List<String> expected = List.of("ext4", "swap", "LVM2_member", "xfs", "gpt", "dos");
        for (int i = 0; i < devices.size(); i++) {
            BlockDevice device = at(devices.get(i));
            assertThat(types(device.probe().signatures())).containsExactly(expected.get(i));
            assertThat(types(device.udev().signatures())).containsExactly(expected.get(i));
            assertThat(device.udev().state()).isEqualTo(UdevRecord.State.READY);
            // A loop device is never claimed, so what it holds is not sampled.
            assertThat(device.probe().content()).isEqualTo(Probe.Content.UNKNOWN);
            assertThat(device.probe().signatures().get(0).offset()).isNotNegative();
        }
        assertThat(at(ext4).probe().signatures().get(0).label()).isEqualTo("old");
    }

    @Test
    void randomBytesWithoutSignatureAreContent() throws IOException {
        String device = "/dev/disk/by-id/virtio-NR-DISK-2";
        afterwards("udevadm", "settle");
        afterwards("dd", "if=/dev/zero", "of=" + device, "bs=1M", "count=40", "seek=20", "conv=fsync", "status=none");
        run("dd", "if=/dev/urandom", "of=" + device, "bs=1M", "count=40", "seek=20", "conv=fsync", "status=none");
        run("udevadm", "settle");

        BlockDevice seen = at(device);
        assertThat(seen.probe().state()).isEqualTo(Probe.State.DONE);
        assertThat(seen.probe().signatures()).isEmpty();
        assertThat(seen.probe().content()).isEqualTo(Probe.Content.DATA);
    }

    @Test
    void usesAreSeen() throws IOException {
        String mounted = loop(32);
        String swap = loop(32);
        String readOnly = loop(32);
        String backing = loop(32);
        run("mkfs.ext4", "-q", mounted);
        Path target = Files.createDirectory(folder.resolve("target"));
        run("mount", mounted, target.toString());
        afterwards("umount", target.toString());
        run("mkswap", swap);
        run("swapon", swap);
        afterwards("swapoff", swap);
        run("blockdev", "--setro", readOnly);
        // The number keeps it, whatever the loop device of that number is used for next.
        afterwards("blockdev", "--setrw", readOnly);
        String onTop = run("losetup", "-f", "--show", backing);
        afterwards("losetup", "-d", onTop);
        run("udevadm", "settle");

        assertThat(kinds(at(mounted)))
                .containsExactlyInAnyOrder(DeviceUse.Kind.MOUNTED, DeviceUse.Kind.EXCLUSIVELY_OPEN);
        assertThat(kinds(at(swap))).containsExactlyInAnyOrder(DeviceUse.Kind.SWAP, DeviceUse.Kind.EXCLUSIVELY_OPEN);
        assertThat(at(readOnly).readOnly()).isTrue();
        assertThat(at(backing).uses())
                .containsExactly(new DeviceUse(
                        DeviceUse.Kind.LOOP_BACKING, Path.of(onTop).getFileName() + ""));
    }

    @Test
    void exclusiveOpenerIsSeen() throws IOException {
        String device = loop(8);
        try (FileHandle exclusive = FileHandle.open(Path.of(device), LibC.O_RDONLY | LibC.O_EXCL)) {
            assertThat(exclusive.fd()).isPositive();
            assertThat(kinds(at(device))).containsExactly(DeviceUse.Kind.EXCLUSIVELY_OPEN);
        }
        assertThat(at(device).uses()).isEmpty();
    }

    @Test
    void suspendedDeviceIsNotReadAndHangingOneDelaysNothing() throws IOException {
        String under = loop(32);
        String slow = loop(32);
        run("dmsetup", "create", "nr-susp", "--table", "0 16384 linear " + under + " 0");
        afterwards("dmsetup", "remove", "nr-susp");
        String fast = "0 65536 linear " + slow + " 0";
        run("dmsetup", "create", "nr-slow", "--table", fast);
        afterwards("dmsetup", "remove", "--retry", "nr-slow");
        afterwards("udevadm", "settle");
        run("udevadm", "settle");
        run("dmsetup", "suspend", "nr-susp");
        afterwards("dmsetup", "resume", "nr-susp");
        for (List<String> command : newTable("nr-slow", "0 65536 delay " + slow + " 0 8000")) {
            run(command);
        }
        // Suspending it lets all delayed reads through (dm-delay.c, delay_presuspend); cleaning up goes backwards.
        List<List<String>> undelay = newTable("nr-slow", fast);
        for (int i = undelay.size() - 1; i >= 0; i--) {
            cleanup.add(undelay.get(i));
        }
        try (LinuxNode impatient =
                LinuxNode.open(new BackendContext("n", Path.of("/var/lib/noderesource"), Duration.ofSeconds(4)))) {
            LinuxNode patient = node;
            node = impatient;
            try {
                BlockDevice suspended = at("/dev/mapper/nr-susp");
                assertThat(kinds(suspended)).containsExactly(DeviceUse.Kind.SUSPENDED);
                assertThat(suspended.probe().state()).isEqualTo(Probe.State.SKIPPED);

                BlockDevice late = at("/dev/mapper/nr-slow");
                assertThat(late.probe().state()).isEqualTo(Probe.State.TIMED_OUT);
                assertThat(at("/dev/disk/by-id/virtio-NR-DISK-1").probe().state())
                        .isEqualTo(Probe.State.DONE);
            } finally {
                node = patient;
            }
        }
        assertThat(kinds(at(under))).contains(DeviceUse.Kind.HELD);
    }

    @Test
    void claimExcludesOthersAndIsExcludedByThem() throws IOException {
        BlockDevice device = at(loop(8));
        try (Node.Lock claim = node.claim(device)) {
            assertThat(claim).isNotNull();
            assertThat(lockable("-x", device.path())).isFalse();
        }
        Process holder = new ProcessBuilder("flock", device.path(), "sh", "-c", "echo held; exec cat").start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('h');
            assertThatThrownBy(() -> node.claim(device))
                    .isInstanceOfSatisfying(
                            NodeResourceException.class,
                            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_LOCKED));
        } finally {
            holder.getOutputStream().close();
            holder.onExit().join();
        }
        node.claim(device).close();
    }

    @Test
    void claimOfAPartitionKeepsPartitionersFromItsDisk() throws IOException, InterruptedException {
        Path file = Files.createTempFile(folder, "disk", ".img");
        run("truncate", "-s", "64M", file.toString());
        Path script = Files.writeString(folder.resolve("table"), ",20M\n,20M\n");
        Process sfdisk = new ProcessBuilder("sfdisk", "-q", "-X", "gpt", file.toString())
                .redirectInput(script.toFile())
                .start();
        assertThat(sfdisk.onExit().join().exitValue()).isZero();
        String loop = run("losetup", "-P", "-f", "--show", file.toString());
        loops.add(loop);
        run("udevadm", "settle");
        BlockDevice first = at(loop + "p1");
        BlockDevice second = at(loop + "p2");

        try (Node.Lock one = node.claim(first);
                Node.Lock two = node.claim(second)) {
            assertThat(List.of(one, two)).doesNotContainNull();
            assertThat(lockable("-x", loop)).isFalse();
            assertThat(lockable("-s", loop)).isTrue();
            assertThat(lockable("-s", second.path())).isFalse();
        }
        // udev has a shared lock on it while it handles the events of what was closed.
        assertThat(Waiting.until(() -> lockable("-x", loop), LIMIT, Duration.ofMillis(20)))
                .isTrue();

        Process partitioner = new ProcessBuilder("flock", loop, "sh", "-c", "echo held; exec cat").start();
        try {
            assertThat(partitioner.getInputStream().read()).isEqualTo('h');
            assertThatThrownBy(() -> node.claim(first))
                    .isInstanceOfSatisfying(
                            NodeResourceException.class,
                            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_LOCKED));
        } finally {
            partitioner.getOutputStream().close();
            partitioner.onExit().join();
        }
    }

    private static boolean lockable(String how, String device) throws IOException {
        return new ProcessBuilder("flock", how, "-n", device, "true")
                        .start()
                        .onExit()
                        .join()
                        .exitValue()
                == 0;
    }

    @Test
    void anotherMediumUnderTheSameNameIsNotClaimed() throws IOException {
        String loop = loop(8);
        BlockDevice before = at(loop);
        Path other = folder.resolve("other.img");
        run("truncate", "-s", "8M", other.toString());
        run("losetup", "-d", loop);
        run("losetup", loop, other.toString());

        assertThatThrownBy(() -> node.claim(before))
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_CHANGED));
        assertThat(at(loop).identity()).isNotEqualTo(before.identity());
    }

    @Test
    void wipedDeviceIsBlankToBothLooks() throws IOException {
        String disk = "/dev/disk/by-id/virtio-NR-DISK-2";
        afterwards("wipefs", "-a", "-q", disk);
        run("mkfs.ext4", "-q", disk);
        run("udevadm", "settle");
        BlockDevice device = at(disk);
        assertThat(device.probe().isBlank()).isFalse();

        Path image = folder.resolve("image");
        new DeviceWiper(Path.of("/dev")).wipe(device, image, LIMIT, sentence -> {});
        run("udevadm", "settle");

        assertThat(at(disk).probe().isBlank()).isTrue();
        assertThat(at(disk).udev()).isEqualTo(UdevRecord.clean());
        assertThat(image).isNotEmptyFile();
    }

    @Test
    void deviceInUseIsNotWiped() throws IOException {
        String loop = loop(32);
        run("mkswap", loop);
        run("udevadm", "settle");
        BlockDevice device = at(loop);
        run("swapon", loop);
        afterwards("swapoff", loop);

        assertThatThrownBy(() ->
                        new DeviceWiper(Path.of("/dev")).wipe(device, folder.resolve("image"), LIMIT, sentence -> {}))
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_HELD));
        assertThat(folder.resolve("image")).doesNotExist();
    }
}
