package io.noderesource.edgex.events;

import java.util.Objects;

/**
 * An object of core-metadata, by which it can be asked for.
 *
 * @param kind what it is
 * @param name its name, as EdgeX has it
 */
public record ObjectKey(ObjectKind kind, String name) {

    /** A key. */
    public ObjectKey {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    @Override
    public String toString() {
        return kind.type() + "/" + name;
    }
}
