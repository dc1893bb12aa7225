package io.noderesource.backend.pmem.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.backend.pmem.internal.jna.HiddenLabels.Range;
import io.noderesource.inventory.PmemRegion;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is held of a region and not shown, where the kernel rounds what it has for used. */
class HiddenLabelsTest {

    private static final long MIB = 1L << 20;
    private static final long ALIGNMENT = 16 * MIB;
    private static final String UUID = "6d738daf-b779-4b36-8d07-e6188501e3fb";

    private static Range range(long start, long size) {
        return new Range(start * MIB, size * MIB);
    }

    private static List<Range> modules(int count, long start, long size) {
        return Collections.nCopies(count, range(start, size));
    }

    private static long hidden(long available, long alignment, List<Range> modules, Range... namespaces) {
        return HiddenLabels.of(available * MIB, alignment, modules, List.of(namespaces)) / MIB;
    }

    @Test
    void whatIsShownIsNotHidden() {
        assertThat(hidden(1024, ALIGNMENT, modules(1, 0, 1024))).isZero();
        assertThat(hidden(768, ALIGNMENT, modules(1, 0, 1024), range(64, 256))).isZero();
        assertThat(hidden(1792, ALIGNMENT, modules(2, 1024, 1024), range(0, 128), range(256, 128)))
                .isZero();
    }

    /** One that lies on one module only. */
    @Test
    void whatIsHeldAndNotShownIsHidden() {
        assertThat(hidden(1008, ALIGNMENT, modules(1, 0, 1024))).isEqualTo(16);
        assertThat(hidden(2040, ALIGNMENT, modules(2, 0, 1024))).isEqualTo(8);
        assertThat(hidden(1792 - 64, ALIGNMENT, modules(2, 0, 1024), range(0, 256)))
                .isEqualTo(64);
    }

    /** The kernel takes the labels of one module after the other, the first one's first, and shows none that the first has not. */
    @Test
    void aNamespaceThatWasDestroyedOnTheFirstModulesOnlyIsHidden() {
        long alignment = 48 * MIB;
        for (long gone = 1; gone < 3; gone++) {
            assertThat(hidden(3072 - 16 * (3 - gone), alignment, modules(3, 0, 1024)))
                    .isEqualTo(16 * (3 - gone));
        }
        assertThat(hidden(3072, alignment, modules(3, 0, 1024))).isZero();
    }

    /** Two that share a part of what is aligned have it both. */
    @Test
    void aNamespaceThatIsNotAlignedHoldsMoreThanItHas() {
        assertThat(hidden(1024 - 32, ALIGNMENT, modules(1, 0, 1024), range(8, 16)))
                .isZero();
        assertThat(hidden(1024 - 32, ALIGNMENT, modules(1, 0, 1024), range(0, 8), range(8, 8)))
                .isZero();
        assertThat(hidden(2048 - 32, ALIGNMENT, modules(2, 0, 1024), range(8, 16)))
                .isZero();
        assertThat(hidden(1024 - 32, ALIGNMENT, modules(1, 4, 1024), range(0, 16)))
                .isZero();
    }

    /** The kernel aligns where on the module it begins, not where in the region. */
    @Test
    void aRegionThatIsNotAlignedIsReckonedAsItsModules() {
        assertThat(hidden(1024 - 16, ALIGNMENT, modules(1, 4, 1024), range(12, 16)))
                .isZero();
        assertThat(hidden(1024 - 32, ALIGNMENT, modules(1, 4, 1024), range(12, 16)))
                .isEqualTo(16);
    }

    @Test
    void whatIsTooLittleForAnAlignmentIsNotFree() {
        assertThat(hidden(496, ALIGNMENT, modules(1, 0, 511))).isZero();
        assertThat(hidden(0, ALIGNMENT, modules(1, 0, 511), range(496, 15))).isZero();
        assertThat(hidden(0, 48 * MIB + 1, modules(2, 0, 512))).isZero();
    }

    /** Kernels before 5.7 align nothing. */
    @Test
    void withoutAnAlignmentNothingIsRounded() {
        assertThat(hidden(1000, 0, modules(1, 0, 1024), range(8, 24))).isZero();
        assertThat(hidden(999, 0, modules(1, 0, 1024), range(8, 24))).isEqualTo(1);
    }

    @Test
    void aKernelThatHasMoreForFreeIsNotContradicted() {
        assertThat(hidden(1024, ALIGNMENT, modules(1, 0, 1024), range(0, 16))).isZero();
        assertThat(hidden(1024, ALIGNMENT, List.of())).isZero();
    }

    @Test
    void aLookTellsOfIt() throws IOException {
        FakeNdctl ndctl = new FakeNdctl();
        FakeNdctl.Region region = ndctl.region();
        region.with(UUID, "theirs", FakeNdctl.RAW, 64 * MIB);
        FakeNdctl.Region bare = ndctl.region();
        bare.dimm.labels = false;
        bare.hidden = 16 * MIB;
        assertThat(ndctl.open().look().regions())
                .extracting(PmemRegion::hidden)
                .allSatisfy(hidden -> assertThat(hidden.bytes()).isZero());
        region.hidden = 16 * MIB;
        assertThat(ndctl.open().look().region("region0").orElseThrow().hidden().bytes())
                .isEqualTo(16 * MIB);
        region.enabled = false;
        assertThat(ndctl.open().look().region("region0").orElseThrow().hidden().bytes())
                .isZero();
    }

    /** Right before a namespace is made: they may have come since it was planned. */
    @Test
    void nothingIsMadeWhereThereAreSome() {
        FakeNdctl ndctl = new FakeNdctl();
        ndctl.region().hidden = 16 * MIB;
        assertThatThrownBy(() -> ndctl.open().reserve("region0", UUID, List.of("ours"), 64 * MIB))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("labels hold");
        assertThat(ndctl.changes()).isEmpty();
    }
}
