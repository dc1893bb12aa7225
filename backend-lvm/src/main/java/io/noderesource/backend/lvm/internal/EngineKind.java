package io.noderesource.backend.lvm.internal;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ways to LVM, in the order in which they are tried. */
enum EngineKind {
    /** LVM's command library in this process. */
    LIBLVM2CMD("liblvm2cmd"),
    /** LVM's application library in this process, with its program for what the library cannot do. */
    LIBLVM2APP("liblvm2app"),
    /** LVM's program, a child process for each command. */
    LVM("lvm");

    /** The system property that names the only one to be used. */
    static final String PROPERTY = "noderesource.lvm.engine";

    private final String id;

    EngineKind(String id) {
        this.id = id;
    }

    /** Its name in {@link #PROPERTY}. */
    String id() {
        return id;
    }

    /** All names, for people. */
    static String names() {
        return Arrays.stream(values()).map(EngineKind::id).collect(Collectors.joining(", "));
    }

    /**
     * Reads the property.
     *
     * @param value its value
     * @return the engine that it names; empty when it is not set
     * @throws NodeResourceException {@code input/bad-option}
     */
    static Optional<EngineKind> named(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(values())
                .filter(kind -> kind.id.equals(value))
                .findFirst()
                .orElseThrow(() -> new NodeResourceException(
                        StandardErrorCode.BAD_OPTION,
                        "the system property " + PROPERTY + " names no engine: '" + value + "'; use one of "
                                + names())));
    }
}
