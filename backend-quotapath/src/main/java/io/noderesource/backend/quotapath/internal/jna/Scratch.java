package io.noderesource.backend.quotapath.internal.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory for the argument of one call, kept by each thread: allocating it anew costs more than most calls. It is read and
 * written as a buffer, which stays within Java; each access to a JNA pointer is a native call.
 *
 * @param bytes the memory, in the machine's order; its position and limit are not used
 * @param address what a call is given
 */
record Scratch(ByteBuffer bytes, long address) {

    /** No structure of a call is larger, nor a name of a file (255 bytes), nor a mark. */
    static final int BYTES = 512;

    private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::allocated);

    private static Scratch allocated() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
        return new Scratch(bytes, Pointer.nativeValue(Native.getDirectBufferPointer(bytes)));
    }

    /** This thread's; what the call before left in it is still there. */
    static Scratch get() {
        return OWN.get();
    }

    /** This thread's, with at least so many bytes cleared. */
    static Scratch cleared(int bytes) {
        Scratch scratch = OWN.get();
        scratch.clear(bytes);
        return scratch;
    }

    /** Clears at least so many bytes. */
    void clear(int count) {
        for (int at = 0; at < count; at += Long.BYTES) {
            bytes.putLong(at, 0);
        }
    }

    /** Writes a text as C has it. */
    void putString(int at, byte[] text) {
        bytes.put(at, text);
        bytes.put(at + text.length, (byte) 0);
    }

    /** Bytes from this place on. */
    byte[] getBytes(int at, int count) {
        byte[] read = new byte[count];
        bytes.get(at, read);
        return read;
    }
}
