package io.noderesource.backend.pmem.internal;

import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import java.nio.file.Path;
import java.util.List;

/** Offers the backend for persistent memory, on the node's own libndctl and libdaxctl. */
public final class PmemBackendProvider implements BackendProvider {

    /** Creates a provider; does nothing. */
    public PmemBackendProvider() {}

    @Override
    public String id() {
        return PmemBackend.ID;
    }

    @Override
    public Availability availability(BackendContext context) {
        try {
            Ndctl.load();
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
        try {
            return new PmemBackend(Ndctl.load()::look, Path.of("/sys/bus/nd/devices"));
        } catch (UnsatisfiedLinkError e) {
            throw new NodeResourceException(
                    StandardErrorCode.NO_BACKEND, "libndctl cannot be loaded: " + e.getMessage(), e);
        }
    }
}
