package io.noderesource.backend.lvm.internal;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
     * The engine that is used, and why.
     *
     * @param engine the engine
     * @param notes why it, and which others there are, for people
     */
    record Chosen(LvmEngine engine, List<String> notes) {
        Chosen {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Chooses: the one that the system property names, else the first that this node has.
     *
     * @param patience how long one LVM command may take
     * @throws NodeResourceException {@code lvm/not-available}, {@code input/bad-option}
     */
    static Chosen choose(Duration patience) {
        Optional<EngineKind> named = EngineKind.named(System.getProperty(EngineKind.PROPERTY));
        if (named.isPresent()) {
            String why = "LVM is reached by " + named.get().id() + ", as -D" + EngineKind.PROPERTY + " says";
            return new Chosen(open(named.get(), patience), List.of(why));
        }
        List<String> notes = new ArrayList<>();
        for (EngineKind kind : EngineKind.values()) {
            try {
                LvmEngine engine = open(kind, patience);
                notes.add(
                        0,
                        "LVM is reached by " + kind.id() + ", the first that is here of " + EngineKind.names() + "; -D"
                                + EngineKind.PROPERTY + " names another");
                return new Chosen(engine, notes);
            } catch (NodeResourceException e) {
                notes.add("not " + kind.id() + ": " + e.getMessage());
            }
        }
        throw new NodeResourceException(
                LvmErrorCode.NOT_AVAILABLE,
                "LVM cannot be reached: " + String.join("; ", notes) + "; " + LvmErrorCode.NOT_AVAILABLE.remedy());
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
