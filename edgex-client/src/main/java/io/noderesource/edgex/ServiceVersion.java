package io.noderesource.edgex;

import io.noderesource.edgex.model.Dialect;
import java.util.Objects;

/**
 * What a service says of itself.
 *
 * @param serviceName such as {@code core-metadata}; empty on 2.1, which does not tell
 * @param version such as {@code 3.1.1}
 * @param dialect what follows from the version
 */
public record ServiceVersion(String serviceName, String version, Dialect dialect) {
    /** What a service says of itself. */
    public ServiceVersion {
        Objects.requireNonNull(serviceName, "serviceName");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(dialect, "dialect");
    }
}
