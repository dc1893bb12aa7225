package io.noderesource.linux;

import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Scope;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A made-up node as trees of files, laid out as sysfs, procfs, {@code /dev} and udev lay theirs out. */
final class NodeTree {

    static final String BOOT = "11111111-2222-3333-4444-555555555555";

    private final Path base;
    private final List<String> mountinfo = new ArrayList<>();
    private final List<String> swaps = new ArrayList<>();
    private final Map<String, DeviceAccess.Look> looks = new HashMap<>();
    private final Set<String> read = new TreeSet<>();
    private final Set<String> mute = new TreeSet<>();
    private int diskSequence;

    NodeTree(Path base) {
        this.base = base;
        write("proc/sys/kernel/random/boot_id", BOOT + "\n");
        write("proc/self/mountinfo", "");
        write("proc/swaps", "");
        write("sys/kernel/uevent_seqnum", "4711\n");
        directory("sys/class/block");
        directory("dev/disk/by-id");
        directory("dev/mapper");
        directory("run/udev/data");
        write("run/udev/control", "");
    }

    /** A disk below {@code sys/devices}, 1 GiB, idle. */
    NodeTree disk(String name, String number) {
        diskSequence++;
        entry("sys/devices/virtual/block/" + name, name, number);
        return attribute(name, "diskseq", String.valueOf(diskSequence))
                .attribute(name, "removable", "0")
                .attribute(name, "queue/logical_block_size", "512")
                .attribute(name, "queue/physical_block_size", "4096")
                .attribute(name, "queue/rotational", "0")
                .attribute(name, "queue/zoned", "none")
                .udev(number, "");
    }

    NodeTree virtio(String name, String number, String serial) {
        disk(name, number);
        // virtio-blk writes the serial without a line feed.
        write(at(name) + "/serial", serial);
        return attribute(name, "device/vendor", "0x1af4");
    }

    NodeTree partition(String disk, int index, String number) {
        String name = disk + (Character.isDigit(disk.charAt(disk.length() - 1)) ? "p" : "") + index;
        entry(at(disk) + "/" + name, name, number);
        return attribute(name, "partition", String.valueOf(index))
                .attribute(name, "start", String.valueOf(2048 * index))
                .udev(number, "");
    }

    /** A device on top of others, with the links that the kernel makes in both directions. */
    NodeTree on(String name, String... slaves) {
        for (String slave : slaves) {
            directory(at(slave) + "/holders/" + name);
            directory(at(name) + "/slaves/" + slave);
        }
        return this;
    }

    NodeTree mapped(String name, String number, String dmName, String uuid, String... slaves) {
        return disk(name, number)
                .attribute(name, "dm/name", dmName)
                .attribute(name, "dm/uuid", uuid)
                .attribute(name, "dm/suspended", "0")
                .on(name, slaves);
    }

    NodeTree attribute(String name, String file, String value) {
        return write(at(name) + "/" + file, value + "\n");
    }

    NodeTree remove(String name, String file) {
        try {
            Files.delete(base.resolve(at(name)).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    NodeTree udev(String number, String properties) {
        return write("run/udev/data/b" + number, "I:12345\n" + properties);
    }

    NodeTree link(String link, String name) {
        try {
            Path at = base.resolve("dev").resolve(link);
            Files.createSymbolicLink(at, Path.of("../".repeat(link.split("/", -1).length - 1) + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    NodeTree mount(String number, String target, String type, String source) {
        mountinfo.add((30 + mountinfo.size()) + " 1 " + number + " / " + target + " rw,relatime shared:1 - " + type
                + " " + source + " rw");
        return write("proc/self/mountinfo", String.join("\n", mountinfo) + "\n");
    }

    NodeTree swap(String path, String type) {
        swaps.add(path + " " + type + "\t1048572\t0\t-2");
        return write("proc/swaps", "Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n" + String.join("\n", swaps));
    }

    NodeTree look(String name, DeviceAccess.Look look) {
        looks.put(name, look);
        return this;
    }

    /** Makes a loop device not tell what lies under it. */
    NodeTree mute(String loop) {
        mute.add(loop);
        return this;
    }

    /** The names of the devices that were opened. */
    Set<String> read() {
        synchronized (read) {
            return new TreeSet<>(read);
        }
    }

    NodeTree write(String file, String text) {
        return write(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    NodeTree write(String file, byte[] bytes) {
        try {
            Path at = base.resolve(file);
            Files.createDirectories(at.getParent());
            Files.write(at, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Path base() {
        return base;
    }

    Section<BlockDevices> observe() {
        return observe(Scope.NODE);
    }

    private BlockBackend backend() {
        return new BlockBackend(
                roots(),
                new Access(),
                Duration.ofSeconds(5),
                List.of("/", "/boot", "/var/lib/noderesource"),
                new Claims(),
                base.resolve("state"));
    }

    Optional<Stamp> stamp() {
        return backend().stamp(Inventory.of("n", Instant.EPOCH, List.of()));
    }

    Section<BlockDevices> observe(Scope scope) {
        Inventory empty = Inventory.of("n", Instant.EPOCH, List.of());
        List<Section<?>> sections = backend().observe(new Observation(scope, empty, Duration.ofSeconds(6)));
        return empty.with(sections.get(0)).section(BlockDevices.SECTION);
    }

    BlockDevice device(String name) {
        return observe().seen().flatMap(b -> b.named(name)).orElseThrow();
    }

    Roots roots() {
        return new Roots(
                base.resolve("sys"),
                base.resolve("proc"),
                base.resolve("dev"),
                base.resolve("run/udev"),
                base.resolve("node.lock"));
    }

    private String at(String name) {
        try {
            return base.toRealPath()
                    .relativize(base.resolve("sys/class/block").resolve(name).toRealPath())
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void entry(String directory, String name, String number) {
        directory(directory + "/holders");
        directory(directory + "/slaves");
        write(directory + "/dev", number + "\n");
        write(directory + "/size", "2097152\n");
        write(directory + "/ro", "0\n");
        try {
            Path classBlock = base.resolve("sys/class/block");
            Files.createSymbolicLink(classBlock.resolve(name), classBlock.relativize(base.resolve(directory)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void directory(String directory) {
        try {
            Files.createDirectories(base.resolve(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Devices that are blank unless the test says otherwise. */
    private final class Access implements DeviceAccess {
        @Override
        public Look look(BlockDevice device, Sampling sampling) {
            synchronized (read) {
                read.add(device.name());
            }
            Look blank = sampling == Sampling.CONTENT
                    ? new Look(Probe.blank("00"), false)
                    : new Look(new Probe(Probe.State.DONE, null, List.of(), Probe.Content.UNKNOWN, null), false);
            return looks.getOrDefault(device.name(), blank);
        }

        @Override
        public Optional<DeviceNumber> loopBacking(BlockDevice loop) throws IOException {
            if (mute.contains(loop.name())) {
                throw new IOException("No such file or directory");
            }
            // As LOOP_GET_STATUS64 would tell: by the node behind the path, whatever its name.
            return Optional.ofNullable(loop.loopFile()).flatMap(f -> numberOf(base.resolve(f.substring(1))));
        }

        @Override
        public Optional<DeviceNumber> numberOf(Path node) {
            try {
                return Files.isRegularFile(node)
                        ? DeviceNumber.parse(Files.readString(node).strip())
                        : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
