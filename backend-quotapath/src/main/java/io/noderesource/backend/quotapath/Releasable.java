package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Carried;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.base.NodeResourceException;
import org.jspecify.annotations.Nullable;

/** Looks at a tree before a project is taken from it: nothing is changed where it cannot be taken from all that carries it. */
final class Releasable implements Tree.Each {

    private final long id;
    private final Facts top;
    private boolean met;
    private @Nullable NodeResourceException obstacle;

    Releasable(long id, Facts top) {
        this.id = id;
        this.top = top;
    }

    /** After the walk: whether anything carries the project. */
    boolean hasMet() {
        return met;
    }

    /** After the walk: refuses a tree from which it cannot be taken. */
    void require() {
        if (obstacle != null) {
            throw obstacle;
        }
    }

    /** The top directory has a mark, which is changed, too. */
    @Override
    public void meet(Inode inode, Facts facts, Place place) {
        Carried carried = inode.carried();
        met |= carried.id() == id;
        if (!carried.changeable() && (carried.id() == id || facts.sameInode(top))) {
            stands(QuotaErrorCode.FIXED_FILE, place);
        }
    }

    @Override
    public void mountPoint(Place place) {
        stands(QuotaErrorCode.CROSSES_MOUNT, place);
    }

    private void stands(QuotaErrorCode code, Place place) {
        if (obstacle == null) {
            obstacle = QuotaFailures.of(code, place.toString());
        }
    }
}
