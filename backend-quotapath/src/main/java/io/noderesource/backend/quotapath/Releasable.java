package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Carried;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;

/** Looks at a tree before a project is taken from it: nothing is changed where it cannot be taken from all that carries it. */
final class Releasable implements Tree.Visitor {

    private final long id;
    private final Facts top;

    Releasable(long id, Facts top) {
        this.id = id;
        this.top = top;
    }

    @Override
    public Tree.Next directory(Inode directory, Facts facts, Place place) {
        look(directory, facts, place);
        return Tree.Next.INTO;
    }

    @Override
    public void file(Inode file, Facts facts, Place place) {
        look(file, facts, place);
    }

    /** The top directory has a mark, which is changed, too. */
    private void look(Inode inode, Facts facts, Place place) {
        Carried carried = inode.carried();
        if (!carried.changeable() && (carried.id() == id || facts.sameInode(top))) {
            throw QuotaFailures.of(QuotaErrorCode.FIXED_FILE, place.toString());
        }
    }

    @Override
    public void mountPoint(Place place) {
        throw QuotaFailures.of(QuotaErrorCode.CROSSES_MOUNT, place.toString());
    }
}
