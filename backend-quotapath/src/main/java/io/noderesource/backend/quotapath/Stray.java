package io.noderesource.backend.quotapath;

import java.util.Objects;

/**
 * A file or directory in a project's tree that is not counted with it: its owner may have changed its project, or it was moved
 * there in a way that keeps the project it had.
 *
 * @param path where it lies
 * @param carried the project it carries; 0 is none. The tree's own when a directory does not hand it on to what is made in it
 * @param expected the tree's project
 */
public record Stray(String path, long carried, long expected) {

    public Stray {
        Objects.requireNonNull(path, "path");
    }
}
