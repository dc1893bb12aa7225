package io.noderesource.edgex;

import io.noderesource.edgex.internal.http.Endpoint;
import io.noderesource.edgex.internal.http.Transport;
import io.noderesource.edgex.internal.http.TransportSettings;
import io.noderesource.edgex.json.JsonLimits;
import io.noderesource.edgex.model.Dialect;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A client of one EdgeX: a client for each of its services, over connections, deadlines and a token that they share.
 *
 * <p>Which dialect a service speaks is asked once, by {@code GET /version}, when it is first needed; an EdgeX that is
 * upgraded while the client lives wants a new client, or {@link ServiceOperations#version()}. Thread-safe. Holds a few
 * daemon threads, which end when it is idle; make one client and keep it.
 */
public final class EdgexClient implements AutoCloseable {
    private final Map<EdgexService, Service> services;
    private final Transport transport;
    private final int batchSize;

    private EdgexClient(Builder builder) {
        transport = Connections.transport(
                new TransportSettings(
                        builder.connect,
                        builder.request,
                        builder.atOnce,
                        builder.attempts,
                        builder.pause,
                        builder.limits,
                        builder.tokens == null
                                ? null
                                : new TokenCache(builder.tokens, Clock.systemUTC(), builder.request)),
                builder.tls);
        services = new EnumMap<>(EdgexService.class);
        builder.addresses.forEach((name, address) -> services.put(
                name, new Service(transport, new Endpoint(name.key(), address), builder.total, builder.dialect)));
        batchSize = builder.batchSize;
    }

    /** Starts a client. */
    public static Builder builder() {
        return new Builder();
    }

    /** The operations that the named service has in common with all others. */
    public ServiceOperations operations(EdgexService service) {
        return new ServiceOperations(service(service));
    }

    /** Core-metadata. */
    public MetadataClient metadata() {
        return new MetadataClient(service(EdgexService.METADATA), batchSize);
    }

    /** Core-command. */
    public CommandClient command() {
        return new CommandClient(service(EdgexService.COMMAND));
    }

    /** Core-data. */
    public DataClient data() {
        return new DataClient(service(EdgexService.DATA));
    }

    /** Support-notifications. */
    public NotificationsClient notifications() {
        return new NotificationsClient(service(EdgexService.NOTIFICATIONS), batchSize);
    }

    /** Support-scheduler. */
    public SchedulerClient scheduler() {
        return new SchedulerClient(service(EdgexService.SCHEDULER), batchSize);
    }

    /** Core-keeper, from 4.0 on. */
    public KeeperClient keeper() {
        return new KeeperClient(service(EdgexService.KEEPER));
    }

    /**
     * Where the named service is, for people to know.
     *
     * @throws IllegalStateException when no address is known for it
     */
    public URI address(EdgexService service) {
        return service(service).address();
    }

    private Service service(EdgexService name) {
        Service service = services.get(name);
        if (service == null) {
            throw new IllegalStateException(
                    "no address is known for " + name.key() + "; give one to the client's builder");
        }
        return service;
    }

    /** Ends the calls that are on their way and refuses later ones, both with the kind {@code CANCELLED}. */
    @Override
    public void close() {
        transport.close();
    }

    /** Makes an {@link EdgexClient}. Not thread-safe. */
    public static final class Builder {
        private final Map<EdgexService, URI> addresses = new EnumMap<>(EdgexService.class);
        private Duration connect = Duration.ofSeconds(5);
        private Duration request = Duration.ofSeconds(30);
        private Duration total = Duration.ofMinutes(2);
        private Duration pause = Duration.ofMillis(200);
        private int attempts = 3;
        private int atOnce = 8;
        private int batchSize = 50;
        private JsonLimits limits = JsonLimits.DEFAULT;
        private @Nullable Dialect dialect;
        private @Nullable TokenSupplier tokens;
        private @Nullable SSLContext tls;

        private Builder() {}

        /**
         * Where one service is.
         *
         * @param service which one
         * @param address scheme, host and port, and the path before {@code /api} if there is one
         * @throws IllegalArgumentException when it is no address of HTTP, or holds a user or a query
         */
        public Builder address(EdgexService service, URI address) {
            addresses.put(service, new Endpoint(service.key(), address).base());
            return this;
        }

        /** All services on one host, each at its usual port. */
        public Builder host(String host) {
            for (EdgexService service : EdgexService.values()) {
                address(service, URI.create("http://" + host + ":" + service.port()));
            }
            return this;
        }

        /** All services behind one gateway, such as {@code https://host:8443}: each below a path of its name. */
        public Builder gateway(URI address) {
            for (EdgexService service : EdgexService.values()) {
                address(service, URI.create(new Endpoint(service.key(), address).base() + "/" + service.key()));
            }
            return this;
        }

        /** Tokens for secure mode. They are sent to the addresses given here, also over plain HTTP, and nowhere else. */
        public Builder tokens(TokenSupplier value) {
            tokens = Objects.requireNonNull(value, "tokens");
            return this;
        }

        /** Whom to trust, and with which certificate of our own; by default as the Java runtime does. */
        public Builder tls(SSLContext value) {
            tls = Objects.requireNonNull(value, "tls");
            return this;
        }

        /** The dialect of all services, which are then not asked. */
        public Builder dialect(Dialect value) {
            dialect = Objects.requireNonNull(value, "dialect");
            return this;
        }

        /** The longest time for a connection to come about; 5 seconds. */
        public Builder connectDeadline(Duration value) {
            connect = positive(value);
            return this;
        }

        /** The longest time for one request, its whole answer included; 30 seconds. */
        public Builder requestDeadline(Duration value) {
            request = positive(value);
            return this;
        }

        /** The longest time for a {@link Call}, with all its requests, repetitions and pauses; 2 minutes. */
        public Builder totalDeadline(Duration value) {
            total = positive(value);
            return this;
        }

        /**
         * How often is tried what may be tried again: reads, and whatever never reached the service. 3 times; the pauses
         * start at 200 ms, double, and vary by half.
         */
        public Builder attempts(int value) {
            attempts = atLeastOne(value);
            return this;
        }

        /** The pause after the first failed attempt. */
        public Builder firstPause(Duration value) {
            pause = positive(value);
            return this;
        }

        /** How many requests may be on their way at once, to all services; 8. Others wait without holding a thread. */
        public Builder requestsAtOnce(int value) {
            atOnce = atLeastOne(value);
            return this;
        }

        /**
         * How many items share a request; 50. A service gives itself 5 seconds for a request, and core-metadata asks the
         * device service about each device in it.
         */
        public Builder batchSize(int value) {
            batchSize = atLeastOne(value);
            return this;
        }

        /** How much an answer may hold. */
        public Builder limits(JsonLimits value) {
            limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /** Makes the client; it sends nothing yet. */
        public EdgexClient build() {
            return new EdgexClient(this);
        }

        private static Duration positive(Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException("a duration must be positive, not " + value);
            }
            return value;
        }

        private static int atLeastOne(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("a number must be at least one, not " + value);
            }
            return value;
        }
    }
}
