package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON web token for EdgeX in secure mode, and when it ends. Its text is in no message and not in {@link #toString()}.
 * Immutable.
 */
public final class Token {
    private final String value;
    private final @Nullable Instant end;

    private Token(String value, @Nullable Instant end) {
        if (!isOne(value)) {
            throw new IllegalArgumentException("a token consists of visible ASCII characters");
        }
        this.value = value;
        this.end = end;
    }

    static boolean isOne(String value) {
        return !value.isEmpty() && value.chars().allMatch(character -> character > ' ' && character < 127);
    }

    /** A token that ends when its own claim {@code exp} says so (RFC 7519, 4.1.4); without one it is used until refused. */
    public static Token of(String value) {
        return new Token(value, expiry(value));
    }

    /** A token that ends at that time. */
    public static Token until(String value, Instant end) {
        return new Token(value, Objects.requireNonNull(end, "end"));
    }

    /** What stands behind {@code Bearer}. */
    public String value() {
        return value;
    }

    /** When it ends, if that is known. */
    public Optional<Instant> end() {
        return Optional.ofNullable(end);
    }

    private static @Nullable Instant expiry(String value) {
        String[] parts = value.split("\\.", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
            return Json.asObject(Json.parse(new String(claims, StandardCharsets.UTF_8)))
                    .whole("exp")
                    .map(seconds -> Instant.ofEpochSecond(Math.min(seconds, Instant.MAX.getEpochSecond())))
                    .orElse(null);
        } catch (IllegalArgumentException | EdgexException e) {
            return null; // not a JWT this client can read: the service decides
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Token that && value.equals(that.value) && Objects.equals(end, that.end);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, end);
    }

    @Override
    public String toString() {
        return end == null ? "Token" : "Token until " + end;
    }
}
