package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.model.Dialect;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretStoreLoginTest {
    private final RawServer store = new RawServer((asked, out) -> {
        if (asked.target().equals("/vault/v1/auth/userpass/login/op%20s")
                && asked.body().equals("{\"password\":\"hunter2\"}")) {
            RawServer.json(out, 200, "{\"auth\":{\"client_token\":\"login-token\"}}");
        } else if (asked.target().equals("/vault/v1/identity/oidc/token/op%20s")
                && asked.header("Authorization").equals("Bearer login-token")) {
            RawServer.json(out, 200, "{\"data\":{\"token\":\"jwt\",\"ttl\":3600}}");
        } else {
            RawServer.json(out, 403, "{\"errors\":[\"permission denied\"]}");
        }
    });

    private SecretStoreLogin login(char[] password) {
        return SecretStoreLogin.of(URI.create(store.address() + "/vault"), "op s", () -> password);
    }

    @Test
    void aUserLogsInAndGetsTheTokenOfItsIdentity() {
        char[] password = "hunter2".toCharArray();
        Token token = login(password).fetch().toCompletableFuture().join();
        assertThat(token.value()).isEqualTo("jwt");
        assertThat(token.end().orElseThrow()).isAfter(Instant.now().plusSeconds(3000));
        assertThat(password).containsOnly('\0');
        assertThat(store.asked().stream().map(RawServer.Asked::method)).isEqualTo(List.of("POST", "GET"));
        store.close();
    }

    @Test
    void aWrongPasswordFailsTheCallWithoutBeingShown() {
        try (RawServer service = new RawServer((asked, out) -> RawServer.json(out, 200, "{}"));
                EdgexClient client = EdgexClient.builder()
                        .address(EdgexService.METADATA, service.address())
                        .dialect(Dialect.V3)
                        .tokens(login("wrong-secret".toCharArray()))
                        .build()) {
            EdgexException failure = catchThrowableOfType(
                    EdgexException.class, () -> client.metadata().device("pump").get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
            assertThat(failure.toString() + failure.getCause()).doesNotContain("wrong-secret");
            assertThat(service.asked()).isEmpty();
        }
        store.close();
    }

    /** A token may stand where none is expected: what a success says is told to nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"auth\":{\"client_token\":\"s3cr3t token\"}}",
                "{\"auth\":{\"client_token\":\"\"},\"old\":\"s3cr3t\"}",
                "{\"auth\":{\"client_token\":[\"s3cr3t\"]}}",
                "{\"data\":{\"token\":\"s3cr3t\"}}",
                "[\"s3cr3t\"]",
                "{\"auth\":{\"client_token\":\"s3cr3t\"}",
                "{\"auth\":{\"client_token\":s3cr3t}}",
                "s3cr3t"
            })
    void anAnswerWithoutATokenIsShownToNobody(String answer) {
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, answer))) {
            SecretStoreLogin login = SecretStoreLogin.of(server.address(), "op", () -> "hunter2".toCharArray());
            Throwable failure =
                    catchThrowable(() -> login.fetch().toCompletableFuture().join());
            StringWriter shown = new StringWriter();
            failure.printStackTrace(new PrintWriter(shown));
            assertThat(shown.toString()).doesNotContain("s3cr3t").doesNotContain("hunter2");
            assertThat(failure.getCause()).isInstanceOfSatisfying(EdgexException.class, reason -> {
                assertThat(reason.kind()).isEqualTo(ErrorKind.PROTOCOL);
                assertThat(reason.body()).isEmpty();
            });
        }
        store.close();
    }

    @Test
    void aTokenEndsWhenItsOwnClaimSaysSo() {
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"exp\":1795000000,\"sub\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(Token.of("e30." + claims + ".sig").end()).hasValue(Instant.ofEpochSecond(1795000000));
        assertThat(Token.of("no-jwt").end()).isEmpty();
        assertThat(Token.of("a.!!!.c").end()).isEmpty();
        assertThat(Token.of("e30." + claims + ".sig").toString()).doesNotContain(claims);
        store.close();
    }
}
