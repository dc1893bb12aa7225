package io.noderesource.backend.lvm.internal.jna;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/**
 * {@code struct lvm_property_value} of {@code lvm2app.h}: bit-fields, which JNA does not know, and a union of which every
 * member is 64 bits wide.
 */
@FieldOrder({"flags", "value"})
public class PropertyValue extends Structure {

    static final int IS_STRING = 0x02;
    static final int IS_INTEGER = 0x04;
    static final int IS_VALID = 0x08;

    /** {@code is_settable:1, is_string:1, is_integer:1, is_valid:1, is_signed:1, padding:27}. */
    public int flags;

    /** {@code const char *string}, {@code uint64_t integer}, {@code int64_t signed_integer}. */
    public long value;

    /** For JNA. */
    public PropertyValue() {}

    /** As the functions return it. */
    public static class ByValue extends PropertyValue implements Structure.ByValue {
        /** For JNA. */
        public ByValue() {}
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The string; empty when it is NULL. */
    String string() {
        return value == 0 ? "" : new Pointer(value).getString(0, "UTF-8");
    }
}
