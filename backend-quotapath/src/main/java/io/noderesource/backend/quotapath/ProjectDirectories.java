package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Carried;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.backend.quotapath.internal.project.Mark;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the topmost directories of a file system that carry a project. Below them nothing is looked at, and no file is opened, so it
 * costs as much as there are directories outside of projects.
 */
final class ProjectDirectories implements Tree.Visitor {

    /**
     * A directory that carries a project, and where it stands.
     *
     * @param number of its inode
     */
    record Found(String path, long number, Project.State state) {}

    private final long passed;
    private final Map<Long, Found> found = new TreeMap<>();

    /** By project id, one more directory that carries it. */
    private final Map<Long, Found> more = new TreeMap<>();

    /** Finds all. */
    ProjectDirectories() {
        this(0);
    }

    /**
     * Finds all that are not a directory, or below it.
     *
     * @param passed the number of its inode
     */
    ProjectDirectories(long passed) {
        this.passed = passed;
    }

    /** By project id; where several directories carry one, the first that was met, one of ours before all others. */
    Map<Long, Found> found() {
        return found;
    }

    /** A directory that carries this project and is not the one with this inode; empty when none was met. */
    Optional<Found> other(long id, long number) {
        return Stream.of(found, more)
                .flatMap(met -> Optional.ofNullable(met.get(id)).stream())
                .filter(met -> met.number != number)
                .findFirst();
    }

    @Override
    public Tree.Next directory(Inode directory, Facts facts, Place place) {
        if (facts.number() == passed) {
            return Tree.Next.PAST;
        }
        Carried carried = directory.carried();
        if (carried.id() == 0) {
            return Tree.Next.INTO;
        }
        Project.State state = state(markOn(directory, facts).orElse(null), carried.id());
        meet(carried.id(), new Found(place.toString(), facts.number(), state));
        return Tree.Next.PAST;
    }

    private void meet(long id, Found met) {
        Found before = found.putIfAbsent(id, met);
        if (before == null) {
            return;
        }
        if (before.state == Project.State.NOT_OURS && met.state != Project.State.NOT_OURS) {
            found.put(id, met);
            more.putIfAbsent(id, before);
        } else {
            more.putIfAbsent(id, met);
        }
    }

    /** The mark on a directory, if it is this directory's. */
    static Optional<Mark> markOn(Inode directory, Facts facts) {
        return directory.mark(Mark.ATTRIBUTE).flatMap(Mark::parse).filter(mark -> mark.inode() == facts.number());
    }

    /** Where a directory that carries this project stands. */
    static Project.State state(@Nullable Mark mark, long carried) {
        if (mark == null || mark.id() != carried) {
            return Project.State.NOT_OURS;
        }
        return switch (mark.phase()) {
            case ASSIGNING -> Project.State.UNFINISHED;
            case ASSIGNED -> Project.State.READY;
            case RELEASING -> Project.State.RELEASING;
        };
    }

    @Override
    public Tree.Files files() {
        return Tree.Files.PASSED;
    }

    @Override
    public void tooDeep(Place place) {
        // A project that somebody hides there has no directory that is known of, and its id stays in use.
    }

    @Override
    public void mountPoint(Place place) {
        // Another file system, or a second view of this one.
    }
}
