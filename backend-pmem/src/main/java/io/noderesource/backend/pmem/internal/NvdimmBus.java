package io.noderesource.backend.pmem.internal;

import io.noderesource.spi.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The kernel's own view of persistent memory (Documentation/ABI/testing/sysfs-bus-nvdimm).
 *
 * @param root the root of the file system
 */
record NvdimmBus(Path root) {

    /** What can change of a device, by the beginning of its name; that one comes or goes, events tell, too. */
    private static final Map<String, List<String>> CHANGING = Map.of(
            "region", List.of("size", "available_size", "read_only"),
            "namespace", List.of("uuid", "alt_name", "size", "mode", "holder"),
            "nmem", List.of("state", "flags"));

    private Path devices() {
        return root.resolve("sys/bus/nd/devices");
    }

    /**
     * Tells whether the kernel shows any persistent memory: its driver may be there without. What cannot be read, libndctl
     * says more of.
     */
    boolean hasDevices() {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(devices())) {
            return all.iterator().hasNext();
        } catch (NoSuchFileException noSuchBus) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** The names of all devices and what can change of them; empty when that cannot be read. */
    Optional<Stamp> stamp() {
        if (!Files.isDirectory(devices())) {
            return Optional.of(Stamp.builder().add("").build());
        }
        Map<String, byte[]> seen = new TreeMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(devices())) {
            for (Path device : all) {
                String name = String.valueOf(device.getFileName());
                seen.put(name, new byte[0]);
                for (String attribute : CHANGING.getOrDefault(name.replaceFirst("[0-9].*", ""), List.of())) {
                    Path file = device.resolve(attribute);
                    if (Files.exists(file)) {
                        seen.put(name + "/" + attribute, Files.readAllBytes(file));
                    }
                }
            }
            memory(seen);
        } catch (IOException e) {
            return Optional.empty();
        }
        Stamp.Builder stamp = Stamp.builder();
        seen.forEach((name, content) -> stamp.add(name).add(content));
        return Optional.of(stamp.build());
    }

    /**
     * What of it is system memory: the driver of each dax device, and how much memory there is, which tells of blocks that
     * went offline without a look at each of them.
     */
    private void memory(Map<String, byte[]> seen) throws IOException {
        Path dax = root.resolve("sys/bus/dax/devices");
        if (!Files.isDirectory(dax)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(dax)) {
            for (Path device : all) {
                Path driver = device.resolve("driver");
                String name = Files.exists(driver) ? driver.toRealPath().toString() : "";
                seen.put("dax " + device.getFileName(), name.getBytes(StandardCharsets.UTF_8));
            }
        }
        for (String line : Files.readAllLines(root.resolve("proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                seen.put("memory", line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
