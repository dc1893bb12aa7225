package io.noderesource.edgex.internal.http;

import java.util.concurrent.CompletableFuture;

/** Gives what stands behind {@code Bearer}. Thread-safe. */
public interface Tokens {
    /** A token that should be good; several requests may share one. */
    CompletableFuture<String> current();

    /** Says that a service refused this token, so that the next one is new. */
    void refused(String token);
}
