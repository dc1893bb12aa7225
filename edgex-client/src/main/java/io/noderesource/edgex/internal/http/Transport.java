package io.noderesource.edgex.internal.http;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and gives back whole replies, within deadlines. Thread-safe.
 *
 * <p>A read that does nothing else is repeated after a lost connection, a deadline of one request and a 429, 502, 503 or
 * 504. Anything else is repeated only when no connection came about, so that the service can not have seen it. A 401 makes
 * one repetition with a new token: it is answered before anything is done. Redirects are never followed, so that a token
 * stays with its host.
 */
public final class Transport {
    private static final Set<Integer> WORTH_ANOTHER_READ = Set.of(429, 502, 503, 504);

    private final HttpClient client;
    private final TransportSettings settings;
    private final Slots slots;
    private final Executor executor;
    /** The calls on their way, each with the number of its requests. */
    private final Map<CallContext, Integer> open = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /** A transport over a client that follows no redirects. */
    public Transport(HttpClient client, TransportSettings settings, Executor executor) {
        this.client = client;
        this.settings = settings;
        this.executor = executor;
        slots = new Slots(settings.atOnce(), executor);
    }

    /** Ends what runs, and refuses what comes. */
    public void close() {
        closed = true;
        open.keySet().forEach(CallContext::cancel);
    }

    /**
     * Sends a request.
     *
     * @param endpoint where to
     * @param prefix the segments before the request's own, such as {@code api}, {@code v3}
     * @param request what
     * @param context the call that it is part of
     * @return a reply of any status, or an {@link EdgexException}
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it only forgets the call
    public CompletableFuture<Reply> send(Endpoint endpoint, List<String> prefix, Request request, CallContext context) {
        Exchange exchange = new Exchange(endpoint, prefix, request, context);
        open.merge(context, 1, Integer::sum);
        CompletableFuture<Reply> reply = exchange.attempt(1);
        reply.whenComplete(
                (value, failure) -> open.computeIfPresent(context, (call, count) -> count == 1 ? null : count - 1));
        return reply;
    }

    /** One request and its repetitions. */
    private final class Exchange {
        private final Endpoint endpoint;
        private final Request request;
        private final CallContext context;
        private final String target;
        private volatile boolean sent;
        private volatile boolean tokenRenewed;

        Exchange(Endpoint endpoint, List<String> prefix, Request request, CallContext context) {
            this.endpoint = endpoint;
            this.request = request;
            this.context = context;
            target = request.target(prefix);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // the inner future is unwrapped at once
        CompletableFuture<Reply> attempt(int number) {
            return once().handle((reply, failure) -> next(number, reply, failure))
                    .thenCompose(Function.identity());
        }

        private CompletableFuture<Reply> next(int number, @Nullable Reply reply, @Nullable Throwable failure) {
            boolean last = number >= settings.attempts();
            if (reply != null) {
                boolean again = !last && request.isRead() && WORTH_ANOTHER_READ.contains(reply.status());
                return again && fitsPause(number) ? pause(number) : CompletableFuture.completedFuture(reply);
            }
            EdgexException problem = explain(failure);
            boolean again = !last && !isOver() && mayRepeat(problem);
            return again && fitsPause(number) ? pause(number) : CompletableFuture.failedFuture(problem);
        }

        private boolean mayRepeat(EdgexException problem) {
            return switch (problem.kind()) {
                case UNREACHABLE -> !(problem.getCause() instanceof SSLHandshakeException);
                case INTERRUPTED, TIMEOUT -> request.isRead();
                default -> false;
            };
        }

        private boolean isOver() {
            return context.isCancelled() || closed || context.remaining().isZero();
        }

        private long pauseMillis(int number) {
            long full = settings.pause().toMillis() << Math.min(number - 1, 10);
            return full / 2 + ThreadLocalRandom.current().nextLong(full + 1);
        }

        /** Whether the longest pause leaves time for an attempt; else the failure at hand tells more than a deadline. */
        private boolean fitsPause(int number) {
            return context.remaining().toMillis() > (settings.pause().toMillis() << Math.min(number - 1, 10)) * 3 / 2;
        }

        private CompletableFuture<Reply> pause(int number) {
            CompletableFuture<Integer> pause = CompletableFuture.supplyAsync(
                    () -> number + 1,
                    CompletableFuture.delayedExecutor(pauseMillis(number), TimeUnit.MILLISECONDS, executor));
            context.track(pause);
            // What is repeated only reads, or was not sent.
            sent = false;
            return pause.exceptionallyCompose(ended -> CompletableFuture.failedFuture(explain(ended)))
                    .thenCompose(this::attempt);
        }

        /** One attempt, and one more with a new token when the first was refused. */
        private CompletableFuture<Reply> once() {
            Tokens tokens = settings.tokens();
            if (tokens == null) {
                return inSlot(request.token());
            }
            return current(tokens)
                    .thenCompose(token -> inSlot(token).thenCompose(reply -> {
                        if (reply.status() != 401 || tokenRenewed) {
                            return CompletableFuture.completedFuture(reply);
                        }
                        tokenRenewed = true;
                        tokens.refused(token);
                        return current(tokens).thenCompose(this::inSlot);
                    }));
        }

        /** A token, for which nobody waits longer than for the call. */
        private CompletableFuture<String> current(Tokens tokens) {
            if (closed) {
                return CompletableFuture.failedFuture(new CancellationException());
            }
            CompletableFuture<String> token = tokens.current().copy();
            context.track(token);
            return bounded(token);
        }

        private CompletableFuture<Reply> inSlot(@Nullable String token) {
            if (closed || context.isCancelled()) {
                return CompletableFuture.failedFuture(new CancellationException());
            }
            HttpRequest http = http(token);
            CompletableFuture<Slots> slot = slots.acquire();
            context.track(slot);
            return bounded(slot).thenCompose(held -> exchange(http).whenComplete((reply, failure) -> held.release()));
        }

        /** The same future, or the end of the call. */
        private <T> CompletableFuture<T> bounded(CompletableFuture<T> future) {
            if (future.isDone()) {
                return future;
            }
            return future.orTimeout(context.remaining().toNanos(), TimeUnit.NANOSECONDS);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // cancelling is all that is left to do
        private CompletableFuture<Reply> exchange(HttpRequest http) {
            Duration left = context.remaining();
            if (left.isZero()) {
                return CompletableFuture.failedFuture(new TimeoutException());
            }
            Duration time = left.compareTo(settings.request()) < 0 ? left : settings.request();
            sent = true;
            CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                    http, info -> new LimitedBody(settings.limits().bytes()));
            context.track(answer);
            // The client's own deadline ends with the headers; this one also bounds a body that trickles.
            CompletableFuture<HttpResponse<byte[]>> inTime =
                    answer.copy().orTimeout(time.toNanos(), TimeUnit.NANOSECONDS);
            inTime.whenComplete((response, failure) -> {
                if (failure != null) {
                    answer.cancel(true);
                }
            });
            return inTime.thenApply(this::reply);
        }

        private Reply reply(HttpResponse<byte[]> response) {
            return new Reply(
                    endpoint.service(),
                    request,
                    context.correlationId(),
                    settings.limits(),
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        }

        private HttpRequest http(@Nullable String token) {
            BodyPublisher body = request.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(request.body().bytes());
            HttpRequest.Builder builder = HttpRequest.newBuilder(endpoint.resolve(target))
                    .method(request.method(), actsByGet() ? new SentOnce(body) : body)
                    .header("Accept", "application/json")
                    .header("X-Correlation-ID", context.correlationId());
            if (!request.body().isEmpty()) {
                builder.header("Content-Type", request.contentType());
            }
            if (token != null) {
                builder.header("Authorization", "Bearer " + token);
            }
            return builder.build();
        }

        private boolean actsByGet() {
            return request.method().equals("GET") && !request.isRead();
        }

        private EdgexException explain(@Nullable Throwable failure) {
            if (failure instanceof CompletionException && failure.getCause() != null) {
                return explain(failure.getCause());
            }
            if (failure instanceof EdgexException edgex) {
                return edgex;
            }
            if (failure instanceof CancellationException) {
                return problem(
                        ErrorKind.CANCELLED, closed ? "was ended: the client is closed" : "was cancelled", failure);
            }
            if (failure instanceof HttpConnectTimeoutException
                    || failure instanceof ConnectException
                    || failure instanceof UnresolvedAddressException
                    || failure instanceof SSLHandshakeException) {
                return problem(
                        ErrorKind.UNREACHABLE,
                        "did not get through to " + endpoint.base().getRawAuthority() + ": " + failure,
                        failure);
            }
            if (failure instanceof TimeoutException || failure instanceof HttpTimeoutException) {
                String which = context.remaining().isZero()
                        ? "the call's deadline of " + context.total()
                        : "the deadline of " + settings.request() + " for one request";
                return problem(ErrorKind.TIMEOUT, "was not answered within " + which, failure);
            }
            if (failure instanceof LimitedBody.TooLongException) {
                return problem(ErrorKind.LIMIT, "was answered at length: " + failure.getMessage(), failure);
            }
            if (failure instanceof UncheckedIOException) {
                return explain(failure.getCause());
            }
            if (failure instanceof IOException) {
                return problem(ErrorKind.INTERRUPTED, "was not answered whole: " + failure, failure);
            }
            throw new IllegalStateException(failure);
        }

        private EdgexException problem(ErrorKind kind, String what, Throwable cause) {
            boolean harmless = request.isRead() || !sent || kind == ErrorKind.UNREACHABLE;
            return EdgexException.builder(kind, request + " to " + endpoint.service() + " " + what)
                    .effect(harmless ? Effect.NONE : Effect.UNKNOWN)
                    .correlationId(context.correlationId())
                    .cause(cause)
                    .build();
        }
    }
}
