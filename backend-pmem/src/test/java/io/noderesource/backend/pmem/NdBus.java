package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.house.HostProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Persistent memory as the kernel shows it in sysfs ({@code Documentation/ABI/testing/sysfs-bus-nvdimm}): tests find their way
 * by it, as a start of a program takes half a second in the sandbox. What is there afterwards, {@link NdctlProgram} tells.
 */
public final class NdBus {

    private static final Path DEVICES = Path.of("/sys/bus/nd/devices");
    private static final Path DAX_DEVICES = Path.of("/sys/bus/dax/devices");

    /** How many labels a module has room for, by its number, once it was given labels here. */
    private static final Map<Integer, String> SLOTS = new ConcurrentHashMap<>();

    private NdBus() {}

    private static List<String> names(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An attribute of a device; empty text when there is none. */
    static String attribute(String device, String attribute) {
        Path file = DEVICES.resolve(device).resolve(attribute);
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The region of a module. */
    public static String region(int dimm) {
        List<String> found = names(DEVICES).stream()
                .filter(name -> name.startsWith("region"))
                .filter(region -> names(DEVICES.resolve(region)).stream()
                        .filter(mapping -> mapping.matches("mapping[0-9]+"))
                        .anyMatch(mapping -> attribute(region, mapping).startsWith("nmem" + dimm + ",")))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** The namespaces of a region that have room. */
    private static List<String> namespaces(String region) {
        return names(DEVICES.resolve(region)).stream()
                .filter(name -> name.startsWith("namespace") && name.contains("."))
                .filter(namespace -> !attribute(namespace, "size").equals("0"))
                .toList();
    }

    private static Optional<String> blockDevice(String namespace) {
        String holder = attribute(namespace, "holder");
        return names(DEVICES.resolve(holder.isEmpty() ? namespace : holder).resolve("block")).stream()
                .map(name -> "/dev/" + name)
                .findFirst();
    }

    /** The block devices of a region's namespaces. */
    public static List<String> blockDevices(String region) {
        return namespaces(region).stream()
                .flatMap(namespace -> blockDevice(namespace).stream())
                .sorted()
                .toList();
    }

    /** The kernel name of the namespace of a name. */
    public static String named(String region, String name) {
        return namespaces(region).stream()
                .filter(namespace -> attribute(namespace, "alt_name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no namespace " + name + " in " + region));
    }

    /** The block device of the namespace of a name. */
    public static String device(String region, String name) {
        String namespace = named(region, name);
        return blockDevice(namespace).orElseThrow(() -> new AssertionError(namespace + " has no block device"));
    }

    /** Sees to it that a module has labels and nothing in them, and tells its region. */
    public static String labelled(int dimm) {
        String region = region(dimm);
        String module = "nmem" + dimm;
        if (attribute(module, "available_slots").equals(SLOTS.get(dimm))
                && namespaces(region).isEmpty()
                && attribute(region, "available_size").equals(attribute(region, "size"))) {
            return region;
        }
        HostProgram.run("ndctl", "disable-region", region);
        HostProgram.run("ndctl", "init-labels", "-f", module);
        HostProgram.run("ndctl", "enable-region", region);
        SLOTS.put(dimm, attribute(module, "available_slots"));
        return region;
    }

    /**
     * Takes away what a test has made.
     *
     * @param groups volume groups that there may be
     */
    public static void clear(String... groups) {
        List<String> regions = names(DEVICES).stream()
                .filter(name -> name.startsWith("region"))
                .filter(region -> !namespaces(region).isEmpty())
                .toList();
        if (regions.isEmpty()) {
            return;
        }
        if (groups.length > 0) {
            List<String> command = new ArrayList<>(List.of("vgremove", "-qq", "-y", "--force"));
            command.addAll(List.of(groups));
            HostProgram.attempt(command.toArray(String[]::new));
        }
        takeMemoryBack();
        regions.stream()
                .filter(region -> !isWithoutLabels(region))
                .forEach(region -> HostProgram.attempt("ndctl", "destroy-namespace", "-f", "-r", region, "all"));
    }

    /** Makes devices again of what is system memory. */
    public static void takeMemoryBack() {
        boolean memory = names(DAX_DEVICES).stream()
                .anyMatch(device -> Files.exists(DAX_DEVICES.resolve(device).resolve("driver"))
                        && isKmem(DAX_DEVICES.resolve(device).resolve("driver")));
        if (memory) {
            HostProgram.attempt("daxctl", "offline-memory", "all");
            HostProgram.attempt("daxctl", "reconfigure-device", "-m", "devdax", "-f", "all");
        }
    }

    private static boolean isKmem(Path driver) {
        try {
            return driver.toRealPath().endsWith("kmem");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells of a region that it shows all of itself as one namespace ({@code ND_DEVICE_NAMESPACE_IO} of {@code linux/ndctl.h}). */
    public static boolean isWithoutLabels(String region) {
        return attribute(region, "nstype").equals("4");
    }

    /** The namespace that the next one of a region is made of is nobody's yet: nothing that was begun has stayed there. */
    public static void isNothingBegun(String region) {
        assertThat(attribute(attribute(region, "namespace_seed"), "uuid")).isEmpty();
    }

    /** Unmounts a directory where something is mounted, and removes it. */
    static void removeMountPoint(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        if (Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .anyMatch(line -> line.contains(" " + path + " "))) {
            HostProgram.attempt("umount", path.toString());
        }
        // A step makes the directory below its mount immutable.
        HostProgram.run("chattr", "-i", path.toString());
        Files.delete(path);
    }
}
