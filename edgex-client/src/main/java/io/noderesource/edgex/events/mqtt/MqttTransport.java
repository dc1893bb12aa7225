package io.noderesource.edgex.events.mqtt;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.events.EventConnection;
import io.noderesource.edgex.events.EventReceiver;
import io.noderesource.edgex.events.EventTransport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * EdgeX's message bus where it is an MQTT broker: by default in 4.x, by choice in 3.x. Immutable and thread-safe.
 *
 * <p>Each connection has a session and a client id of its own. It has one daemon thread, which ends with it; one that is
 * closed while it comes about ends when the broker has answered, or at the deadline for that. Messages are subscribed to with QoS 1;
 * EdgeX publishes with QoS 0 unless it is told otherwise.
 *
 * <p>Needs {@code com.hivemq:hivemq-mqtt-client}.
 */
public final class MqttTransport implements EventTransport {

    private final MqttSettings settings;

    private MqttTransport(MqttSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts to describe the way to a broker.
     *
     * @param broker {@code tcp://host} or {@code mqtt://host}, with port 1883 if it names none; {@code ssl://host} or
     *     {@code mqtts://host} for TLS, with port 8883; nothing else in it, and no credentials
     * @return a builder
     */
    public static Builder to(URI broker) {
        return new Builder(broker);
    }

    @Override
    public EventConnection open(List<String> filters, EventReceiver receiver) {
        return settings.version() == MqttVersion.V5
                ? Mqtt5Session.open(settings, filters, receiver)
                : Mqtt3Session.open(settings, filters, receiver);
    }

    @Override
    public String toString() {
        return "MqttTransport to " + settings.broker();
    }

    /** Describes an {@link MqttTransport}. Not thread-safe. */
    public static final class Builder {
        private static final int PORT = 1883;
        private static final int TLS_PORT = 8883;

        private final URI broker;
        private final boolean tls;
        private MqttVersion version = MqttVersion.V5;
        private String clientIdPrefix = "noderesource-";
        private @Nullable String user;
        private @Nullable Supplier<String> password;
        private @Nullable TrustManagerFactory trusted;
        private @Nullable KeyManagerFactory keys;
        private Duration connectWithin = Duration.ofSeconds(10);
        private Duration keepAlive = Duration.ofSeconds(30);
        private int maxMessageBytes = 8 << 20;

        private Builder(URI broker) {
            this.broker = checked(broker);
            this.tls = isTls(broker);
        }

        private static URI checked(URI broker) {
            String scheme = String.valueOf(broker.getScheme()).toLowerCase(Locale.ROOT);
            if (broker.getRawUserInfo() != null) {
                // The URI goes into logs and messages, so it is not told again here.
                throw new IllegalArgumentException("a broker's URI with credentials in it: give them by credentials()");
            }
            boolean rest = !String.valueOf(broker.getRawPath()).matches("/?")
                    || broker.getRawQuery() != null
                    || broker.getRawFragment() != null;
            if (!List.of("tcp", "mqtt", "ssl", "mqtts").contains(scheme) || broker.getHost() == null || rest) {
                throw new IllegalArgumentException("not the URI of a broker: " + broker
                        + "; wanted: tcp://host:port or mqtt://host:port, with TLS ssl://host:port or"
                        + " mqtts://host:port");
            }
            return broker;
        }

        private static boolean isTls(URI broker) {
            return List.of("ssl", "mqtts").contains(broker.getScheme().toLowerCase(Locale.ROOT));
        }

        /** The version of MQTT; {@link MqttVersion#V5} if not called. */
        public Builder version(MqttVersion value) {
            version = Objects.requireNonNull(value, "version");
            return this;
        }

        /** What the client's id starts with; each connection adds something of its own. */
        public Builder clientIdPrefix(String value) {
            clientIdPrefix = Objects.requireNonNull(value, "clientIdPrefix");
            return this;
        }

        /**
         * User and password; none if not called. They go to this broker only, in clear unless the URI asks for TLS.
         *
         * @param name the user's name
         * @param secret the password, asked for at each connection
         */
        public Builder credentials(String name, Supplier<String> secret) {
            user = Objects.requireNonNull(name, "name");
            password = Objects.requireNonNull(secret, "secret");
            return this;
        }

        /** Whom to trust, with TLS; whom the JVM trusts if not called. The host's name is always checked. */
        public Builder trust(TrustManagerFactory value) {
            needsTls();
            trusted = Objects.requireNonNull(value, "trusted");
            return this;
        }

        /** The client's own certificate, with TLS; none if not called. */
        public Builder clientCertificate(KeyManagerFactory value) {
            needsTls();
            keys = Objects.requireNonNull(value, "keys");
            return this;
        }

        private void needsTls() {
            if (!tls) {
                throw new IllegalArgumentException(broker + " is without TLS; wanted: ssl://host:port");
            }
        }

        /** How long to wait for the TCP connection, and again for the broker's answer; ten seconds if not called. */
        public Builder connectWithin(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("a deadline must be positive, not " + value);
            }
            connectWithin = value;
            return this;
        }

        /**
         * How often the connection shows that it is alive, in whole seconds; 30 seconds if not called. A broker that does
         * not answer is noticed after about one and a half times as long.
         */
        public Builder keepAlive(Duration value) {
            if (value.toSeconds() < 1 || value.toSeconds() > 0xFFFF) {
                throw new IllegalArgumentException("keepAlive must be from one second to 65535 seconds, not " + value);
            }
            keepAlive = value;
            return this;
        }

        /**
         * The longest message, in bytes with its topic; 8 MiB if not called. With {@link MqttVersion#V5} the broker keeps
         * longer ones back, and the watch hears nothing of them until the next resync.
         */
        public Builder maxMessageBytes(int value) {
            if (value < 1024 || value > 256 << 20) {
                throw new IllegalArgumentException("maxMessageBytes must be from 1 KiB to 256 MiB, not " + value);
            }
            maxMessageBytes = value;
            return this;
        }

        /**
         * Makes the transport; nothing is connected yet.
         *
         * @return the transport
         * @throws EdgexException of kind {@code NOT_INSTALLED} when the library is not there
         */
        public MqttTransport build() {
            requireLibrary();
            int port = broker.getPort() >= 0 ? broker.getPort() : tls ? TLS_PORT : PORT;
            // The library's own threads would keep the JVM alive.
            Executor threads = task -> {
                Thread thread = new Thread(task, "edgex-mqtt");
                thread.setDaemon(true);
                thread.start();
            };
            return new MqttTransport(new MqttSettings(
                    broker,
                    tls,
                    port,
                    version,
                    clientIdPrefix,
                    user,
                    password,
                    trusted,
                    keys,
                    connectWithin,
                    keepAlive,
                    maxMessageBytes,
                    threads));
        }

        private static void requireLibrary() {
            try {
                Class.forName("com.hivemq.client.mqtt.MqttClient", false, MqttTransport.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                throw EdgexException.builder(
                                ErrorKind.NOT_INSTALLED,
                                "cannot speak MQTT: the library for it is not there; add"
                                        + " com.hivemq:hivemq-mqtt-client, and on the module path also --add-modules"
                                        + " com.hivemq.client.mqtt")
                        .cause(e)
                        .build();
            }
        }
    }
}
