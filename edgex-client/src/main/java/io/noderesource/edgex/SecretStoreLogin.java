package io.noderesource.edgex;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.internal.http.CallContext;
import io.noderesource.edgex.internal.http.Endpoint;
import io.noderesource.edgex.internal.http.Reply;
import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.internal.http.Transport;
import io.noderesource.edgex.internal.http.TransportSettings;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.json.JsonLimits;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for a user of EdgeX's secret store (Vault on 3.x, OpenBao on 4.x): logs in with the password that {@code
 * secrets-config proxy adduser} printed, and asks for the user's identity token. Thread-safe.
 *
 * <p>The store is at {@code https://HOST:8443/vault} behind EdgeX's gateway, also on 4.x.
 */
public final class SecretStoreLogin implements TokenSupplier {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Transport transport;
    private final Endpoint store;
    private final String user;
    private final Supplier<char[]> password;

    private SecretStoreLogin(URI store, String user, Supplier<char[]> password, @Nullable SSLContext tls) {
        this.store = new Endpoint("the secret store", store);
        this.user = Objects.requireNonNull(user, "user");
        this.password = Objects.requireNonNull(password, "password");
        transport = Connections.transport(
                new TransportSettings(
                        Duration.ofSeconds(5), LONGEST, 1, 2, Duration.ofMillis(200), JsonLimits.DEFAULT, null),
                tls);
    }

    /**
     * A login that trusts what the Java runtime trusts.
     *
     * @param store where the secret store is, without {@code /v1}
     * @param user whose tokens
     * @param password asked at each login; the array it gives is cleared after use
     */
    public static SecretStoreLogin of(URI store, String user, Supplier<char[]> password) {
        return new SecretStoreLogin(store, user, password, null);
    }

    /** A login with certificates of one's own. */
    public static SecretStoreLogin of(URI store, String user, Supplier<char[]> password, SSLContext tls) {
        return new SecretStoreLogin(store, user, password, Objects.requireNonNull(tls, "tls"));
    }

    @Override
    public CompletionStage<Token> fetch() {
        CallContext context = new CallContext(LONGEST);
        return send(login(), context)
                .thenApply(reply -> text(reply, "auth", "client_token"))
                .thenCompose(login -> send(identity().bearing(login), context))
                .thenApply(SecretStoreLogin::token);
    }

    private Request login() {
        char[] secret = password.get();
        try {
            return Request.post("auth", "userpass", "login", user)
                    .sending(Json.object().with("password", Json.of(String.valueOf(secret))))
                    .secretly();
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private Request identity() {
        return Request.get("identity", "oidc", "token", user).secretly();
    }

    private CompletableFuture<Reply> send(Request request, CallContext context) {
        return transport.send(store, List.of("v1"), request, context);
    }

    private static Token token(Reply reply) {
        String token = text(reply, "data", "token");
        return reply.object()
                .object("data")
                .flatMap(data -> data.whole("ttl"))
                .filter(seconds -> seconds > 0 && seconds <= Integer.MAX_VALUE)
                .map(seconds -> Token.until(token, Instant.now().plusSeconds(seconds)))
                .orElseGet(() -> Token.of(token));
    }

    private static String text(Reply reply, String part, String member) throws EdgexException {
        return reply.object()
                .object(part)
                .flatMap(found -> found.text(member))
                .filter(Token::isOne)
                .orElseThrow(() -> reply.protocol("answered without a token as " + part + "." + member));
    }

    @Override
    public String toString() {
        return "SecretStoreLogin of " + user;
    }
}
