package io.noderesource.inventory;

import java.util.Objects;

/**
 * A directory that something is, or is to be, mounted on.
 *
 * @param path its path, absolute and in its simple form
 * @param state what is there
 * @param immutable whether nobody can make anything in it, root included ({@code FS_IMMUTABLE_FL}, chattr(1))
 */
public record Directory(String path, State state, boolean immutable) {

    /** What is at a path. */
    public enum State {
        /** Nothing; it can be made. */
        ABSENT,
        /** A directory without an entry. */
        EMPTY,
        /** A directory with entries. */
        NOT_EMPTY,
        /** The path, or a part of it, is a symbolic link. */
        LINK,
        /** The path, or a part of it, is something else than a directory. */
        NOT_A_DIRECTORY,
        /** It could not be looked at. */
        UNKNOWN
    }

    public Directory {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(state, "state");
    }
}
