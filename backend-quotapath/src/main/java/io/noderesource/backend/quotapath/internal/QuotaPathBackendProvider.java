package io.noderesource.backend.quotapath.internal;

import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Offers the quota path backend: the kernel's own calls, and the programs that make file systems. */
public final class QuotaPathBackendProvider implements BackendProvider {

    /** Number of {@code CAP_SYS_ADMIN} in {@code linux/capability.h}. */
    private static final int CAP_SYS_ADMIN = 21;

    /** Creates a provider; does nothing. */
    public QuotaPathBackendProvider() {}

    @Override
    public String id() {
        return QuotaPathBackend.ID;
    }

    @Override
    public Availability availability(BackendContext context) {
        if (!isPrivileged()) {
            return new Availability.Missing("the privilege CAP_SYS_ADMIN", "run as root");
        }
        KernelConfig kernel = KernelConfig.read(Path.of("/"));
        List<String> notes = new ArrayList<>();
        for (String type : FileSystemLook.TYPES) {
            notes.add(type + ": "
                    + Programs.HERE.find("mkfs." + type).orElse("no mkfs." + type)
                    + switch (kernel.support(type)) {
                        case WITH_QUOTAS -> ", a kernel with project quotas";
                        case WITHOUT_QUOTAS ->
                            ", a kernel without " + kernel.missing(type).orElse("");
                        case UNKNOWN -> ", whether the kernel has project quotas only a mount tells";
                    });
        }
        return new Availability.Ready("the kernel's calls", notes);
    }

    @Override
    public Backend open(BackendContext context) {
        return new QuotaPathBackend(Programs.HERE, KernelConfig.read(Path.of("/")));
    }

    private static boolean isPrivileged() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("CapEff:")) {
                    long capabilities = Long.parseUnsignedLong(
                            line.substring("CapEff:".length()).strip(), 16);
                    return ((capabilities >>> CAP_SYS_ADMIN) & 1) == 1;
                }
            }
            return false;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
