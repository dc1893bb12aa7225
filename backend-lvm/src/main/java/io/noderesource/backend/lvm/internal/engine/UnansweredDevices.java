package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Hardware;
import io.noderesource.inventory.Probe;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps in mind which devices LVM must be kept away from: those that are suspended, and those that did not answer the
 * block layer's last look at them.
 *
 * <p>A scoped observation looks at few devices, so what an earlier one showed of the others stays in force. A device
 * whose reads <em>fail</em> has answered: LVM gets the same error at once, and to hide the device would make its VG
 * look damaged. Thread-safe.
 */
public final class UnansweredDevices {

    private final Set<DeviceNumber> silent = new TreeSet<>();

    /** Takes in what the block layer shows now, and tells which devices LVM must not open. */
    public synchronized List<ExcludedDevice> update(BlockDevices seen) {
        silent.retainAll(seen.devices().stream().map(BlockDevice::number).collect(Collectors.toSet()));
        for (BlockDevice device : seen.devices()) {
            switch (device.probe().state()) {
                case TIMED_OUT -> silent.add(device.number());
                case DONE, FAILED -> silent.remove(device.number());
                case SKIPPED -> {}
            }
        }
        return seen.devices().stream().flatMap(this::excluded).toList();
    }

    private Stream<ExcludedDevice> excluded(BlockDevice device) {
        boolean suspended = device.uses().stream().anyMatch(u -> u.kind() == DeviceUse.Kind.SUSPENDED);
        if (!suspended && !silent.contains(device.number())) {
            return Stream.empty();
        }
        Hardware hardware = device.hardware();
        String why = suspended
                ? "suspended"
                : device.probe().state() == Probe.State.TIMED_OUT ? "did not answer" : "did not answer earlier";
        return Stream.of(new ExcludedDevice(
                device.number(),
                device.name(),
                why,
                Stream.of(hardware.wwn(), hardware.serial(), device.dmUuid())
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList()));
    }
}
