package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.backend.quotapath.internal.jna.Inode.Inheritance;

/** Takes a project from all of a tree but its top directory, which only hands it on no more. May be repeated. */
final class Releasing implements Tree.Visitor {

    private final Assignment below;
    private final long id;
    private final Facts top;
    private long kept;

    Releasing(long id, Facts top) {
        this.below = Assignment.away(id);
        this.id = id;
        this.top = top;
    }

    /** How many names in the tree may carry the project still: symbolic links, pipes, sockets and devices keep it. */
    long kept() {
        return kept;
    }

    @Override
    public Tree.Next directory(Inode directory, Facts facts, Place place) {
        if (facts.number() == top.number()) {
            directory.carry(id, Inheritance.NOT_INHERITED);
            return Tree.Next.INTO;
        }
        return below.directory(directory, facts, place);
    }

    @Override
    public void file(Inode file, Facts facts, Place place) {
        below.file(file, facts, place);
    }

    @Override
    public void other() {
        kept++;
    }

    @Override
    public void mountPoint(Place place) {
        below.mountPoint(place);
    }
}
