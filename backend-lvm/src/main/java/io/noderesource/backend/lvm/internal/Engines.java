package io.noderesource.backend.lvm.internal;

import static java.util.stream.Collectors.joining;

import io.noderesource.backend.lvm.EngineKind;
import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.backend.lvm.internal.engine.HostFiles;
import io.noderesource.backend.lvm.internal.engine.Lvm2AppEngine;
import io.noderesource.backend.lvm.internal.engine.Lvm2CmdEngine;
import io.noderesource.backend.lvm.internal.engine.LvmEngine;
import io.noderesource.backend.lvm.internal.engine.OwnerThread;
import io.noderesource.backend.lvm.internal.engine.ProcessEngine;
import io.noderesource.backend.lvm.internal.jna.Lvm2App;
import io.noderesource.backend.lvm.internal.jna.Lvm2Cmd;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engines of this process.
 *
 * <p>A library is loaded once, when it is chosen, and never only to be told of: two versions of LVM's code in one process
 * are one too many. All that use an engine share its one thread. Thread-safe.
 */
final class Engines {

    private static @Nullable CommandLibraryInUse commandLibrary;
    private static @Nullable AppLibraryInUse appLibrary;
    private static @Nullable OwnerThread children;

    private Engines() {}

    /**
     * The engine that is used, and what else there is.
     *
     * @param engine the engine
     * @param kind which it is
     * @param why why it and no other, for people
     * @param failed those that were tried before it, with the reason why they are not used
     */
    record Chosen(LvmEngine engine, EngineKind kind, String why, Map<EngineKind, String> failed) {
        Chosen {
            failed = Map.copyOf(failed);
        }
    }

    /**
     * Chooses: the one that the embedder names, else the one that the system property names, else the first that this node
     * has.
     *
     * @param wanted what the embedder names; null when he leaves it open
     * @param patience how long one LVM command may take
     * @throws NodeResourceException {@code lvm/not-available}, {@code input/bad-option}
     */
    static Chosen choose(@Nullable EngineKind wanted, Duration patience) {
        if (wanted != null) {
            return only(wanted, "as the embedder chose", patience);
        }
        Optional<EngineKind> named = named(System.getProperty(EngineKind.PROPERTY));
        if (named.isPresent()) {
            return only(named.get(), "as -D" + EngineKind.PROPERTY + " says", patience);
        }
        Map<EngineKind, String> failed = new EnumMap<>(EngineKind.class);
        for (EngineKind kind : EngineKind.values()) {
            try {
                LvmEngine engine = open(kind, patience);
                return new Chosen(
                        engine,
                        kind,
                        "the first that is here of " + names() + "; -D" + EngineKind.PROPERTY + " names another",
                        failed);
            } catch (NodeResourceException e) {
                failed.put(kind, String.valueOf(e.getMessage()));
            }
        }
        throw new NodeResourceException(
                LvmErrorCode.NOT_AVAILABLE,
                "LVM cannot be reached: "
                        + failed.entrySet().stream()
                                .map(entry -> entry.getKey().id() + ": " + entry.getValue())
                                .collect(joining("; "))
                        + "; " + LvmErrorCode.NOT_AVAILABLE.remedy());
    }

    private static Chosen only(EngineKind kind, String why, Duration patience) {
        return new Chosen(open(kind, patience), kind, why, Map.of());
    }

    /**
     * Reads the system property.
     *
     * @param value its value
     * @return the engine that it names; empty when it is not set
     * @throws NodeResourceException {@code input/bad-option}
     */
    static Optional<EngineKind> named(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(EngineKind.values())
                .filter(kind -> kind.id().equals(value))
                .findFirst()
                .orElseThrow(() -> new NodeResourceException(
                        StandardErrorCode.BAD_OPTION,
                        "the system property " + EngineKind.PROPERTY + " names no engine: '" + value + "'; use one of "
                                + names())));
    }

    /** All engines, for people. */
    static String names() {
        return Arrays.stream(EngineKind.values()).map(EngineKind::id).collect(joining(", "));
    }

    /**
     * Makes an engine.
     *
     * @throws NodeResourceException {@code lvm/not-available}
     */
    private static synchronized LvmEngine open(EngineKind kind, Duration patience) {
        return switch (kind) {
            case LIBLVM2CMD -> {
                CommandLibraryInUse present = commandLibrary;
                if (present == null) {
                    Lvm2Cmd library = Lvm2Cmd.load();
                    present = new CommandLibraryInUse(
                            library, new OwnerThread("noderesource-lvm", library::prepareThread));
                    commandLibrary = present;
                }
                yield new Lvm2CmdEngine(present.library, present.owner, patience, HostFiles.here());
            }
            case LIBLVM2APP -> {
                ProcessEngine program = program(patience);
                AppLibraryInUse present = appLibrary;
                if (present == null) {
                    Lvm2App library = Lvm2App.load();
                    present = new AppLibraryInUse(library, new OwnerThread("noderesource-lvm", library::prepareThread));
                    appLibrary = present;
                }
                yield new Lvm2AppEngine(present.library, program, present.owner, patience);
            }
            case LVM -> program(patience);
        };
    }

    private static ProcessEngine program(Duration patience) {
        Path program = ProcessEngine.find()
                .orElseThrow(() -> new NodeResourceException(
                        LvmErrorCode.NOT_AVAILABLE,
                        "there is no program lvm in " + ProcessEngine.PLACES + "; "
                                + LvmErrorCode.NOT_AVAILABLE.remedy()));
        OwnerThread owner = children;
        if (owner == null) {
            owner = new OwnerThread("noderesource-lvm-child", () -> {});
            children = owner;
        }
        return new ProcessEngine(program, owner, patience, HostFiles.here());
    }

    private record CommandLibraryInUse(Lvm2Cmd library, OwnerThread owner) {}

    private record AppLibraryInUse(Lvm2App library, OwnerThread owner) {}
}
