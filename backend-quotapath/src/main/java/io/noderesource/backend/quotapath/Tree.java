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

    /** What is done with what is met. */
    interface Visitor {
        /** A directory; tells whether to look at what is in it. */
        Next directory(Inode directory, Facts facts, String path);

        /** A regular file; it is opened only when {@link #files} says so. */
        default void file(Inode file, Facts facts, String path) {}

        /** What is neither, such as a symbolic link; only where files are of interest. */
        default void other() {}

        /** Whether files are of interest. */
        default Files files() {
            return Files.VISITED;
        }

        /** Another file system, or another mount, lies here; it is not entered. */
        void mountPoint(String path);
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

    private record Level(Inode directory, String path, Iterator<Entry> directories) {}

    private final Visitor visitor;
    private final Facts top;
    private final Deque<Level> levels = new ArrayDeque<>();

    private Tree(Visitor visitor, Facts top) {
        this.visitor = visitor;
        this.top = top;
    }

    /** Walks the tree below a directory, and the directory itself. */
    static void walk(Inode top, String path, Visitor visitor) {
        Tree tree = new Tree(visitor, top.facts());
        try {
            tree.enter(top.again(), path);
            while (!tree.levels.isEmpty()) {
                Level level = tree.levels.element();
                if (level.directories.hasNext()) {
                    Entry entry = level.directories.next();
                    tree.open(level.directory, entry, level.path);
                } else {
                    tree.levels.pop().directory.close();
                }
            }
        } finally {
            tree.levels.forEach(level -> level.directory.close());
        }
    }

    private void open(Inode parent, Entry entry, String parentPath) {
        try {
            enter(parent.directory(entry), parentPath + "/" + entry.name());
        } catch (SystemCallFailure e) {
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

    private void enter(Inode directory, String path) {
        boolean kept = false;
        try {
            Facts facts = directory.facts();
            if (!facts.sameMount(top)) {
                visitor.mountPoint(path);
            } else if (facts.type() == Inode.Type.DIRECTORY && visitor.directory(directory, facts, path) == Next.INTO) {
                levels.push(new Level(directory, path, contents(directory, path).iterator()));
                kept = true;
            }
        } finally {
            if (!kept) {
                directory.close();
            }
        }
    }

    /** Visits the files in a directory; returns the directories. */
    private List<Entry> contents(Inode directory, String path) {
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
                file(directory, entry, path);
            } else if (files) {
                visitor.other();
            }
        });
        return directories;
    }

    private void file(Inode directory, Entry entry, String path) {
        try (Inode file = directory.child(entry)) {
            Facts facts = file.facts();
            if (!facts.sameMount(top)) {
                visitor.mountPoint(path + "/" + entry.name());
            } else if (facts.type() == Inode.Type.FILE) {
                visitor.file(file, facts, path + "/" + entry.name());
            }
        } catch (SystemCallFailure e) {
            ifGone(e);
        }
    }
}
