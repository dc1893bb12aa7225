package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a listing that leaves out objects which it counts, as core-command does with devices that have no profile (from 4.x on).
 * Not thread-safe: one page after the other.
 *
 * <p>Offsets and limits count what is left out, too, so it is read by windows that lie side by side: one object that is in two of
 * them would not show whether the list has moved, as it may be one that is left out. So all is read again until two readings have found
 * the same.
 */
final class SparseReader {
    private static final int MOST_READINGS = 6;

    private final PageReader.Source source;
    private final String identity;
    private int limit;

    /**
     * A reader.
     *
     * @param limit how large a window is at first; where the service allows less, half of it, and so on
     * @param identity the member that tells an object from the others
     */
    SparseReader(PageReader.Source source, int limit, String identity) {
        this.source = source;
        this.limit = limit;
        this.identity = identity;
    }

    /** What one reading has found. */
    private static final class Found {
        private final Instant started = Instant.now();
        private final Map<String, Json.Obj> items = new LinkedHashMap<>();
        private OptionalLong total = OptionalLong.empty();
        private boolean moved;

        private PageReader.All all() {
            return new PageReader.All(new ArrayList<>(items.values()), started);
        }
    }

    /** Reads all of it, until it has been the same twice. */
    CompletableFuture<PageReader.All> readAll() {
        return readAll(null, 1);
    }

    private CompletableFuture<PageReader.All> readAll(@Nullable Set<String> before, int reading) {
        return window(new Found(), 0).thenCompose(found -> {
            if (!found.moved && found.items.keySet().equals(before)) {
                return CompletableFuture.completedFuture(found.all());
            }
            return reading < MOST_READINGS
                    ? readAll(found.moved ? null : found.items.keySet(), reading + 1)
                    : CompletableFuture.failedFuture(PageReader.moved());
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the inner future is unwrapped at once
    private CompletableFuture<Found> window(Found found, int offset) {
        return source.page(offset, limit)
                .handle((part, failure) -> failure == null
                        ? take(found, part, offset)
                        : afterFailure(found, Call.asEdgex(failure), offset))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Found> take(Found found, PageReader.Part part, int offset) {
        if (offset > 0 && !part.total().equals(found.total)) {
            found.moved = true;
        }
        found.total = part.total();
        for (Json.Obj item : part.items()) {
            found.moved |= found.items.put(item.text(identity).orElseGet(item::write), item) != null;
        }
        int next = offset + limit;
        // 2.0 tells no total, and leaves nothing out.
        boolean complete = part.total().isEmpty()
                ? part.items().isEmpty()
                : next >= part.total().getAsLong();
        return found.moved || complete ? CompletableFuture.completedFuture(found) : window(found, next);
    }

    private CompletableFuture<Found> afterFailure(Found found, Throwable failure, int offset) {
        ErrorKind kind = failure instanceof EdgexException edgex ? edgex.kind() : ErrorKind.SERVER;
        if (kind == ErrorKind.RANGE_END) {
            // The end lies behind the last window, or the list has become shorter.
            found.moved |= found.total.isPresent();
            return CompletableFuture.completedFuture(found);
        }
        if (kind == ErrorKind.INVALID && limit > 1) {
            limit /= 2; // above the service's MaxResultCount
            return window(found, offset);
        }
        return CompletableFuture.failedFuture(failure);
    }
}
