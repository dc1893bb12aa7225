package io.noderesource;

import io.noderesource.base.NodeIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Who this machine is when nobody says. */
final class LocalHost {

    private LocalHost() {}

    /** The kernel's host name, without labels. */
    static NodeIdentity identity() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return new NodeIdentity(name.isEmpty() ? "localhost" : name, Map.of());
        } catch (IOException e) {
            return new NodeIdentity("localhost", Map.of());
        }
    }
}
