package io.noderesource.backend.lvm.internal.jna;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct dm_list} of {@code libdevmapper.h}, circular, with the head no element; and {@code struct lvm_pv_list} and
 * its like of {@code lvm2app.h}, which all are a {@code dm_list} with one pointer behind it.
 */
final class DmList {

    /** Offset of {@code n}, the next element. */
    static final long NEXT = 0;

    /** Offset of the pointer behind the list. */
    static final long PAYLOAD = 16;

    private DmList() {}

    /**
     * The pointers that a list holds.
     *
     * @param head the list; NULL stands for an empty one, and so does one that was never initialised
     *     ({@code lvm_list_pvs} without its lock)
     */
    static List<Pointer> elements(@Nullable Pointer head) {
        List<Pointer> elements = new ArrayList<>();
        Pointer next = head == null ? null : head.getPointer(NEXT);
        while (next != null && !next.equals(head)) {
            elements.add(next.getPointer(PAYLOAD));
            next = next.getPointer(NEXT);
        }
        return elements;
    }
}
