package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that a library which is not thread-safe is called on, with an answer for every caller.
 *
 * <p>A call that does not return cannot be ended: it may hold LVM's own locks, and a thread in an uninterruptible sleep
 * takes no signal. So it is left alone. Its caller gets {@code lvm/stuck} when the patience is over, and so does at
 * once everybody who comes later, until the call returns; then work goes on by itself.
 *
 * <p>Thread-safe. The thread is a daemon; it ends when it was idle for a while and is made anew when needed.
 */
public final class OwnerThread {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** LVM puts whole paths and 64 KiB of reserved stack on the stack. */
    private static final long STACK_BYTES = 8L << 20;

    private final String name;
    private final Runnable prepare;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job<?>> waiting = new ArrayDeque<>();
    private @Nullable Job<?> running;
    private boolean alive;

    /**
     * Makes it without starting a thread.
     *
     * @param name the thread's name
     * @param prepare what each thread does before its first work
     */
    public OwnerThread(String name, Runnable prepare) {
        this.name = name;
        this.prepare = prepare;
    }

    /**
     * Does some work on the thread and waits for it.
     *
     * @param what the work's name, for people
     * @param deadline when the caller needs an answer
     * @param patience how long the work may take before it counts as stuck
     * @throws NodeResourceException {@code lvm/stuck}, {@code apply/deadline}, {@code apply/cancelled} when the caller
     *     is interrupted, or what the work threw
     */
    <T> T call(String what, Deadline deadline, Duration patience, Supplier<T> work) {
        return call(new Job<>(what, Deadline.nanos(patience), false, work), deadline);
    }

    /**
     * Does some work that changes devices on the thread and waits for it, once it is begun for as long as it takes: whoever
     * holds the devices' locks lets go of them when this returns.
     *
     * @param what the work's name, for people
     * @param deadline when it must have begun
     * @param patience how long the work may take before it counts as stuck to everybody else
     * @throws NodeResourceException as {@link #call} does, but the first two only when the work was not begun
     */
    <T> T carryOut(String what, Deadline deadline, Duration patience, Supplier<T> work) {
        return call(new Job<>(what, Deadline.nanos(patience), true, work), deadline);
    }

    private <T> T call(Job<T> job, Deadline deadline) {
        lock.lock();
        try {
            refuseWhenStuck(job);
            waiting.add(job);
            if (!alive) {
                start();
            }
            changed.signalAll();
            while (!job.done) {
                long unused = changed.awaitNanos(longestWait(job, deadline));
            }
            return job.outcome();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeResourceException(
                    StandardErrorCode.CANCELLED,
                    "'" + job.what + "' was interrupted while it "
                            + (waiting.contains(job) ? "waited its turn" : "ran"),
                    e);
        } finally {
            waiting.remove(job);
            lock.unlock();
        }
    }

    /** How long the caller may wait for a change in nanoseconds; throws when it has waited long enough. */
    private long longestWait(Job<?> job, Deadline deadline) {
        if (job.toTheEnd && job == running) {
            return IDLE_NANOS;
        }
        refuseWhenStuck(job);
        long left = deadline.nanosLeft();
        if (left <= 0) {
            throw new NodeResourceException(
                    StandardErrorCode.DEADLINE,
                    job == running
                            ? "'" + job.what + "' did not return by the deadline; observe the node to see what it did"
                            : "'" + job.what + "' did not get its turn by the deadline and was not begun");
        }
        Job<?> now = running;
        return Math.max(1, now == null ? left : Math.min(left, now.patienceLeft()));
    }

    private void refuseWhenStuck(Job<?> job) {
        Job<?> now = running;
        if (now != null && now.patienceLeft() <= 0) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - now.began);
            throw new NodeResourceException(
                    LvmErrorCode.STUCK,
                    (job == now ? "" : "'" + job.what + "' was not begun: ") + "'" + now.what
                            + "' has not returned for " + seconds
                            + " s; look for a hung device in the kernel log and for a held lock with lslocks");
        }
    }

    private void start() {
        Thread thread = new Thread(null, this::run, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        alive = true;
    }

    private void run() {
        boolean prepared = false;
        while (true) {
            Job<?> job = next();
            if (job == null) {
                return;
            }
            try {
                if (!prepared) {
                    prepare.run();
                    prepared = true;
                }
                job.perform();
            } catch (RuntimeException | Error e) {
                job.failure = e;
            } finally {
                finished(job);
            }
        }
    }

    private @Nullable Job<?> next() {
        lock.lock();
        try {
            long left = IDLE_NANOS;
            while (waiting.isEmpty()) {
                if (left <= 0) {
                    alive = false;
                    return null;
                }
                left = changed.awaitNanos(left);
            }
            Job<?> job = waiting.remove();
            job.began = System.nanoTime();
            running = job;
            changed.signalAll();
            return job;
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; if somebody does, a new one is made when needed.
            alive = false;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void finished(Job<?> job) {
        lock.lock();
        try {
            job.done = true;
            running = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One piece of work; all but {@link #perform()} under the lock. */
    private static final class Job<T> {
        private final String what;
        private final long patience;
        private final boolean toTheEnd;
        private final Supplier<T> work;
        private long began;
        private boolean done;
        private @Nullable T result;
        private @Nullable Throwable failure;

        Job(String what, long patience, boolean toTheEnd, Supplier<T> work) {
            this.what = what;
            this.patience = patience;
            this.toTheEnd = toTheEnd;
            this.work = work;
        }

        void perform() {
            result = work.get();
        }

        long patienceLeft() {
            return patience - (System.nanoTime() - began);
        }

        T outcome() {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            T present = result;
            if (present == null) {
                throw new IllegalStateException("'" + what + "' ended without a result");
            }
            return present;
        }
    }
}
