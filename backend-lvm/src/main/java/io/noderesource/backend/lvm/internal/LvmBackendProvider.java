package io.noderesource.backend.lvm.internal;

import static java.util.stream.Collectors.joining;

import io.noderesource.backend.lvm.EngineKind;
import io.noderesource.backend.lvm.internal.engine.Call;
import io.noderesource.backend.lvm.internal.engine.Deadline;
import io.noderesource.backend.lvm.internal.engine.HostFiles;
import io.noderesource.base.ErrorKind;
import io.noderesource.base.NodeResourceException;
import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Offers the LVM backend, on the first way to LVM that the node has: its command library in this process
 * ({@code liblvm2cmd}), its application library ({@code liblvm2app}), or its program {@code lvm}. {@link EngineKind} says how
 * another is named.
 *
 * <p>LVM is no part of this jar: it is the node's own, so that it fits the node's settings and metadata. A library is
 * loaded once for a process, and all backends share one thread for it.
 */
public final class LvmBackendProvider implements BackendProvider {

    private static final Path ROOT = Path.of("/");

    /** Number of {@code CAP_SYS_ADMIN} in {@code linux/capability.h}. */
    private static final int CAP_SYS_ADMIN = 21;

    private final @Nullable EngineKind engine;

    /** Creates a provider that chooses the way to LVM itself; does nothing. */
    public LvmBackendProvider() {
        engine = null;
    }

    /** Creates a provider on one way to LVM; does nothing. */
    public LvmBackendProvider(EngineKind engine) {
        this.engine = engine;
    }

    @Override
    public String id() {
        return LvmBackend.ID;
    }

    @Override
    public Availability availability(BackendContext context) {
        if (!isPrivileged()) {
            return new Availability.Missing("the privilege CAP_SYS_ADMIN", "run as root");
        }
        HostFiles host = HostFiles.here();
        if (!Files.isDirectory(host.systemDirectory())) {
            // lvm2_init would make the directory.
            return new Availability.Missing("LVM's settings, " + host.systemDirectory(), "install LVM (package lvm2)");
        }
        try {
            Engines.Chosen chosen = Engines.choose(engine, context.nativeDeadline());
            String version = version(chosen, context);
            List<String> notes = new ArrayList<>();
            for (EngineKind kind : EngineKind.values()) {
                notes.add(kind.id() + ": " + note(kind, chosen, version));
            }
            if (!hasDeviceMapper()) {
                notes.add(
                        "the kernel has no device-mapper: volume groups can be made, logical volumes cannot be active");
            }
            return new Availability.Ready(version, notes);
        } catch (NodeResourceException e) {
            return new Availability.Missing(
                    e.getMessage()
                            + Arrays.stream(EngineKind.values())
                                    .map(kind -> "; " + kind.id() + ": " + EngineFile.describe(kind, ROOT))
                                    .collect(joining()),
                    e.code().remedy());
        }
    }

    /** LVM that does not answer now may later: it is not missing. */
    private static String version(Engines.Chosen chosen, BackendContext context) {
        try {
            return chosen.engine().version(new Call(Deadline.in(context.nativeDeadline()), List.of()));
        } catch (NodeResourceException e) {
            if (e.code().kind() != ErrorKind.UNAVAILABLE) {
                throw e;
            }
            return chosen.kind().id() + " of unknown version, as it does not answer: " + e.getMessage();
        }
    }

    private static String note(EngineKind kind, Engines.Chosen chosen, String version) {
        if (kind == chosen.kind()) {
            return version.substring(kind.id().length()).strip() + ", in use, " + chosen.why();
        }
        String failed = chosen.failed().get(kind);
        return failed != null ? "not usable: " + failed : EngineFile.describe(kind, ROOT) + ", not in use";
    }

    @Override
    public Backend open(BackendContext context) {
        return new LvmBackend(Engines.choose(engine, context.nativeDeadline()).engine());
    }

    private static boolean isPrivileged() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("CapEff:")) {
                    long capabilities = Long.parseUnsignedLong(
                            line.substring("CapEff:".length()).strip(), 16);
                    return (capabilities >>> CAP_SYS_ADMIN & 1) == 1;
                }
            }
            return false;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private static boolean hasDeviceMapper() {
        try {
            return Files.readString(Path.of("/proc/misc")).contains("device-mapper");
        } catch (IOException e) {
            return false;
        }
    }
}
