package io.noderesource.devices.resource;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A small file of JSON that is replaced as a whole. */
final class KeptFile {

    private final Path directory;
    private final Path file;
    private final Disk disk;

    KeptFile(Path directory, String name, Disk disk) {
        this.directory = directory;
        this.file = directory.resolve(name);
        this.disk = disk;
    }

    /** What was written last; empty when there is no such file, or it cannot be read. */
    Optional<Json> read() {
        try {
            return Optional.of(Json.parse(new String(Disk.read(file), StandardCharsets.UTF_8)));
        } catch (IOException | EdgexException unreadable) {
            return Optional.empty();
        }
    }

    /** Writes something else in its place. */
    void write(Json content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        disk.remove(temporary);
        disk.write(temporary, (content.write() + "\n").getBytes(StandardCharsets.UTF_8));
        disk.move(temporary, file);
        disk.sync(directory);
    }
}
