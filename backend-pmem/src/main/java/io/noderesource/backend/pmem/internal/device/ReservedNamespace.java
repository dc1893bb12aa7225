package io.noderesource.backend.pmem.internal.device;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The namespace that is about to be cleared, as the kernel shows it beside its block device: a name in {@code /dev} may lead to
 * another device, and a call that was late may come to a namespace that others have finished.
 *
 * @param root the root of the file system
 * @param uuid the UUID in its labels
 * @param names the names of which it has one in its labels
 * @param size how much of its region it has
 */
public record ReservedNamespace(Path root, String uuid, List<String> names, ByteSize size) {

    public ReservedNamespace {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(uuid, "uuid");
        names = List.copyOf(names);
        Objects.requireNonNull(size, "size");
    }

    /** In what the block device of a name is not the one that was reserved. */
    public Optional<String> difference(String device, DeviceNumber number) throws IOException {
        Path sys = root.resolve("sys/class/block").resolve(device);
        Path namespace = sys.resolve("device");
        Map<String, String> found = new LinkedHashMap<>();
        found.put("number", read(sys.resolve("dev")));
        found.put("UUID", read(namespace.resolve("uuid")));
        found.put("size", read(namespace.resolve("size")));
        found.put("force_raw", read(namespace.resolve("force_raw")));
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("number", number.toString());
        wanted.put("UUID", uuid);
        wanted.put("size", String.valueOf(size.bytes()));
        wanted.put("force_raw", "1");
        String name = read(namespace.resolve("alt_name"));
        if (!names.contains(name)) {
            return Optional.of("the name of its namespace is '" + name + "'");
        }
        return wanted.entrySet().stream()
                .filter(each -> !each.getValue().equals(found.get(each.getKey())))
                .findFirst()
                .map(each -> "its " + each.getKey() + " is " + found.get(each.getKey()) + ", not " + each.getValue());
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
