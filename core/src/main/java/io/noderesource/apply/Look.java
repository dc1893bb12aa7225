package io.noderesource.apply;

import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/**
 * A thread that asks backends one after another, until one hangs and the thread is left behind with it. One for all of them, as
 * handing over to a thread and back costs more than most backends take.
 */
final class Look {

    /**
     * How far it has come.
     *
     * @param inventory what was seen so far
     * @param asked how many backends were asked; the next one is being asked
     * @param since when the next one was asked, in the scale of {@link System#nanoTime()}
     */
    record Seen(Inventory inventory, int asked, long since) {

        Seen with(Backend backend, List<Section<?>> sections) {
            Inventory all = inventory;
            for (Section<?> section : sections) {
                all = all.with(section);
            }
            return new Seen(all, asked + 1, System.nanoTime());
        }
    }

    private final List<Backend> backends;
    private final Observation request;
    /** Changed by the thread that asks; and once by who waits, after which the thread asks nobody any more. */
    private volatile Seen progress;

    Look(List<Backend> backends, Observation request) {
        this.backends = backends;
        this.request = request;
        this.progress = new Seen(request.soFar(), 0, System.nanoTime());
    }

    /** What is seen when all were asked, or when one is late or the caller is interrupted, whose sections are unavailable then. */
    Seen seen() {
        // The backend keeps to the limit by itself and knows best what to say; this is the belt to its braces.
        Duration limit = request.limit().plusSeconds(2);
        FutureTask<Seen> answer = Deadline.start("observing", this::ask);
        while (true) {
            Seen seen = progress;
            if (seen.asked() == backends.size()) {
                return seen;
            }
            Backend asked = backends.get(seen.asked());
            String what = "observing by " + asked.id();
            NodeResourceException failure;
            try {
                return Deadline.answer(what, answer, limit.minusNanos(System.nanoTime() - seen.since()));
            } catch (TimeoutException e) {
                failure = Deadline.late(what, limit);
            } catch (NodeResourceException e) {
                failure = e;
            }
            Seen without = seen.with(asked, unavailable(asked, String.valueOf(failure.getMessage())));
            if (goOn(without)) {
                return without;
            }
        }
    }

    private Seen ask() {
        Seen seen = progress;
        while (seen.asked() < backends.size()) {
            Backend asked = backends.get(seen.asked());
            Thread.currentThread().setName("noderesource observing by " + asked.id());
            Seen next =
                    seen.with(asked, ask(asked, new Observation(request.scope(), seen.inventory(), request.limit())));
            if (!goOn(next)) {
                return seen;
            }
            seen = next;
        }
        return seen;
    }

    /** False when the other one was faster. */
    private synchronized boolean goOn(Seen next) {
        if (next.asked() != progress.asked() + 1) {
            return false;
        }
        progress = next;
        return true;
    }

    /** Asks one backend; what it fails with is the reason why its sections are unavailable. */
    private static List<Section<?>> ask(Backend backend, Observation request) {
        try {
            return backend.observe(request);
        } catch (NodeResourceException e) {
            return unavailable(backend, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            return unavailable(backend, "defect in the backend '" + backend.id() + "': " + e);
        }
    }

    private static List<Section<?>> unavailable(Backend backend, String reason) {
        return backend.sections().stream().<Section<?>>map(t -> none(t, reason)).toList();
    }

    private static <T> Section<T> none(SectionType<T> type, String reason) {
        return Section.unavailable(type, reason);
    }
}
