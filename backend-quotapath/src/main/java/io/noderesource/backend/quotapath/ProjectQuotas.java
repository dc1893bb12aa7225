package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Dquot;
import io.noderesource.backend.quotapath.internal.jna.Errno;
import io.noderesource.backend.quotapath.internal.jna.FileSystemType;
import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Carried;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.backend.quotapath.internal.jna.Inode.Inheritance;
import io.noderesource.backend.quotapath.internal.jna.QuotaCtl;
import io.noderesource.backend.quotapath.internal.jna.QuotaState;
import io.noderesource.backend.quotapath.internal.jna.SystemCallFailure;
import io.noderesource.backend.quotapath.internal.project.IdAllocator;
import io.noderesource.backend.quotapath.internal.project.Mark;
import io.noderesource.backend.quotapath.internal.project.ReservedIds;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The projects of one ext4 or XFS file system: directory trees whose bytes and inodes are counted and limited.
 *
 * <p>All state lies on the file system, and so survives the node's own disk: ids are what directories carry and what the kernel counts, and a mark on each project's directory (the extended attribute
 * {@code trusted.noderesource.project}) tells how far work on it has come. Work that was broken off, by a kill or a power cut,
 * is taken up by the same call again.
 *
 * <p>Symbolic links below the quota path are never followed and other mounts never entered. Only directories and regular files can be
 * given a project; other things count where they were made.
 *
 * <p>Needs root (CAP_SYS_ADMIN in the first user namespace, and to read the tree). Thread-safe, and safe beside other processes:
 * what changes a project's tree holds a lock on the file system, at most 30 seconds are waited for it ({@code quota/busy}). Calls take as long as the
 * kernel takes; making or releasing a project on a tree that is not empty visits each file. Codes: {@link QuotaErrorCode}, and {@code node/io} for
 * an error that the kernel gives no other reason for.
 */
public final class ProjectQuotas implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long the kernel may take to count no more what is deleted. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final long PAUSE_NANOS = 2_000_000;
    private static final int LONGEST_NAME = 255;
    private static final long LARGEST_ID = 0xfffffffeL;

    /** Where ids lie that belong to others. */
    private final Path etc;

    private final Path given;
    private final Path real;
    private final Path mountPoint;
    private final QuotaCtl quotas;
    private final Inode top;
    private final Facts topFacts;
    private final FileSystemLock lock;
    private final IdAllocator ids = new IdAllocator();
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private ProjectQuotas(
            Path given, Path real, Path mountPoint, QuotaCtl quotas, Inode top, Path etc, Duration patience) {
        this.given = given;
        this.real = real;
        this.mountPoint = mountPoint;
        this.quotas = quotas;
        this.top = top;
        this.topFacts = top.facts();
        this.lock = new FileSystemLock(top, mountPoint.toString(), patience);
        this.etc = etc;
    }

    /**
     * Opens the projects of the file system that a directory lies on; it cannot be unmounted until this is closed.
     *
     * @param quotaPath the mount point or a directory below it; may be named through a symbolic link
     * @throws NodeResourceException {@code quota/no-such-path}, {@code quota/not-a-directory}, {@code quota/not-a-quota-file-system},
     *     {@code quota/no-kernel-support}, {@code quota/off}, {@code quota/part-of-file-system},
     *     {@code quota/no-privilege}, {@code quota/outside} when something else is mounted there meanwhile
     */
    public static ProjectQuotas open(Path quotaPath) {
        return open(quotaPath, Path.of("/etc"), PATIENCE);
    }

    static ProjectQuotas open(Path quotaPath, Path etc, Duration patience) {
        Path given = quotaPath.toAbsolutePath().normalize();
        Path real = realDirectory(given);
        return QuotaFailures.about(given.toString(), () -> {
            QuotaCtl quotas = openQuotas(real);
            boolean done = false;
            try {
                requireAccounting(given, quotas);
                Path mountPoint = mountPoint(real);
                requireWhole(mountPoint);
                Inode top = openTop(mountPoint, quotas.facts());
                ProjectQuotas opened = new ProjectQuotas(given, real, mountPoint, quotas, top, etc, patience);
                done = true;
                return opened;
            } finally {
                if (!done) {
                    quotas.close();
                }
            }
        });
    }

    private static Path realDirectory(Path given) {
        try {
            Path real = given.toRealPath();
            if (!Files.isDirectory(real)) {
                throw QuotaFailures.of(QuotaErrorCode.NOT_A_DIRECTORY, given.toString());
            }
            return real;
        } catch (NoSuchFileException e) {
            throw QuotaFailures.of(QuotaErrorCode.NO_SUCH_PATH, given.toString());
        } catch (IOException e) {
            throw io(given.toString(), e);
        }
    }

    private static NodeResourceException io(String what, IOException e) {
        return new NodeResourceException(
                StandardErrorCode.IO, what + ": " + e.getMessage() + "; " + StandardErrorCode.IO.remedy(), e);
    }

    private static QuotaCtl openQuotas(Path real) {
        try {
            return QuotaCtl.open(real);
        } catch (IOException e) {
            throw io(real.toString(), e);
        }
    }

    private static void requireAccounting(Path given, QuotaCtl quotas) {
        if (quotas.type() == FileSystemType.OTHER) {
            throw QuotaFailures.of(QuotaErrorCode.NOT_A_QUOTA_FILE_SYSTEM, given.toString());
        }
        switch (quotas.state()) {
            case NO_KERNEL_SUPPORT -> throw QuotaFailures.of(QuotaErrorCode.NO_KERNEL_SUPPORT, given.toString());
            case OFF -> throw QuotaFailures.of(QuotaErrorCode.OFF, given.toString());
            case ACCOUNTING, ENFORCED -> {}
        }
    }

    /** Opens the top directory of the mount that the quotas are of; what is mounted over its path by now is refused. */
    static Inode openTop(Path mountPoint, Facts quotas) {
        Inode top = Inode.open(mountPoint);
        boolean done = false;
        try {
            if (!top.facts().sameMount(quotas)) {
                throw QuotaFailures.of(QuotaErrorCode.OUTSIDE, "something else was just mounted at " + mountPoint);
            }
            done = true;
            return top;
        } finally {
            if (!done) {
                top.close();
            }
        }
    }

    /** The topmost directory above on the same mount. */
    private static Path mountPoint(Path real) {
        Path highest = real;
        try (Inode start = Inode.open(real)) {
            Facts facts = start.facts();
            for (Path above = real.getParent(); above != null; above = above.getParent()) {
                try (Inode directory = Inode.open(above)) {
                    if (!directory.facts().sameMount(facts)) {
                        break;
                    }
                }
                highest = above;
            }
        }
        return highest;
    }

    private static void requireWhole(Path mountPoint) {
        try {
            List<String> table = List.of(Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1)
                    .split("\n", -1));
            String name =
                    new String(mountPoint.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            Optional<String> root = MountPoint.rootOn(table, name);
            if (!root.equals(Optional.of("/"))) {
                throw QuotaFailures.of(
                        QuotaErrorCode.PART_OF_FILE_SYSTEM,
                        mountPoint + " shows " + root.orElse("nothing that is in /proc/self/mountinfo"));
            }
        } catch (IOException e) {
            throw io("/proc/self/mountinfo", e);
        }
    }

    /** The mount point of the file system. */
    public Path mountPoint() {
        return mountPoint;
    }

    /**
     * Makes a directory a project with these limits, whatever it is now: the one call for a driver, to be repeated until it succeeds.
     *
     * <p>A new project gets an id that nothing uses, and what is in the directory is given to it, at once or when a broken-off call is
     * repeated. An existing one gets the limits. Nothing is changed when the limits are smaller than what the directory takes
     * up, or when not all of it can be made one project.
     *
     * @param directory an existing directory below the quota path
     * @return the project as the kernel has it afterwards
     * @throws NodeResourceException {@code quota/not-enforced}, {@code quota/below-use}, {@code quota/nested}, {@code quota/not-ours},
     *     {@code quota/crosses-mount}, {@code quota/fixed-file}, {@code quota/shared-file}, {@code quota/too-deep}, {@code quota/no-free-id},
     *     {@code quota/id-in-use} as with {@link #release}, {@code quota/outside} and others
     */
    public Project ensure(Path directory, QuotaLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return ensure(directory, before -> limits, BelowUse.REFUSE);
    }

    /**
     * Makes a directory a project as {@link #ensure(Path, QuotaLimits)} does, with limits that follow from those that it has: of two that
     * change different ones at the same time, neither undoes what the other did.
     *
     * @param directory an existing directory below the quota path
     * @param change from the limits that it has, {@link QuotaLimits#NONE} where it was no project, to those that it gets
     * @param belowUse whether they may be smaller than what it takes up
     * @return the project as the kernel has it afterwards
     * @throws NodeResourceException as {@link #ensure(Path, QuotaLimits)}
     */
    public Project ensure(Path directory, UnaryOperator<QuotaLimits> change, BelowUse belowUse) {
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(belowUse, "belowUse");
        return changing(directory, opened -> {
            requireEnforced();
            Mark mark = opened.mark();
            QuotaLimits limits;
            if (mark == null || mark.id() != opened.carried().id()) {
                Begun begun = begin(opened, mark, change, belowUse);
                mark = begun.mark();
                limits = begun.limits();
            } else {
                ProjectQuota now = quota(mark.id());
                limits = Objects.requireNonNull(change.apply(now.limits()), "changed limits");
                if (belowUse == BelowUse.REFUSE) {
                    QuotaUse use = isWhole(opened, mark)
                            ? now.use()
                            : survey(opened, mark.id()).use();
                    requireNotBelowUse(opened.path(), limits, now.limits(), use);
                }
            }
            writeLimits(mark.id(), limits);
            if (!isWhole(opened, mark)) {
                finish(opened, mark);
            }
            return project(mark.id(), opened.path(), Project.State.READY);
        });
    }

    /** All of it was given the project, and what is made in it gets it: its owner may have taken that off since. */
    private static boolean isWhole(Opened opened, Mark mark) {
        return mark.phase() == Mark.Phase.ASSIGNED && opened.carried().inheritance() == Inheritance.INHERITED;
    }

    /** What was begun, and the limits that it is to get. */
    private record Begun(Mark mark, QuotaLimits limits) {}

    /** Marks a directory, and then takes an id by letting the directory carry it. */
    private Begun begin(Opened opened, @Nullable Mark before, UnaryOperator<QuotaLimits> change, BelowUse belowUse) {
        if (opened.carried().id() != 0 || opened.parentProject() != 0) {
            throw notOurs(opened, before);
        }
        // A directory that lost its own project still has what it had in it.
        Survey survey = survey(opened, before == null ? 0 : before.id());
        long id = before != null && isAgain(opened, before, survey.hasMetOwn()) ? before.id() : draw();
        QuotaLimits now = before != null && before.id() == id ? quota(id).limits() : QuotaLimits.NONE;
        QuotaLimits limits = Objects.requireNonNull(change.apply(now), "changed limits");
        if (belowUse == BelowUse.REFUSE) {
            requireNotBelowUse(opened.path(), limits, now, survey.use());
        }
        Mark mark = new Mark(id, Mark.Phase.ASSIGNING, opened.facts().number());
        opened.directory().setMark(Mark.ATTRIBUTE, mark.text());
        opened.directory().carry(id, Inheritance.INHERITED);
        return new Begun(mark, limits);
    }

    private static Survey survey(Opened opened, long own) {
        Survey survey = new Survey(own);
        Tree.walk(opened.directory(), opened.path(), survey);
        survey.requireNoneShared();
        return survey;
    }

    /**
     * Whether a directory gets the id again that it had before its owner took it off. Where nothing in it carries that any more it may
     * have been freed, and be another directory's by now: then it is forgotten.
     *
     * @param hasMet whether something in it carries the id
     */
    private boolean isAgain(Opened opened, Mark before, boolean hasMet) {
        if (!hasMet && before.phase() != Mark.Phase.ASSIGNED) {
            return false;
        }
        Optional<String> other = elsewhere(opened, before.id());
        if (other.isPresent() && hasMet) {
            throw QuotaFailures.of(
                    QuotaErrorCode.ID_IN_USE,
                    opened.path() + " was project " + before.id() + ", which something in it carries still, and "
                            + other.get() + " carries, too");
        }
        return other.isEmpty();
    }

    /** Another directory that carries an id. */
    private Optional<String> elsewhere(Opened opened, long id) {
        ProjectDirectories elsewhere = new ProjectDirectories(opened.facts().number());
        Tree.walk(top, mountPoint.toString(), elsewhere);
        return Optional.ofNullable(elsewhere.found().get(id)).map(ProjectDirectories.Found::path);
    }

    private long draw() {
        OptionalLong drawn = ids.draw(this::used, reserved());
        if (drawn.isEmpty()) {
            throw QuotaFailures.of(QuotaErrorCode.NO_FREE_ID, mountPoint.toString());
        }
        return drawn.getAsLong();
    }

    private OptionalLong used(long from) {
        Optional<Dquot> found = next(from);
        while (found.isPresent() && !found.get().inUse()) {
            found = found.get().id() < LARGEST_ID ? next(found.get().id() + 1) : Optional.empty();
        }
        return found.isPresent() ? OptionalLong.of(found.get().id()) : OptionalLong.empty();
    }

    private Set<Long> reserved() {
        try {
            return ReservedIds.in(etc);
        } catch (IOException e) {
            throw io(etc.toString(), e);
        }
    }

    private void finish(Opened opened, Mark mark) {
        opened.directory().setMark(Mark.ATTRIBUTE, mark.in(Mark.Phase.ASSIGNING).text());
        Assignment unlinked = Assignment.ofUnlinked(mark.id());
        Tree.walk(opened.directory(), opened.path(), unlinked);
        if (unlinked.hasPassed()) {
            // From here on all directories hand the id on, so no file of others gets a name in them any more (EXDEV:
            // fs/ext4/namei.c, ext4_link; fs/xfs/xfs_inode.c, xfs_link). One may have got some since the first look.
            survey(opened, mark.id());
            Tree.walk(opened.directory(), opened.path(), Assignment.of(mark.id()));
        }
        opened.directory().setMark(Mark.ATTRIBUTE, mark.in(Mark.Phase.ASSIGNED).text());
        opened.directory().sync();
    }

    /**
     * Takes over a directory that carries a project which was not made here: it is marked, and nothing else is changed.
     * Directories outside of projects are looked through for another one of this project, whose limits would be changed
     * with those of this one.
     *
     * @throws NodeResourceException {@code quota/no-project} when it carries none, {@code quota/nested} when it is a
     *     part of one, {@code quota/id-in-use} when another directory carries the project, or {@code /etc/projects}
     *     gives it to one, {@code quota/fixed-file} when it is immutable or append-only
     */
    public Project adopt(Path directory) {
        return changing(directory, opened -> {
            long id = opened.carried().id();
            if (id == 0) {
                throw QuotaFailures.of(QuotaErrorCode.NO_PROJECT, opened.path());
            }
            if (opened.parentProject() != 0) {
                throw QuotaFailures.of(QuotaErrorCode.NESTED, opened.path());
            }
            Mark before = opened.mark();
            if (before == null || before.id() != id) {
                if (!opened.carried().changeable()) {
                    throw QuotaFailures.of(QuotaErrorCode.FIXED_FILE, opened.path());
                }
                requireOnlyOn(opened, id);
                Mark mark = new Mark(id, Mark.Phase.ASSIGNED, opened.facts().number());
                opened.directory().setMark(Mark.ATTRIBUTE, mark.text());
                opened.directory().sync();
            }
            return project(
                    id,
                    opened.path(),
                    ProjectDirectories.state(
                            ProjectDirectories.markOn(opened.directory(), opened.facts())
                                    .orElse(null),
                            id));
        });
    }

    /** What is set or released by one of several directories of an id holds for all of them. */
    private void requireOnlyOn(Opened opened, long id) {
        directories().other(id, opened.facts().number()).ifPresent(other -> {
            throw idInUse(opened, id, other.path() + " carries, too");
        });
        for (String named : namedFor(id)) {
            if (mayBeAnotherOf(opened.facts(), named)) {
                throw idInUse(opened, id, etc.resolve("projects") + " gives to " + named);
            }
        }
    }

    private static NodeResourceException idInUse(Opened opened, long id, String whose) {
        return QuotaFailures.of(
                QuotaErrorCode.ID_IN_USE, opened.path() + " carries project " + id + ", which " + whose);
    }

    private List<String> namedFor(long id) {
        try {
            return ReservedIds.directories(etc, id);
        } catch (IOException e) {
            throw io(etc.toString(), e);
        }
    }

    /** Whether a path may lead to another inode of the same file system; one that is not seen may. */
    private static boolean mayBeAnotherOf(Facts facts, String path) {
        try (Inode named = Inode.open(Path.of(path))) {
            Facts other = named.facts();
            return other.device() == facts.device() && !other.sameInode(facts);
        } catch (SystemCallFailure | InvalidPathException notSeen) {
            return true;
        }
    }

    /**
     * Sets the limits of a project that was made before.
     *
     * @throws NodeResourceException {@code quota/no-project}, {@code quota/not-ours}, {@code quota/below-use}
     */
    public Project set(Path directory, QuotaLimits limits, BelowUse belowUse) {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(belowUse, "belowUse");
        return changing(directory, opened -> {
            requireEnforced();
            long id = ours(opened).id();
            if (belowUse == BelowUse.REFUSE) {
                requireNotBelowUse(opened.path(), limits, quota(id));
            }
            writeLimits(id, limits);
            return project(id, opened.path(), ProjectDirectories.state(opened.mark(), id));
        });
    }

    /**
     * Sets the limits of a project by its id: the fast way for many, without looking at a directory.
     *
     * @param projectId an id that was drawn here
     * @return what the kernel has afterwards
     * @throws NodeResourceException {@code quota/not-ours} for any other id, {@code quota/no-project} when nothing carries it, also as it
     *     is released meanwhile, {@code quota/below-use}, {@code quota/not-enforced}
     */
    public ProjectQuota set(long projectId, QuotaLimits limits, BelowUse belowUse) {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(belowUse, "belowUse");
        return reading(new Named(projectId), () -> {
            if (!IdAllocator.isOurs(projectId)) {
                throw QuotaFailures.of(QuotaErrorCode.NOT_OURS, "project " + projectId);
            }
            requireEnforced();
            ProjectQuota now = quota(projectId);
            requireCarried(now);
            if (belowUse == BelowUse.REFUSE) {
                requireNotBelowUse(new Named(projectId), limits, now);
            }
            writeLimits(projectId, limits);
            ProjectQuota set = quota(projectId);
            if (set.use().inodes() == 0) {
                // Released meanwhile: an id that is free has no limits.
                writeLimits(projectId, QuotaLimits.NONE);
            }
            requireCarried(set);
            return set;
        });
    }

    private static void requireCarried(ProjectQuota project) {
        if (project.use().inodes() == 0) {
            throw QuotaFailures.of(QuotaErrorCode.NO_PROJECT, "project " + project.id());
        }
    }

    /** Takes the limits of a project away; it stays one, and is counted. */
    public Project removeLimits(Path directory) {
        return set(directory, QuotaLimits.NONE, BelowUse.ALLOW);
    }

    /**
     * Makes a directory no project any more: the id is taken from all that is in it, and its limits are taken away.
     * What is in it stays. The id is free again when nothing carries it, elsewhere either. Done already, it does
     * nothing; broken off, it is taken up by the same call.
     *
     * <p>What was renamed out of the directory carries the id still, and so may what another tool gave it to. The
     * limits bind that, too, and are left to it then; {@link #removeOrphan} takes them away when it is gone.
     *
     * @return what is left of the project elsewhere, and its limits; empty when this call left none to anything
     * <p>Nothing is changed when something in it that carries the project keeps it, or something is mounted there.
     *
     * @throws NodeResourceException {@code quota/not-ours}, {@code quota/crosses-mount}, {@code quota/fixed-file}, {@code quota/too-deep},
     *     {@code quota/id-in-use} when its owner took the id off, and another directory carries what something in it carries, too
     */
    public Optional<ProjectQuota> release(Path directory) {
        return changing(directory, opened -> {
            Mark mark = opened.mark();
            Optional<ProjectQuota> left = Optional.empty();
            if (opened.carried().id() != 0) {
                left = takeAway(opened, ours(opened));
            } else if (mark != null
                    && isAgain(opened, mark, releasable(opened, mark.id()).hasMet())) {
                // Its owner took it off, also while the id was given or taken; what is in the directory may carry it
                // still.
                left = takeAway(opened, mark);
            } else if (mark != null) {
                opened.directory().removeMark(Mark.ATTRIBUTE);
            }
            opened.directory().sync();
            return left;
        });
    }

    private static Releasable releasable(Opened opened, long id) {
        Releasable look = new Releasable(id, opened.facts());
        Tree.walk(opened.directory(), opened.path(), look);
        return look;
    }

    /** Returns what the limits are left to. */
    private Optional<ProjectQuota> takeAway(Opened opened, Mark before) {
        Mark mark = before.in(Mark.Phase.RELEASING);
        releasable(opened, mark.id()).require();
        opened.directory().setMark(Mark.ATTRIBUTE, mark.text());
        Releasing releasing = new Releasing(mark.id(), opened.facts());
        Tree.walk(opened.directory(), opened.path(), releasing);
        boolean alone = isAlone(mark.id(), opened.facts(), releasing.kept());
        if (alone) {
            writeLimits(mark.id(), QuotaLimits.NONE);
        }
        // Last, as it is what holds the id.
        opened.directory().carry(0, Inheritance.NOT_INHERITED);
        if (alone) {
            // Somebody may have set some by the id just now.
            writeLimits(mark.id(), QuotaLimits.NONE);
        }
        opened.directory().removeMark(Mark.ATTRIBUTE);
        return alone ? Optional.empty() : Optional.of(quota(mark.id()));
    }

    /**
     * Whether the limits of an id, which all of a tree but its top directory gave up, bind nothing elsewhere: a
     * directory that was renamed out of the tree, or that another tool gave the id to, would be without any then.
     *
     * @param kept how many of the tree's inodes may carry it still
     */
    private boolean isAlone(long id, Facts top, long kept) {
        if (inodes(id) <= 1) {
            return true;
        }
        if (directories().other(id, top.number()).isPresent()) {
            return false;
        }
        return settled(1 + kept, id) <= 1 + kept;
    }

    /** How many inodes an id has once the kernel has counted what was deleted, or they are no more than that. */
    private long settled(long most, long id) {
        long end = System.nanoTime() + SETTLING.toNanos();
        long left = inodes(id);
        while (left > most
                && System.nanoTime() - end < 0
                && !Thread.currentThread().isInterrupted()) {
            // XFS counts what was deleted until it gets round to it, and hastens when project 0 is asked for
            // (fs/xfs/xfs_qm_syscalls.c, xfs_qm_scall_getquota).
            quotas.read(0);
            LockSupport.parkNanos(PAUSE_NANOS);
            left = inodes(id);
        }
        return left;
    }

    private long inodes(long id) {
        return quotas.read(id).inodes();
    }

    /**
     * Takes the limits of an orphaned project away, so that its id is free.
     *
     * @throws NodeResourceException {@code quota/id-in-use} when a directory or a file carries it, {@code quota/not-ours} when {@code /etc/projects} or
     *     {@code /etc/projid} names it
     */
    public void removeOrphan(long projectId) {
        changing(new Named(projectId), () -> {
            if (projectId <= 0 || projectId > LARGEST_ID || reserved().contains(projectId)) {
                throw QuotaFailures.of(QuotaErrorCode.NOT_OURS, "project " + projectId);
            }
            long left = settled(0, projectId);
            if (left > 0) {
                throw QuotaFailures.of(
                        QuotaErrorCode.ID_IN_USE, "project " + projectId + " has " + left + " files and directories");
            }
            writeLimits(projectId, QuotaLimits.NONE);
            return projectId;
        });
    }

    /** The project that a directory is; empty when it carries none, or is a part of one only. */
    public Optional<Project> find(Path directory) {
        return reading(directory.toString(), () -> {
            try (Opened opened = opened(directory)) {
                long id = opened.carried().id();
                return id == 0 || id == opened.parentProject()
                        ? Optional.empty()
                        : Optional.of(project(id, opened.path(), ProjectDirectories.state(opened.mark(), id)));
            }
        });
    }

    /** What the kernel knows of a project id; all 0 for one that is not used. */
    public ProjectQuota get(long projectId) {
        return reading(new Named(projectId), () -> quota(projectId));
    }

    /**
     * What the kernel knows of all projects that are used, by id, without project 0; no directory is looked at.
     *
     * @throws NodeResourceException {@code quota/no-iteration} before Linux 4.6
     */
    public List<ProjectQuota> quotas() {
        return reading(mountPoint.toString(), this::allQuotas);
    }

    private List<ProjectQuota> allQuotas() {
        List<ProjectQuota> all = new ArrayList<>();
        Optional<Dquot> found = next(1);
        while (found.isPresent()) {
            Dquot dquot = found.get();
            if (dquot.inUse()) {
                all.add(quota(dquot));
            }
            found = dquot.id() < LARGEST_ID ? next(dquot.id() + 1) : Optional.empty();
        }
        return all;
    }

    /**
     * All projects of the file system with their directories, by id. Directories outside of projects are looked through for them.
     *
     * @throws NodeResourceException {@code quota/no-iteration} before Linux 4.6
     */
    public List<Project> projects() {
        return reading(mountPoint.toString(), () -> {
            requireStillMounted();
            Map<Long, ProjectDirectories.Found> directories = directories().found();
            Set<Long> reserved = reserved();
            Map<Long, Project> projects = new TreeMap<>();
            for (ProjectQuota quota : allQuotas()) {
                ProjectDirectories.Found found = directories.get(quota.id());
                projects.put(
                        quota.id(),
                        found != null
                                ? new Project(quota, found.path(), found.state())
                                : new Project(
                                        quota,
                                        null,
                                        reserved.contains(quota.id())
                                                ? Project.State.RESERVED
                                                : Project.State.ORPHANED));
            }
            return List.copyOf(projects.values());
        });
    }

    /** The projects that have limits or use, and no directory: what a deleted directory leaves behind. */
    public List<Project> orphans() {
        return projects().stream()
                .filter(project -> project.state() == Project.State.ORPHANED)
                .toList();
    }

    private ProjectDirectories directories() {
        ProjectDirectories visitor = new ProjectDirectories();
        Tree.walk(top, mountPoint.toString(), visitor);
        return visitor;
    }

    /**
     * What lies in a project's tree and is not counted with it. Each file is looked at.
     *
     * @throws NodeResourceException {@code quota/no-project}
     */
    public List<Stray> strays(Path directory) {
        return reading(directory.toString(), () -> {
            try (Opened opened = opened(directory)) {
                Mark mark = opened.mark();
                long id = mark == null ? opened.carried().id() : mark.id();
                if (id == 0) {
                    throw QuotaFailures.of(QuotaErrorCode.NO_PROJECT, opened.path());
                }
                StrayCheck check = new StrayCheck(id);
                Tree.walk(opened.directory(), opened.path(), check);
                return check.found();
            }
        });
    }

    /** How long soft limits may be passed on this file system. */
    public GraceTimes graceTimes() {
        return reading(mountPoint.toString(), () -> {
            List<Long> seconds = quotas.graceTimes();
            return new GraceTimes(Duration.ofSeconds(seconds.get(0)), Duration.ofSeconds(seconds.get(1)));
        });
    }

    /** Sets how long soft limits may be passed on this file system, by all projects; it holds for what passes them from now on. */
    public void setGraceTimes(GraceTimes times) {
        changing(mountPoint.toString(), () -> {
            quotas.setGraceTimes(times.bytes().toSeconds(), times.inodes().toSeconds());
            return times;
        });
    }

    private void requireEnforced() {
        if (quotas.state() != QuotaState.ENFORCED) {
            throw QuotaFailures.of(QuotaErrorCode.NOT_ENFORCED, mountPoint.toString());
        }
    }

    /** How errors name a project; many are set and read without any. */
    private record Named(long id) {
        @Override
        public String toString() {
            return "project " + id;
        }
    }

    /** A limit that grows, or stays as it is, is never refused. */
    private void requireNotBelowUse(Object what, QuotaLimits limits, QuotaLimits now, QuotaUse use) {
        long bytes = use.bytes().bytes();
        if (shrinksBelow(
                        quotas.kept(limits.hardBytes().bytes()), now.hardBytes().bytes(), bytes)
                || shrinksBelow(
                        quotas.kept(limits.softBytes().bytes()), now.softBytes().bytes(), bytes)
                || shrinksBelow(limits.hardInodes(), now.hardInodes(), use.inodes())
                || shrinksBelow(limits.softInodes(), now.softInodes(), use.inodes())) {
            throw QuotaFailures.of(
                    QuotaErrorCode.BELOW_USE, what + " takes up " + use.bytes() + " and " + use.inodes() + " inodes");
        }
    }

    private void requireNotBelowUse(Object what, QuotaLimits limits, ProjectQuota now) {
        requireNotBelowUse(what, limits, now.limits(), now.use());
    }

    private static boolean shrinksBelow(long limit, long now, long use) {
        return limit != 0 && limit < use && (now == 0 || limit < now);
    }

    private Mark ours(Opened opened) {
        long id = opened.carried().id();
        Mark mark = opened.mark();
        if (mark != null && mark.id() == id) {
            return mark;
        }
        if (id == 0 && mark == null) {
            throw QuotaFailures.of(QuotaErrorCode.NO_PROJECT, opened.path());
        }
        throw notOurs(opened, mark);
    }

    /** Who took a directory of ours out of its project, or gave it another, is told how it comes back. */
    private static NodeResourceException notOurs(Opened opened, @Nullable Mark mark) {
        long id = opened.carried().id();
        String before = mark == null
                ? ""
                : ", and was made project " + mark.id() + " here: ensure makes it that again"
                        + (id == 0 ? "" : " once chattr -p " + mark.id() + " has given it back");
        return QuotaFailures.of(
                opened.parentProject() == 0 ? QuotaErrorCode.NOT_OURS : QuotaErrorCode.NESTED,
                opened.path() + " carries project " + id + before);
    }

    private void writeLimits(long id, QuotaLimits limits) {
        quotas.write(
                id, limits.hardBytes().bytes(), limits.softBytes().bytes(), limits.hardInodes(), limits.softInodes());
    }

    private Optional<Dquot> next(long from) {
        try {
            return quotas.next(from);
        } catch (SystemCallFailure e) {
            if (e.errno() == Errno.EINVAL) {
                throw QuotaFailures.of(QuotaErrorCode.NO_ITERATION, mountPoint.toString());
            }
            throw e;
        }
    }

    private ProjectQuota quota(long id) {
        if (id < 0 || id > LARGEST_ID) {
            throw QuotaFailures.of(QuotaErrorCode.NO_PROJECT, "project " + id);
        }
        return quota(quotas.read(id));
    }

    private static ProjectQuota quota(Dquot dquot) {
        return new ProjectQuota(
                dquot.id(),
                limits(dquot),
                new QuotaUse(ByteSize.ofBytes(dquot.bytes()), dquot.inodes()),
                instant(dquot.bytesGraceEnds()),
                instant(dquot.inodesGraceEnds()));
    }

    /** Other tools may have set a soft limit above the hard one, where it means nothing. */
    private static QuotaLimits limits(Dquot dquot) {
        return new QuotaLimits(
                ByteSize.ofBytes(dquot.hardBytes()),
                ByteSize.ofBytes(notAbove(dquot.softBytes(), dquot.hardBytes())),
                dquot.hardInodes(),
                notAbove(dquot.softInodes(), dquot.hardInodes()));
    }

    private static long notAbove(long soft, long hard) {
        return hard != 0 && soft > hard ? hard : soft;
    }

    private static @Nullable Instant instant(long seconds) {
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }

    private Project project(long id, String path, Project.State state) {
        return new Project(quota(id), path, state);
    }

    /**
     * A directory below the quota path.
     *
     * @param parentProject the project that one of the directories above carries; 0 when none does
     * @param mark what it was marked with when it was opened
     */
    private record Opened(
            Inode directory,
            Facts facts,
            String path,
            Carried carried,
            long parentProject,
            @Nullable Mark mark) implements AutoCloseable {
        @Override
        public void close() {
            directory.close();
        }
    }

    /** Opens a directory, one name after another, so that no symbolic link is followed and no mount is left. */
    private Opened opened(Path directory) {
        Path below = below(directory);
        requireStillMounted();
        long above = 0;
        Inode current = top.again();
        boolean done = false;
        try {
            for (Path name : below) {
                above = Math.max(above, current.carried().id());
                Inode next = current.directory(usable(directory, name.toString()));
                current.close();
                current = next;
                requireSameMount(directory, next.facts());
            }
            Facts facts = current.facts();
            Opened opened = new Opened(
                    current,
                    facts,
                    directory.toAbsolutePath().normalize().toString(),
                    current.carried(),
                    above,
                    ProjectDirectories.markOn(current, facts).orElse(null));
            done = true;
            return opened;
        } finally {
            if (!done) {
                current.close();
            }
        }
    }

    /** A name that the kernel takes; where Java has read one that is no UTF-8, it has put U+FFFD for what it is not. */
    private static String usable(Path directory, String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME || name.indexOf('\ufffd') >= 0) {
            throw QuotaFailures.of(QuotaErrorCode.NO_SUCH_PATH, directory.toString());
        }
        return name;
    }

    /** Paths lead to the file system that was opened: it stays open when another one is mounted over it. */
    private void requireStillMounted() {
        try (Inode now = Inode.open(mountPoint)) {
            if (!now.facts().sameMount(topFacts)) {
                throw QuotaFailures.of(
                        QuotaErrorCode.OUTSIDE,
                        "something else is mounted at " + mountPoint
                                + " by now; close these projects and open them anew");
            }
        }
    }

    private void requireSameMount(Path directory, Facts facts) {
        if (!facts.sameMount(topFacts)) {
            throw QuotaFailures.of(QuotaErrorCode.OUTSIDE, directory + " is on another mount than " + mountPoint);
        }
    }

    /** The way from the mount point to a directory that lies below the quota path. */
    private Path below(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        for (Path base : List.of(given, real)) {
            if (absolute.startsWith(base) && !absolute.equals(base)) {
                return mountPoint.relativize(real.resolve(base.relativize(absolute)));
            }
        }
        throw QuotaFailures.of(QuotaErrorCode.OUTSIDE, absolute + " is not below " + given);
    }

    /** Work on an opened directory. */
    private interface Work<T> {
        T on(Opened opened);
    }

    private <T> T changing(Path directory, Work<T> work) {
        return changing(directory.toString(), () -> {
            try (Opened opened = opened(directory)) {
                return work.on(opened);
            }
        });
    }

    private <T> T changing(Object what, Supplier<T> work) {
        return reading(what, () -> {
            try (FileSystemLock.Held held = lock.take()) {
                return work.get();
            }
        });
    }

    private <T> T reading(Object what, Supplier<T> work) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the projects of " + mountPoint + " are closed");
            }
            return QuotaFailures.about(what, work);
        } finally {
            use.readLock().unlock();
        }
    }

    /** Lets the file system go. Waits for calls that are under way. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            closed = true;
            top.close();
            quotas.close();
        } finally {
            use.writeLock().unlock();
        }
    }
}
