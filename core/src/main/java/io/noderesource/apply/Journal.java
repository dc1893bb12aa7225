package io.noderesource.apply;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.json.JsonCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The record of every intent and outcome, one line of checked JSON each, on disk before the next thing happens.
 *
 * <p>A torn last line, one without an end, is what a crash leaves and is cut off. At any other damage a copy of the
 * file is kept, and the journal goes on after the last line before it: what came later is unknown, which makes the
 * planner more careful. Not thread-safe: the executor writes under the node's
 * lock.
 */
final class Journal implements AutoCloseable {

    static final String FILE = "journal";
    private static final String PREVIOUS = "journal.previous";

    /** Some thousand records. A process that is at rest remembers them all: {@link JournalReader}. */
    static final long ROTATE_AT = 1 << 20;

    private final Path directory;
    private final Clock clock;
    private final List<JournalRecord> records;
    private @Nullable FileChannel channel;
    private boolean broken;

    private Journal(Path directory, Clock clock, List<JournalRecord> records) {
        this.directory = directory;
        this.clock = clock;
        this.records = new ArrayList<>(records);
    }

    /**
     * Opens the journal for writing; mends what a crash left.
     *
     * @param reader remembers what it was before
     */
    static Journal open(Path directory, Clock clock, JournalReader reader) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(FILE);
            byte[] bytes = Files.exists(file) ? StateFiles.read(file) : new byte[0];
            JournalReader.Content content = reader.parse(bytes);
            if (content.damaged()) {
                StateFiles.replace(directory.resolve(FILE + ".damaged-" + clock.millis()), bytes);
            }
            Journal journal = new Journal(directory, clock, content.records());
            journal.channel = StateFiles.open(file);
            journal.channel.truncate(content.wholeBytes());
            journal.channel.position(content.wholeBytes());
            journal.channel.force(true);
            StateFiles.syncDirectory(directory);
            return journal;
        } catch (IOException e) {
            throw unusable("open", directory, e);
        }
    }

    /** Writes that a step is about to be done; on disk when it returns. */
    long intent(ResourceAddress address, String step) {
        long sequence = next();
        append(new JournalRecord(
                sequence, clock.instant(), JournalRecord.Event.INTENT, sequence, address, step, null, null));
        return sequence;
    }

    /** Writes how a step ended; on disk when it returns. */
    void outcome(
            JournalRecord.Event event,
            long intent,
            ResourceAddress address,
            Outcome.Kind outcome,
            @Nullable String message) {
        append(new JournalRecord(next(), clock.instant(), event, intent, address, null, outcome, message));
    }

    /** The intents without an outcome, in their order. */
    static List<JournalRecord> openIntents(List<JournalRecord> records) {
        Map<Long, JournalRecord> open = new LinkedHashMap<>();
        for (JournalRecord record : records) {
            if (record.event() == JournalRecord.Event.INTENT) {
                open.put(record.sequence(), record);
            } else {
                open.remove(record.intent());
            }
        }
        return List.copyOf(open.values());
    }

    /**
     * The intents of steps that may have made something, in their order: all but those that were not begun. What is found
     * not done after a crash may have been begun.
     */
    static List<JournalRecord> begunIntents(List<JournalRecord> records) {
        Map<Long, JournalRecord> begun = new LinkedHashMap<>();
        for (JournalRecord record : records) {
            if (record.event() == JournalRecord.Event.INTENT) {
                begun.put(record.sequence(), record);
            } else if (record.event() == JournalRecord.Event.OUTCOME
                    && (record.outcome() == Outcome.Kind.STALE || record.outcome() == Outcome.Kind.NOT_ATTEMPTED)) {
                begun.remove(record.intent());
            }
        }
        return List.copyOf(begun.values());
    }

    /** The numbers of the intents whose steps were done. */
    static Set<Long> doneIntents(List<JournalRecord> records) {
        return records.stream()
                .filter(record -> record.event() != JournalRecord.Event.INTENT)
                .filter(record ->
                        record.outcome() == Outcome.Kind.CHANGED || record.outcome() == Outcome.Kind.ALREADY_IN_PLACE)
                .map(JournalRecord::intent)
                .collect(Collectors.toSet());
    }

    List<JournalRecord> records() {
        return List.copyOf(records);
    }

    /** Starts a new file when this one is long and tells of nothing open; the old one is kept once. */
    void rotate() {
        try {
            FileChannel file = channel();
            if (file.size() < ROTATE_AT || !openIntents(records).isEmpty()) {
                return;
            }
            file.close();
            Files.move(directory.resolve(FILE), directory.resolve(PREVIOUS), StandardCopyOption.REPLACE_EXISTING);
            channel =
                    FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            StateFiles.syncDirectory(directory);
            records.clear();
        } catch (IOException e) {
            broken = true;
            throw unusable("rotate", directory, e);
        }
    }

    private long next() {
        return records.isEmpty() ? 1 : records.get(records.size() - 1).sequence() + 1;
    }

    private void append(JournalRecord record) {
        String json = JsonCodec.FULL.encode(record).compact();
        ByteBuffer line = ByteBuffer.wrap((checksum(json) + " " + json + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            FileChannel file = channel();
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(true);
            records.add(record);
        } catch (IOException e) {
            // What is on disk now is unknown: nothing more is written through this object.
            broken = true;
            throw unusable("write", directory, e);
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null || broken) {
            throw new IOException("the journal is closed after an error");
        }
        return open;
    }

    static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    static NodeResourceException unusable(String what, Path directory, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new NodeResourceException(
                    StandardErrorCode.CANCELLED,
                    "cannot " + what + " the journal in " + directory + ": interrupted",
                    cause);
        }
        return new NodeResourceException(
                StandardErrorCode.JOURNAL,
                "cannot " + what + " the journal in " + directory + ": " + cause
                        + "; no step is begun until the state directory is writable and has space",
                cause);
    }

    @Override
    public void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw unusable("close", directory, e);
            }
        }
    }
}
