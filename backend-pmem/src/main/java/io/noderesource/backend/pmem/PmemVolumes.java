package io.noderesource.backend.pmem;

import io.noderesource.backend.pmem.internal.device.AwaitedLock;
import io.noderesource.backend.pmem.internal.device.PmemLock;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.linux.LinuxNode;
import io.noderesource.linux.Workers;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The volumes that a CSI driver makes of persistent memory, each a namespace of its own (CSI's "direct mode").
 *
 * <p>All state lies in the labels of the modules. A namespace is a volume of a driver by its name there ({@code nrv-}, a hash of the
 * driver, a letter of the mode, the volume's id) and by its UUID, which follows from driver and id. Others, those of declared resources
 * among them, are neither listed nor changed nor counted as room; and what is declared is never made of a volume. Work that was broken
 * off, by a kill or a power cut, is taken up by {@link #create} or {@link #destroy} of the same id.
 *
 * <p>Regions need labels; those of modules as they come from the shop have none, and are not given any here.
 *
 * <p>Needs root (CAP_SYS_ADMIN, and CAP_SYS_PTRACE to see who has a device open), {@code /sys} writable, the host's {@code /dev}, and
 * libndctl and libdaxctl of the node. Thread-safe, and safe beside other processes: what changes anything holds the node's lock, at
 * most 30 seconds are waited for it unless {@link Builder#lockLimit} says otherwise ({@code apply/node-locked}). Each call ends by its limit ({@code apply/deadline}); what a
 * call that did not answer has done is told by the next one. It holds nothing open between calls. Codes: {@link PmemErrorCode} and
 * those that a method names; {@code pmem/refused} for an error of the kernel's or of libndctl, {@code inventory/unavailable} where the node
 * cannot be seen, {@code node/io}, {@code node/no-permission}.
 */
public final class PmemVolumes {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(30);

    /** Time is counted in nanoseconds, of which a long has room for 292 years. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /** It keeps nothing there; what lies under it is taken for the system's. */
    private static final Path STATE = Path.of("/run/noderesource");

    /** The key of all that only looks; no id is empty. */
    private static final String LOOK = "";

    private final Workers workers = new Workers();
    private final LinuxNode node;
    private final PmemLock pmem;
    private final VolumeWork work;
    private final Duration limit;
    private final Duration lockLimit;

    private PmemVolumes(Builder builder, Ndctl ndctl) {
        this.limit = builder.limit;
        this.lockLimit = builder.lockLimit;
        this.node = LinuxNode.open(new BackendContext(builder.driver, STATE, limit));
        this.pmem = PmemLock.of(node);
        this.work = new VolumeWork(ndctl, node, builder.driver, limit);
    }

    /**
     * Opens a driver's volumes on this node.
     *
     * @param driver the driver's name, a DNS name in lower case of at most 63 characters as CSI has it: another name, other volumes
     * @throws NodeResourceException {@code apply/no-backend} when libndctl or libdaxctl cannot be used, {@code input/bad-option}
     */
    public static PmemVolumes open(String driver) {
        return builder(driver).open();
    }

    /** Starts with what {@link #open} gives. */
    public static Builder builder(String driver) {
        return new Builder(driver);
    }

    /** Builds a {@link PmemVolumes}; not thread-safe. */
    public static final class Builder {
        private final String driver;
        private Duration limit = LIMIT;
        private Duration lockLimit = LOCK_LIMIT;

        private Builder(String driver) {
            this.driver = Objects.requireNonNull(driver, "driver");
        }

        /** Sets how long a call may take, beside waiting for the node's lock and a second for each 64 MiB that are cleared; a minute when nothing is said. */
        public Builder limit(Duration limit) {
            this.limit = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /** Sets how long a call waits for the node's lock; 30 seconds when nothing is said. */
        public Builder lockLimit(Duration lockLimit) {
            this.lockLimit = Objects.requireNonNull(lockLimit, "lockLimit");
            return this;
        }

        /**
         * Opens the volumes.
         *
         * @throws NodeResourceException as {@link PmemVolumes#open}
         */
        public PmemVolumes open() {
            try {
                return open(Ndctl.load());
            } catch (UnsatisfiedLinkError e) {
                throw new NodeResourceException(
                        StandardErrorCode.NO_BACKEND,
                        "cannot open the volumes of " + driver + ": " + e.getMessage()
                                + "; install libndctl.so.6 and libdaxctl.so.1 (Debian: libndctl6, libdaxctl1)",
                        e);
            }
        }

        PmemVolumes open(Ndctl ndctl) {
            if (!driver.matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?")) {
                throw new NodeResourceException(
                        StandardErrorCode.BAD_OPTION,
                        "driver '" + driver
                                + "' is not a DNS name of at most 63 characters in lower case; name it as CSI does");
            }
            if (limit.isNegative() || limit.isZero() || lockLimit.isNegative()) {
                throw new NodeResourceException(
                        StandardErrorCode.BAD_OPTION,
                        "the limits " + limit + " and " + lockLimit + " of " + driver + " are none; give some time");
            }
            return new PmemVolumes(this, ndctl);
        }
    }

    /**
     * Makes a volume, whatever there is of it: the one call for a driver, to be repeated until it succeeds.
     *
     * <p>A new volume is cleared before it can be seen as what it is, as a namespace shows what lay there before. It is made in the
     * region that has the least room, of those that have enough. One that is there and is as it was asked for is
     * returned as it is, with what it holds; one that is disabled is enabled; one that was not finished is finished, unless somebody has
     * used it since. A volume is as asked for when the same request would make as large a one in its region now, or when it lies between
     * size and limit.
     *
     * @return the volume, ready; its device has the asked size at least
     * @throws NodeResourceException {@code pmem/volume-differs}, {@code pmem/full}, {@code pmem/no-such-size}, {@code pmem/region-absent},
     *     {@code pmem/region-unusable}, {@code pmem/no-labels}; {@code pmem/volume-holds-data}, {@code pmem/volume-in-use} and {@code
     *     pmem/volume-changed} for one that cannot be finished, or that another program changes meanwhile
     */
    public PmemVolume create(VolumeRequest request) {
        Objects.requireNonNull(request, "request");
        return changing("create", request.id(), clearing(request.size()), end -> work.create(request, end));
    }

    /**
     * Makes a volume larger, by making it anew: it is cleared. Only one that holds nothing and that nobody uses gets another size;
     * in mode devdax that is looked at while its device is away for a moment. One that is as large already, or larger, is left as it is.
     *
     * <p>Cut off, it may leave none, which held nothing; {@link #create} makes it then.
     *
     * @param id the volume's id
     * @param size how many bytes its device has to have at least
     * @return the volume, ready, in the same mode and region
     * @throws NodeResourceException {@code pmem/no-volume}, {@code pmem/volume-holds-data}, {@code pmem/volume-in-use}, {@code
     *     pmem/full}, {@code pmem/volume-changed}, {@code pmem/bad-volume-id}, {@code pmem/region-unusable}, {@code input/bad-option}
     */
    public PmemVolume resize(String id, ByteSize size) {
        VolumeRequest asked = VolumeRequest.of(id, size);
        return changing("resize", id, clearing(size), end -> work.resize(asked, end));
    }

    /**
     * Destroys a volume, whole or not; done already, or never made, it does nothing. Where it lay is cleared at both its ends, and wholly
     * when the next volume is made there; another program's namespace may show the rest.
     *
     * @param id the volume's id
     * @param held what becomes of what it holds
     * @throws NodeResourceException {@code pmem/volume-in-use}, {@code pmem/volume-holds-data}, {@code pmem/volume-changed}, {@code
     *     pmem/bad-volume-id}; {@code pmem/region-unusable} when its region cannot be changed, or when none is found and not all is
     *     seen, as a region or a module is disabled or locked, or none is shown
     */
    public void destroy(String id, HeldData held) {
        Objects.requireNonNull(held, "held");
        VolumeRequest.checked(id);
        changing("destroy", id, Duration.ZERO, end -> {
            work.destroy(id, held, end);
            return true;
        });
    }

    /**
     * The driver's volumes, by id; those that are not finished, too; not those in a region that is disabled, of which {@link #capacity}
     * tells. Writes nothing.
     */
    public List<PmemVolume> list() {
        return within(LOOK, "list the volumes", limit, work::list);
    }

    /**
     * The volume of an id; empty when there is none. Writes nothing.
     *
     * @throws NodeResourceException {@code pmem/bad-volume-id}; {@code pmem/region-unusable} when none is found and not all is seen, as
     *     a region or a module is disabled or locked, or none is shown
     */
    public Optional<PmemVolume> find(String id) {
        VolumeRequest.checked(id);
        return within(LOOK, "find the volume " + id, limit, () -> work.volume(id));
    }

    /** What room each region has for volumes of a mode, by the regions' names. Writes nothing. */
    public List<RegionCapacity> capacity(PmemNamespace.Mode mode) {
        Objects.requireNonNull(mode, "mode");
        return within(LOOK, "tell the capacity", limit, () -> work.capacity(mode));
    }

    /** Memory that is slow is cleared at 64 MiB a second; what no node has is refused before it takes any time. */
    static Duration clearing(ByteSize size) {
        Duration clearing = Duration.ofSeconds(size.bytes() >> 26);
        return clearing.compareTo(LONGEST) < 0 ? clearing : LONGEST;
    }

    /** A change, which is told by when it has to end, by {@link System#nanoTime()}. */
    private interface Change<T> {
        T until(long end);
    }

    private <T> T changing(String verb, String id, Duration more, Change<T> change) {
        Duration all = limit.plus(more);
        // A change that hangs keeps other changes of persistent memory away, and no other backend.
        try (AwaitedLock awaited = new AwaitedLock()) {
            return within(id, verb + " the volume " + id, all.plus(lockLimit), () -> {
                try (Node.Lock taken = awaited.take(() -> node.lock(lockLimit));
                        Node.Lock alone = pmem.take(verb + " the volume " + id)) {
                    // Nobody waits for what is begun when most of the time is over.
                    return change.until(System.nanoTime()
                            + all.multipliedBy(9).dividedBy(10).toNanos());
                }
            });
        }
    }

    /**
     * Calls, and answers in time.
     *
     * @param key of what hangs no second is begun: the id of the volume that is changed, or {@link #LOOK}
     */
    private <T> T within(String key, String what, Duration most, Callable<T> call) {
        Workers.Result<T> result = key.equals(LOOK)
                ? workers.runAfterOthers(key, call, most, most.dividedBy(3))
                : workers.run(key, call, most);
        T value = result.value();
        if (value != null) {
            return value;
        }
        Throwable failure = result.failure();
        if (failure instanceof NodeResourceException known) {
            throw known;
        }
        if (failure != null) {
            throw new NodeResourceException(
                    StandardErrorCode.INTERNAL, "cannot " + what + ": " + failure + "; report it", failure);
        }
        throw switch (result.end()) {
            case STUCK_BEFORE -> late(what, "an earlier call still hangs");
            case LATE -> late(what, "it did not end within " + most.toMillis() + " ms");
            case NOT_BEGUN, THREW, RETURNED ->
                new NodeResourceException(
                        StandardErrorCode.CANCELLED,
                        "cannot " + what + ": interrupted while it was under way; list the volumes, and repeat it");
        };
    }

    private static NodeResourceException late(String what, String why) {
        return new NodeResourceException(
                StandardErrorCode.DEADLINE,
                "cannot " + what + ": " + why + "; look for a hung device in the kernel log, and repeat it");
    }
}
