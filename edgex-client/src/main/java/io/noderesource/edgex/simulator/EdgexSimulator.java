package io.noderesource.edgex.simulator;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An EdgeX in this process, for tests: its services answer over HTTP on 127.0.0.1, each on a free port.
 *
 * <pre>{@code
 * try (EdgexSimulator edgex = EdgexSimulator.builder().release(SimulatedRelease.PALAU).start()) {
 *     URI metadata = edgex.url(SimulatedService.METADATA);
 *     edgex.faults().add(FaultRule.once(Fault.unavailableHtml()).path("/device/all"));
 *     ...
 * }
 * }</pre>
 *
 * <p>It starts empty, keeps everything in memory, and does the same in each run: ids and times are counted, not drawn. It has
 * the manners of the real services: a batch fails as a whole where one item is invalid; {@code limit=-1} gives
 * MaxResultCount objects and not all; a wrong parameter name writes defaults; a device service that is stopped makes
 * core-metadata wait and then answer in HTML; and more. What it leaves out: it reads only JSON in an uploaded profile and in
 * an event, sends no notification, runs no schedule, and does not transform readings by scale or mask.
 *
 * <p>Thread-safe. {@link #close()} ends all servers and the requests under way.
 */
public final class EdgexSimulator implements AutoCloseable {
    private final World world;
    private final DeviceSide deviceSide;
    private final Faults faults;
    private final RequestLog log = new RequestLog();
    private final VirtualDevices devices;
    private final Front front;
    private final Map<SimulatedService, URI> urls = new EnumMap<>(SimulatedService.class);
    private final URI gateway;

    private EdgexSimulator(Builder builder) throws IOException {
        this.world = new World(
                builder.release,
                builder.maxResultCount,
                builder.requestTimeout,
                builder.strictProfileChanges,
                builder.strictProfileDeletes,
                builder.clock);
        Shapes shapes = new Shapes(builder.release);
        CoreData data = new CoreData(world, shapes);
        this.deviceSide = new DeviceSide(world);
        this.devices = new VirtualDevices(world, deviceSide, data);
        this.faults = new Faults(world.bus);
        Map<SimulatedService, Routes> routes = new EnumMap<>(SimulatedService.class);
        for (SimulatedService service : SimulatedService.values()) {
            if (service.servedBy(builder.release)) {
                routes.put(service, Front.common(world, service, builder.token != null, routes(service, shapes, data)));
            }
        }
        this.front = new Front(world, routes, builder.token, builder.tls, faults, log);
        for (SimulatedService service : routes.keySet()) {
            urls.put(service, front.serve(service));
        }
        this.gateway = front.serveGateway();
    }

    private Routes routes(SimulatedService service, Shapes shapes, CoreData data) {
        return switch (service) {
            case METADATA -> new Metadata(world, shapes).routes();
            case COMMAND -> new Command(world, deviceSide, data).routes();
            case DATA -> data.routes();
            case NOTIFICATIONS -> new Notifications(world, shapes).routes();
            case SCHEDULER -> new Scheduler(world, shapes).routes();
            case KEEPER -> new Keeper(world).routes();
        };
    }

    /**
     * A builder with the manners of 3.1.1, MaxResultCount 1024, and no token.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The release whose manners this simulator has.
     *
     * @return the release
     */
    public SimulatedRelease release() {
        return world.release;
    }

    /**
     * Where a service answers.
     *
     * @param service the service
     * @return its base URL, without {@code /api/v3}
     * @throws IllegalArgumentException if the release has no such service
     */
    public URI url(SimulatedService service) {
        URI url = urls.get(service);
        if (url == null) {
            throw new IllegalArgumentException("EdgeX " + world.release.version() + " has no " + service.serviceName());
        }
        return url;
    }

    /**
     * Where all services answer below their names, as behind EdgeX's gateway: {@code /core-metadata/api/v3/...}.
     *
     * @return the base URL of the gateway
     */
    public URI gatewayUrl() {
        return gateway;
    }

    /**
     * The device services and the things behind them.
     *
     * @return the devices
     */
    public VirtualDevices devices() {
        return devices;
    }

    /**
     * What is to go wrong.
     *
     * @return the faults; none at first
     */
    public Faults faults() {
        return faults;
    }

    /**
     * What was asked.
     *
     * @return the log
     */
    public RequestLog requests() {
        return log;
    }

    /**
     * Lets a listener have what the services publish from now on. Before 3.0 core-metadata publishes nothing.
     *
     * @param listener gets each message
     * @return ends the subscription when it is closed
     */
    public Subscription subscribe(BusListener listener) {
        return world.bus.subscribe(requireNonNull(listener, "listener"));
    }

    /** A place among the listeners. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        /** Ends it; no message comes to the listener any more. */
        @Override
        void close();
    }

    /**
     * Changes how many objects an answer has at most, as after a restart with another setting. A list that is longer is cut,
     * and {@code totalCount} tells its full length.
     *
     * @param most at least 1
     */
    public void maxResultCount(int most) {
        world.maxResultCount = Builder.atLeastOne(most);
    }

    World world() {
        return world;
    }

    /** All services go on with an empty database, as after a restart of one that keeps nothing. They tell nobody. */
    public void restartEmpty() {
        world.forgetAll();
        deviceSide.forgetAll();
    }

    @Override
    public void close() {
        world.close();
        front.close();
    }

    /** Says how the simulated EdgeX is. Not thread-safe. */
    public static final class Builder {
        private SimulatedRelease release = SimulatedRelease.NAPA;
        private int maxResultCount = 1024;
        private Duration requestTimeout = Duration.ofSeconds(5);
        private boolean strictProfileChanges;
        private boolean strictProfileDeletes;
        private @Nullable String token;
        private @Nullable SSLContext tls;
        private @Nullable Clock clock;

        private Builder() {}

        /**
         * Whose manners it has.
         *
         * @param simulated the release
         * @return this builder
         */
        public Builder release(SimulatedRelease simulated) {
            release = requireNonNull(simulated, "simulated");
            return this;
        }

        /**
         * How many objects an answer has at most: the services' setting MaxResultCount.
         *
         * @param most at least 1
         * @return this builder
         */
        public Builder maxResultCount(int most) {
            maxResultCount = atLeastOne(most);
            return this;
        }

        private static int atLeastOne(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("MaxResultCount must be at least 1: " + most);
            }
            return most;
        }

        /**
         * After what time core-metadata gives up waiting for a device service and answers 503: the services' setting
         * RequestTimeout, 5 seconds by default.
         *
         * @param longest the time
         * @return this builder
         */
        public Builder requestTimeout(Duration longest) {
            if (longest.isNegative() || longest.isZero()) {
                throw new IllegalArgumentException("RequestTimeout must be positive: " + longest);
            }
            requestTimeout = longest;
            return this;
        }

        /**
         * Secure mode: each request but a ping must bring this token as a bearer, else 401.
         *
         * @param bearer the token
         * @return this builder
         */
        public Builder token(String bearer) {
            token = requireNonNull(bearer, "bearer");
            return this;
        }

        /**
         * The servers speak TLS; their URLs then name {@code localhost}.
         *
         * @param context holds the servers' key
         * @return this builder
         */
        public Builder tls(SSLContext context) {
            tls = requireNonNull(context, "context");
            return this;
        }

        /**
         * The setting StrictDeviceProfileChanges: changes of profiles are answered by 423.
         *
         * @return this builder
         */
        public Builder strictProfileChanges() {
            strictProfileChanges = true;
            return this;
        }

        /**
         * The setting StrictDeviceProfileDeletes: deletions of profiles are answered by 423.
         *
         * @return this builder
         */
        public Builder strictProfileDeletes() {
            strictProfileDeletes = true;
            return this;
        }

        /**
         * Where the services' time comes from. Without one, each look at the time is a millisecond later than the one before,
         * from the start of 2026 on.
         *
         * @param source the clock
         * @return this builder
         */
        public Builder clock(Clock source) {
            clock = requireNonNull(source, "source");
            return this;
        }

        /**
         * Starts the servers.
         *
         * @return the running simulator
         * @throws UncheckedIOException if no port can be had
         */
        public EdgexSimulator start() {
            try {
                return new EdgexSimulator(this);
            } catch (IOException noPort) {
                throw new UncheckedIOException("cannot serve on 127.0.0.1", noPort);
            }
        }
    }
}
