package io.noderesource.apply;

import io.noderesource.inventory.Inventory;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the backends for their stamps; thread-safe.
 *
 * <p>All are asked on one daemon thread, which a device that hangs may keep: then there is no stamp by the deadline, and
 * none until that call has come back, so that one hung device never costs more than one thread.
 */
public final class Stamps {

    /** Far above what stamps take, and short enough for nobody to notice; a disk that spins up first is looked at properly. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final List<Backend> backends;
    private final ThreadPoolExecutor thread;
    private @Nullable FutureTask<Optional<List<Stamp>>> asked;

    /** Stamps of these backends. */
    public Stamps(List<Backend> backends) {
        this.backends = List.copyOf(backends);
        thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), work -> {
            Thread one = new Thread(work, "noderesource-stamps");
            one.setDaemon(true);
            return one;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Takes the stamps of all backends.
     *
     * @param last what the last whole observation showed
     * @return one for each backend, in their order; empty when one of them has none, fails, or does not answer in time
     */
    public synchronized Optional<List<Stamp>> take(Inventory last) {
        if (asked != null && !asked.isDone()) {
            return Optional.empty();
        }
        FutureTask<Optional<List<Stamp>>> task = new FutureTask<>(() -> ask(last));
        asked = task;
        thread.execute(task);
        try {
            return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<List<Stamp>> ask(Inventory last) {
        List<Stamp> stamps = new ArrayList<>();
        for (Backend backend : backends) {
            Optional<Stamp> stamp = backend.stamp(last);
            if (stamp.isEmpty()) {
                return Optional.empty();
            }
            stamps.add(stamp.get());
        }
        return Optional.of(List.copyOf(stamps));
    }
}
