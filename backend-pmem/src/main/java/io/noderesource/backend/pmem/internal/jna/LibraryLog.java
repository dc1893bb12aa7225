package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What libndctl and libdaxctl log of errors: where a call just says ENXIO, that often tells of which device. For one context at a time.
 *
 * <p>They format as printf(3) does, from a {@code va_list}: on x86-64 (System V ABI, 3.5.7), and by the rules of passing large structures on
 * aarch64 (AAPCS64, 6.8.2), an argument of that type is an address, which is passed on here.
 */
final class LibraryLog implements LibNdctl.Log {

    /** {@code LOG_ERR} of {@code syslog.h}. */
    static final int ERRORS = 3;

    /** {@code LOG_DEBUG}: what the kernel does not take is told there only. */
    static final int ALL = 7;

    /** Of all that is for debugging only this is kept: which attribute of sysfs could not be written, and why ({@code util/sysfs.c}). */
    private static final String NOT_WRITTEN = "failed to write ";

    /** The last ones are about what failed at last. */
    private static final int MOST_MESSAGES = 3;

    private static final int MOST_BYTES = 512;

    /** stdio.h. */
    interface Format extends Library {
        int vsnprintf(byte[] buffer, long size, Pointer format, Pointer arguments);
    }

    private static final Format C = Native.load("c", Format.class);

    private final Deque<String> messages = new ArrayDeque<>();

    @Override
    public void message(
            Pointer context, int priority, String file, int line, String function, Pointer format, Pointer arguments) {
        if (priority > ERRORS && !format.getString(0).startsWith(NOT_WRITTEN)) {
            return;
        }
        byte[] buffer = new byte[MOST_BYTES];
        C.vsnprintf(buffer, buffer.length, format, arguments);
        add(function + ": "
                + Native.toString(buffer, StandardCharsets.UTF_8.name()).strip());
    }

    void add(String message) {
        if (messages.size() == MOST_MESSAGES) {
            messages.removeFirst();
        }
        messages.addLast(message.replaceAll("[\\s\\p{Cntrl}]+", " "));
    }

    /** Forgets what was logged before. */
    void clear() {
        messages.clear();
    }

    /** What failed, with what was logged. */
    IOException with(IOException failure) {
        return messages.isEmpty()
                ? failure
                : new IOException(
                        failure.getMessage() + "; the library logged: " + String.join("; ", messages), failure);
    }
}
