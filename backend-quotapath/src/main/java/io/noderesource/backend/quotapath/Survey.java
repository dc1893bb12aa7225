package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Carried;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.base.ByteSize;
import java.util.HashSet;
import java.util.Set;

/** Looks at a tree before it is made a project: nothing is changed where not all of it can be. */
final class Survey implements Tree.Each {

    private final long own;
    private long bytes;
    private long inodes;
    private boolean metOwn;
    private final Set<Long> linked = new HashSet<>();
    private final HardLinks links = new HardLinks();

    /**
     * A survey.
     *
     * @param own the only project that may be carried already; 0 when none may
     */
    Survey(long own) {
        this.own = own;
    }

    /** After the walk: refuses a tree with a file that has names outside of it, which would be taken from there. */
    void requireNoneShared() {
        links.withMore().ifPresent(path -> {
            throw QuotaFailures.of(QuotaErrorCode.SHARED_FILE, path);
        });
    }

    /** Whether anything carries the project that may be carried already. */
    boolean hasMetOwn() {
        return metOwn;
    }

    /** What the tree takes up. */
    QuotaUse use() {
        return new QuotaUse(ByteSize.ofBytes(bytes), inodes);
    }

    @Override
    public void meet(Inode inode, Facts facts, Place place) {
        Carried carried = inode.carried();
        if (carried.id() != 0 && carried.id() != own) {
            throw QuotaFailures.of(QuotaErrorCode.NESTED, place + " carries project " + carried.id());
        }
        metOwn |= own != 0 && carried.id() == own;
        if (!carried.changeable()) {
            throw QuotaFailures.of(QuotaErrorCode.FIXED_FILE, place.toString());
        }
        boolean several = facts.links() > 1 && facts.type() != Inode.Type.DIRECTORY;
        if (several && carried.id() == 0) {
            links.meet(facts.number(), facts.links(), place);
        }
        // What has several names is counted once.
        if (!several || linked.add(facts.number())) {
            bytes += facts.bytes();
            inodes++;
        }
    }

    @Override
    public void mountPoint(Place place) {
        throw QuotaFailures.of(QuotaErrorCode.CROSSES_MOUNT, place.toString());
    }
}
