package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Carried;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.backend.quotapath.internal.jna.Inode.Inheritance;
import java.util.ArrayList;
import java.util.List;

/** Finds what in a project's tree is not counted with it. */
final class StrayCheck implements Tree.Visitor {

    private final long expected;
    private final List<Stray> found = new ArrayList<>();

    StrayCheck(long expected) {
        this.expected = expected;
    }

    List<Stray> found() {
        return List.copyOf(found);
    }

    @Override
    public Tree.Next directory(Inode directory, Facts facts, Place place) {
        Carried carried = directory.carried();
        if (carried.id() != expected || carried.inheritance() != Inheritance.INHERITED) {
            found.add(new Stray(place.toString(), carried.id(), expected));
        }
        return Tree.Next.INTO;
    }

    @Override
    public void file(Inode file, Facts facts, Place place) {
        Carried carried = file.carried();
        if (carried.id() != expected) {
            found.add(new Stray(place.toString(), carried.id(), expected));
        }
    }

    @Override
    public void mountPoint(Place place) {
        // What is mounted there is counted elsewhere.
    }
}
