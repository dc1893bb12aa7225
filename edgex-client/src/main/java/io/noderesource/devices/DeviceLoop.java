package io.noderesource.devices;

import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.Cancellation;
import io.noderesource.devices.platform.EdgePlatform;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes pass after pass on a thread of its own: at once while something changes, when the platform tells of a change, and after
 * each period.
 *
 * <p>A change that is told of is a hint to look, never a fact: told twice, late, or not at all, it changes nothing but the time.
 */
public final class DeviceLoop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(DeviceLoop.class.getName());
    private static final Duration LEAST_PERIOD = Duration.ofSeconds(1);
    private static final Duration LEAST_PAUSE = Duration.ofMillis(200);
    private static final int AT_ONCE = 5;

    private final DeviceController controller;
    private final Duration period;
    private final ApplyListener listener;
    private final Consumer<Turn> after;
    private final Cancellation cancellation = new Cancellation();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Thread thread;
    private @Nullable AutoCloseable hints;
    private boolean changed;
    private boolean closed;

    /**
     * One turn of the loop.
     *
     * @param made the pass; null when none could be made
     * @param failure what kept it from being made; null when it was made
     */
    public record Turn(@Nullable Pass made, @Nullable RuntimeException failure) {

        /** The pass, when it was made. */
        public Optional<Pass> pass() {
            return Optional.ofNullable(made);
        }
    }

    private DeviceLoop(DeviceController controller, Duration period, ApplyListener listener, Consumer<Turn> after) {
        this.controller = controller;
        this.period = period;
        this.listener = listener;
        this.after = after;
        thread = new Thread(this::run, "noderesource-devices");
        thread.setDaemon(true);
    }

    static DeviceLoop start(
            DeviceController controller,
            EdgePlatform platform,
            Duration period,
            ApplyListener listener,
            Consumer<Turn> after) {
        if (period.compareTo(LEAST_PERIOD) < 0) {
            throw new IllegalArgumentException(
                    "the period must be at least " + LEAST_PERIOD.toSeconds() + " s, not " + period);
        }
        DeviceLoop loop = new DeviceLoop(controller, period, listener, after);
        loop.hints = platform.watch(loop::hint);
        loop.thread.start();
        return loop;
    }

    /** Asks for a pass as soon as may be, as when the resources have changed. */
    public void hint() {
        lock.lock();
        try {
            changed = true;
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        int atOnce = 0;
        while (!isClosed()) {
            Turn turn = turn();
            tell(turn);
            boolean again = turn.pass().filter(Pass::changed).isPresent() && atOnce < AT_ONCE;
            atOnce = again ? atOnce + 1 : 0;
            if (!again) {
                await();
            }
        }
    }

    private Turn turn() {
        try {
            return new Turn(controller.pass(listener, cancellation), null);
        } catch (RuntimeException e) {
            return new Turn(null, e);
        } catch (Error e) {
            // Too little memory, say: the loop ends, and must not do so unheard.
            tell(new Turn(null, new IllegalStateException("the loop over devices has ended", e)));
            throw e;
        }
    }

    private void tell(Turn turn) {
        try {
            after.accept(turn);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "whoever listens to the passes failed", e);
        }
    }

    /** Waits for a hint or the period; many hints are one, and a storm of them leads to no more than five passes a second. */
    private void await() {
        lock.lock();
        try {
            long left = period.toNanos();
            while (!closed && !changed && left > 0) {
                left = told.awaitNanos(left);
            }
            long pause = LEAST_PAUSE.toNanos();
            while (!closed && pause > 0) {
                pause = told.awaitNanos(pause);
            }
            changed = false;
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the loop, and waits for the pass that is under way, whose remaining steps are not begun. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            told.signalAll();
        } finally {
            lock.unlock();
        }
        cancellation.cancel();
        try {
            if (hints != null) {
                hints.close();
            }
            if (Thread.currentThread() != thread) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "hearing of changes could not be ended", e);
        }
    }
}
