package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.internal.http.CallContext;
import io.noderesource.edgex.internal.http.Endpoint;
import io.noderesource.edgex.internal.http.Reply;
import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.internal.http.Transport;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One service of EdgeX: finds out its dialect, sends requests in it, reads the answers. What the service clients are made
 * of. Thread-safe.
 */
final class Service {
    private final Transport transport;
    private final Endpoint endpoint;
    private final Duration total;
    private final boolean dialectIsGiven;
    private volatile @Nullable Dialect dialect;

    Service(Transport transport, Endpoint endpoint, Duration total, @Nullable Dialect given) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.total = total;
        dialectIsGiven = given != null;
        dialect = given;
    }

    String name() {
        return endpoint.service();
    }

    URI address() {
        return endpoint.base();
    }

    /** A call whose steps are written by hand. */
    <T> Call<T> call(Function<CallContext, CompletableFuture<T>> steps) {
        return new Call<>(total, steps);
    }

    /** A request in the service's dialect, and what its reply means. */
    <T> Call<T> send(Function<Dialect, Request> request, BiFunction<Dialect, Reply, T> read) {
        return call(context -> dialect(context)
                .thenCompose(spoken ->
                        send(spoken, request.apply(spoken), context).thenApply(reply -> read.apply(spoken, reply))));
    }

    /** A request whose answer is an object of JSON. */
    <T> Call<T> object(Function<Dialect, Request> request, Function<Json.Obj, T> read) {
        return send(request, (spoken, reply) -> read.apply(reply.object()));
    }

    /** A request whose answer is an object with one member that counts, such as {@code device}. */
    <T> Call<T> member(Function<Dialect, Request> request, String member, Function<Json.Obj, T> read) {
        return send(
                request,
                (spoken, reply) -> read.apply(reply.object()
                        .object(member)
                        .orElseThrow(() -> reply.protocol("answered without a '" + member + "'"))));
    }

    /** Texts as one parameter. */
    static String joined(List<String> texts) {
        if (texts.stream().anyMatch(text -> text.isEmpty() || text.contains(","))) {
            throw EdgexException.of(
                    ErrorKind.INVALID, "EdgeX separates them by commas: can not ask for one of " + texts);
        }
        return String.join(",", texts);
    }

    /**
     * What a success lists; {@code null} is nothing.
     *
     * @throws EdgexException of kind {@code PROTOCOL} when there is no such list, which is not the same
     */
    static List<Json> items(Reply reply, String member) {
        Json list = reply.object().members().get(member);
        if (list instanceof Json.Arr array) {
            return array.items();
        }
        if (list == Json.NULL) {
            return List.of();
        }
        throw reply.protocol("answered without a list '" + member + "'");
    }

    /** What a success lists, which is objects. */
    static List<Json.Obj> objects(Reply reply, String member) {
        List<Json> items = items(reply, member);
        if (!items.stream().allMatch(item -> item instanceof Json.Obj)) {
            throw reply.protocol("answered '" + member + "' with an item that is no object");
        }
        return Json.objects(items);
    }

    /** A request of which only the success counts. */
    Call<Done> done(Function<Dialect, Request> request) {
        return send(request, (spoken, reply) -> {
            if (reply.isEmpty()) {
                reply.orThrow();
            } else {
                reply.json();
            }
            return Done.DONE;
        });
    }

    /** What can only be said in some dialects. Called within the making of a request, it keeps it from being sent. */
    void require(Dialect spoken, Dialect least, String what) {
        if (!spoken.isAtLeast(least)) {
            throw unsupported(spoken, what);
        }
    }

    EdgexException unsupported(Dialect spoken, String what) {
        return EdgexException.of(
                ErrorKind.UNSUPPORTED_DIALECT, name() + " speaks " + spoken + ", which has no " + what);
    }

    CompletableFuture<Reply> send(Dialect spoken, Request request, CallContext context) {
        return transport.send(endpoint, List.of("api", spoken.apiVersion()), request, context);
    }

    /** The dialect, from memory or by asking. */
    CompletableFuture<Dialect> dialect(CallContext context) {
        Dialect known = dialect;
        return known != null
                ? CompletableFuture.completedFuture(known)
                : askVersion(context).thenApply(ServiceVersion::dialect);
    }

    /** Asks, and remembers the dialect unless it was given. */
    CompletableFuture<ServiceVersion> askVersion(CallContext context) {
        Request version = Request.get("version");
        return send(Dialect.V3, version, context)
                .thenCompose(reply -> reply.status() == 404 ? send(Dialect.V2, version, context) : done(reply))
                .thenApply(reply -> {
                    if (reply.status() == 404) {
                        throw reply.protocol("is not at this address: no version of its API answers");
                    }
                    return reply;
                })
                .thenApply(this::readVersion);
    }

    private static CompletableFuture<Reply> done(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }

    private ServiceVersion readVersion(Reply reply) {
        Json.Obj answer = reply.object();
        String version = answer.text("version").orElseThrow(() -> reply.protocol("answered without a 'version'"));
        String serviceName = answer.text("serviceName").orElse("");
        if (!serviceName.isEmpty() && !serviceName.equals(name())) {
            throw reply.protocol("is not there: '" + serviceName + "' answered instead,");
        }
        Dialect found = dialectOf(version, answer.text("apiVersion").orElse(""), reply);
        if (!dialectIsGiven) {
            dialect = found;
        }
        return new ServiceVersion(serviceName, version, found);
    }

    /** A build of somebody's own may call itself 0.0.0; its API version still tells 2.x from what came later. */
    private static Dialect dialectOf(String version, String apiVersion, Reply reply) {
        String major = version.replaceFirst("^v", "").split("\\.", 2)[0];
        return switch (major) {
            case "2" -> Dialect.V2;
            case "3" -> Dialect.V3;
            case "4" -> Dialect.V4;
            default ->
                switch (apiVersion) {
                    case "v2" -> Dialect.V2;
                    case "v3" -> Dialect.V4;
                    default ->
                        throw reply.protocol("has the version '" + version + "', which this client does not know,");
                };
        };
    }
}
