package io.noderesource.backend.pmem.internal.jna;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A namespace as the kernel has it at this moment (attributes of {@code drivers/nvdimm/namespace_devs.c}): libndctl shows what it read, or
 * wrote, in its context, and other programs may have changed it since.
 *
 * @param name its kernel name
 * @param uuid its UUID; empty where it has none
 * @param label the name in its labels; empty where it has none
 * @param size how many bytes it has
 * @param extents how many parts of modules labels hold for that UUID
 * @param holder the kernel name of the layout that is being put on it; empty where there is none
 */
record KernelNamespace(String name, String uuid, String label, String size, String extents, String holder) {

    static KernelNamespace read(Path devices, String name) throws IOException {
        Path device = devices.resolve(name);
        return new KernelNamespace(
                name,
                text(device.resolve("uuid")),
                text(device.resolve("alt_name")),
                text(device.resolve("size")),
                text(device.resolve("dpa_extents")),
                text(device.resolve("holder")));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    /** Tells whether it is nothing yet: no room is held for it, not even by a label with its UUID on one module. */
    boolean isNothingYet() {
        return size.equals("0") && extents.equals("0") && holder.isEmpty();
    }

    /** Tells whether it is nothing yet and nobody has begun to make it anything else than the namespace of a UUID. */
    boolean isFreeFor(String own) {
        return isNothingYet() && (uuid.isEmpty() || uuid.equals(own));
    }

    /** Tells whether it is nothing but of a UUID and a name. */
    boolean isBegunAs(String own, String called) {
        return isNothingYet() && uuid.equals(own) && label.equals(called);
    }

    /** Tells whether it is as it was asked for, without a layout. */
    boolean isMadeAs(String own, String called, long bytes) {
        return uuid.equals(own) && label.equals(called) && size.equals(Long.toString(bytes)) && holder.isEmpty();
    }

    /** Returns it for people. */
    @Override
    public String toString() {
        return name + " has the UUID '" + uuid + "', the name '" + label + "', " + size + " bytes, " + extents
                + " parts of modules" + (holder.isEmpty() ? "" : " and " + holder + " on it");
    }
}
