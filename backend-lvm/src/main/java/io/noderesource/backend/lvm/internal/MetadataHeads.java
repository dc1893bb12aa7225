package io.noderesource.backend.lvm.internal;

import com.sun.nio.file.ExtendedOpenOption;
import io.noderesource.spi.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what changes on a PV whenever LVM changes anything in its volume group: the PV's label, and the head of each of its
 * metadata areas, which has place, size and checksum of the metadata in force.
 *
 * <p>Layout and names: lvm2, {@code lib/format_text/layout.h} and {@code lib/label/label.h}; all numbers are
 * little-endian. Nothing of it is interpreted beyond where to read; what is read is only compared.
 *
 * <p>Reads past the page cache, so that what another host wrote to a shared disk is seen as well; a few KiB for a PV.
 */
final class MetadataHeads {

    /** Fits all sizes of sectors; with it the label and, where LVM puts it by default, the first area's head are one read. */
    private static final int BLOCK = 4096;

    private static final int FIRST_READ = 2 * BLOCK;
    private static final int SECTOR = 512;
    private static final int LABEL_SCAN_SECTORS = 4;
    private static final byte[] LABEL_ID = "LABELONE".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LABEL_TYPE = "LVM2 001".getBytes(StandardCharsets.US_ASCII);
    private static final int LABEL_OFFSET_XL = 20;
    private static final int LABEL_TYPE_AT = 24;
    private static final int PV_HEADER_AREAS = 40;
    private static final int DISK_LOCN = 16;
    private static final int MDA_HEADER = 512;

    private MetadataHeads() {}

    /**
     * Adds the label and the heads of a device to a stamp.
     *
     * @throws IOException when the device cannot be read, or has no label that is understood
     */
    static void read(Path device, Stamp.Builder stamp) throws IOException {
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ, ExtendedOpenOption.DIRECT)) {
            ByteBuffer start = read(channel, 0, FIRST_READ);
            int label = label(start);
            stamp.add(bytes(start, label, SECTOR));
            for (long area : areas(start, label)) {
                long block = area / BLOCK * BLOCK;
                int at = (int) (area - block);
                boolean isInStart = area + MDA_HEADER <= FIRST_READ;
                stamp.add(
                        isInStart
                                ? bytes(start, (int) area, MDA_HEADER)
                                : bytes(read(channel, block, at + MDA_HEADER), at, MDA_HEADER));
            }
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int count) throws IOException {
        int whole = (count + BLOCK - 1) / BLOCK * BLOCK;
        ByteBuffer buffer = ByteBuffer.allocateDirect(whole + BLOCK - 1)
                .alignedSlice(BLOCK)
                .limit(whole)
                .order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
            // The next read goes on where this one ended.
        }
        if (buffer.position() < count) {
            throw new IOException("it ends at byte " + (from + buffer.position()));
        }
        return buffer;
    }

    /** Where the sector with the label begins: one of the first four. */
    static int label(ByteBuffer start) throws IOException {
        for (int at = 0; at < LABEL_SCAN_SECTORS * SECTOR; at += SECTOR) {
            if (Arrays.equals(bytes(start, at, LABEL_ID.length), LABEL_ID)
                    && Arrays.equals(bytes(start, at + LABEL_TYPE_AT, LABEL_TYPE.length), LABEL_TYPE)) {
                return at;
            }
        }
        throw new IOException("it has no label of LVM any more");
    }

    /** Where the metadata areas begin: behind the list of the data areas comes theirs, each ended by an entry of zeros. */
    static List<Long> areas(ByteBuffer start, int label) throws IOException {
        int end = label + SECTOR;
        int entry = label + start.getInt(label + LABEL_OFFSET_XL) + PV_HEADER_AREAS;
        List<Long> areas = new ArrayList<>();
        for (int lists = 0; lists < 2; entry += DISK_LOCN) {
            if (entry < label || entry + DISK_LOCN > end) {
                throw new IOException("its label is not understood");
            }
            long offset = start.getLong(entry);
            if (offset == 0) {
                lists++;
            } else if (offset < 0) {
                throw new IOException("its label is not understood");
            } else if (lists == 1) {
                areas.add(offset);
            }
        }
        return areas;
    }

    private static byte[] bytes(ByteBuffer buffer, int from, int count) {
        byte[] part = new byte[count];
        buffer.get(from, part);
        return part;
    }
}
