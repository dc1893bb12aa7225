package io.noderesource.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final ResourceAddress ADDRESS = new ResourceAddress("volumegroup", "vg-data");
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private final JournalReader reader = new JournalReader();

    @TempDir
    Path directory;

    /** As a reader that remembers what the file was before, and as one that does not. */
    private List<JournalRecord> read(Path state) {
        List<JournalRecord> anew = new JournalReader().read(state);
        assertThat(reader.read(state)).isEqualTo(anew);
        return anew;
    }

    @Test
    void keepsIntentsOpenUntilTheirOutcome() {
        write(directory);

        List<JournalRecord> records = read(directory);

        assertThat(records).hasSize(3);
        assertThat(Journal.openIntents(records))
                .singleElement()
                .satisfies(r -> assertThat(r.step()).isEqualTo("{\"second\":2}"));
    }

    @Test
    void goesOnWithItsNumbersAfterItIsOpenedAgain() {
        write(directory);
        try (Journal journal = Journal.open(directory, NOON, new JournalReader())) {
            assertThat(journal.intent(ADDRESS, "{}")).isEqualTo(4);
        }
        assertThat(read(directory)).hasSize(4);
    }

    @Test
    void aLongOneIsPutAsideOnceNothingInItIsOpen() throws IOException {
        String step = "{\"long\":\"" + "x".repeat((int) Journal.ROTATE_AT / 3) + "\"}";
        try (Journal journal = Journal.open(directory, NOON, reader)) {
            long last = 0;
            for (int i = 0; i < 4; i++) {
                last = journal.intent(ADDRESS, step);
                journal.rotate();
                assertThat(read(directory)).as("it has an open intent").hasSize(2 * i + 1);
                if (i < 3) {
                    journal.outcome(JournalRecord.Event.OUTCOME, last, ADDRESS, Outcome.Kind.CHANGED, null);
                }
            }
            journal.outcome(JournalRecord.Event.OUTCOME, last, ADDRESS, Outcome.Kind.CHANGED, null);
            List<JournalRecord> all = read(directory);
            byte[] whole = Files.readAllBytes(directory.resolve(Journal.FILE));

            journal.rotate();

            assertThat(all).hasSize(8);
            assertThat(read(directory)).isEmpty();
            assertThat(directory.resolve("journal.previous")).hasBinaryContent(whole);
            assertThat(journal.intent(ADDRESS, "{}")).isEqualTo(1);
        }
        assertThat(read(directory))
                .singleElement()
                .satisfies(r -> assertThat(r.step()).isEqualTo("{}"));
    }

    @Test
    void survivesBeingCutAtEveryByte() throws IOException {
        write(directory);
        byte[] whole = Files.readAllBytes(directory.resolve(Journal.FILE));
        for (int length = 0; length <= whole.length; length++) {
            Files.write(directory.resolve(Journal.FILE), Arrays.copyOf(whole, length));
            int lines = (int) new String(whole, 0, length, java.nio.charset.StandardCharsets.UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();

            assertThat(read(directory)).as("cut at %d", length).hasSize(lines);
            try (Journal journal = Journal.open(directory, NOON, new JournalReader())) {
                assertThat(journal.intent(ADDRESS, "{}")).isEqualTo(lines + 1);
            }
            assertThat(read(directory)).as("cut at %d", length).hasSize(lines + 1);
        }
    }

    @Test
    void noticesEveryFlippedBit() throws IOException {
        write(directory);
        byte[] whole = Files.readAllBytes(directory.resolve(Journal.FILE));
        List<JournalRecord> good = read(directory);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            // What is remembered is the whole file.
            Files.write(directory.resolve(Journal.FILE), whole);
            assertThat(reader.read(directory)).isEqualTo(good);
            Files.write(directory.resolve(Journal.FILE), flipped);

            List<JournalRecord> read = read(directory);

            assertThat(read.size()).as("bit %d", bit).isLessThan(3);
            assertThat(read).as("bit %d", bit).isEqualTo(good.subList(0, read.size()));
        }
    }

    @Test
    void goesOnBeforeTheDamageAndKeepsACopy() throws IOException {
        for (int line = 0; line < 3; line++) {
            Path state = Files.createDirectory(directory.resolve("damaged line " + line));
            write(state);
            byte[] whole = Files.readAllBytes(state.resolve(Journal.FILE));
            byte[] damaged = whole.clone();
            damaged[startOfLine(whole, line) + 20] ^= 1;
            Files.write(state.resolve(Journal.FILE), damaged);
            List<JournalRecord> before = read(state);
            assertThat(before).hasSize(line);

            try (Journal journal = Journal.open(state, NOON, new JournalReader())) {
                assertThat(journal.records()).isEqualTo(before);
                journal.intent(ADDRESS, "{}");
            }

            List<JournalRecord> after = read(state);
            assertThat(after).hasSize(line + 1);
            assertThat(after.subList(0, line)).isEqualTo(before);
            assertThat(state.resolve(Journal.FILE + ".damaged-" + NOON.instant().toEpochMilli()))
                    .hasBinaryContent(damaged);
        }
    }

    @Test
    void keepsNoCopyOfATornLine() throws IOException {
        write(directory);
        byte[] whole = Files.readAllBytes(directory.resolve(Journal.FILE));
        Files.write(directory.resolve(Journal.FILE), Arrays.copyOf(whole, whole.length - 1));

        Journal.open(directory, NOON, new JournalReader()).close();

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve(Journal.FILE));
        }
    }

    private static int startOfLine(byte[] bytes, int line) {
        int at = 0;
        for (int passed = 0; passed < line; at++) {
            passed += bytes[at] == '\n' ? 1 : 0;
        }
        return at;
    }

    @Test
    void refusesADirectoryThatCannotBeOne() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");

        assertThatThrownBy(() -> Journal.open(file, NOON, new JournalReader()))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(StandardErrorCode.JOURNAL));
    }

    private static void write(Path directory) {
        try (Journal journal = Journal.open(directory, NOON, new JournalReader())) {
            long first = journal.intent(ADDRESS, "{\"first\":1}");
            journal.outcome(JournalRecord.Event.OUTCOME, first, ADDRESS, Outcome.Kind.CHANGED, "done: \u00e4");
            journal.intent(ADDRESS, "{\"second\":2}");
        }
    }
}
