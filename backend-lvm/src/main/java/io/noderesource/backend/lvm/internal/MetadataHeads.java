package io.noderesource.backend.lvm.internal;

import io.noderesource.linux.DirectReads;
import io.noderesource.spi.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
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

    /** The label and, where LVM puts it by default, the first area's head. */
    private static final int FIRST_READ = 2 * DirectReads.BLOCK;

    private static final int SECTOR = 512;
    private static final int LABEL_SCAN_SECTORS = 4;
    private static final long LABEL_ID = eight("LABELONE");
    private static final long LABEL_TYPE = eight("LVM2 001");
    private static final int LABEL_OFFSET_XL = 20;
    private static final int LABEL_TYPE_AT = 24;
    private static final int PV_HEADER_AREAS = 40;
    private static final int DISK_LOCN = 16;
    private static final int MDA_HEADER = 512;

    /**
     * What the first read showed of a device.
     *
     * @param seen the label and the heads within
     * @param beyond where the other heads are
     */
    private record Start(List<byte[]> seen, List<Long> beyond) {}

    private MetadataHeads() {}

    private static long eight(String letters) {
        return ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    /**
     * Adds the labels and the heads of devices to a stamp.
     *
     * @throws IOException when a device cannot be read, or has no label that is understood
     */
    static void read(List<Path> devices, Stamp.Builder stamp) throws IOException {
        List<Start> starts = DirectReads.read(
                devices.stream()
                        .map(device -> new DirectReads.Place(device, 0, FIRST_READ))
                        .toList(),
                (place, bytes) -> start(bytes));
        List<DirectReads.Place> beyond = new ArrayList<>();
        List<Integer> within = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            Path device = devices.get(i);
            stamp.add(device.toString());
            starts.get(i).seen.forEach(stamp::add);
            for (long area : starts.get(i).beyond) {
                // The head is one sector, and so lies in one block.
                long block = area / DirectReads.BLOCK * DirectReads.BLOCK;
                beyond.add(new DirectReads.Place(device, block, DirectReads.BLOCK));
                within.add((int) (area - block));
            }
        }
        Iterator<Integer> head = within.iterator();
        DirectReads.read(beyond, (place, bytes) -> bytes(bytes, head.next(), MDA_HEADER))
                .forEach(stamp::add);
    }

    private static Start start(ByteBuffer start) throws IOException {
        int label = label(start);
        List<byte[]> seen = new ArrayList<>(List.of(bytes(start, label, SECTOR)));
        List<Long> beyond = new ArrayList<>();
        for (long area : areas(start, label)) {
            if (area + MDA_HEADER <= FIRST_READ) {
                seen.add(bytes(start, (int) area, MDA_HEADER));
            } else {
                beyond.add(area);
            }
        }
        return new Start(seen, beyond);
    }

    /** Where the sector with the label begins: one of the first four. */
    static int label(ByteBuffer start) throws IOException {
        for (int at = 0; at < LABEL_SCAN_SECTORS * SECTOR; at += SECTOR) {
            if (start.getLong(at) == LABEL_ID && start.getLong(at + LABEL_TYPE_AT) == LABEL_TYPE) {
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
            } else if (offset < 0 || offset % SECTOR != 0) {
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
