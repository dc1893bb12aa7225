package io.noderesource.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
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
    private static final Queue<Memory> IDLE = new ArrayBlockingQueue<>(4);

    private final Memory memory;

    private AlignedMemory(Memory memory) {
        this.memory = memory;
    }

    /** Lends so many bytes, whatever is in them. */
    static AlignedMemory borrow(long bytes) {
        Memory memory = IDLE.poll();
        if (memory != null && memory.size() >= bytes + ALIGNMENT) {
            return new AlignedMemory(memory);
        }
        if (memory != null) {
            memory.close();
        }
        return new AlignedMemory(new Memory(Math.max(LEAST, bytes + ALIGNMENT)));
    }

    /** Where it begins, at a multiple of {@link DirectReads#BLOCK}. */
    Pointer start() {
        return memory.align(ALIGNMENT);
    }

    /** Gives it back. */
    @Override
    public void close() {
        if (!IDLE.offer(memory)) {
            memory.close();
        }
    }
}
