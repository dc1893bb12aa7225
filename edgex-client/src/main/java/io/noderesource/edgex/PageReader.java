package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a listing page by page and notices when it moves. Not thread-safe: one page after the other.
 *
 * <p>A page begins with the last object of the one before. An object that was added or deleted before it moves the others,
 * so another one stands there; one that moved by itself, as in a list ordered by the last change, turns up twice. Where
 * neither happens, the pages fit together.
 */
final class PageReader {
    private static final int MOST_READINGS = 4;

    private int limit;
    private boolean moved;
    private boolean complete;
    /** Whether one object came where the service gives what it likes: the next page asks whether there is another. */
    private boolean alone;

    private int count;
    private OptionalLong total = OptionalLong.empty();
    private @Nullable String last;
    private Set<String> seen = new HashSet<>();

    /**
     * A reader.
     *
     * @param limit how many objects a page has at most; two at least, as a page of one could only repeat what is known
     */
    PageReader(int limit) {
        this.limit = Math.max(2, limit);
    }

    /** Where pages come from. */
    @FunctionalInterface
    interface Source {
        CompletableFuture<Part> page(int offset, int limit);
    }

    /** A page as it was answered. */
    record Part(List<Json.Obj> items, OptionalLong total) {}

    /** All objects, and when they were begun to be read. */
    record All(List<Json.Obj> items, Instant started) {
        <T> Snapshot<T> as(Function<Json.Obj, T> read) {
            List<T> readable = new ArrayList<>(items.size());
            List<Snapshot.Unreadable> unreadable = new ArrayList<>();
            for (Json.Obj item : items) {
                try {
                    readable.add(read.apply(item));
                } catch (EdgexException e) {
                    unreadable.add(new Snapshot.Unreadable(item, e));
                }
            }
            return new Snapshot<>(readable, unreadable, started);
        }
    }

    /** Whether the last page was read, and all fit. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the pages do not fit together. */
    boolean hasMoved() {
        return moved;
    }

    static EdgexException moved() {
        return EdgexException.of(ErrorKind.INCOMPLETE, "the list changed while it was read; read it again later");
    }

    /** Reads all of it, anew when it moved. */
    CompletableFuture<All> readAll(Source source) {
        return readAll(source, 1);
    }

    private CompletableFuture<All> readAll(Source source, int reading) {
        restart();
        Instant started = Instant.now();
        return collect(source, new ArrayList<>()).thenCompose(items -> {
            if (!moved) {
                return CompletableFuture.completedFuture(new All(items, started));
            }
            return reading < MOST_READINGS ? readAll(source, reading + 1) : CompletableFuture.failedFuture(moved());
        });
    }

    private CompletableFuture<List<Json.Obj>> collect(Source source, List<Json.Obj> items) {
        return readNext(source).thenCompose(page -> {
            items.addAll(page);
            return complete || moved ? CompletableFuture.completedFuture(items) : collect(source, items);
        });
    }

    /** What the next page adds; nothing when it does not fit. */
    @SuppressWarnings("FutureReturnValueIgnored") // the inner future is unwrapped at once
    CompletableFuture<List<Json.Obj>> readNext(Source source) {
        boolean first = count == 0;
        int offset = first || alone ? count : count - 1;
        return source.page(offset, limit)
                .handle((part, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(take(part, first));
                    }
                    return afterFailure(source, Call.asEdgex(failure), first);
                })
                .thenCompose(Function.identity());
    }

    private CompletableFuture<List<Json.Obj>> afterFailure(Source source, Throwable failure, boolean first) {
        ErrorKind kind = failure instanceof EdgexException edgex ? edgex.kind() : ErrorKind.SERVER;
        if (kind == ErrorKind.RANGE_END) {
            // The end is behind the first object, or the list has become shorter.
            complete = first || alone;
            moved = !complete;
            return CompletableFuture.completedFuture(List.of());
        }
        if (kind == ErrorKind.INVALID && limit != -1) {
            limit = -1; // above the service's MaxResultCount: take what it gives
            return readNext(source);
        }
        return CompletableFuture.failedFuture(failure);
    }

    private List<Json.Obj> take(Part part, boolean first) {
        if (!first && !part.total().equals(total)) {
            moved = true;
            return List.of();
        }
        total = part.total();
        List<Json.Obj> items = part.items();
        if (alone) {
            return takeNoMore(items);
        }
        if (!first) {
            if (items.isEmpty() || !identity(items.get(0)).equals(last)) {
                moved = true;
                return List.of();
            }
            items = items.subList(1, items.size());
        }
        for (Json.Obj item : items) {
            String identity = identity(item);
            if (!seen.add(identity)) {
                moved = true;
                return List.of();
            }
            last = identity;
        }
        count += items.size();
        settle(items.size());
        return items;
    }

    /** Decides whether this was all. */
    private void settle(int added) {
        if (total.isPresent() && count == total.getAsLong()) {
            complete = true;
        } else if (limit == -1 && count == 1 && added == 1) {
            alone = true;
        } else if (total.isEmpty()) {
            complete = added == 0; // 2.0 does not tell the total: read until nothing comes
        } else {
            moved = added == 0 || count > total.getAsLong();
        }
    }

    private List<Json.Obj> takeNoMore(List<Json.Obj> items) {
        if (!items.isEmpty()) {
            throw EdgexException.of(
                    ErrorKind.INCOMPLETE,
                    "the service gives one object at a time, so that nobody can tell whether the list changes meanwhile;"
                            + " raise its MaxResultCount");
        }
        complete = total.isEmpty();
        moved = !complete;
        return items;
    }

    /** What tells an object from the others: its id, or else its name, or all of it. */
    private static String identity(Json.Obj item) {
        return item.text("id").orElseGet(() -> item.text("name").orElseGet(item::write));
    }

    private void restart() {
        moved = false;
        complete = false;
        alone = false;
        count = 0;
        total = OptionalLong.empty();
        last = null;
        seen = new HashSet<>();
    }
}
