package io.noderesource.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.DeviceIdentity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is remembered, and for how long. */
class LedgerTest {

    private static final ResourceAddress DATA = new ResourceAddress("volumegroup", "vg-data");
    private static final ResourceAddress LOGS = new ResourceAddress("volumegroup", "vg-logs");

    private static final Ledger EMPTY = Ledger.empty("salt");

    @Test
    void entriesAreReplacedByAddressAndKeptInItsOrder() {
        Ledger ledger = EMPTY.with(entry(LOGS, "l1", "pv1"))
                .with(entry(DATA, "d1", "pv2"))
                .with(entry(LOGS, "l2", "pv3"));

        assertThat(ledger.entries()).containsExactly(entry(DATA, "d1", "pv2"), entry(LOGS, "l2", "pv3"));
        assertThat(ledger.generation()).isEqualTo(3);
        assertThat(ledger.salt()).isEqualTo("salt");
        assertThat(ledger.entry(LOGS)).contains(entry(LOGS, "l2", "pv3"));
    }

    @Test
    void anIdTellsWhatItWasMadeFor() {
        Ledger ledger = EMPTY.with(entry(LOGS, "l", "pv1", "pv2")).with(entry(DATA, "d", "pv3"));

        assertThat(ledger.madeFor("pv2")).contains(LOGS);
        assertThat(ledger.madeFor("pv3")).contains(DATA);
        assertThat(ledger.madeFor("pv4")).isEmpty();
    }

    @Test
    void onlyTheAddressThatIsTakenOutIsForgotten() {
        Ledger ledger = EMPTY.with(entry(LOGS, "l", "pv1")).with(entry(DATA, "d", "pv2"));

        Ledger without = ledger.without(LOGS);

        assertThat(without.entries()).containsExactly(entry(DATA, "d", "pv2"));
        assertThat(without.generation()).isEqualTo(ledger.generation() + 1);
        assertThat(without.madeFor("pv1")).isEmpty();
    }

    @Test
    void whatAPlanSawIsMergedWithWhatCameLater() {
        Ledger ledger = EMPTY.with(entry(DATA, "d", "pv1", "pv2", "pv3"));

        Ledger merged = ledger.merged(entry(DATA, "d", "pv1"), Set.of("pv2"));

        assertThat(merged.entry(DATA)).contains(entry(DATA, "d", "pv1", "pv3"));
        assertThat(merged.generation()).isEqualTo(ledger.generation() + 1);
    }

    @Test
    void aDeviceThatAPlanSawAnewIsRememberedAsItIsNow() {
        LedgerDevice grown = new LedgerDevice(disk("pv1"), "pv1", ByteSize.ofGibibytes(2), "/dev/vdz");

        Ledger merged =
                EMPTY.with(entry(DATA, "d", "pv1")).merged(new LedgerEntry(DATA, "d", List.of(grown)), Set.of());

        assertThat(merged.entry(DATA)).contains(new LedgerEntry(DATA, "d", List.of(grown)));
    }

    @Test
    void whatIsKnownAlreadyIsNotWrittenAgain() {
        Ledger ledger = EMPTY.with(entry(DATA, "d", "pv1", "pv2"));

        assertThat(ledger.merged(entry(DATA, "d", "pv1"), Set.of())).isSameAs(ledger);
        assertThat(ledger.merged(entry(DATA, "another", "pv1"), Set.of())).isNotEqualTo(ledger);
    }

    private static LedgerEntry entry(ResourceAddress address, String uuid, String... ids) {
        return new LedgerEntry(
                address,
                uuid,
                List.of(ids).stream()
                        .map(id -> new LedgerDevice(disk(id), id, ByteSize.ofGibibytes(1), "/dev/vdb"))
                        .toList());
    }

    private static DeviceIdentity disk(String id) {
        return new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "NR-" + id);
    }
}
