package io.noderesource.devices.resource;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.edgex.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A file with the addresses that were declared last. */
final class AddressList {

    private static final List<Json> NONE = List.of();

    private final KeptFile file;

    AddressList(Path directory, Disk disk) {
        this.file = new KeptFile(directory, "declared.json", disk);
    }

    /** What was written last; nothing when there is no such file, or it cannot be read. */
    Set<ResourceAddress> read() {
        Set<ResourceAddress> addresses = new TreeSet<>();
        try {
            for (Json item : file.read().orElse(Json.NULL) instanceof Json.Arr array ? array.items() : NONE) {
                if (item instanceof Json.Text address) {
                    addresses.add(ResourceAddress.parse(address.value()));
                }
            }
        } catch (NodeResourceException unreadable) {
            addresses.clear();
        }
        return addresses;
    }

    /** Writes another list in its place. */
    void write(Set<ResourceAddress> addresses) throws IOException {
        file.write(Json.texts(addresses.stream().map(ResourceAddress::toString).toList()));
    }
}
