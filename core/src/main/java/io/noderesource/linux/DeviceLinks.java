package io.noderesource.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the symbolic links below {@code /dev/disk} and {@code /dev/mapper} that lead to device nodes. */
final class DeviceLinks {

    private DeviceLinks() {}

    /**
     * Reads the links.
     *
     * @param dev the directory of the nodes
     * @return the links as {@code /dev/…} by the path that they lead to below that directory
     */
    static Map<String, List<String>> read(Path dev) {
        Map<String, List<String>> links = new HashMap<>();
        List<String> directories = new ArrayList<>();
        directories.add("mapper");
        KernelFiles.names(dev.resolve("disk")).forEach(d -> directories.add("disk/" + d));
        for (String directory : directories) {
            for (String name : KernelFiles.names(dev.resolve(directory))) {
                Path link = dev.resolve(directory).resolve(name);
                links.computeIfAbsent(target(dev, link), n -> new ArrayList<>()).add("/dev/" + directory + "/" + name);
            }
        }
        return links;
    }

    /** The node that a link leads to, as a path below the directory of the nodes; empty text when it does not. */
    private static String target(Path dev, Path link) {
        try {
            Path directory = link.getParent();
            if (directory == null) {
                return "";
            }
            Path target = directory.resolve(Files.readSymbolicLink(link)).normalize();
            return target.startsWith(dev) ? dev.relativize(target).toString() : "";
        } catch (IOException | InvalidPathException noLinkOrNoPath) {
            return "";
        }
    }
}
