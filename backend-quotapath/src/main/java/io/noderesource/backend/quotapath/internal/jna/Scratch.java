package io.noderesource.backend.quotapath.internal.jna;

import com.sun.jna.Memory;

/** Memory for the argument of one call, kept by each thread: allocating it anew costs more than most calls. */
final class Scratch {

    /** No structure of a call is larger, nor a name of a file (255 bytes), nor a mark. */
    static final int BYTES = 512;

    private static final ThreadLocal<Memory> MEMORY = ThreadLocal.withInitial(() -> new Memory(BYTES));

    private Scratch() {}

    /** This thread's; what the call before left in it is still there. */
    static Memory get() {
        return MEMORY.get();
    }

    /** This thread's, with so many bytes cleared. */
    static Memory cleared(int bytes) {
        Memory memory = MEMORY.get();
        memory.clear(bytes);
        return memory;
    }
}
