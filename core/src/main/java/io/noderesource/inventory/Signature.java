package io.noderesource.inventory;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mark that a file system, RAID, encryption, volume manager or partition table has left on a device.
 *
 * @param type the type as libblkid names it, such as {@code ext4}, {@code LVM2_member}, {@code crypto_LUKS}, {@code gpt}
 * @param usage what it is for
 * @param uuid its UUID, when it has one
 * @param label its label, when it has one
 * @param offset where its magic bytes stand, in bytes from the start; −1 when not known
 */
public record Signature(
        String type,
        Usage usage,
        @Nullable String uuid,
        @Nullable String label,
        long offset) implements Comparable<Signature> {

    /** What a signature is for, as libblkid classes it (libblkid's USAGE value). */
    public enum Usage {
        FILESYSTEM,
        RAID,
        CRYPTO,
        PARTITION_TABLE,
        OTHER
    }

    private static final Comparator<Signature> ORDER = Comparator.comparing(Signature::type)
            .thenComparing(Signature::usage)
            .thenComparingLong(Signature::offset)
            .thenComparing(s -> String.valueOf(s.uuid()))
            .thenComparing(s -> String.valueOf(s.label()));

    /** The type that a physical volume of LVM has. */
    public static final String LVM_PV = "LVM2_member";

    public Signature {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(usage, "usage");
    }

    @Override
    public int compareTo(Signature other) {
        return ORDER.compare(this, other);
    }

    /** Returns it for people, such as {@code ext4 (label "old")}. */
    @Override
    public String toString() {
        String what = usage == Usage.PARTITION_TABLE ? type + " partition table" : type;
        if (label != null) {
            return what + " (label \"" + label + "\")";
        }
        return uuid != null ? what + " (uuid " + uuid + ")" : what;
    }
}
