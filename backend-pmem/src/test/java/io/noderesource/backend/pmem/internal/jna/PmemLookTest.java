package io.noderesource.backend.pmem.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.inventory.PmemBus;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemDimm.Health;
import io.noderesource.inventory.PmemDimm.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of modules that no emulated one has: passphrases, and firmware that tells how they are. */
class PmemLookTest {

    @TempDir
    private Path devices;

    private final FakeNdctl node = new FakeNdctl();
    private final FakeNdctl.Dimm module = node.region().dimm;

    private PmemDimm seen() throws IOException {
        return node.open().look().dimms().get(0);
    }

    @Test
    void theBusIsTold() throws IOException {
        assertThat(node.open().look().buses()).containsExactly(new PmemBus("ndbus0", "ACPI.NFIT"));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, UNSUPPORTED",
        "0, DISABLED",
        "1, UNLOCKED",
        "2, LOCKED",
        "3, FROZEN",
        "4, OVERWRITE",
        "5, UNSUPPORTED"
    })
    void howAPassphraseGuardsItIsTold(int state, Security told) throws IOException {
        module.security = state;
        assertThat(seen().security()).isEqualTo(told);
    }

    @Test
    void oneThatIsFrozenIsSoWhateverItIsElse() throws IOException {
        module.security = 1;
        module.frozen = true;
        assertThat(seen().security()).isEqualTo(Security.FROZEN);
    }

    @ParameterizedTest
    @CsvSource({"-1, UNKNOWN", "0, OK", "1, NON_CRITICAL", "2, CRITICAL", "3, CRITICAL", "4, FATAL", "7, FATAL", "8, OK"
    })
    void howItIsByItsFirmwareIsTold(int flags, Health told) throws IOException {
        module.asked = true;
        module.answers = true;
        module.health = flags;
        assertThat(node.open().examine().dimms().get(0).health()).isEqualTo(told);
        assertThat(seen().health()).as("firmware is not asked for a volume").isEqualTo(Health.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"false, false, 1", "true, false, 1", "true, true, 0", "true, true, 6", "true, true, -1"})
    void firmwareThatDoesNotTellIsNotHealthy(boolean asked, boolean answers, int valid) throws IOException {
        module.asked = asked;
        module.answers = answers;
        module.valid = valid;
        assertThat(node.open().examine().dimms().get(0).health()).isEqualTo(Health.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "'label ', true",
        "'label lock ', true",
        "'alias ', true",
        "'lock ', false",
        "'', false",
        "'unlabel', false"
    })
    void theKernelTellsWhetherItHasLabels(String flags, boolean told) throws IOException {
        Files.writeString(Files.createDirectories(devices.resolve("nmem0")).resolve("flags"), flags + "\n");
        assertThat(KernelModule.isLabelled(devices, "nmem0")).isEqualTo(told);
    }

    @Test
    void aKernelThatTellsOfNoFlagsHasNone() throws IOException {
        Files.createDirectories(devices.resolve("nmem0"));
        assertThat(KernelModule.isLabelled(devices, "nmem0")).isFalse();
        assertThat(seen().labelled()).isFalse();
    }
}
