package io.noderesource.devices.resource;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A file with the addresses that were declared last. */
final class AddressList {

    private static final List<Json> NONE = List.of();

    private final Path directory;
    private final Path file;
    private final Disk disk;

    AddressList(Path directory, Disk disk) {
        this.directory = directory;
        this.file = directory.resolve("declared.json");
        this.disk = disk;
    }

    /** What was written last; nothing when there is no such file, or it cannot be read. */
    Set<ResourceAddress> read() {
        Set<ResourceAddress> addresses = new TreeSet<>();
        try {
            String text = new String(Disk.read(file), StandardCharsets.UTF_8);
            for (Json item : Json.parse(text) instanceof Json.Arr array ? array.items() : NONE) {
                if (item instanceof Json.Text address) {
                    addresses.add(ResourceAddress.parse(address.value()));
                }
            }
        } catch (IOException | EdgexException | NodeResourceException unreadable) {
            addresses.clear();
        }
        return addresses;
    }

    /** Writes another list in its place. */
    void write(Set<ResourceAddress> addresses) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        String text = Json.texts(
                        addresses.stream().map(ResourceAddress::toString).toList())
                .write();
        disk.remove(temporary);
        disk.write(temporary, (text + "\n").getBytes(StandardCharsets.UTF_8));
        disk.move(temporary, file);
        disk.sync(directory);
    }
}
