package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.backend.quotapath.internal.jna.Inode.Facts;
import io.noderesource.base.NodeResourceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of a file system's projects: flock(2) on a file in its top directory for processes, and a lock for the threads of this one.
 * Thread-safe.
 */
final class FileSystemLock {

    /** In the top directory, for root alone. */
    static final String NAME = ".noderesource-projects.lock";

    private static final long PAUSE_NANOS = 2_000_000;

    private final Inode top;
    private final String where;
    private final Duration patience;
    private final ReentrantLock threads = new ReentrantLock(true);

    FileSystemLock(Inode top, String where, Duration patience) {
        this.top = top;
        this.where = where;
        this.patience = patience;
    }

    /** The lock while it is held. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Held take() {
        long end = System.nanoTime() + patience.toNanos();
        try {
            if (!threads.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        boolean done = false;
        try {
            Inode file = QuotaFailures.about("lock " + where + "/" + NAME, () -> takeFile(end));
            done = true;
            return () -> {
                file.close();
                threads.unlock();
            };
        } finally {
            if (!done) {
                threads.unlock();
            }
        }
    }

    private Inode takeFile(long end) {
        Optional<Inode> taken = tryFile();
        while (taken.isEmpty()) {
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                throw busy();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            taken = tryFile();
        }
        return taken.get();
    }

    /** Opens the file anew each time: one that was removed or replaced meanwhile excludes nobody. */
    private Optional<Inode> tryFile() {
        Inode file = top.lockFile(NAME);
        boolean done = false;
        try {
            Facts locked = file.facts();
            done = file.tryLock() && top.facts(NAME).filter(locked::sameInode).isPresent();
            return done ? Optional.of(file) : Optional.empty();
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private NodeResourceException busy() {
        return QuotaFailures.of(QuotaErrorCode.BUSY, where + "/" + NAME + " was not free within " + patience);
    }
}
