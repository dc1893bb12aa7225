package io.noderesource.edgex.events.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilderBase;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import io.noderesource.edgex.events.EventConnection;
import io.noderesource.edgex.events.EventReceiver;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection to a broker: what both versions of MQTT have in common. */
abstract class MqttSession implements EventConnection {

    private final MqttSettings settings;
    private final EventReceiver receiver;
    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile boolean closed;

    MqttSession(MqttSettings settings, EventReceiver receiver) {
        this.settings = settings;
        this.receiver = receiver;
    }

    /** Ends the connection; does nothing when there is none. */
    abstract CompletableFuture<?> disconnect();

    /** Says that the connection ended or did not come about; the library says so twice where it did not come about. */
    final void lost(Throwable cause) {
        if (!closed && lost.compareAndSet(false, true)) {
            receiver.lost(MqttFailures.of(settings.broker(), cause));
        }
    }

    /** The next part of the way, once there is a connection. Who closed before that has found nothing to end, and waits for no broker. */
    final <T> CompletableFuture<T> unlessClosed(Supplier<CompletableFuture<T>> next) {
        return closed
                ? CompletableFuture.failedFuture(new CancellationException("closed while it came about"))
                : next.get();
    }

    /** Follows the way to the last subscription, and says how it ended. */
    final void follow(CompletableFuture<?> subscribed) {
        var unused = subscribed.whenComplete((acknowledged, failure) -> {
            if (failure != null) {
                lost(failure);
            } else if (!closed) {
                receiver.connected();
            }
            if (failure != null || closed) {
                end();
            }
        });
    }

    final void message(String topic, byte[] payload) {
        receiver.message(topic, payload);
    }

    @Override
    public final void close() {
        closed = true;
        end();
    }

    private void end() {
        // It fails where there is no connection, which is what was wanted.
        var unused = disconnect();
    }

    /** What is the same for both versions. */
    static <B extends MqttClientBuilderBase<B>> B described(B client, MqttSettings settings) {
        return client.identifier(settings.clientIdPrefix() + UUID.randomUUID())
                .executorConfig()
                .nettyExecutor(settings.threads())
                .nettyThreads(1)
                .applyExecutorConfig()
                // With TLS among it: 1.4.1 forgets, without a word, a TLS that is asked for after the rest.
                .transportConfig()
                .serverHost(settings.broker().getHost().replaceAll("^\\[|\\]$", ""))
                .serverPort(settings.port())
                .sslConfig(tls(settings))
                .socketConnectTimeout(settings.connectWithin().toMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(settings.connectWithin().toMillis(), TimeUnit.MILLISECONDS)
                .applyTransportConfig();
    }

    private static @Nullable MqttClientSslConfig tls(MqttSettings settings) {
        if (!settings.tls()) {
            return null;
        }
        return MqttClientSslConfig.builder()
                .trustManagerFactory(settings.trusted())
                .keyManagerFactory(settings.keys())
                .build();
    }

    static byte @Nullable [] secret(MqttSettings settings) {
        Supplier<String> password = settings.password();
        return password == null ? null : password.get().getBytes(StandardCharsets.UTF_8);
    }
}
