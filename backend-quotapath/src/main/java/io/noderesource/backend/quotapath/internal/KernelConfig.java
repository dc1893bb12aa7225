package io.noderesource.backend.quotapath.internal;

import io.noderesource.inventory.FileSystemSupport.Kernel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the running kernel was built with, as far as the node keeps that.
 *
 * @param on the options that are on; null when the node does not keep them
 */
record KernelConfig(@Nullable Set<String> on) {

    private static final int MAX = 4 << 20;

    /** Reads it from where distributions leave it. */
    static KernelConfig read(Path root) {
        String release;
        try {
            release =
                    Files.readString(root.resolve("proc/sys/kernel/osrelease")).strip();
        } catch (IOException e) {
            return new KernelConfig(null);
        }
        for (Path file : List.of(
                root.resolve("proc/config.gz"),
                root.resolve("boot/config-" + release),
                root.resolve("lib/modules/" + release + "/config"))) {
            try (InputStream in = Files.newInputStream(file);
                    InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
                return of(new String(plain.readNBytes(MAX), StandardCharsets.US_ASCII));
            } catch (IOException notHere) {
                // It may be in the next place.
            }
        }
        return new KernelConfig(null);
    }

    /** Takes a configuration apart: a line {@code CONFIG_X=y} or {@code =m} for each option that is on. */
    static KernelConfig of(String text) {
        return new KernelConfig(text.lines()
                .filter(l -> l.startsWith("CONFIG_") && (l.endsWith("=y") || l.endsWith("=m")))
                .map(l -> l.substring(0, l.length() - 2))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether project quotas on a type of file system can be enforced. */
    Kernel support(String type) {
        return on == null ? Kernel.UNKNOWN : missing(type).isEmpty() ? Kernel.WITH_QUOTAS : Kernel.WITHOUT_QUOTAS;
    }

    /** The option without which project quotas on a type of file system cannot be enforced. */
    Optional<String> missing(String type) {
        Set<String> known = on;
        if (known == null) {
            return Optional.empty();
        }
        List<String> needed = type.equals("xfs")
                ? List.of("CONFIG_XFS_FS", "CONFIG_XFS_QUOTA")
                : List.of("CONFIG_EXT4_FS", "CONFIG_QUOTA", "CONFIG_QFMT_V2");
        return needed.stream().filter(o -> !known.contains(o)).findFirst();
    }
}
