package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemVolumeLabel;
import io.noderesource.plan.PlanRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What says whose a namespace is: the name in its labels, {@code nr-}, hashes of owner and node, and one of the resource that it is
 * for. Until it is cleared and whole, the name ends in {@link #UNFINISHED}.
 *
 * @param name the name of a namespace that is finished
 */
record PmemMark(String name) {

    /** A name has at most 63 bytes ({@code NSLABEL_NAME_LEN} of the kernel). */
    static final String UNFINISHED = ".new";

    /** Where in a name the owner's part ends: after {@code nr-} and four characters ({@link QuotaPathMark}). */
    private static final int OWNER_ENDS = 7;

    /** Where the node's part ends, with the hyphen behind it. */
    private static final int NODE_ENDS = 13;

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

    /** Tells whether a namespace was made, or begun, for a resource of this owner on this node. */
    boolean isBySameHand(PmemNamespace namespace) {
        String label = namespace.label();
        return label != null && label.startsWith(name.substring(0, NODE_ENDS));
    }

    /** Tells whether a namespace was made for the resource, and its making was cut off. */
    boolean isUnfinishedOn(PmemNamespace namespace) {
        return namespace.uuid() != null && unfinished().equals(namespace.label());
    }

    /**
     * Why a namespace of some name may not get this one in its place, for people after "when"; empty when it may: it has no mark, or
     * that of this owner on another node, which is a machine that was installed anew or a module that was moved.
     */
    Optional<String> obstacleTo(@Nullable String label) {
        if (label == null) {
            return Optional.empty();
        }
        if (PmemVolumeLabel.parse(label).isPresent()) {
            return Optional.of("it is a volume of a CSI driver, " + label);
        }
        boolean unfinished = label.endsWith(UNFINISHED);
        String mark = unfinished ? label.substring(0, label.length() - UNFINISHED.length()) : label;
        if (!NAME.matcher(mark).matches()) {
            return Optional.empty();
        }
        if (!mark.startsWith(name.substring(0, OWNER_ENDS))) {
            return Optional.of("its name is the mark of another owner, " + label);
        }
        if (mark.startsWith(name.substring(0, NODE_ENDS))) {
            return Optional.of(
                    mark.equals(name)
                            ? "it has that name, " + label
                            : "it was made by us for another resource, " + label);
        }
        return unfinished ? Optional.of("its making was cut off on another node, " + label) : Optional.empty();
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
            check(uuid);
        }
    }

    /**
     * Checks a UUID that a saved plan gives.
     *
     * @throws IllegalArgumentException when it is of another form
     */
    static void check(String uuid) {
        if (!UUID.fromString(uuid).toString().equals(uuid)) {
            throw new IllegalArgumentException("'" + uuid + "' is not a UUID in lower case");
        }
    }
}
