package io.noderesource.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.VolumeGroupKind;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.LedgerDevice;
import io.noderesource.plan.LedgerEntry;
import io.noderesource.plan.StepCodec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateStoreTest {

    private static final ResourceAddress ADDRESS = new ResourceAddress("volumegroup", "vg-data");
    private static final DeviceIdentity DISK = new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "A");
    private static final StepCodec CODEC = StepCodec.of(new VolumeGroupKind().steps());
    private static final CreatePhysicalVolume STEP = new CreatePhysicalVolume(
            ADDRESS, new DeviceTarget(DISK, ByteSize.ofGibibytes(1), "/dev/vdb"), "uuid-1", "it is declared");

    @TempDir
    Path directory;

    @Test
    void remembersWhatItSaved() {
        StateStore store = new StateStore(directory, CODEC);
        Ledger ledger = store.ledger()
                .with(new LedgerEntry(
                        ADDRESS, "vg", List.of(new LedgerDevice(DISK, "pv", ByteSize.ofGibibytes(1), "/dev/vdb"))));
        store.save(ledger);

        assertThat(new StateStore(directory, CODEC).ledger()).isEqualTo(ledger);
    }

    @Test
    void knowsWhatACrashMayHaveMade() {
        StateStore store = new StateStore(directory, CODEC);
        store.save(store.ledger());
        try (Journal journal = Journal.open(directory, Clock.systemUTC(), new JournalReader())) {
            journal.intent(ADDRESS, CODEC.line(STEP));
        }

        assertThat(store.ledger().madeFor("uuid-1")).contains(ADDRESS);
    }

    @Test
    void rebuildsALostLedgerFromTheJournal() throws IOException {
        StateStore store = new StateStore(directory, CODEC);
        try (Journal journal = Journal.open(directory, Clock.systemUTC(), new JournalReader())) {
            long intent = journal.intent(ADDRESS, CODEC.line(STEP));
            journal.outcome(JournalRecord.Event.OUTCOME, intent, ADDRESS, Outcome.Kind.CHANGED, null);
        }
        store.save(store.ledger());
        Files.delete(directory.resolve("ledger"));

        assertThat(store.ledger().madeFor("uuid-1")).contains(ADDRESS);
    }

    @ParameterizedTest
    @EnumSource(Outcome.Kind.class)
    void rebuildsNothingOfAStepThatWasNotBegun(Outcome.Kind kind) {
        StateStore store = new StateStore(directory, CODEC);
        try (Journal journal = Journal.open(directory, Clock.systemUTC(), new JournalReader())) {
            long intent = journal.intent(ADDRESS, CODEC.line(STEP));
            journal.outcome(JournalRecord.Event.OUTCOME, intent, ADDRESS, kind, null);
        }

        boolean begun = kind != Outcome.Kind.STALE && kind != Outcome.Kind.NOT_ATTEMPTED;
        assertThat(store.ledger().madeFor("uuid-1").isPresent()).isEqualTo(begun);
    }

    @Test
    void takesALedgerWithAnyBitFlippedForALostOne() throws IOException {
        StateStore store = new StateStore(directory, CODEC);
        store.save(store.ledger().with(new LedgerEntry(ADDRESS, "vg", List.of())));
        byte[] bytes = Files.readAllBytes(directory.resolve("ledger"));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(directory.resolve("ledger"), damaged);

            assertThat(store.ledger().entries()).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void takesALedgerCutAtAnyByteForALostOneAndWritesItAnew() throws IOException {
        StateStore store = new StateStore(directory, CODEC);
        Ledger whole = store.ledger().with(new LedgerEntry(ADDRESS, "vg", List.of()));
        store.save(whole);
        byte[] bytes = Files.readAllBytes(directory.resolve("ledger"));
        for (int length = 0; length < bytes.length; length++) {
            Files.write(directory.resolve("ledger"), Arrays.copyOf(bytes, length));
            assertThat(store.ledger().entries()).as("cut at %d", length).isEmpty();

            store.save(whole);
            assertThat(store.ledger()).isEqualTo(whole);
        }
    }

    @Test
    void leavesTheOldLedgerWhenACrashCutsTheWritingOfTheNewOne() throws IOException {
        StateStore store = new StateStore(directory, CODEC);
        Ledger old = store.ledger().with(new LedgerEntry(ADDRESS, "vg", List.of()));
        store.save(old);
        Files.writeString(directory.resolve("ledger.new"), "0123");

        assertThat(store.ledger()).isEqualTo(old);
        store.save(old.without(ADDRESS));
        assertThat(store.ledger().entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger", "ledger.new", "journal"})
    void writesThroughNoLink(String name, @TempDir Path elsewhere) throws IOException {
        Path others = Files.writeString(elsewhere.resolve("others"), "not ours");
        Files.createSymbolicLink(directory.resolve(name), others);
        StateStore store = new StateStore(directory, CODEC);

        try (Journal journal = Journal.open(directory, Clock.systemUTC(), new JournalReader())) {
            journal.intent(ADDRESS, CODEC.line(STEP));
            store.save(Ledger.empty("salt"));
        } catch (NodeResourceException e) {
            assertThat(e.code()).isEqualTo(StandardErrorCode.JOURNAL);
        }

        assertThat(others).hasContent("not ours");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger", "journal", "last-good"})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitsForNoPipe(String name) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", directory.resolve(name).toString())
                        .start()
                        .waitFor())
                .isZero();
        StateStore store = new StateStore(directory, CODEC);

        assertThatThrownBy(() -> {
                    store.ledger();
                    store.kept("last-good");
                })
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(StandardErrorCode.JOURNAL));
        assertThat(store.stamp().isPresent()).isEqualTo(!name.equals("ledger"));
    }

    @Test
    void readsNoFileThatWouldFillTheMemory() throws IOException {
        try (RandomAccessFile huge =
                new RandomAccessFile(directory.resolve("ledger").toFile(), "rw")) {
            huge.setLength(1L << 40);
        }
        StateStore store = new StateStore(directory, CODEC);

        assertThatThrownBy(store::ledger)
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(StandardErrorCode.JOURNAL));
    }

    @Test
    void givesEachDirectoryASaltOfItsOwn() {
        assertThat(new StateStore(directory, CODEC).ledger().salt())
                .isNotEqualTo(new StateStore(directory, CODEC).ledger().salt());
    }
}
