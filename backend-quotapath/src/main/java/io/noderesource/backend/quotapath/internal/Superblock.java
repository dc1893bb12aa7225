package io.noderesource.backend.quotapath.internal;

import io.noderesource.base.ByteSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the superblock of an ext4 or XFS says (linux: fs/ext4/ext4.h, fs/xfs/libxfs/xfs_format.h); pure.
 *
 * @param type {@code ext4} or {@code xfs}
 * @param uuid its UUID
 * @param label its label; null when it has none
 * @param size how much of its device it takes up
 * @param countsProjects whether it was made with project quotas; XFS has no such feature and can always
 * @param finished whether mkfs has come to its end: mkfs.xfs writes the superblock first and with a note that it is at work,
 *     which the kernel and not libblkid heeds; mke2fs writes it last
 */
record Superblock(
        String type, String uuid, @Nullable String label, ByteSize size, boolean countsProjects, boolean finished) {

    /** How many bytes from the start of a device are enough. */
    static final int BYTES = 4096;

    private static final int EXT = 1024;
    private static final int EXT_MAGIC = 0xEF53;
    private static final int EXT_64BIT = 0x80;
    private static final int EXT_QUOTA = 0x100;
    private static final int EXT_PROJECT = 0x2000;
    private static final int XFS_MAGIC = 0x58465342;
    private static final int XFS_IN_PROGRESS = 126;

    /** Reads it; empty when there is neither an ext4 (or ext2, ext3) nor an XFS. */
    static Optional<Superblock> parse(byte[] start) {
        if (start.length < BYTES) {
            return Optional.empty();
        }
        ByteBuffer big = ByteBuffer.wrap(start);
        if (big.getInt(0) == XFS_MAGIC) {
            long size = size(big.getLong(8), Integer.toUnsignedLong(big.getInt(4)));
            return size < 0
                    ? Optional.empty()
                    : Optional.of(new Superblock(
                            "xfs",
                            uuid(start, 32),
                            text(start, 108, 12),
                            ByteSize.ofBytes(size),
                            true,
                            start[XFS_IN_PROGRESS] == 0));
        }
        ByteBuffer little = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        int shift = little.getInt(EXT + 0x18);
        if ((little.getShort(EXT + 0x38) & 0xffff) != EXT_MAGIC || shift < 0 || shift > 6) {
            return Optional.empty();
        }
        long blocks = Integer.toUnsignedLong(little.getInt(EXT + 0x4));
        if ((little.getInt(EXT + 0x60) & EXT_64BIT) != 0) {
            blocks |= Integer.toUnsignedLong(little.getInt(EXT + 0x150)) << 32;
        }
        long size = size(blocks, 1024L << shift);
        int features = little.getInt(EXT + 0x64);
        boolean projects =
                (features & EXT_QUOTA) != 0 && (features & EXT_PROJECT) != 0 && little.getInt(EXT + 0x26c) != 0;
        return size < 0
                ? Optional.empty()
                : Optional.of(new Superblock(
                        "ext4",
                        uuid(start, EXT + 0x68),
                        text(start, EXT + 0x78, 16),
                        ByteSize.ofBytes(size),
                        projects,
                        true));
    }

    private static long size(long blocks, long blockSize) {
        long high = Math.multiplyHigh(blocks, blockSize);
        long size = blocks * blockSize;
        return high != 0 || size < 0 ? -1 : size;
    }

    private static String uuid(byte[] bytes, int at) {
        StringBuilder uuid = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                uuid.append('-');
            }
            uuid.append(String.format("%02x", bytes[at + i]));
        }
        return uuid.toString();
    }

    private static @Nullable String text(byte[] bytes, int at, int most) {
        int length = 0;
        while (length < most && bytes[at + length] != 0) {
            length++;
        }
        return length == 0 ? null : new String(bytes, at, length, StandardCharsets.UTF_8);
    }
}
