package io.noderesource.backend.pmem;

import io.noderesource.backend.pmem.internal.device.DeviceUsers;
import io.noderesource.backend.pmem.internal.volume.FoundVolume;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Scope;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Who uses a volume: mounts, swap, devices on top of it, loop devices, processes, the system as memory. Thread-safe. */
final class VolumeUse {

    /** A device that comes or goes while sysfs is read leaves a look incomplete; the next one is whole. */
    private static final int LOOKS = 3;

    /** udev and its programs have a device open for a moment when it appears. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long PAUSE_NANOS = 20_000_000;

    private final Node node;
    private final Duration limit;

    /**
     * Users of volumes.
     *
     * @param limit how long a look at the block layer may take
     */
    VolumeUse(Node node, Duration limit) {
        this.node = node;
        this.limit = limit;
    }

    /**
     * Refuses a volume that is in use.
     *
     * @throws NodeResourceException {@code pmem/volume-in-use}; {@code inventory/unavailable} and {@code node/no-permission} when that
     *     cannot be told
     */
    void requireNone(String what, FoundVolume found) {
        if (found.isSystemMemory()) {
            throw VolumeFailures.of(
                    PmemErrorCode.VOLUME_IN_USE, what, found.namespace().name() + " is memory of the system");
        }
        List<String> blocks = found.blockDevices();
        if (!blocks.isEmpty()) {
            BlockDevices seen = block(what);
            for (String path : blocks) {
                use(path, seen).ifPresent(use -> {
                    throw VolumeFailures.of(PmemErrorCode.VOLUME_IN_USE, what, path + " is in use: " + use);
                });
            }
        }
        for (String path : found.devices()) {
            process(what, path).ifPresent(process -> {
                throw VolumeFailures.of(
                        PmemErrorCode.VOLUME_IN_USE, what, "process " + process + " has " + path + " open");
            });
        }
    }

    private BlockDevices block(String what) {
        Section<BlockDevices> block = look();
        for (int looks = 1; looks < LOOKS && block.state() == Section.State.PARTIAL; looks++) {
            block = look();
        }
        BlockDevices facts = block.facts();
        if (facts == null || block.state() != Section.State.COMPLETE) {
            throw new NodeResourceException(
                    StandardErrorCode.SECTION_UNAVAILABLE,
                    "cannot " + what + ": nobody can tell what uses it: " + block.reason() + "; run doctor");
        }
        return facts;
    }

    private Section<BlockDevices> look() {
        Inventory seen = Inventory.of("", node.clock().instant(), List.of());
        Observation request = new Observation(Scope.of(Set.of(), Set.of(BlockDevices.SECTION)), seen, limit);
        for (Section<?> section : node.backends().get(0).observe(request)) {
            seen = seen.with(section);
        }
        return seen.section(BlockDevices.SECTION);
    }

    private static Optional<String> use(String path, BlockDevices seen) {
        return seen.at(path).stream()
                .flatMap(device -> Stream.concat(Stream.of(device), seen.partitionsOf(device)))
                .flatMap(VolumeUse::uses)
                .findFirst();
    }

    /** That it is a volume is no use of it. */
    private static Stream<String> uses(BlockDevice device) {
        return device.uses().stream()
                .filter(use -> use.kind() != DeviceUse.Kind.VOLUME)
                .map(use -> use.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + use.by());
    }

    private static Optional<String> process(String what, String path) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            DeviceUsers users = new DeviceUsers(Path.of("/"));
            Optional<String> process = users.of(path);
            while (process.isPresent() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
                process = users.of(path);
            }
            return process;
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.NO_PERMISSION,
                    "cannot " + what + ": nobody can tell whether a process uses " + path + ": " + e.getMessage()
                            + "; give this process CAP_SYS_PTRACE",
                    e);
        }
    }
}
