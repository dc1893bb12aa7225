package io.noderesource.backend.pmem.internal.jna;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The devices that the kernel has: libndctl takes one that it cannot read for absent, and says nothing. */
final class KernelNames {

    static final Path DEVICES = Path.of("/sys/bus/nd/devices");

    private static final Pattern SHOWN = Pattern.compile("(nmem|region)[0-9]+|namespace[0-9]+\\.[0-9]+");

    private KernelNames() {}

    /** A module, region or namespace that the kernel has and that was not seen. */
    static Optional<String> without(Path devices, Set<String> seen) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(devices)) {
            for (Path device : all) {
                String name = String.valueOf(device.getFileName());
                if (SHOWN.matcher(name).matches() && !seen.contains(name)) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException noSuchBus) {
            return Optional.empty();
        }
    }
}
