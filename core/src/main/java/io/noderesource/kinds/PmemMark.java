package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.plan.PlanRequest;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What says whose a namespace is: the name in its labels, {@code nr-}, hashes of owner and node, and one of the resource that it is
 * for. Until it is cleared and whole, the name ends in {@link #UNFINISHED}.
 *
 * @param name the name of a namespace that is finished
 */
record PmemMark(String name) {

    /** A name has at most 63 bytes ({@code NSLABEL_NAME_LEN} of the kernel). */
    static final String UNFINISHED = ".new";

    private static final Pattern NAME = Pattern.compile("nr-[0-9a-z]{9}-[0-9a-f]{8}");

    PmemMark {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a namespace that is ours");
        }
    }

    /**
     * The mark of a resource. Memory has one for all regions: their numbers, by which it is declared, change at each boot, and the memory
     * of one is as good as that of another.
     */
    static PmemMark of(PlanRequest request, ResourceAddress address) {
        boolean memory = address.kind().equals(MemorySpec.KIND);
        QuotaPathMark mark =
                QuotaPathMark.of(request, memory ? new ResourceAddress(MemorySpec.KIND, "any region") : address);
        return new PmemMark(mark.label() + "-" + mark.address());
    }

    /** Tells whether a namespace was made for the resource, and is whole. */
    boolean isOn(PmemNamespace namespace) {
        return namespace.uuid() != null && name.equals(namespace.label());
    }

    /** Tells whether a namespace was made for the resource, and its making was cut off. */
    boolean isUnfinishedOn(PmemNamespace namespace) {
        return namespace.uuid() != null && unfinished().equals(namespace.label());
    }

    /** The name of a namespace that is being made. */
    String unfinished() {
        return name + UNFINISHED;
    }

    /**
     * Checks what a saved plan gives: it is an order, but none to touch what is not ours.
     *
     * @throws IllegalArgumentException when a text is of another form
     */
    static void check(String name, String... uuids) {
        PmemMark unused = new PmemMark(name);
        for (String uuid : uuids) {
            if (!UUID.fromString(uuid).toString().equals(uuid)) {
                throw new IllegalArgumentException("'" + uuid + "' is not a UUID in lower case");
            }
        }
    }
}
