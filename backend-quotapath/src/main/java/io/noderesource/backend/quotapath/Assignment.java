package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Carried;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.backend.quotapath.internal.jna.Inode.Inheritance;

/** Gives a tree from one project to another; what carries a third one is left alone. May be repeated. */
final class Assignment implements Tree.Visitor {

    private final long from;
    private final long to;
    private final Inheritance inheritance;
    private final Linked linked;
    private boolean passed;

    /** What is done with files that have several names. */
    private enum Linked {
        GIVEN,
        PASSED
    }

    private Assignment(long from, long to, Inheritance inheritance, Linked linked) {
        this.from = from;
        this.to = to;
        this.inheritance = inheritance;
        this.linked = linked;
    }

    /** Makes what carries no project carry this one. */
    static Assignment of(long id) {
        return new Assignment(0, id, Inheritance.INHERITED, Linked.GIVEN);
    }

    /** Makes what carries no project carry this one, but files that have several names. */
    static Assignment ofUnlinked(long id) {
        return new Assignment(0, id, Inheritance.INHERITED, Linked.PASSED);
    }

    /** Takes this project away. */
    static Assignment away(long id) {
        return new Assignment(id, 0, Inheritance.NOT_INHERITED, Linked.GIVEN);
    }

    /** Whether there were files that have several names, and do not carry the project yet. */
    boolean hasPassed() {
        return passed;
    }

    @Override
    public Tree.Next directory(Inode directory, Facts facts, Place place) {
        give(directory, inheritance, place);
        return Tree.Next.INTO;
    }

    @Override
    public void file(Inode file, Facts facts, Place place) {
        if (linked == Linked.PASSED && facts.links() > 1) {
            passed |= file.carried().id() == from;
        } else {
            give(file, Inheritance.NOT_INHERITED, place);
        }
    }

    private void give(Inode inode, Inheritance wanted, Place place) {
        Carried carried = inode.carried();
        boolean concerned = carried.id() == from || carried.id() == to;
        if (!concerned || (carried.id() == to && carried.inheritance() == wanted)) {
            return;
        }
        if (!carried.changeable()) {
            throw QuotaFailures.of(QuotaErrorCode.FIXED_FILE, place.toString());
        }
        inode.carry(to, wanted);
    }

    @Override
    public void mountPoint(Place place) {
        throw QuotaFailures.of(QuotaErrorCode.CROSSES_MOUNT, place.toString());
    }
}
