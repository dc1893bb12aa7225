package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.backend.pmem.NdBus;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.backend.pmem.internal.jna.PmemLayout;
import io.noderesource.backend.pmem.internal.volume.VolumeSizes;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.MemoryKind;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.VolumeGroupKind;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Planner;
import io.noderesource.plan.Policy;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSource.RegionMode;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The sizes that a plan reckons with are those that libndctl and the kernel make, in a region that is in pieces.
 *
 * <p>System properties: {@code sandbox.sizes}, how many cases, 8 of them; {@code sandbox.seed}, which is printed.
 */
@InSandbox(
        disks = {},
        nvdimms = {"640M", "64M"})
class PmemSizesSandboxTest {

    private static final int CASES = Integer.getInteger("sandbox.sizes", 8);
    private static final long UNIT = 16L << 20;
    private static final long BLOCK = 128L << 20;

    private final Ndctl ndctl = Ndctl.load();
    private final long seed = Long.getLong("sandbox.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private String region = "";

    @BeforeEach
    void open() {
        System.out.println("seed " + seed);
        region = NdBus.labelled(0);
    }

    @AfterEach
    void cleanUp() throws IOException {
        for (PmemNamespace namespace : ndctl.look().namespacesIn(region)) {
            String uuid = String.valueOf(namespace.uuid());
            if (namespace.mode() == Mode.DEVDAX) {
                ndctl.takeMemoryBack(region, uuid);
            }
            ndctl.delete(region, uuid);
        }
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }

    private String piece(long size) throws IOException {
        String uuid = uuid();
        ndctl.reserve(region, uuid, List.of("piece"), size);
        return uuid;
    }

    /** Pieces of any size with gaps between them. */
    private void fragment() throws IOException {
        List<String> pieces = new ArrayList<>();
        long left = ndctl.look().region(region).orElseThrow().size().bytes() / UNIT;
        while (left > 0 && pieces.size() < 5) {
            long size = 1 + random.nextLong(Math.min(left, 16));
            pieces.add(piece(size * UNIT));
            left -= size;
        }
        for (String piece : pieces) {
            if (random.nextBoolean()) {
                ndctl.delete(region, piece);
            }
        }
    }

    private ResourceSpec declared(Mode mode, @Nullable RegionSize size) {
        if (mode == Mode.DEVDAX) {
            return size == null ? MemorySpec.of(region) : MemorySpec.of(region).sized(size);
        }
        RegionMode word = RegionMode.valueOf(mode.name());
        return VolumeGroupSpec.builder("vg-data")
                .from(new DeviceSource.PmemRegions(List.of(region), size, word))
                .build();
    }

    private static Plan plan(Pmem seen, ResourceSpec spec) {
        Inventory inventory = Inventory.of(
                "edge-1",
                Instant.EPOCH,
                List.of(
                        Section.complete(BlockDevices.SECTION, new BlockDevices("boot", List.of(), List.of())),
                        Section.complete(Lvm.SECTION, new Lvm("none", List.of(), List.of(), List.of())),
                        Section.complete(Pmem.SECTION, seen)));
        return Planner.of(List.of(new VolumeGroupKind(), new MemoryKind()))
                .plan(new PlanRequest(
                        new NodeIdentity("edge-1", Map.of()),
                        List.of(spec),
                        inventory,
                        Ledger.empty("salt"),
                        Policy.defaults()));
    }

    private static Optional<CreateNamespace> made(Plan plan) {
        return plan.steps().stream()
                .map(p -> p.step())
                .filter(CreateNamespace.class::isInstance)
                .map(CreateNamespace.class::cast)
                .findFirst();
    }

    /** Makes it as the backend does, which clears all of it, and sees that it is what the step says. */
    private PmemNamespace make(CreateNamespace step) throws IOException {
        clear(ndctl.reserve(
                        region,
                        step.uuid(),
                        List.of(step.unfinishedName()),
                        step.size().bytes())
                .device());
        ndctl.format(new PmemLayout(
                region, step.uuid(), step.layoutUuid(), step.name(), step.mode(), CreateNamespace.ALIGNMENT.bytes()));
        PmemNamespace made = ndctl.look().namespacesIn(region).stream()
                .filter(n -> step.uuid().equals(n.uuid()))
                .findFirst()
                .orElseThrow();
        assertThat(made.mode()).isEqualTo(step.mode());
        assertThat(made.size()).isEqualTo(step.size());
        return made;
    }

    /** The kernel goes by the layout of an earlier namespace of that UUID, which lies at the beginning. */
    private static void clear(String device) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of("/dev", device), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1 << 20));
            channel.force(true);
        }
    }

    /** All that is counted on for data: docs/manifest.md tells what goes. */
    private static long least(long size, Mode mode) {
        return switch (mode) {
            case RAW, UNKNOWN -> size;
            case SECTOR -> size - size / 512 - (2L << 20);
            case FSDAX, DEVDAX -> size - size / 64 - (4L << 20);
        };
    }

    /** What is smaller could be made, and does not serve. */
    private static long leastOf(Mode mode) {
        return mode == Mode.DEVDAX ? 2 * BLOCK : mode == Mode.SECTOR ? 2 * UNIT : UNIT;
    }

    /** The kernel has made memory of it, at least one block, and gives it back. */
    private void isMemory(PmemNamespace namespace) throws IOException {
        String uuid = String.valueOf(namespace.uuid());
        ndctl.addMemory(region, uuid);
        assertThat(ndctl.look().namespacesIn(region).stream()
                        .filter(n -> uuid.equals(n.uuid()))
                        .flatMap(n -> n.daxDevices().stream()))
                .singleElement()
                .satisfies(d -> assertThat(d.memory())
                        .isNotNull()
                        .satisfies(m -> assertThat(m.online()).isPositive().isEqualTo(m.blocks())));
        ndctl.takeMemoryBack(region, uuid);
    }

    @Test
    void whatAPlanSaysToFitIsMadeAndWhatItRefusesIsNot() throws IOException {
        int made = 0;
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            fragment();
            Pmem seen = ndctl.look();
            PmemRegion is = seen.region(region).orElseThrow();
            Mode mode = List.of(Mode.FSDAX, Mode.DEVDAX, Mode.SECTOR, Mode.RAW).get(random.nextInt(4));
            RegionSize size = random.nextInt(4) == 0
                    ? null
                    : random.nextBoolean()
                            ? RegionSize.percent(1 + random.nextInt(100))
                            : RegionSize.bytes(ByteSize.ofBytes(1 + random.nextLong(400L << 20)));
            long wanted = size == null
                    ? is.largestExtent().bytes()
                    : size.in(is.size()).bytes();
            long rounded = wanted / UNIT * UNIT;
            String what = "case " + i + ": " + mode + " " + size + " in " + is;
            Plan plan = plan(seen, declared(mode, size));
            Optional<CreateNamespace> step = made(plan);
            if (step.isPresent()) {
                assertThat(step.get().size().bytes()).as(what).isEqualTo(rounded);
                PmemNamespace namespace = make(step.get());
                assertThat(namespace.usable().bytes()).as(what).isGreaterThanOrEqualTo(least(rounded, mode));
                // What is told to CSI drivers.
                assertThat(namespace.usable())
                        .as(what)
                        .isBetween(
                                VolumeSizes.usable(mode, namespace.size()),
                                VolumeSizes.usableAtMost(mode, namespace.size()));
                if (mode == Mode.DEVDAX) {
                    isMemory(namespace);
                }
                made++;
            } else if (rounded < leastOf(mode)) {
                assertThat(plan.refusals()).as(what).hasSize(1);
                refused++;
            } else {
                assertThat(plan.refusals())
                        .as(what)
                        .extracting(r -> r.code())
                        .containsExactly(StandardErrorCode.PMEM_FULL);
                assertThatThrownBy(() -> piece(rounded)).as(what).isInstanceOf(IOException.class);
                refused++;
            }
            cleanUp();
        }
        System.out.println(made + " made, " + refused + " refused");
    }

    @Test
    void aSizeThatIsNoMultipleOfTheRegionsAlignmentIsTakenByNoKernel() throws IOException {
        String uuid = uuid();
        for (int i = 0; i < CASES; i++) {
            long size = UNIT * random.nextInt(8) + 1 + random.nextLong(UNIT - 1);
            assertThatThrownBy(() -> ndctl.reserve(region, uuid, List.of("piece"), size))
                    .as("%d bytes", size)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("ndctl_namespace_set_size: EINVAL");
        }
        ndctl.dropSeeds(uuid);
        assertThat(ndctl.look().namespacesIn(region)).isEmpty();
        NdBus.isNothingBegun(region);
    }

    /** Of a namespace of the least size a block is memory wherever in the region it begins. */
    @Test
    void theLeastSizeOfMemoryServesWhereverItLies() throws IOException {
        long first = random.nextInt(8);
        for (long before : new long[] {0, first, (first + 3) % 8}) {
            if (before > 0) {
                piece(before * UNIT);
            }
            RegionSize least = RegionSize.bytes(ByteSize.ofBytes(2 * BLOCK));
            isMemory(make(made(plan(ndctl.look(), declared(Mode.DEVDAX, least))).orElseThrow()));
            cleanUp();
        }
    }

    /** The kernel lays no sectors out in so little. */
    @Test
    void sectorsNeedMoreThanTheLeastOfOtherModes() throws IOException {
        Plan plan = plan(ndctl.look(), declared(Mode.SECTOR, RegionSize.bytes(ByteSize.ofBytes(UNIT))));
        assertThat(plan.steps()).isEmpty();
        String uuid = piece(UNIT);
        assertThatThrownBy(() -> ndctl.format(new PmemLayout(region, uuid, uuid(), "piece", Mode.SECTOR, 0)))
                .isInstanceOf(IOException.class);
    }
}
