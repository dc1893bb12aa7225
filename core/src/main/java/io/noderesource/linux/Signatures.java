package io.noderesource.linux;

import com.sun.jna.Pointer;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibBlkid;
import io.noderesource.inventory.Signature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks libblkid which signatures are on an open device or file. */
final class Signatures {

    /** More than any real device has; a library that finds more is going round in circles. */
    private static final int MOST = 64;

    private Signatures() {}

    /**
     * Reads all signatures. The descriptor stays open.
     *
     * @throws IOException when libblkid is not there or reports an error: then nothing is known
     */
    static List<Signature> read(FileHandle handle) throws IOException {
        Pointer probe = newProbe();
        if (probe == null) {
            throw new IOException("libblkid could not make a probe");
        }
        try {
            return read(probe, handle);
        } finally {
            LibBlkid.blkid_free_probe(probe);
        }
    }

    /** Loads the library at its first use, so that a node without it can still be listed. */
    private static @Nullable Pointer newProbe() throws IOException {
        try {
            return LibBlkid.blkid_new_probe();
        } catch (LinkageError e) {
            throw new IOException("libblkid.so.1 cannot be loaded (Debian package libblkid1): " + e.getMessage(), e);
        }
    }

    private static List<Signature> read(Pointer probe, FileHandle handle) throws IOException {
        check(LibBlkid.blkid_probe_set_device(probe, handle.fd(), 0, 0), "set_device");
        check(LibBlkid.blkid_probe_enable_superblocks(probe, 1), "enable_superblocks");
        check(
                LibBlkid.blkid_probe_set_superblocks_flags(
                        probe,
                        LibBlkid.BLKID_SUBLKS_TYPE
                                | LibBlkid.BLKID_SUBLKS_USAGE
                                | LibBlkid.BLKID_SUBLKS_UUID
                                | LibBlkid.BLKID_SUBLKS_LABEL
                                | LibBlkid.BLKID_SUBLKS_MAGIC
                                | LibBlkid.BLKID_SUBLKS_BADCSUM),
                "set_superblocks_flags");
        check(LibBlkid.blkid_probe_enable_partitions(probe, 1), "enable_partitions");
        check(
                LibBlkid.blkid_probe_set_partitions_flags(
                        probe, LibBlkid.BLKID_PARTS_MAGIC | LibBlkid.BLKID_PARTS_FORCE_GPT),
                "set_partitions_flags");
        int found = LibBlkid.blkid_do_safeprobe(probe);
        return switch (found) {
            case LibBlkid.NOTHING -> List.of();
            case LibBlkid.FOUND -> others(probe, values(probe));
            case LibBlkid.AMBIVALENT -> each(probe);
            default -> throw new IOException("libblkid could not read it (blkid_do_safeprobe answers " + found + ")");
        };
    }

    private static void check(int result, String call) throws IOException {
        if (result != 0) {
            throw new IOException("libblkid refused it (blkid_probe_" + call + " answers " + result + ")");
        }
    }

    /**
     * All signatures, where the first one is LVM's: a safe probe ends at the first of a RAID's or volume manager's
     * ({@code superblocks_safeprobe} in libblkid's {@code superblocks.c}), whatever else is there.
     */
    private static List<Signature> others(Pointer probe, List<Signature> first) throws IOException {
        return first.stream().anyMatch(s -> s.type().equals(Signature.LVM_PV)) ? each(probe) : first;
    }

    /** Lists signatures one by one, where several may contradict each other. */
    private static List<Signature> each(Pointer probe) throws IOException {
        List<Signature> all = new ArrayList<>();
        LibBlkid.blkid_reset_probe(probe);
        for (int i = 0; i < MOST; i++) {
            int found = LibBlkid.blkid_do_probe(probe);
            if (found == LibBlkid.NOTHING) {
                break;
            }
            if (found != LibBlkid.FOUND) {
                throw new IOException("libblkid could not read it (blkid_do_probe answers " + found + ")");
            }
            all.addAll(values(probe));
        }
        if (all.isEmpty()) {
            throw new IOException("libblkid finds several signatures but does not name them");
        }
        return all.stream().distinct().toList();
    }

    private static List<Signature> values(Pointer probe) throws IOException {
        List<Signature> found = new ArrayList<>();
        Optional<String> type = value(probe, "TYPE");
        if (type.isPresent()) {
            found.add(new Signature(
                    type.get(),
                    UdevDatabase.usage(value(probe, "USAGE").orElse("")),
                    value(probe, "UUID").orElse(null),
                    value(probe, "LABEL").orElse(null),
                    offset(value(probe, "SBMAGIC_OFFSET"))));
        }
        Optional<String> table = value(probe, "PTTYPE");
        if (table.isPresent()) {
            found.add(new Signature(
                    table.get(),
                    Signature.Usage.PARTITION_TABLE,
                    value(probe, "PTUUID").orElse(null),
                    null,
                    offset(value(probe, "PTMAGIC_OFFSET"))));
        }
        if (found.isEmpty()) {
            throw new IOException("libblkid finds something but names neither TYPE nor PTTYPE");
        }
        return found;
    }

    private static Optional<String> value(Pointer probe, String name) {
        long[] data = new long[1];
        if (LibBlkid.blkid_probe_lookup_value(probe, name, data, null) != 0) {
            return Optional.empty();
        }
        return data[0] == 0
                ? Optional.empty()
                : Optional.of(KernelFiles.printable(new Pointer(data[0]).getString(0, "UTF-8")))
                        .filter(s -> !s.isEmpty());
    }

    private static long offset(Optional<String> text) {
        return text.map(KernelFiles::number)
                .filter(java.util.OptionalLong::isPresent)
                .map(java.util.OptionalLong::getAsLong)
                .orElse(-1L);
    }
}
