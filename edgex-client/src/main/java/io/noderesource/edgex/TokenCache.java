package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.internal.http.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps a supplier's token until shortly before its end, and asks for one at a time. Thread-safe. */
final class TokenCache implements Tokens {
    /** Enough for a request on its way and clocks that differ a little. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final TokenSupplier supplier;
    private final Clock clock;
    private final Duration longest;
    private @Nullable CompletableFuture<Token> last;

    TokenCache(TokenSupplier supplier, Clock clock, Duration longest) {
        this.supplier = supplier;
        this.clock = clock;
        this.longest = longest;
    }

    @Override
    public synchronized CompletableFuture<String> current() {
        CompletableFuture<Token> usable = last;
        if (usable == null || isSpent(usable)) {
            usable = fetch();
            last = usable;
        }
        return usable.thenApply(Token::value);
    }

    @Override
    public synchronized void refused(String token) {
        if (last != null
                && last.isDone()
                && !last.isCompletedExceptionally()
                && last.join().value().equals(token)) {
            last = null;
        }
    }

    private boolean isSpent(CompletableFuture<Token> fetched) {
        if (!fetched.isDone()) {
            return false;
        }
        return fetched.isCompletedExceptionally()
                || fetched.join()
                        .end()
                        .map(end -> !clock.instant().plus(MARGIN).isBefore(end))
                        .orElse(false);
    }

    private CompletableFuture<Token> fetch() {
        try {
            return supplier.fetch()
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS)
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(failed(failure)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(failed(e));
        }
    }

    private static EdgexException failed(Throwable failure) {
        Throwable cause = Call.asEdgex(failure);
        // The cause's own text is not repeated: a supplier may have put a password there.
        return EdgexException.builder(
                        ErrorKind.UNAUTHORIZED,
                        "the token supplier failed with " + cause.getClass().getSimpleName() + "; see the cause")
                .cause(cause)
                .build();
    }
}
