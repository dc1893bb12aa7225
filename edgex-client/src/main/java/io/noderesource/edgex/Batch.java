package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.internal.http.CallContext;
import io.noderesource.edgex.internal.http.Reply;
import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends many items in few requests.
 *
 * <p>Items of one group go one request after the other, groups side by side: a device service that is down makes every
 * request with a device of it fail, and so only those. A request that is refused as a whole, as one invalid item makes it, is
 * halved until the culprit stands alone; a 400 or 413 means that nothing was done yet.
 */
final class Batch {
    private final Service service;
    private final int size;

    Batch(Service service, int size) {
        this.service = service;
        this.size = size;
    }

    /**
     * How items become requests.
     *
     * @param request the request without its body
     * @param write an item with what surrounds it but {@code apiVersion}; throws for an item that can not be said
     * @param group what items must have in common to share a request
     */
    record Shape<T>(
            Function<Dialect, Request> request, BiFunction<T, Dialect, Json.Obj> write, Function<T, String> group) {}

    /** A call that sends the items; without any, nothing is sent: EdgeX answers an empty array with {@code null}. */
    <T> Call<BatchResult<T>> call(List<T> given, Shape<T> shape) {
        List<T> items = List.copyOf(given);
        return service.call(context -> {
            if (items.isEmpty()) {
                return CompletableFuture.completedFuture(new BatchResult<>(List.of()));
            }
            return service.dialect(context).thenCompose(spoken -> new Sending<>(items, shape, spoken, context).send());
        });
    }

    /** A call for one item, which fails when the item does. */
    <T> Call<BatchResult.Success<T>> single(T item, Shape<T> shape) {
        return call(List.of(item), shape)
                .map(result -> result.orThrow().successes().get(0));
    }

    /** One batch on its way. What its parts found is seen by who waits for their futures. */
    private final class Sending<T> {
        private final List<T> items;
        private final Shape<T> shape;
        private final Dialect spoken;
        private final CallContext context;
        private final BatchResult.@Nullable Outcome<T>[] outcomes;
        private final Json.@Nullable Obj[] written;

        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
        Sending(List<T> items, Shape<T> shape, Dialect spoken, CallContext context) {
            this.items = items;
            this.shape = shape;
            this.spoken = spoken;
            this.context = context;
            outcomes = new BatchResult.Outcome[items.size()];
            written = new Json.Obj[items.size()];
        }

        CompletableFuture<BatchResult<T>> send() {
            Request request =
                    shape.request().apply(spoken); // throws for the whole when the dialect has no such operation
            CompletableFuture<?>[] groups =
                    groups().stream().map(group -> inTurn(request, group)).toArray(CompletableFuture<?>[]::new);
            return CompletableFuture.allOf(groups)
                    .thenApply(nothing -> new BatchResult<>(
                            Arrays.stream(outcomes).map(Objects::requireNonNull).toList()));
        }

        private List<List<Integer>> groups() {
            Map<String, List<Integer>> groups = new LinkedHashMap<>();
            for (int index = 0; index < items.size(); index++) {
                T item = items.get(index);
                try {
                    written[index] = shape.write().apply(item, spoken);
                    groups.computeIfAbsent(shape.group().apply(item), name -> new ArrayList<>())
                            .add(index);
                } catch (EdgexException e) {
                    outcomes[index] = new BatchResult.Failure<>(item, e);
                }
            }
            return List.copyOf(groups.values());
        }

        private CompletableFuture<@Nullable Void> inTurn(Request request, List<Integer> group) {
            CompletableFuture<@Nullable Void> turn = CompletableFuture.completedFuture(null);
            for (int start = 0; start < group.size(); start += size) {
                List<Integer> part = group.subList(start, Math.min(group.size(), start + size));
                turn = turn.thenCompose(before -> part(request, part));
            }
            return turn;
        }

        private CompletableFuture<@Nullable Void> part(Request request, List<Integer> part) {
            List<Json> bodies = new ArrayList<>(part.size());
            for (int index : part) {
                bodies.add(Objects.requireNonNull(written[index]).with("apiVersion", Json.of(spoken.apiVersion())));
            }
            return CompletableFuture.completedFuture(Json.array(bodies))
                    // What can not be written as UTF-8 fails as what is refused does: alone, in the end.
                    .thenCompose(body -> service.send(spoken, request.sending(body), context))
                    .thenApply(reply -> {
                        read(reply, part);
                        return true;
                    })
                    .exceptionally(failure -> fail(part, Call.asEdgex(failure)))
                    .thenCompose(settled -> settled ? CompletableFuture.completedFuture(null) : halves(request, part));
        }

        private CompletableFuture<@Nullable Void> halves(Request request, List<Integer> part) {
            int middle = part.size() / 2;
            return part(request, part.subList(0, middle))
                    .thenCompose(before -> part(request, part.subList(middle, part.size())));
        }

        private void read(Reply reply, List<Integer> part) {
            Json answer = reply.json();
            if (!(answer instanceof Json.Arr results) || results.items().size() != part.size()) {
                throw reply.protocol("answered no array with one result for each of " + part.size() + " items");
            }
            for (int place = 0; place < part.size(); place++) {
                int index = part.get(place);
                outcomes[index] = outcome(items.get(index), results.items().get(place), reply);
            }
        }

        private BatchResult.Outcome<T> outcome(T item, Json result, Reply reply) {
            if (!(result instanceof Json.Obj object)
                    || object.whole("statusCode")
                            .filter(code -> code >= 100 && code <= 599)
                            .isEmpty()) {
                return new BatchResult.Failure<>(item, reply.protocol("answered an item without a status"));
            }
            int status = Math.toIntExact(object.whole("statusCode").orElse(0L));
            if (status >= 200 && status <= 299) {
                return new BatchResult.Success<>(item, status, object.text("id").orElse(null));
            }
            return new BatchResult.Failure<>(
                    item, reply.itemFailure(status, object.text("message").orElse("no reason given")));
        }

        /** Whether the part is settled: one that was refused as a whole may hold items that are not to blame. */
        private boolean fail(List<Integer> part, Throwable failure) {
            if (!(failure instanceof EdgexException reason)) {
                throw new IllegalStateException(failure);
            }
            if (part.size() > 1 && (reason.kind() == ErrorKind.INVALID || reason.kind() == ErrorKind.TOO_LARGE)) {
                return false;
            }
            for (int index : part) {
                outcomes[index] = new BatchResult.Failure<>(items.get(index), reason);
            }
            return true;
        }
    }
}
