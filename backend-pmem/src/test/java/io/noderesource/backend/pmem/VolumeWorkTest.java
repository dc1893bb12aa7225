package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.backend.pmem.internal.jna.FakeNdctl;
import io.noderesource.backend.pmem.internal.volume.VolumeNames;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.linux.LinuxNode;
import io.noderesource.spi.BackendContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is changed. */
class VolumeWorkTest {

    private static final String DRIVER = "pmem.csi.example.org";
    private static final VolumeNames NAMES = new VolumeNames(DRIVER);
    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);
    private static final VolumeRequest REQUEST =
            VolumeRequest.builder("pvc-1", SIZE).mode(Mode.RAW).build();

    @TempDir
    Path state;

    private final FakeNdctl ndctl = new FakeNdctl();
    private VolumeWork work;

    @BeforeEach
    void open() {
        Duration limit = Duration.ofMinutes(1);
        work = new VolumeWork(ndctl.open(), LinuxNode.open(new BackendContext(DRIVER, state, limit)), DRIVER, limit);
    }

    private static long end() {
        return System.nanoTime() + Duration.ofMinutes(1).toNanos();
    }

    private void refused(ErrorCode code, ThrowingCallable call, String fact) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code()).as("%s", e.getMessage()).isEqualTo(code))
                .hasMessageContaining(fact);
        assertThat(ndctl.changes()).isEmpty();
    }

    /** One that is there would be told to be gone, or made a second time. */
    @Test
    void whatIsNotSeenIsNotGone() {
        List<Consumer<FakeNdctl.Region>> hiding = List.of(
                region -> region.enabled = false,
                region -> region.dimm.locked = true,
                region -> region.dimm.enabled = false);
        FakeNdctl.Region region = ndctl.region();
        ndctl.region();
        for (Consumer<FakeNdctl.Region> hide : hiding) {
            region.enabled = true;
            region.dimm.locked = false;
            region.dimm.enabled = true;
            assertThat(work.volume("pvc-1")).isEmpty();
            work.destroy("pvc-1", HeldData.REFUSE, end());
            hide.accept(region);
            refused(
                    StandardErrorCode.PMEM_REGION_UNUSABLE,
                    () -> work.destroy("pvc-1", HeldData.DESTROY, end()),
                    "nobody can tell whether it is there");
            refused(StandardErrorCode.PMEM_REGION_UNUSABLE, () -> work.create(REQUEST, end()), "nobody can tell");
            refused(StandardErrorCode.PMEM_REGION_UNUSABLE, () -> work.resize(REQUEST, end()), "nobody can tell");
            refused(StandardErrorCode.PMEM_REGION_UNUSABLE, () -> work.volume("pvc-1"), "nobody can tell");
        }
    }

    /** The bus may be away, as its driver is, or as a container does not have it. */
    @Test
    void whereNoRegionIsShownNothingIsToldToBeGone() {
        refused(
                StandardErrorCode.PMEM_REGION_UNUSABLE,
                () -> work.destroy("pvc-1", HeldData.DESTROY, end()),
                "no region");
    }

    /** It may lie there still; and what is made may lie over it. */
    @Test
    void whatHiddenLabelsHoldIsNotGone() {
        FakeNdctl.Region region = ndctl.region();
        region.hidden = SIZE.bytes();
        ndctl.region();
        StandardErrorCode code = StandardErrorCode.PMEM_HIDDEN_LABELS;
        refused(code, () -> work.destroy("pvc-1", HeldData.DESTROY, end()), "labels hold 64 MiB of region0");
        refused(code, () -> work.create(REQUEST, end()), "labels hold 64 MiB of region0");
        refused(code, () -> work.volume("pvc-1"), "nobody can tell whether it is there");
        assertThat(work.capacity(Mode.RAW))
                .satisfiesExactly(
                        hidden -> {
                            assertThat(hidden.largest()).isEqualTo(ByteSize.ZERO);
                            assertThat(hidden.obstacle()).contains("labels hold 64 MiB");
                        },
                        free -> assertThat(free.obstacle()).isNull());
        String label = NAMES.label("pvc-1", Mode.RAW).text();
        FakeNdctl.Namespace namespace = region.with(NAMES.uuid("pvc-1"), label, FakeNdctl.RAW, SIZE.bytes());
        refused(code, () -> work.resize(VolumeRequest.of("pvc-1", ByteSize.ofMebibytes(128)), end()), "region0: ");
        namespace.label = NAMES.label("pvc-1", Mode.RAW).unfinished().text();
        refused(code, () -> work.create(REQUEST, end()), "labels hold 64 MiB of region0");
    }

    /** Without labels no volume can be there. */
    @Test
    void aDisabledRegionWithoutLabelsHidesNothing() {
        FakeNdctl.Region region = ndctl.region();
        region.enabled = false;
        region.dimm.labels = false;
        work.destroy("pvc-1", HeldData.REFUSE, end());
    }

    @Test
    void aVolumeThatIsSeenIsFoundBesideWhatIsNot() {
        ndctl.region().enabled = false;
        ndctl.region().with(NAMES.uuid("pvc-1"), NAMES.label("pvc-1", Mode.RAW).text(), FakeNdctl.RAW, SIZE.bytes());
        assertThat(work.volume("pvc-1")).isPresent();
    }

    /** It would be left disabled, with another name. */
    @Test
    void nothingIsBegunInARegionThatCannotBeChanged() {
        FakeNdctl.Region region = ndctl.region();
        String label = NAMES.label("pvc-1", Mode.RAW).text();
        FakeNdctl.Namespace namespace = region.with(NAMES.uuid("pvc-1"), label, FakeNdctl.RAW, SIZE.bytes());
        VolumeRequest larger = VolumeRequest.of("pvc-1", ByteSize.ofMebibytes(128));
        List<Consumer<FakeNdctl.Region>> obstacles = List.of(
                each -> each.readOnly = true, each -> each.dimm.locked = true, each -> each.dimm.enabled = false);
        for (Consumer<FakeNdctl.Region> obstacle : obstacles) {
            region.readOnly = false;
            region.dimm.locked = false;
            region.dimm.enabled = true;
            namespace.enabled = true;
            obstacle.accept(region);
            refused(
                    StandardErrorCode.PMEM_REGION_UNUSABLE,
                    () -> work.destroy("pvc-1", HeldData.DESTROY, end()),
                    "region0: ");
            refused(StandardErrorCode.PMEM_REGION_UNUSABLE, () -> work.resize(larger, end()), "region0: ");
            assertThat(work.create(REQUEST, end()).state()).isEqualTo(PmemVolume.State.READY);
            namespace.enabled = false;
            refused(StandardErrorCode.PMEM_REGION_UNUSABLE, () -> work.create(REQUEST, end()), "region0: ");
        }
    }

    /** Who creates a volume gets one that is whole, or is told. */
    @Test
    void whatAnotherProgramDisablesMeanwhileIsNotToldToBeReady() {
        FakeNdctl.Namespace namespace = ndctl.region()
                .with(NAMES.uuid("pvc-1"), NAMES.label("pvc-1", Mode.RAW).text(), FakeNdctl.RAW, SIZE.bytes());
        assertThat(work.create(REQUEST, end()).state()).isEqualTo(PmemVolume.State.READY);
        int[] looks = {0};
        ndctl.beforeContext(() -> namespace.enabled = ++looks[0] == 1);
        refused(PmemErrorCode.VOLUME_CHANGED, () -> work.create(REQUEST, end()), "is DISABLED now");
    }

    /** The time for a change is counted before anything is looked at. */
    @Test
    void whatNoNodeHasIsRefusedHoweverMuchItIs() {
        ndctl.region();
        ByteSize most = ByteSize.ofBytes(Long.MAX_VALUE);
        assertThat(PmemVolumes.clearing(ByteSize.ofGibibytes(1))).isEqualTo(Duration.ofSeconds(16));
        assertThat(PmemVolumes.clearing(most).multipliedBy(9).toNanos()).isPositive();
        VolumeRequest huge = VolumeRequest.of("pvc-1", most);
        refused(StandardErrorCode.PMEM_FULL, () -> work.create(huge, end()), "the largest volume");
        refused(PmemErrorCode.NO_VOLUME, () -> work.resize(huge, end()), "no namespace");
    }
}
