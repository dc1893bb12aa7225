package io.noderesource.house;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * All bytes of a block device as one number, for tests that look whether it is as it was.
 *
 * <p>It is read past the page cache, which the kernel writes back first, and is summed up by words: under emulation that takes a
 * sixth of what {@code md5sum} takes.
 */
public final class DeviceContent {

    private static final int CHUNK = 1 << 20;

    /** The sector size of no device is larger. */
    private static final int ALIGNMENT = 4096;

    private static final int WORDS = 1 << 13;

    /** Odd, so that a step maps different sums to different sums: a change of one word is never missed. Sums begin with it, so that zeros count. */
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private DeviceContent() {}

    /**
     * What a device holds now.
     *
     * @param device its node; root only
     * @return equal for equal bytes; for others by accident only
     */
    public static String digest(String device) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK + ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .limit(CHUNK)
                .slice();
        long sum = FACTOR;
        try (FileChannel channel =
                FileChannel.open(Path.of(device), StandardOpenOption.READ, ExtendedOpenOption.DIRECT)) {
            int read;
            do {
                read = channel.read(buffer.clear());
                sum = summedUp(sum, buffer.flip());
            } while (read == CHUNK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Long.toHexString(sum);
    }

    /** The same of a part of a device that lies in memory; for tests that cut it out themselves. */
    public static String digest(byte[] bytes, int from, int length) {
        return Long.toHexString(summedUp(FACTOR, ByteBuffer.wrap(bytes, from, length)));
    }

    /** By words; where a chunk ends within one, its last bytes are a word of their own. */
    private static long summedUp(long before, ByteBuffer bytes) {
        long sum = before;
        LongBuffer words = bytes.order(ByteOrder.nativeOrder()).asLongBuffer();
        long[] some = new long[WORDS];
        while (words.hasRemaining()) {
            int count = Math.min(WORDS, words.remaining());
            // An array is read much faster than a buffer, by the JVM's first compiler.
            words.get(some, 0, count);
            for (int i = 0; i < count; i++) {
                sum = (sum ^ some[i]) * FACTOR;
            }
        }
        for (int i = bytes.limit() - bytes.remaining() % Long.BYTES; i < bytes.limit(); i++) {
            sum = (sum ^ bytes.get(i)) * FACTOR;
        }
        return sum;
    }
}
