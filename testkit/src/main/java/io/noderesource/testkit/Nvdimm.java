package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.PmemNamespace.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A module of persistent memory with the region that is all of it; mutable, guarded by the node's lock. */
final class Nvdimm {

    /** What starts and sizes of namespaces are multiples of ({@code MEMREMAP_COMPAT_ALIGN_MAX} of the kernel). */
    static final long ALIGNMENT = 16L << 20;

    /** How many labels a label area of 128 KiB has room for, without the one that the kernel keeps. */
    static final long LABELS = 509;

    /** What a namespace left in the memory that it had. */
    private record Remains(long offset, long size, Content content) {
        boolean overlaps(long start, long length) {
            return offset < start + length && start < offset + size;
        }
    }

    final String key;
    final ByteSize size;

    /** Where it is plugged in. */
    final int slot;

    /** How many namespaces its label area has room for; none where it has no such area. */
    final long labels;

    /** The number of its region and of itself, until the next boot. */
    int number;

    boolean labelled;
    boolean enabled = true;
    boolean readOnly;
    boolean locked;
    final List<Namespace> namespaces = new ArrayList<>();
    private final List<Remains> remains = new ArrayList<>();
    private int made;

    /** A namespace that the kernel has for the seed of the next one, until it is enabled again; null for one that is ready. */
    @Nullable
    Namespace takenForSeed;

    /** How much of its end labels hold for what the kernel does not show. */
    long hidden;

    Nvdimm(String key, ByteSize size, int slot, long labels) {
        this.key = key;
        this.size = size;
        this.slot = slot;
        this.labels = labels;
        this.number = slot;
    }

    String region() {
        return "region" + number;
    }

    String name() {
        return "nmem" + number;
    }

    /** Adds the namespace that a region without labels is. */
    Namespace addWhole() {
        Namespace whole = new Namespace(this, key, 0, 0, size.bytes(), Mode.RAW);
        namespaces.add(whole);
        return whole;
    }

    /** Adds a namespace where there is room for it; what was in that memory shows again. */
    Namespace add(long offset, long length) {
        Namespace added = new Namespace(this, key + "-ns" + ++made, nextId(), offset, length, Mode.RAW);
        added.content = found(offset, length);
        namespaces.add(added);
        return added;
    }

    private int nextId() {
        int id = 0;
        while (isTaken(id)) {
            id++;
        }
        return id;
    }

    /** The kernel name of what it makes the next namespace of; null where it makes none. */
    @Nullable
    String seed() {
        Namespace taken = takenForSeed;
        if (taken != null) {
            return taken.name();
        }
        return labelled && enabled ? Namespace.name(number, nextId()) : null;
    }

    private boolean isTaken(int id) {
        return namespaces.stream().anyMatch(n -> n.id == id);
    }

    private Content found(long offset, long length) {
        List<Remains> there =
                remains.stream().filter(r -> r.overlaps(offset, length)).toList();
        Content content = there.stream()
                .filter(r -> r.offset() == offset)
                .findFirst()
                .map(r -> new Content(r.content()))
                .orElseGet(Content::new);
        if (!there.isEmpty() && content.isBlank()) {
            content.fill();
        }
        remains.removeIf(r -> r.offset() >= offset && r.offset() + r.size() <= offset + length);
        return content;
    }

    /** Takes a namespace away; its content stays in the memory. */
    void remove(Namespace namespace) {
        namespaces.remove(namespace);
        hasAnotherSeed(namespace);
        if (!namespace.content.isBlank()) {
            remains.add(new Remains(namespace.offset, namespace.size, namespace.content));
        }
    }

    /** Notes that a namespace is the kernel's seed no more, if it was: it got its driver anew, or is gone. */
    void hasAnotherSeed(Namespace than) {
        if (than.equals(takenForSeed)) {
            takenForSeed = null;
        }
    }

    /** What no namespace has; nothing without labels. */
    long available() {
        return labelled
                ? Math.max(
                        0,
                        size.bytes()
                                - hidden
                                - namespaces.stream().mapToLong(n -> n.size).sum())
                : 0;
    }

    /** The largest part that no namespace has; nothing without labels. */
    long largestExtent() {
        return labelled ? gaps().stream().mapToLong(g -> g[1]).max().orElse(0) : 0;
    }

    /** The start of the first part in which there is room for so much. */
    OptionalLong room(long length) {
        return gaps().stream().filter(g -> g[1] >= length).mapToLong(g -> g[0]).findFirst();
    }

    /** Start and length of each part that no namespace has, in their order. */
    private List<long[]> gaps() {
        List<long[]> gaps = new ArrayList<>();
        long end = 0;
        for (Namespace each : namespaces.stream()
                .sorted(Comparator.comparingLong(n -> n.offset))
                .toList()) {
            gaps.add(new long[] {end, each.offset - end});
            end = each.offset + each.size;
        }
        gaps.add(new long[] {end, Math.max(end, size.bytes() - hidden) - end});
        return gaps;
    }

    @Nullable
    Namespace known(String uuid) {
        return namespaces.stream().filter(n -> uuid.equals(n.uuid)).findFirst().orElse(null);
    }

    @Override
    public String toString() {
        return key;
    }
}
