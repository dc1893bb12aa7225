package io.noderesource.backend.quotapath.internal;

import io.noderesource.inventory.FileSystemSupport.Kernel;
import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Offers the quota path backend: the kernel's own calls, and the programs that make file systems. */
public final class QuotaPathBackendProvider implements BackendProvider {

    /** Creates a provider; does nothing. */
    public QuotaPathBackendProvider() {}

    @Override
    public String id() {
        return QuotaPathBackend.ID;
    }

    @Override
    public Availability availability(BackendContext context) {
        KernelConfig kernel = KernelConfig.read(Path.of("/"));
        List<String> notes = new ArrayList<>();
        // A plan then says so, in place of making what could not be mounted.
        Privilege.missing()
                .ifPresent(privilege -> notes.add("without " + privilege + " nothing can be mounted: run as root"));
        for (String type : FileSystemLook.TYPES) {
            String told = kernel.support(type) == Kernel.WITH_QUOTAS
                    ? "a kernel with project quotas"
                    : kernel.missing(type)
                            .map(option -> "a kernel without " + option)
                            .orElse("whether the kernel has project quotas only a mount tells");
            notes.add(type + ": " + Programs.HERE.find("mkfs." + type).orElse("no mkfs." + type) + ", " + told);
        }
        return new Availability.Ready("the kernel's calls", notes);
    }

    @Override
    public Backend open(BackendContext context) {
        return new QuotaPathBackend(Programs.HERE, KernelConfig.read(Path.of("/")), context.nativeDeadline());
    }
}
