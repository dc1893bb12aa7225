package io.noderesource.backend.pmem.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of labels: what was enabled is enabled again. */
class PmemLabelsTest {

    /** The end of a process. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @TempDir
    Path run;

    private final FakeNdctl ndctl = new FakeNdctl();
    private final FakeNdctl.Region region = ndctl.region();

    @BeforeEach
    void bare() {
        region.dimm.labels = false;
    }

    private void isEnabled() throws IOException {
        assertThat(region.enabled).isTrue();
        assertThat(region.dimm.enabled).isTrue();
        assertThat(ndctl.open(run).areLabelsUnderWay()).isFalse();
        try (var files = Files.list(run)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aBareModuleGetsLabels() throws IOException {
        ndctl.open(run).initializeLabels("region0");
        assertThat(region.dimm.labels).isTrue();
        assertThat(ndctl.changes())
                .containsExactly(
                        "region_disable_invalidate region0",
                        "dimm_init_labels nmem0",
                        "dimm_disable nmem0",
                        "dimm_enable nmem0",
                        "region_enable region0");
        isEnabled();
    }

    /** What is refused once goes well when it is tried again. */
    @Test
    void whatIsRefusedLeavesAllEnabled() throws IOException {
        for (String refused : List.of(
                "region_disable_invalidate region0",
                "dimm_init_labels nmem0",
                "dimm_disable nmem0",
                "dimm_enable nmem0")) {
            int before = ndctl.changes().size();
            ndctl.failing(change -> change.equals(refused)
                    && ndctl.changes().subList(before, ndctl.changes().size()).stream()
                                    .filter(refused::equals)
                                    .count()
                            == 1);
            region.dimm.labels = false;
            assertThatThrownBy(() -> ndctl.open(run).initializeLabels("region0"))
                    .as(refused)
                    .isInstanceOf(IOException.class);
            assertThat(ndctl.open(run).enableLeft())
                    .as("nothing is left, which would keep the next look from seeing anything")
                    .isFalse();
            isEnabled();
        }
    }

    /** The finally of a process that is killed is not run: here it fails in all that it does. */
    @Test
    void whatAProcessThatIsGoneHasDisabledIsEnabled() throws IOException {
        for (int last = 1; last <= 5; last++) {
            int end = ndctl.changes().size() + last;
            ndctl.failing(change -> {
                if (ndctl.changes().size() >= end) {
                    throw new Killed();
                }
                return false;
            });
            region.dimm.labels = false;
            assertThatThrownBy(() -> ndctl.open(run).initializeLabels("region0"))
                    .isInstanceOf(Killed.class);
            // The first change disables nothing yet.
            assertThat(ndctl.open(run).areLabelsUnderWay()).as("%s", last).isEqualTo(last > 1);
            ndctl.failing(change -> false);
            assertThat(ndctl.open(run).enableLeft()).as("%s", last).isEqualTo(last > 1);
            isEnabled();
            // Else a boot would take the device of the region away, with what is on it by then.
            assertThat(region.dimm.unread)
                    .as("labels that the kernel does not know, %s", last)
                    .isFalse();
            assertThat(ndctl.open(run).enableLeft()).as("%s", last).isFalse();
        }
    }

    /** Its device would be shown as without labels, and be gone after the next boot. */
    @Test
    void aRegionWhoseLabelsTheKernelHasNotReadStaysDisabled() throws IOException {
        ndctl.failing(change -> change.equals("dimm_disable nmem0"));
        assertThatThrownBy(() -> ndctl.open(run).initializeLabels("region0")).isInstanceOf(IOException.class);
        assertThat(region.enabled).isFalse();
        assertThat(region.dimm.unread).isTrue();
        assertThatThrownBy(() -> ndctl.open(run).enableLeft()).isInstanceOf(IOException.class);
        assertThat(region.enabled).isFalse();
        ndctl.failing(change -> false);
        assertThat(ndctl.open(run).enableLeft()).isTrue();
        isEnabled();
    }

    /** One that cannot be enabled keeps no other from it. */
    @Test
    void eachThatIsNotedIsTried() throws IOException {
        FakeNdctl.Region other = ndctl.region();
        List<FakeNdctl.Region> both = List.of(region, other);
        for (FakeNdctl.Region bad : both) {
            for (FakeNdctl.Region each : both) {
                each.enabled = false;
                Files.writeString(run.resolve("labels-" + each.name), each.dimm.name + "\n");
            }
            ndctl.failing(change -> change.equals("region_enable " + bad.name));
            assertThatThrownBy(() -> ndctl.open(run).enableLeft()).isInstanceOf(IOException.class);
            assertThat(both).filteredOn(each -> each.enabled).hasSize(1).doesNotContain(bad);
            ndctl.failing(change -> false);
            ndctl.open(run).enableLeft();
            assertThat(both).allMatch(each -> each.enabled);
        }
    }

    /** Modules that were disabled by somebody stay so, and so do other regions. */
    @Test
    void onlyWhatIsNotedIsEnabled() throws IOException {
        FakeNdctl.Region other = ndctl.region();
        other.enabled = false;
        other.dimm.enabled = false;
        Files.writeString(run.resolve("labels-region0"), "nmem0\n");
        Files.writeString(run.resolve("labels-region7"), "nmem7\n");
        Files.writeString(run.resolve("node.lock"), "17\n");
        region.enabled = false;
        ndctl.open(run).enableLeft();
        assertThat(region.enabled).isTrue();
        assertThat(other.enabled).isFalse();
        assertThat(other.dimm.enabled).isFalse();
        try (var files = Files.list(run)) {
            assertThat(files).containsExactly(run.resolve("node.lock"));
        }
    }
}
