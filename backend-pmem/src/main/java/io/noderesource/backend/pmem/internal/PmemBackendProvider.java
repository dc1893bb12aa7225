package io.noderesource.backend.pmem.internal;

import io.noderesource.backend.pmem.internal.device.PmemLock;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.Pmem;
import io.noderesource.linux.LinuxNode;
import io.noderesource.linux.Workers;
import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import io.noderesource.spi.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Offers the backend for persistent memory, on the node's own libndctl and libdaxctl. These are loaded where the kernel shows persistent
 * memory, and not before: it costs 14 MiB and, under emulation, seconds.
 */
public final class PmemBackendProvider implements BackendProvider {

    private static final NvdimmBus BUS = new NvdimmBus(Path.of("/"));

    /** So long opening waits at the most for what was left disabled; each look tries it again. */
    private static final Duration START = Duration.ofSeconds(10);

    /** Creates a provider; does nothing. */
    public PmemBackendProvider() {}

    @Override
    public String id() {
        return PmemBackend.ID;
    }

    @Override
    public Availability availability(BackendContext context) {
        return BUS.hasDevices()
                ? availability(Ndctl::load)
                : new Availability.Ready("libndctl, not loaded", List.of("the kernel shows no persistent memory"));
    }

    /** What is to be told of libraries that are needed. */
    static Availability availability(Runnable load) {
        try {
            load.run();
            return new Availability.Ready(
                    Ndctl.file().map(file -> String.valueOf(file.getFileName())).orElse("libndctl"), List.of());
        } catch (UnsatisfiedLinkError e) {
            return new Availability.Missing(
                    String.valueOf(e.getMessage()),
                    "install libndctl.so.6 and libdaxctl.so.1 (Debian: libndctl6, libdaxctl1) if the node has"
                            + " persistent memory");
        }
    }

    @Override
    public Backend open(BackendContext context) {
        LinuxNode node = LinuxNode.open(context);
        PmemLock lock = PmemLock.of(node);
        Libraries libraries = new Libraries(node, lock);
        // Before the first look, which begins with block devices: those of a region that is enabled later would be
        // missing.
        new Workers().run(PmemBackend.ID, libraries::enableLeft, START);
        return new PmemBackend(libraries::look, () -> new PmemSteps(libraries.loaded()), BUS, lock);
    }

    /** Loads the libraries when there is something to be seen with them. */
    private static final class Libraries {
        private final Node node;
        private final PmemLock lock;
        private @Nullable Ndctl loaded;

        Libraries(Node node, PmemLock lock) {
            this.node = node;
            this.lock = lock;
        }

        synchronized Ndctl loaded() {
            Ndctl ndctl = loaded == null ? Ndctl.load() : loaded;
            loaded = ndctl;
            return ndctl;
        }

        Pmem look() throws IOException {
            if (!BUS.hasDevices()) {
                return Pmem.NONE;
            }
            if (enableLeft()) {
                throw new IOException(
                        "what a process that is gone had left disabled is enabled now, after block devices were"
                                + " looked at; look again");
            }
            return loaded().examine();
        }

        /**
         * Enables what was left disabled: a region that is disabled is never planned for, so that no step would bring it back.
         *
         * @return whether something was left
         */
        boolean enableLeft() throws IOException {
            if (!BUS.hasDevices() || !loaded().areLabelsUnderWay()) {
                return false;
            }
            try (Node.Lock held = node.lock(Duration.ZERO);
                    Node.Lock alone = lock.take("enable what was left disabled")) {
                // What hangs in it keeps other backends from nothing.
                held.close();
                return loaded().enableLeft();
            } catch (NodeResourceException | IOException e) {
                // Whoever has the lock may be at it. What is refused is seen as disabled, with that reason, and tried
                // again at the next look.
                return false;
            }
        }
    }
}
