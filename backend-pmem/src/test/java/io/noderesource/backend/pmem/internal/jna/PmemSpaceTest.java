package io.noderesource.backend.pmem.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program at the seed of a region that a namespace is being made of. */
class PmemSpaceTest {

    private static final String UUID = "6d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final String THEIRS = "7d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final long SIZE = 64L << 20;

    @TempDir
    Path devices;

    private final FakeNdctl ndctl = new FakeNdctl();
    private FakeNdctl.Namespace seed = ndctl.region().seed;

    @BeforeEach
    void show() {
        ndctl.showIn(devices);
    }

    private Ndctl.Reserved reserve() throws IOException {
        return ndctl.open().reserve("region0", UUID, List.of("ours"), SIZE);
    }

    /** What another program does right before a change of ours. */
    private void meanwhile(String change, Consumer<FakeNdctl.Namespace> theirs) {
        ndctl.failing(call -> {
            if (call.startsWith(change)) {
                theirs.accept(seed);
            }
            return false;
        });
    }

    private void refused(String fact) {
        assertThatThrownBy(this::reserve)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another program")
                .hasMessageContaining(fact);
        assertThat(ndctl.changes()).noneMatch(call -> call.startsWith("namespace_enable"));
    }

    private List<String> changes() {
        return ndctl.changes().stream()
                .map(call -> call.replaceFirst(" .*", ""))
                .toList();
    }

    @Test
    void aNamespaceIsMadeOfASeedThatIsNobodys() throws IOException {
        assertThat(reserve().wasThere()).isFalse();
        assertThat(changes())
                .containsExactly(
                        "namespace_set_uuid",
                        "namespace_set_alt_name",
                        "namespace_set_size",
                        "namespace_set_raw_mode",
                        "namespace_enable");
    }

    /** The library's context is older than that. */
    @Test
    void nothingIsWrittenToOneThatIsSomebodysByNow() {
        List<Consumer<FakeNdctl.Namespace>> theirs = List.of(
                their -> their.sizeByNow = OptionalLong.of(SIZE),
                their -> their.holder = "btt0.1",
                their -> their.extents = 1);
        for (Consumer<FakeNdctl.Namespace> change : theirs) {
            seed.sizeByNow = OptionalLong.empty();
            seed.holder = "";
            change.accept(seed);
            refused(seed.name);
            assertThat(ndctl.changes()).isEmpty();
        }
    }

    @Test
    void noSizeIsGivenToOneThatIsSomebodysMeanwhile() {
        meanwhile("namespace_set_alt_name", their -> their.uuid = PmemObjects.bytes(THEIRS));
        refused(THEIRS);
        assertThat(changes()).containsExactly("namespace_set_uuid", "namespace_set_alt_name");
    }

    /** Labels on one module hold room for that UUID already: it would get more than it is given, and they would go with it. */
    @Test
    void noSizeIsGivenToOneWithLabels() throws IOException {
        meanwhile("namespace_set_alt_name", their -> their.extents = 1);
        refused("1 parts of modules");
        assertThat(changes()).doesNotContain("namespace_set_size");
        ndctl.open().dropSeeds(UUID);
        assertThat(changes()).doesNotContain("namespace_delete");
    }

    @Test
    void whatDidNotGetItsSizeIsGivenBack() {
        meanwhile("namespace_set_size", their -> their.sizeByNow = OptionalLong.of(2 * SIZE));
        refused(2 * SIZE + " bytes");
        assertThat(changes()).endsWith("namespace_set_size", "namespace_delete");
    }

    /** What has their UUID is theirs. */
    @Test
    void whatIsSomebodysByThenIsLeftAsItIs() {
        meanwhile("namespace_set_size", their -> their.uuid = PmemObjects.bytes(THEIRS));
        refused(THEIRS);
        assertThat(changes()).endsWith("namespace_set_size");
    }
}
