package io.noderesource.examples.nrm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What else of the machine matters to the backends.
 *
 * @param root where its files are; {@code /} but in tests
 */
record Host(Path root) {

    static final Host THIS_MACHINE = new Host(Path.of("/"));

    /** The facts by their names, in the order in which they are shown. */
    Map<String, String> facts(Path stateDirectory) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", kernel());
        facts.put("java", Runtime.version() + " of " + System.getProperty("java.vendor"));
        facts.put("root", isRoot() ? "yes" : "no: devices and LVM can only be used as root");
        facts.put("udev database", udev());
        facts.put("state directory", stateDirectory + ": " + writable(stateDirectory));
        Path lock = root.resolve("run/noderesource");
        facts.put("lock directory", lock + ": " + writable(lock));
        facts.put("LVM devices file", devicesFile());
        return facts;
    }

    private String kernel() {
        return read("proc/sys/kernel/ostype").orElse("unknown") + " "
                + read("proc/sys/kernel/osrelease").orElse("unknown") + " " + System.getProperty("os.arch");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private String udev() {
        Path data = root.resolve("run/udev/data");
        return Files.isDirectory(data)
                ? data + " is there"
                : data + " is not there: start udev; in a container, mount the host's /run/udev";
    }

    private String devicesFile() {
        Path file = root.resolve("etc/lvm/devices/system.devices");
        return file
                + (Files.exists(file)
                        ? " is there; LVM uses it unless lvm.conf says otherwise"
                        : " is not there, LVM uses every device");
    }

    /** Looks at the nearest directory that exists, and makes nothing. */
    private static String writable(Path directory) {
        Path there = directory.toAbsolutePath().normalize();
        while (!Files.exists(there)) {
            Path parent = there.getParent();
            if (parent == null) {
                return "not writable";
            }
            there = parent;
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return "not writable" + (there.equals(directory) ? "" : ", because " + there + " is not");
        }
        return there.equals(directory.toAbsolutePath().normalize()) ? "writable" : "can be made";
    }

    private Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
