package io.noderesource.backend.pmem.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processes that have a character device open or mapped (proc(5), {@code /proc/PID/fd} and {@code /proc/PID/maps}): the kernel would
 * take it from under them.
 *
 * @param root the root of the file system
 */
record DeviceUsers(Path root) {

    /** The id of a process that uses a device; empty when none does, as far as this process may look. */
    Optional<String> of(String device) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
            for (Path process : all) {
                if (opens(process, device) || maps(process, device)) {
                    return Optional.of(String.valueOf(process.getFileName()));
                }
            }
        } catch (IOException notMounted) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean opens(Path process, String device) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file)
                        && Files.readSymbolicLink(file).toString().equals(device)) {
                    return true;
                }
            }
        } catch (IOException ended) {
            return false;
        }
        return false;
    }

    private static boolean maps(Path process, String device) {
        try (Stream<String> lines = Files.lines(process.resolve("maps"))) {
            return lines.anyMatch(line -> line.endsWith(' ' + device));
        } catch (IOException | UncheckedIOException ended) {
            return false;
        }
    }
}
