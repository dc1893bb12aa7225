package io.noderesource.apply;

import io.noderesource.internal.json.Json;
import io.noderesource.internal.json.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal, again and again: of a file that has grown, only what is new is parsed. What it remembers is compared byte by
 * byte, so a file that was replaced or damaged is read anew. It remembers the whole file and its records. Thread-safe.
 */
final class JournalReader {

    private static final Known NOTHING = new Known(new byte[0], new Content(List.of(), 0, false));

    /** A file that is larger, as nothing in it may be put aside or as it is none of ours, is read anew each time. */
    private static final long MOST_REMEMBERED = 2 * Journal.ROTATE_AT;

    private volatile Known known = NOTHING;

    /**
     * What a journal file holds, up to the first line that is not whole.
     *
     * @param wholeBytes the length of all whole lines
     * @param damaged whether more follows than a line that a crash has cut off
     */
    record Content(List<JournalRecord> records, int wholeBytes, boolean damaged) {}

    /** What was read before, and what it held. */
    private static final class Known {
        private final byte[] bytes;
        private final Content content;

        Known(byte[] bytes, Content content) {
            this.bytes = bytes;
            this.content = content;
        }

        boolean isContinuedBy(byte[] more) {
            int length = content.wholeBytes;
            return length <= more.length && Arrays.equals(bytes, 0, length, more, 0, length);
        }
    }

    /** Reads the records without changing anything; damaged or absent files give what can be relied on. */
    List<JournalRecord> read(Path directory) {
        try {
            return parse(StateFiles.read(directory.resolve(Journal.FILE))).records;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw Journal.unusable("read", directory, e);
        }
    }

    /** What these bytes of a file hold. */
    Content parse(byte[] bytes) {
        Known before = known;
        Content content = parse(bytes, before.isContinuedBy(bytes) ? before.content : NOTHING.content);
        known = bytes.length <= MOST_REMEMBERED ? new Known(bytes, content) : NOTHING;
        return content;
    }

    private static Content parse(byte[] bytes, Content before) {
        List<JournalRecord> records = new ArrayList<>(before.records);
        int start = before.wholeBytes;
        while (start < bytes.length) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            JournalRecord record = end == bytes.length
                    ? null
                    : parseLine(new String(bytes, start, end - start, StandardCharsets.UTF_8));
            long expected = records.isEmpty()
                    ? (record == null ? 0 : record.sequence())
                    : records.get(records.size() - 1).sequence() + 1;
            if (record == null || record.sequence() != expected) {
                return new Content(List.copyOf(records), start, end < bytes.length);
            }
            records.add(record);
            start = end + 1;
        }
        return new Content(List.copyOf(records), start, false);
    }

    private static @Nullable JournalRecord parseLine(String line) {
        if (line.length() < 10 || line.charAt(8) != ' ') {
            return null;
        }
        String json = line.substring(9);
        if (!Journal.checksum(json).equals(line.substring(0, 8))) {
            return null;
        }
        try {
            return JsonCodec.FULL.decode(Json.parse(json), JournalRecord.class);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
