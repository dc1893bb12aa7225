package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.backend.pmem.internal.jna.CutOffNdctl;
import io.noderesource.backend.pmem.internal.volume.VolumeNames;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes on a real module with labels, beside a namespace of somebody's, which stays as it is. The witness is {@code ndctl list}. */
@InSandbox(
        disks = {},
        nvdimms = {"448M"})
class PmemVolumesSandboxTest {

    private static final String DRIVER = "pmem.csi.example.org";
    private static final ByteSize SIZE = ByteSize.ofMebibytes(40);

    /** A mebibyte: to draw it anew each time takes longer than to write it. */
    private static final byte[] SOMETHING = something();

    private final PmemVolumes volumes = open(DRIVER);

    private String region = "";
    private String theirs = "";
    private String content = "";

    /** Under emulation all of it is slow. */
    private static PmemVolumes open(String driver) {
        return PmemVolumes.builder(driver)
                .limit(Duration.ofMinutes(5))
                .lockLimit(Duration.ofMinutes(5))
                .open();
    }

    /** What lay in the rest before must not be seen again. */
    @BeforeEach
    void foreign() throws IOException {
        region = NdBus.labelled(0);
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", "64M", "-n", "theirs");
        theirs = NdBus.blockDevices(region).get(0);
        fill(theirs, 0, 1);
        content = DeviceContent.digest(theirs);
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-n", "before");
        String before = NdBus.device(region, "before");
        for (int mebibyte = 2; mebibyte < 80; mebibyte += 5) {
            fill(before, mebibyte, 1);
        }
        HostProgram.run("ndctl", "destroy-namespace", "-f", NdBus.named(region, "before"));
    }

    @AfterEach
    void theirsIsAsItWas() {
        try {
            assertThat(DeviceContent.digest(theirs)).isEqualTo(content);
        } finally {
            NdBus.clear();
        }
    }

    private static void fill(String device, int mebibyte, int count) throws IOException {
        byte[] data = new byte[count << 20];
        for (int at = 0; at < data.length; at += SOMETHING.length) {
            System.arraycopy(SOMETHING, 0, data, at, SOMETHING.length);
            // No two of them are alike.
            data[at] = (byte) (mebibyte + (at >> 20));
        }
        try (FileChannel channel =
                FileChannel.open(Path.of(device), StandardOpenOption.WRITE, StandardOpenOption.SYNC)) {
            channel.write(ByteBuffer.wrap(data), (long) mebibyte << 20);
        }
    }

    private static byte[] something() {
        byte[] data = new byte[1 << 20];
        new Random(1).nextBytes(data);
        return data;
    }

    private static void refused(ErrorCode code, ThrowingCallable call, String... facts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code()).as("%s", e.getMessage()).isEqualTo(code))
                .hasMessageStartingWith("cannot ")
                .satisfies(e -> assertThat(List.of(facts))
                        .allSatisfy(fact -> assertThat(e).hasMessageContaining(fact)));
    }

    private static VolumeRequest.Builder pvc(Mode mode) {
        return VolumeRequest.builder("pvc-1", SIZE).mode(mode);
    }

    private static String device(PmemVolume volume) {
        return String.valueOf(volume.device());
    }

    private List<String> names() {
        return NdctlProgram.values("name", "-N", "-r", region);
    }

    /** The whole of a block device; memory that is mapped only is looked at by what refuses to make it anew. */
    private static void isClear(PmemVolume volume) {
        if (volume.mode() != Mode.DEVDAX) {
            HostProgram.run("cmp", "-n", Long.toString(volume.size().bytes()), device(volume), "/dev/zero");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void aVolumeIsMadeOnceListedResizedAndDestroyed(Mode mode) {
        PmemVolume made = volumes.create(pvc(mode).build());
        assertThat(made.state()).isEqualTo(PmemVolume.State.READY);
        assertThat(made.size()).isBetween(SIZE, ByteSize.ofMebibytes(64));
        isClear(made);
        agrees(made);
        assertThat(volumes.create(pvc(mode).build())).isEqualTo(made);
        assertThat(volumes.list()).containsExactly(made);

        Mode other = mode == Mode.RAW ? Mode.FSDAX : Mode.RAW;
        refused(PmemErrorCode.VOLUME_DIFFERS, () -> volumes.create(pvc(other).build()), "pvc-1", "namespace");
        refused(
                PmemErrorCode.VOLUME_DIFFERS,
                () -> volumes.create(VolumeRequest.builder("pvc-1", ByteSize.ofMebibytes(100))
                        .mode(mode)
                        .build()),
                "100 MiB");

        PmemVolume larger = volumes.resize("pvc-1", ByteSize.ofMebibytes(100));
        assertThat(larger.size()).isBetween(ByteSize.ofMebibytes(100), ByteSize.ofMebibytes(128));
        isClear(larger);
        agrees(larger);
        assertThat(volumes.resize("pvc-1", ByteSize.ofMebibytes(100))).isEqualTo(larger);

        volumes.destroy("pvc-1", HeldData.REFUSE);
        assertThat(volumes.list()).isEmpty();
        assertThat(names()).containsExactly("theirs");
        volumes.destroy("pvc-1", HeldData.REFUSE);
    }

    private void agrees(PmemVolume volume) {
        assertThat(names()).hasSize(2).contains("theirs");
        String own = names().stream()
                .filter(name -> !name.equals("theirs"))
                .findFirst()
                .orElseThrow();
        assertThat(own).startsWith("nrv-").endsWith("-pvc-1");
        assertThat(HostProgram.run("ndctl", "list", "-N", "-n", NdBus.named(region, own)))
                .contains("\"mode\":\"" + volume.mode().name().toLowerCase(Locale.ROOT) + "\"")
                .contains("\"size\":" + volume.size().bytes())
                .contains("\"" + device(volume).substring("/dev/".length()) + "\"");
    }

    @Test
    void whatDoesNotFitIsRefusedAndWhatFitsIsTold() {
        RegionCapacity before = volumes.capacity(Mode.FSDAX).get(0);
        assertThat(before.region()).isEqualTo(region);
        assertThat(before.largest()).isGreaterThan(ByteSize.ofMebibytes(300)).isLessThan(before.available());
        PmemVolume largest = volumes.create(VolumeRequest.of("all", before.largest()));
        assertThat(largest.size()).isGreaterThanOrEqualTo(before.largest());
        assertThat(volumes.capacity(Mode.FSDAX).get(0).largest()).isEqualTo(ByteSize.ZERO);
        refused(
                StandardErrorCode.PMEM_FULL,
                () -> volumes.create(VolumeRequest.of("more", ByteSize.ofBytes(1))),
                region,
                "0 B");
        refused(StandardErrorCode.PMEM_FULL, () -> volumes.resize("all", ByteSize.ofGibibytes(1)));
        refused(
                StandardErrorCode.PMEM_REGION_ABSENT,
                () -> volumes.create(
                        VolumeRequest.builder("more", SIZE).region("region77").build()));
        refused(PmemErrorCode.NO_VOLUME, () -> volumes.resize("more", SIZE));
        assertThat(volumes.list()).containsExactly(largest);
        volumes.destroy("all", HeldData.REFUSE);
        refused(
                PmemErrorCode.NO_SUCH_SIZE,
                () -> volumes.create(VolumeRequest.builder("more", ByteSize.ofMebibytes(1))
                        .limit(ByteSize.ofMebibytes(2))
                        .build()));
        assertThat(volumes.list()).isEmpty();
    }

    @Test
    void whatIsInUseOrHoldsSomethingIsNeitherResizedNorDestroyed(@TempDir Path directory) throws IOException {
        PmemVolume made = volumes.create(pvc(Mode.FSDAX).build());
        try (FileChannel open = FileChannel.open(Path.of(device(made)), StandardOpenOption.READ)) {
            assertThat(open.isOpen()).isTrue();
            refused(PmemErrorCode.VOLUME_IN_USE, () -> volumes.destroy("pvc-1", HeldData.DESTROY), "process");
        }
        HostProgram.run("mkfs.ext4", "-q", "-b", "4096", device(made));
        HostProgram.run("mount", "-o", "dax=always", device(made), directory.toString());
        try {
            refused(PmemErrorCode.VOLUME_IN_USE, () -> volumes.destroy("pvc-1", HeldData.DESTROY), "mounted");
            refused(PmemErrorCode.VOLUME_IN_USE, () -> volumes.resize("pvc-1", ByteSize.ofMebibytes(100)), "mounted");
        } finally {
            HostProgram.run("umount", directory.toString());
        }
        String data = DeviceContent.digest(device(made));
        refused(PmemErrorCode.VOLUME_HOLDS_DATA, () -> volumes.resize("pvc-1", ByteSize.ofMebibytes(100)), "signature");
        refused(PmemErrorCode.VOLUME_HOLDS_DATA, () -> volumes.destroy("pvc-1", HeldData.REFUSE), "HeldData.DESTROY");
        HostProgram.run("ndctl", "disable-namespace", NdBus.named(region, own()));
        assertThat(volumes.list())
                .singleElement()
                .satisfies(volume -> assertThat(volume.state()).isEqualTo(PmemVolume.State.DISABLED));
        assertThat(volumes.create(pvc(Mode.FSDAX).build())).isEqualTo(made);
        assertThat(DeviceContent.digest(device(made))).isEqualTo(data);
        volumes.destroy("pvc-1", HeldData.DESTROY);
        assertThat(names()).containsExactly("theirs");

        isClear(volumes.create(pvc(Mode.FSDAX).build()));
    }

    /** Has the kernel show all of it, whatever layout it has, or the layout again. */
    private static void forceRaw(String namespace, boolean raw) {
        HostProgram.run("ndctl", "disable-namespace", namespace);
        HostProgram.run("sh", "-c", "echo " + (raw ? 1 : 0) + " > /sys/bus/nd/devices/" + namespace + "/force_raw");
        HostProgram.run("ndctl", "enable-namespace", namespace);
    }

    private String own() {
        return names().stream()
                .filter(name -> name.startsWith("nrv-"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void memoryThatIsMappedIsLookedAtAsWell() throws IOException {
        PmemVolume made = volumes.create(pvc(Mode.DEVDAX).build());
        try (FileChannel open = FileChannel.open(Path.of(device(made)), StandardOpenOption.READ)) {
            assertThat(open.isOpen()).isTrue();
            refused(PmemErrorCode.VOLUME_IN_USE, () -> volumes.destroy("pvc-1", HeldData.DESTROY), device(made));
        }
        String namespace = NdBus.named(region, own());
        forceRaw(namespace, true);
        String raw = HostProgram.run("ls", "/sys/bus/nd/devices/" + namespace + "/block");
        // Where the last sample is.
        fill("/dev/" + raw, (int) (made.allocated().bytes() >> 20) - 1, 1);
        forceRaw(namespace, false);
        refused(PmemErrorCode.VOLUME_HOLDS_DATA, () -> volumes.destroy("pvc-1", HeldData.REFUSE), device(made));
        assertThat(volumes.list()).containsExactly(made);
        volumes.destroy("pvc-1", HeldData.DESTROY);
        assertThat(names()).containsExactly("theirs");
    }

    /**
     * All of it is looked at once more when nobody else can have it: where its data begins, which lies behind the layout. Its name is
     * taken with two changes, and all of it shown with two more.
     */
    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            mode = EnumSource.Mode.INCLUDE,
            names = {"FSDAX", "RAW"})
    void whatComesToItWhileItIsTakenDownStays(Mode mode) {
        PmemVolume made = volumes.create(pvc(mode).build());
        String namespace = NdBus.named(region, own());
        int begins = (int) ((made.allocated().bytes() - made.size().bytes()) >> 20);
        PmemVolumes interrupted = PmemVolumes.builder(DRIVER)
                .limit(Duration.ofMinutes(5))
                .open(CutOffNdctl.load(4, () -> {
                    String raw = HostProgram.run("ls", "/sys/bus/nd/devices/" + namespace + "/block");
                    try {
                        fill("/dev/" + raw, begins, 1);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
        refused(PmemErrorCode.VOLUME_HOLDS_DATA, () -> interrupted.destroy("pvc-1", HeldData.REFUSE), "content");
        assertThat(volumes.list()).containsExactly(made);
        refused(PmemErrorCode.VOLUME_HOLDS_DATA, () -> volumes.destroy("pvc-1", HeldData.REFUSE), "content");
        volumes.destroy("pvc-1", HeldData.DESTROY);
        assertThat(names()).containsExactly("theirs");
    }

    /** The second look follows the kernel's map: a block that was written lies elsewhere than it would without one. */
    @Test
    void whatComesToSectorsRightBeforeTheyAreTakenDownStays() {
        PmemVolume made = volumes.create(pvc(Mode.SECTOR).build());
        String device = String.valueOf(made.device());
        PmemVolumes interrupted = PmemVolumes.builder(DRIVER)
                .limit(Duration.ofMinutes(5))
                .open(CutOffNdctl.before(
                        "ndctl_namespace_disable_safe",
                        () -> HostProgram.run(
                                "dd", "if=/bin/sh", "of=" + device, "bs=4096", "count=1", "conv=notrunc,fsync")));
        refused(PmemErrorCode.VOLUME_HOLDS_DATA, () -> interrupted.destroy("pvc-1", HeldData.REFUSE), "content");
        assertThat(volumes.list()).containsExactly(made);
        refused(PmemErrorCode.VOLUME_HOLDS_DATA, () -> volumes.destroy("pvc-1", HeldData.REFUSE), "content");
        // Zeros that were written are zeros.
        HostProgram.run("dd", "if=/dev/zero", "of=" + device, "bs=4096", "count=1", "conv=notrunc,fsync");
        volumes.destroy("pvc-1", HeldData.REFUSE);
        assertThat(names()).containsExactly("theirs");
    }

    /** Somebody has made memory of it that is mapped, and what is on that cannot be read before all of it is shown. */
    @Test
    void anUnfinishedOneWithALayoutAndContentIsNotCleared() throws IOException {
        VolumeNames own = new VolumeNames(DRIVER);
        HostProgram.run(
                "ndctl",
                "create-namespace",
                "-r",
                region,
                "-m",
                "devdax",
                "-s",
                "48M",
                "-a",
                "2M",
                "-u",
                own.uuid("pvc-1"),
                "-n",
                own.label("pvc-1", Mode.DEVDAX).unfinished().text());
        String namespace = NdBus.named(region, own());
        forceRaw(namespace, true);
        fill("/dev/" + HostProgram.run("ls", "/sys/bus/nd/devices/" + namespace + "/block"), 47, 1);
        forceRaw(namespace, false);
        refused(
                PmemErrorCode.VOLUME_HOLDS_DATA,
                () -> volumes.create(pvc(Mode.DEVDAX).build()),
                "content");
        assertThat(HostProgram.run("ndctl", "list", "-N", "-n", namespace)).contains("\"mode\":\"devdax\"");
        // Nor where the layout does not show: all of it is enabled, as a process that was killed may have left it.
        forceRaw(namespace, true);
        refused(
                PmemErrorCode.VOLUME_HOLDS_DATA,
                () -> volumes.create(pvc(Mode.DEVDAX).build()),
                "content under a layout");
        volumes.destroy("pvc-1", HeldData.DESTROY);
        assertThat(names()).containsExactly("theirs");
    }

    @Test
    void anUnfinishedOneThatSomebodyUsesIsNotCleared(@TempDir Path directory) throws IOException {
        VolumeNames own = new VolumeNames(DRIVER);
        HostProgram.run(
                "ndctl",
                "create-namespace",
                "-r",
                region,
                "-m",
                "raw",
                "-s",
                "48M",
                "-u",
                own.uuid("pvc-1"),
                "-n",
                own.label("pvc-1", Mode.FSDAX).unfinished().text());
        String device = "/dev/"
                + NdctlProgram.values("blockdev", "-N", "-n", NdBus.named(region, own()))
                        .get(0);
        HostProgram.run("mkfs.ext4", "-q", device);
        HostProgram.run("mount", device, directory.toString());
        refused(
                PmemErrorCode.VOLUME_IN_USE,
                () -> volumes.create(pvc(Mode.FSDAX).build()),
                "mounted");
        HostProgram.run("umount", directory.toString());
        String data = DeviceContent.digest(device);
        refused(
                PmemErrorCode.VOLUME_HOLDS_DATA,
                () -> volumes.create(pvc(Mode.FSDAX).build()),
                device);
        assertThat(DeviceContent.digest(device)).isEqualTo(data);
        assertThat(volumes.list())
                .singleElement()
                .satisfies(volume -> assertThat(volume.state()).isEqualTo(PmemVolume.State.UNFINISHED));
        HostProgram.run("blkdiscard", "-z", device);
        assertThat(volumes.create(pvc(Mode.FSDAX).build()).state()).isEqualTo(PmemVolume.State.READY);
        assertThat(names()).hasSize(2);
    }

    @Test
    void oneThatOnlyHasTheNameIsNoVolume() {
        String name = new VolumeNames(DRIVER).label("pvc-1", Mode.RAW).text();
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", "48M", "-n", name);
        assertThat(volumes.list()).isEmpty();
        refused(PmemErrorCode.VOLUME_CHANGED, () -> volumes.create(pvc(Mode.RAW).build()), name);
        refused(PmemErrorCode.VOLUME_CHANGED, () -> volumes.destroy("pvc-1", HeldData.DESTROY), name);
        assertThat(names()).hasSize(2).contains(name);
    }

    @Test
    void anotherDriversVolumesAreItsOwn() {
        PmemVolume made = volumes.create(pvc(Mode.RAW).build());
        PmemVolumes others = open("other.csi.example.org");
        assertThat(others.list()).isEmpty();
        others.destroy("pvc-1", HeldData.DESTROY);
        assertThat(volumes.list()).containsExactly(made);
        assertThat(others.create(pvc(Mode.RAW).build()).device()).isNotEqualTo(made.device());
        assertThat(names()).hasSize(3);
    }

    @Test
    void whatIsDeclaredAndVolumesLeaveEachOtherAlone(@TempDir Path state) {
        PmemVolume made = volumes.create(pvc(Mode.FSDAX).build());
        try (NodeResources node = NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .build()) {
            Plan byPath = node.plan(Topology.of(VolumeGroupSpec.builder("vg-wrong")
                    .from(DeviceSource.devices(device(made)))
                    .build()));
            assertThat(byPath.steps()).isEmpty();
            assertThat(byPath.refusals()).singleElement().satisfies(refusal -> {
                assertThat(refusal.code()).isEqualTo(StandardErrorCode.DEVICE_HELD);
                assertThat(refusal.facts()).anySatisfy(fact -> assertThat(fact).contains("pvc-1"));
            });
            Topology onRegion = Topology.of(VolumeGroupSpec.builder("vg-pmem")
                    .from(new DeviceSource.PmemRegions(List.of(region)))
                    .build());
            node.apply(node.plan(onRegion)).orThrow();
            assertThat(node.plan(onRegion).isEmpty()).isTrue();
        }
        assertThat(names()).hasSize(3);
        assertThat(volumes.list()).containsExactly(made);
        assertThat(volumes.capacity(Mode.RAW).get(0).largest()).isEqualTo(ByteSize.ZERO);
        HostProgram.run("vgremove", "-qq", "-y", "vg-pmem");
    }

    @Test
    void twoAtOnceMakeOne() {
        PmemVolumes another = open(DRIVER);
        CompletableFuture<PmemVolume> first = CompletableFuture.supplyAsync(
                () -> volumes.create(pvc(Mode.FSDAX).build()));
        CompletableFuture<PmemVolume> second = CompletableFuture.supplyAsync(
                () -> another.create(pvc(Mode.FSDAX).build()));
        assertThat(first.join()).isEqualTo(second.join());
        assertThat(names()).hasSize(2);
    }
}
