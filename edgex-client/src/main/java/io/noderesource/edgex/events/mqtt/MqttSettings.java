package io.noderesource.edgex.events.mqtt;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** What an {@link MqttTransport} is told; its builder says what each means. */
record MqttSettings(
        URI broker,
        boolean tls,
        int port,
        MqttVersion version,
        String clientIdPrefix,
        @Nullable String user,
        @Nullable Supplier<String> password,
        @Nullable TrustManagerFactory trusted,
        @Nullable KeyManagerFactory keys,
        Duration connectWithin,
        Duration keepAlive,
        int maxMessageBytes,
        Executor threads) {}
