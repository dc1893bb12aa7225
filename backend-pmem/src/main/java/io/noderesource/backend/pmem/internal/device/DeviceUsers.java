package io.noderesource.backend.pmem.internal.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Processes that have a device open or mapped (proc(5), {@code /proc/PID/fd} and {@code /proc/PID/maps}): the kernel would take it from
 * under them. Those of other PID namespaces are not seen.
 *
 * @param root the root of the file system
 */
public record DeviceUsers(Path root) {

    /**
     * The id of a process that uses a device; empty when none does.
     *
     * @throws IOException when no user was found and there is a process that this one may not look at
     */
    public Optional<String> of(String device) throws IOException {
        AccessDeniedException denied = null;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
            for (Path process : all) {
                try {
                    if (opens(process, device) || maps(process, device)) {
                        return Optional.of(String.valueOf(process.getFileName()));
                    }
                } catch (AccessDeniedException e) {
                    denied = e;
                } catch (IOException ended) {
                    // It is gone, and uses nothing any more.
                }
            }
        }
        if (denied != null) {
            throw denied;
        }
        return Optional.empty();
    }

    private static boolean opens(Path process, String device) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (isTo(file, device)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isTo(Path file, String device) throws AccessDeniedException {
        try {
            return Files.readSymbolicLink(file).toString().equals(device);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Names of files are bytes, of any encoding. */
    private static boolean maps(Path process, String device) throws IOException {
        return Files.readString(process.resolve("maps"), StandardCharsets.ISO_8859_1)
                .lines()
                .anyMatch(line -> line.endsWith(' ' + device));
    }
}
