package io.noderesource.backend.quotapath;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory tree that is counted as one project, or a project of which no directory was found.
 *
 * @param directory the directory's path, where the name is no UTF-8 with U+FFFD in it; null when there is none
 */
public record Project(ProjectQuota quota, @Nullable String directory, State state) {

    /** Where a project stands. */
    public enum State {
        /** Made here, and whole. */
        READY,
        /** Making it was broken off: {@link ProjectQuotas#ensure} goes on. */
        UNFINISHED,
        /** Releasing it was broken off: {@link ProjectQuotas#release} goes on. */
        RELEASING,
        /** A directory carries it that was not made a project here; it is left alone until it is adopted. */
        NOT_OURS,
        /** It has limits or use, and no directory. */
        ORPHANED,
        /** As orphaned, but {@code /etc/projects} or {@code /etc/projid} names the id: it is somebody's. */
        RESERVED
    }

    public Project {
        Objects.requireNonNull(quota, "quota");
        Objects.requireNonNull(state, "state");
    }

    /** The project's id. */
    public long id() {
        return quota.id();
    }
}
