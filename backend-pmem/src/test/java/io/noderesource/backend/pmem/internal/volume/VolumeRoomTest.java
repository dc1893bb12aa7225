package io.noderesource.backend.pmem.internal.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.kinds.PmemConditions;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumeRoomTest {

    private static PmemDimm dimm(boolean enabled, boolean locked) {
        return new PmemDimm(
                "nmem0",
                "ndbus0",
                null,
                0,
                0,
                enabled,
                true,
                locked,
                PmemDimm.Security.UNSUPPORTED,
                true,
                100,
                PmemDimm.Health.UNKNOWN,
                List.of());
    }

    private static PmemRegion region(String name, long mebibytes, boolean labelled, boolean enabled, boolean readOnly) {
        ByteSize size = ByteSize.ofMebibytes(mebibytes);
        return new PmemRegion(
                name,
                "ndbus0",
                List.of("nmem0"),
                0,
                ByteSize.ofGibibytes(4),
                size,
                size,
                ByteSize.ZERO,
                ByteSize.ofMebibytes(16),
                1,
                labelled,
                enabled,
                readOnly,
                "namespace9.0",
                PmemRegion.Persistence.UNKNOWN);
    }

    private static PmemNamespace namespace(String name, boolean enabled) {
        return new PmemNamespace(
                name,
                "region0",
                "6d738daf-b779-4b36-8d07-e6188501e3fb",
                null,
                "theirs",
                Mode.RAW,
                ByteSize.ZERO,
                ByteSize.ofMebibytes(64),
                ByteSize.ofMebibytes(64),
                512,
                ByteSize.ZERO,
                PmemNamespace.MapLocation.NONE,
                enabled,
                null,
                List.of());
    }

    private static VolumeRoom room(PmemDimm dimm, PmemRegion... regions) {
        return new VolumeRoom(
                new Pmem(List.of(), List.of(dimm), List.of(regions), List.of(), ByteSize.ZERO), Mode.FSDAX);
    }

    @Test
    void theRegionWithTheLeastRoomThatIsEnoughIsTaken() {
        VolumeRoom room = room(
                dimm(true, false),
                region("region0", 1024, true, true, false),
                region("region1", 256, true, true, false),
                region("region2", 64, true, true, false),
                region("region3", 256, true, true, false));
        assertThat(room.best(ByteSize.ofMebibytes(100)).orElseThrow().name()).isEqualTo("region1");
        assertThat(room.best(ByteSize.ofMebibytes(300)).orElseThrow().name()).isEqualTo("region0");
        assertThat(room.best(ByteSize.ofMebibytes(1024))).isEmpty();
    }

    @Test
    void whatCannotBeWrittenHasNoRoom() {
        PmemRegion good = region("region0", 1024, true, true, false);
        PmemRegion bare = region("region0", 1024, false, true, false);
        PmemRegion disabled = region("region0", 1024, true, false, false);
        PmemRegion readOnly = region("region0", 1024, true, true, true);
        isObstacle(room(dimm(true, false), bare), bare, StandardErrorCode.PMEM_NO_LABELS);
        isObstacle(room(dimm(true, false), disabled), disabled, StandardErrorCode.PMEM_REGION_UNUSABLE);
        isObstacle(room(dimm(true, false), readOnly), readOnly, StandardErrorCode.PMEM_REGION_UNUSABLE);
        isObstacle(room(dimm(false, false), good), good, StandardErrorCode.PMEM_REGION_UNUSABLE);
        isObstacle(room(dimm(true, true), good), good, StandardErrorCode.PMEM_REGION_UNUSABLE);
        assertThat(room(dimm(true, false), good).obstacle(good)).isEmpty();
    }

    /** One that goes before the next is made is its seed then. */
    @Test
    void whatIsThereIsNoSeed() {
        PmemRegion region = region("region0", 1024, true, true, false);
        PmemNamespace seed = namespace(String.valueOf(region.seed()), false);
        VolumeRoom room = new VolumeRoom(
                new Pmem(
                        List.of(),
                        List.of(dimm(true, false)),
                        List.of(region),
                        List.of(namespace("namespace0.1", true), seed),
                        ByteSize.ZERO),
                Mode.FSDAX);
        assertThat(room.obstacle(region)).isEmpty();
        assertThat(room.obstacleTo(region, ByteSize.ofMebibytes(1)).orElseThrow())
                .isEqualTo(PmemConditions.obstacleToMaking(room.pmem(), region, namespace("namespace0.1", true))
                        .orElseThrow())
                .satisfies(why -> {
                    assertThat(why.code()).isEqualTo(StandardErrorCode.PMEM_NO_SEED);
                    assertThat(why.fact()).contains(seed.name(), "theirs");
                });
        assertThat(room.largest(region)).isEqualTo(ByteSize.ZERO);
        assertThat(PmemConditions.obstacleToMaking(room.pmem(), region, seed)).isEmpty();
    }

    private static void isObstacle(VolumeRoom room, PmemRegion region, StandardErrorCode code) {
        assertThat(room.obstacle(region).orElseThrow().code()).isEqualTo(code);
        assertThat(room.largest(region)).isEqualTo(ByteSize.ZERO);
        assertThat(room.best(ByteSize.ofMebibytes(1))).isEmpty();
    }

    @Test
    void theLargestIsJustWhatThereIsRoomFor() {
        PmemRegion region = region("region0", 1000, true, true, false);
        VolumeRoom room = room(dimm(true, false), region);
        ByteSize largest = room.largest(region);
        assertThat(room.obstacleTo(region, largest)).isEmpty();
        assertThat(room.obstacleTo(region, ByteSize.ofBytes(largest.bytes() + 1))
                        .orElseThrow()
                        .code())
                .isEqualTo(StandardErrorCode.PMEM_FULL);
    }
}
