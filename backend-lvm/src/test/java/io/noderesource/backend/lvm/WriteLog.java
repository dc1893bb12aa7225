package io.noderesource.backend.lvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the kernel's dm-log-writes recorded of a device: each write, with its data, in the order in which the writes left
 * the device's cache, and each flush between them.
 *
 * <p>Source: Documentation/admin-guide/device-mapper/log-writes.rst and the layout in drivers/md/dm-log-writes.c. All numbers
 * are little-endian. The first sector holds magic, version, number of entries (64 bits each) and the sector size (32 bits).
 * Each entry is a sector with its place, its length, both in sectors, its flags and the length of its text (64 bits each);
 * the text follows in the same sector, the data in the next ones. A discard has a length and no data.
 */
final class WriteLog {

    /** The text of the mark that the kernel sets last, when the recording is ended. */
    static final String END = "dm-log-writes-end";

    private static final long MAGIC = 0x6a736677736872L;
    private static final int HEAD = 4 * Long.BYTES;

    private final List<Entry> entries;

    private WriteLog(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** What an entry is. */
    enum Flag {
        FLUSH(1),
        FUA(2),
        DISCARD(4),
        MARK(8),
        METADATA(16);

        private final long bit;

        Flag(long bit) {
            this.bit = bit;
        }
    }

    /**
     * One entry.
     *
     * @param index its number, from 0
     * @param offset where it was written, in bytes; of a flush, where the device begins that asked for it
     * @param length how many bytes were written or discarded
     * @param flags what it is
     * @param mark the text of a mark, else empty
     * @param data what was written, as many bytes as the length says; of a discard, none
     */
    record Entry(int index, long offset, int length, Set<Flag> flags, String mark, ByteBuffer data) {
        Entry {
            flags = Set.copyOf(flags);
            data = data.asReadOnlyBuffer();
        }

        boolean is(Flag flag) {
            return flags.contains(flag);
        }

        /** What it was written with; the position is the reader's own. */
        @Override
        public ByteBuffer data() {
            return data.duplicate();
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** Reads the log on a device. */
    static WriteLog read(Path device) throws IOException {
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
            long size = channel.position(0).size();
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size));
            while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
            return parse(bytes.flip());
        }
    }

    /**
     * Reads a log.
     *
     * @throws IOException when it is not a log, is not of version 1, was not ended, or holds what cannot be
     */
    static WriteLog parse(ByteBuffer bytes) throws IOException {
        ByteBuffer log = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        require(log.remaining() >= HEAD, "it is too short");
        require(log.getLong(0) == MAGIC, "it has another magic number");
        require(log.getLong(8) == 1, "it is of version " + log.getLong(8));
        long count = log.getLong(16);
        int sector = log.getInt(24);
        require(
                sector >= 512 && sector <= 4096 && Integer.bitCount(sector) == 1,
                "sectors of " + sector + " bytes cannot be");
        require(count >= 0 && count <= log.limit() / sector, "there is no room for " + count + " entries");
        List<Entry> entries = new ArrayList<>();
        int at = sector;
        for (int i = 0; i < count; i++) {
            Entry entry = entry(i, log, at, sector);
            entries.add(entry);
            at += sector + entry.data.remaining();
        }
        require(
                !entries.isEmpty() && entries.get(entries.size() - 1).mark.equals(END),
                "the recording was not ended, or the log's device was full");
        return new WriteLog(entries);
    }

    private static Entry entry(int index, ByteBuffer log, int at, int sector) throws IOException {
        String what = "entry " + index + ": ";
        require(at <= log.limit() - sector, what + "it lies beyond the end");
        long place = log.getLong(at);
        long sectors = log.getLong(at + 8);
        long bits = log.getLong(at + 16);
        long text = log.getLong(at + 24);
        require(place >= 0 && place <= Long.MAX_VALUE / sector, what + "sector " + place + " cannot be");
        require(sectors >= 0 && sectors <= Integer.MAX_VALUE / sector, what + sectors + " sectors cannot be");
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        long unknown = bits;
        for (Flag flag : Flag.values()) {
            if ((bits & flag.bit) != 0) {
                flags.add(flag);
                unknown -= flag.bit;
            }
        }
        require(unknown == 0, what + "it has the flags " + bits);
        boolean marks = flags.contains(Flag.MARK);
        require(text >= 0 && text <= (marks ? sector - HEAD : 0), what + "a text of " + text + " bytes cannot be");
        int length = (int) sectors * sector;
        int data = flags.contains(Flag.DISCARD) ? 0 : length;
        require(data <= log.limit() - at - sector, what + "its data goes beyond the end");
        byte[] mark = new byte[(int) text];
        log.get(at + HEAD, mark);
        return new Entry(
                index,
                place * sector,
                length,
                flags,
                new String(mark, StandardCharsets.UTF_8),
                log.slice(at + sector, data));
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException("not a whole log of dm-log-writes: " + otherwise);
        }
    }
}
