package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Errno;
import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Entry;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.backend.quotapath.internal.jna.SystemCallFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * A walk over a directory tree that stays on its mount and follows no symbolic link. A directory is visited before what is in it,
 * so what is made in it meanwhile gets what the visit gave to the directory. One descriptor is open for each level.
 */
final class Tree {

    /** So deep a tree is looked at: each level has a descriptor, of which a process has not many. */
    private static final int MOST_LEVELS = 1024;

    /** What is done with what is met. */
    interface Visitor {
        /** A directory; tells whether to look at what is in it. */
        Next directory(Inode directory, Facts facts, Place place);

        /** A regular file; it is opened only when {@link #files} says so. */
        default void file(Inode file, Facts facts, Place place) {}

        /** What is neither, such as a symbolic link; only where files are of interest. */
        default void other() {}

        /** Whether files are of interest. */
        default Files files() {
            return Files.VISITED;
        }

        /** Another file system, or another mount, lies here; it is not entered. */
        void mountPoint(Place place);

        /** A directory that lies deeper than a walk goes. */
        default void tooDeep(Place place) {
            throw QuotaFailures.of(QuotaErrorCode.TOO_DEEP, place.toString());
        }
    }

    /** Meets directories and regular files alike, wherever they lie. */
    interface Each extends Visitor {
        /** A directory, before what is in it, or a regular file. */
        void meet(Inode inode, Facts facts, Place place);

        @Override
        default Next directory(Inode directory, Facts facts, Place place) {
            meet(directory, facts, place);
            return Next.INTO;
        }

        @Override
        default void file(Inode file, Facts facts, Place place) {
            meet(file, facts, place);
        }
    }

    /** Where a walk goes from a directory. */
    enum Next {
        INTO,
        PAST
    }

    /** Whether files are opened. */
    enum Files {
        VISITED,
        PASSED
    }

    private record Level(Inode directory, Place place, Iterator<Entry> directories) {}

    private final Visitor visitor;
    private final Facts top;
    private final int mostLevels;
    private final Deque<Level> levels = new ArrayDeque<>();

    private Tree(Visitor visitor, Facts top, int mostLevels) {
        this.visitor = visitor;
        this.top = top;
        this.mostLevels = mostLevels;
    }

    /** Walks the tree below a directory, and the directory itself. */
    static void walk(Inode top, String path, Visitor visitor) {
        walk(top, path, visitor, MOST_LEVELS);
    }

    static void walk(Inode top, String path, Visitor visitor, int mostLevels) {
        Tree tree = new Tree(visitor, top.facts(), mostLevels);
        try {
            tree.enter(top.again(), Place.of(path));
            while (!tree.levels.isEmpty()) {
                Level level = tree.levels.element();
                if (level.directories.hasNext()) {
                    Entry entry = level.directories.next();
                    tree.open(level.directory, entry, level.place.below(entry.name()));
                } else {
                    tree.levels.pop().directory.close();
                }
            }
        } finally {
            tree.levels.forEach(level -> level.directory.close());
        }
    }

    private void open(Inode parent, Entry entry, Place place) {
        if (levels.size() >= mostLevels) {
            visitor.tooDeep(place);
            return;
        }
        try {
            enter(parent.directory(entry), place);
        } catch (SystemCallFailure e) {
            passed(e, place);
        }
    }

    /** Another mount, or what is not there any more. */
    private void passed(SystemCallFailure e, Place place) {
        if (e.errno() == Errno.EXDEV) {
            visitor.mountPoint(place);
        } else {
            ifGone(e);
        }
    }

    /** Removed meanwhile, or made a symbolic link, a pipe or a socket. */
    private static void ifGone(SystemCallFailure e) {
        int errno = e.errno();
        if (errno != Errno.ENOENT && errno != Errno.ENOTDIR && errno != Errno.ELOOP && errno != Errno.ENXIO) {
            throw e;
        }
    }

    private void enter(Inode directory, Place place) {
        boolean kept = false;
        try {
            Facts facts = directory.facts();
            if (!facts.sameMount(top)) {
                visitor.mountPoint(place);
            } else if (facts.type() == Inode.Type.DIRECTORY
                    && visitor.directory(directory, facts, place) == Next.INTO) {
                levels.push(
                        new Level(directory, place, contents(directory, place).iterator()));
                kept = true;
            }
        } finally {
            if (!kept) {
                directory.close();
            }
        }
    }

    /** Visits the files in a directory; returns the directories. */
    private List<Entry> contents(Inode directory, Place place) {
        List<Entry> directories = new ArrayList<>();
        boolean files = visitor.files() == Files.VISITED;
        directory.entries(entry -> {
            Inode.Type type;
            try {
                type = directory.type(entry);
            } catch (SystemCallFailure e) {
                ifGone(e);
                return;
            }
            if (type == Inode.Type.DIRECTORY) {
                directories.add(entry);
            } else if (type == Inode.Type.FILE && files) {
                file(directory, entry, place.below(entry.name()));
            } else if (files) {
                visitor.other();
            }
        });
        return directories;
    }

    private void file(Inode directory, Entry entry, Place place) {
        try (Inode file = directory.child(entry)) {
            Facts facts = file.facts();
            if (!facts.sameMount(top)) {
                visitor.mountPoint(place);
            } else if (facts.type() == Inode.Type.FILE) {
                visitor.file(file, facts, place);
            }
        } catch (SystemCallFailure e) {
            passed(e, place);
        }
    }
}
