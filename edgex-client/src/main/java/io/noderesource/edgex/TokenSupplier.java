package io.noderesource.edgex;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives tokens for EdgeX in secure mode. Asked when there is none, shortly before one ends, and once when a service refused
 * one with 401; never twice at a time. Implementations are thread-safe and must not block: one that must, returns
 * {@link CompletableFuture#supplyAsync}.
 */
@FunctionalInterface
public interface TokenSupplier {
    /** A new token, or a failure, which all waiting calls then get. */
    CompletionStage<Token> fetch();

    /** The same token for ever. */
    static TokenSupplier fixed(String value) {
        Token token = Token.of(value);
        return () -> CompletableFuture.completedFuture(token);
    }
}
