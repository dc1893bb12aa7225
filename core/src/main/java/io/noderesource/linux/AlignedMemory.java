package io.noderesource.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Memory that direct reads may be made into, borrowed for one reading.
 *
 * <p>What was given back is lent again: fresh memory costs the kernel more than a reading into it.
 */
final class AlignedMemory implements AutoCloseable {

    private static final int ALIGNMENT = DirectReads.BLOCK;

    /** So much at least, so that what one reading gave back does for the next. */
    private static final int LEAST = SamplePlaces.BATCH + ALIGNMENT;

    /** Few are kept, so that an agent at rest holds little; a machine with more processors makes the others anew. */
    private static final Queue<AlignedMemory> IDLE = new ArrayBlockingQueue<>(4);

    private final Memory memory;
    private final Pointer start;
    private final ByteBuffer all;

    private AlignedMemory(long size) {
        memory = new Memory(size);
        start = memory.align(ALIGNMENT);
        all = start.getByteBuffer(0, size - ALIGNMENT);
    }

    /** Lends so many bytes, whatever is in them. */
    static AlignedMemory borrow(long bytes) {
        AlignedMemory idle = IDLE.poll();
        if (idle != null && idle.all.capacity() >= bytes) {
            return idle;
        }
        if (idle != null) {
            idle.memory.close();
        }
        return new AlignedMemory(Math.max(LEAST, bytes + ALIGNMENT));
    }

    /** Where it begins, at a multiple of {@link DirectReads#BLOCK}. */
    Pointer start() {
        return start;
    }

    /** A part of it to be read, little-endian; only until this is given back. */
    ByteBuffer bytes(int from, int count) {
        return all.slice(from, count).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Gives it back. */
    @Override
    public void close() {
        if (!IDLE.offer(this)) {
            memory.close();
        }
    }
}
