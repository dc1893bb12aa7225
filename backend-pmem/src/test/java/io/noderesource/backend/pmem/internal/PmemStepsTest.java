package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.backend.pmem.PmemErrorCode;
import io.noderesource.backend.pmem.internal.jna.FakeNdctl;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.MapLocation;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.RegionTarget;
import io.noderesource.spi.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a step refuses by itself, whatever its conditions have shown. */
class PmemStepsTest {

    private static final String UUID = "6d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final String LAYOUT = "7d738daf-b779-4b36-8d07-e6188501e3fb";
    private static final String NAME = "nr-abcdefghi-12345678";
    private static final ByteSize SIZE = ByteSize.ofMebibytes(256);

    private final FakeNdctl ndctl = new FakeNdctl();

    private static CreateNamespace create() {
        return new CreateNamespace(
                new ResourceAddress("memory", "region0"),
                new RegionTarget("region0", List.of(), SIZE),
                UUID,
                LAYOUT,
                Mode.DEVDAX,
                NAME,
                SIZE,
                null,
                "a test");
    }

    private static StepContext seeing(PmemNamespace... namespaces) {
        Inventory now = Inventory.of(
                "edge-1",
                Instant.EPOCH,
                List.of(Section.complete(
                        Pmem.SECTION, new Pmem(List.of(), List.of(), List.of(), List.of(namespaces), ByteSize.ZERO))));
        return new StepContext(now, Duration.ofMinutes(1), message -> {});
    }

    private static PmemNamespace devdax(String device) {
        return new PmemNamespace(
                "namespace0.0",
                "region0",
                UUID,
                LAYOUT,
                NAME + ".new",
                Mode.DEVDAX,
                ByteSize.ZERO,
                SIZE,
                SIZE,
                0,
                ByteSize.ofMebibytes(2),
                MapLocation.DEVICE,
                true,
                null,
                List.of(new DaxDevice(device, DaxDevice.Mode.DEVDAX, SIZE, ByteSize.ofMebibytes(2), 0, null)));
    }

    private static void refused(ErrorCode code, ThrowingCallable call, String fact) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code()).as("%s", e.getMessage()).isEqualTo(code))
                .hasMessageContaining(fact);
    }

    /** A null device stands for the one that this process has open. */
    @Test
    void whatAProcessHasOpenIsNotTakenFromUnderIt() throws IOException {
        ndctl.region().with(UUID, NAME + ".new", FakeNdctl.RAW, SIZE.bytes());
        try (var open = Files.newInputStream(Path.of("/dev/null"))) {
            assertThat(open.read()).isNegative();
            refused(
                    StandardErrorCode.DEVICE_HELD,
                    () -> new PmemSteps(ndctl.open()).create(create(), seeing(devdax("null"))),
                    "uses /dev/null");
        }
        assertThat(ndctl.changes()).isEmpty();
    }

    /** A step that comes late, as its worker hung, may find what another has finished since. */
    @Test
    void whatOthersHaveFinishedIsLeftAsItIs() {
        FakeNdctl.Namespace namespace = ndctl.region().with(UUID, NAME, FakeNdctl.RAW, SIZE.bytes());
        PmemSteps steps = new PmemSteps(ndctl.open());
        refused(PmemErrorCode.REFUSED, () -> steps.create(create(), seeing()), "the name '" + NAME + "'");
        namespace.label = NAME + ".new";
        namespace.size /= 2;
        refused(PmemErrorCode.REFUSED, () -> steps.create(create(), seeing()), "134217728 bytes");
        assertThat(ndctl.changes()).isEmpty();
    }

    /** Whatever it is refused for: here its device is not there. */
    @Test
    void whatIsNotClearedGetsItsLayoutBack() {
        FakeNdctl.Namespace namespace = ndctl.region().with(UUID, NAME + ".new", FakeNdctl.RAW, SIZE.bytes());
        refused(
                StandardErrorCode.IO,
                () -> new PmemSteps(ndctl.open()).create(create(), seeing()),
                "/dev/nr-namespace0.0");
        assertThat(ndctl.changes()).contains("namespace_set_raw_mode namespace0.0");
        assertThat(namespace.raw).isFalse();
        assertThat(namespace.enabled).isTrue();
    }
}
