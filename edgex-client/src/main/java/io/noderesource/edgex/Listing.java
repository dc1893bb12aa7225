package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.internal.http.CallContext;
import io.noderesource.edgex.internal.http.Reply;
import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a service lists, ready to be read whole, as a stream, or page by page. Nothing is sent before one of its methods is
 * used. Immutable and thread-safe.
 *
 * <p>EdgeX gives at most {@code MaxResultCount} objects at a time, and says nothing when it leaves some out; {@code
 * limit=-1} is that number too, and not "all". So pages are read until the total is reached, each beginning with the last
 * object of the one before: where that is another object, the list has moved.
 *
 * @param <T> what is listed
 */
public final class Listing<T> {
    private final Service service;
    private final Function<Dialect, Request> request;
    private final String member;
    private final Function<Json.Obj, T> read;
    private final int pageSize;

    /**
     * A listing.
     *
     * @param request the request without {@code offset} and {@code limit}
     * @param member the name of the array in the answer
     * @param read how an item is read
     */
    Listing(
            Service service,
            Function<Dialect, Request> request,
            String member,
            Function<Json.Obj, T> read,
            int pageSize) {
        this.service = service;
        this.request = request;
        this.member = member;
        this.read = read;
        this.pageSize = pageSize;
    }

    /** This listing, read in pages of another size; a service that allows less is asked for what it allows. */
    public Listing<T> pageSize(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("a page must hold at least one object, not " + value);
        }
        return new Listing<>(service, request, member, read, value);
    }

    /**
     * All of it, or a failure: of kind {@code INCOMPLETE} when the list changed while it was read, and did so again when it
     * was read anew.
     */
    public Call<Snapshot<T>> snapshot() {
        return service.call(context -> service.dialect(context)
                .thenCompose(spoken -> new PageReader(pageSize).readAll(offsets(spoken, context)))
                .thenApply(found -> found.as(read)));
    }

    /**
     * All of a listing that leaves out objects which it counts, or a failure of kind {@code INCOMPLETE} when it went on changing.
     *
     * @param identity the member that tells an object from the others
     */
    Call<Snapshot<T>> sparse(String identity) {
        return service.call(context -> service.dialect(context)
                .thenCompose(spoken -> new SparseReader(offsets(spoken, context), pageSize, identity).readAll())
                .thenApply(found -> found.as(read)));
    }

    /**
     * All of it, read as it is consumed, so that it never is in memory as a whole. Each page has the deadline of a call of
     * its own. The stream fails with an {@link EdgexException}, of kind {@code INCOMPLETE} when the list changed: what was
     * consumed until then is not all.
     */
    public Stream<T> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Items(), Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /**
     * One page.
     *
     * @param offset how many to leave out at the start
     * @param limit how many at most; the service refuses more than its {@code MaxResultCount}, and takes -1 for that
     */
    public Call<Page<T>> page(int offset, int limit) {
        return service.send(spoken -> paged(spoken, offset, limit), (spoken, reply) -> {
            PageReader.Part part = part(spoken, reply);
            return new Page<>(part.items().stream().map(read).toList(), part.total());
        });
    }

    /** How many there are; fails on 2.0, which does not tell. */
    public Call<Long> count() {
        return service.send(
                spoken -> paged(spoken, 0, 0),
                (spoken, reply) -> part(spoken, reply)
                        .total()
                        .orElseThrow(() -> reply.protocol("answered without a 'totalCount'")));
    }

    private PageReader.Source offsets(Dialect spoken, CallContext context) {
        return (offset, limit) ->
                service.send(spoken, paged(spoken, offset, limit), context).thenApply(reply -> part(spoken, reply));
    }

    private Request paged(Dialect spoken, int offset, int limit) {
        return request.apply(spoken).with("offset", offset).with("limit", limit);
    }

    private PageReader.Part part(Dialect spoken, Reply reply) {
        Json.Obj answer = reply.object();
        List<Json.Obj> items = Service.objects(reply, member);
        OptionalLong total = answer.whole("totalCount").map(OptionalLong::of).orElse(OptionalLong.empty());
        if (total.isEmpty() && answer.get("totalCount").isPresent()) {
            throw reply.protocol("answered a 'totalCount' that is no number");
        }
        if (total.isEmpty() && spoken.isAtLeast(Dialect.V3)) {
            throw reply.protocol("answered without a 'totalCount'");
        }
        return new PageReader.Part(items, total);
    }

    /** The items of all pages, one page ahead. */
    private final class Items implements Iterator<T> {
        private final PageReader pages = new PageReader(pageSize);
        private final Deque<Json.Obj> ready = new ArrayDeque<>();

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && !pages.isComplete()) {
                Call<List<Json.Obj>> next = service.call(context ->
                        service.dialect(context).thenCompose(spoken -> pages.readNext(offsets(spoken, context))));
                ready.addAll(next.get());
                if (pages.hasMoved()) {
                    throw PageReader.moved();
                }
            }
            return !ready.isEmpty();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return read.apply(Objects.requireNonNull(ready.poll()));
        }
    }
}
