package io.noderesource.plan;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Probe;
import java.util.Optional;

/**
 * The device is idle and holds exactly what a consent was given for.
 *
 * @param device the device
 * @param digest what it and its partitions held when the consent was given, by {@link DeviceContent#digest}
 */
public record DeviceHolds(DeviceTarget device, String digest) implements Condition {

    @Override
    public String describe() {
        return device + " is idle and holds what the consent was given for";
    }

    @Override
    public Optional<Violation> check(Inventory now) {
        return Conditions.onDevice(now, device, found -> {
            BlockDevices block = now.seen(BlockDevices.SECTION).orElseThrow();
            Optional<Violation> use = DeviceIntake.inUse(found, block).stream().findFirst();
            if (use.isPresent()) {
                return use;
            }
            Probe probe = found.probe();
            if (probe.state() != Probe.State.DONE) {
                return Optional.of(DeviceIntake.notProbed(found));
            }
            return DeviceContent.digest(found, block).filter(digest::equals).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Violation(
                            StandardErrorCode.DEVICE_CHANGED,
                            found.describe(),
                            "it holds something else than the consent was given for"));
        });
    }
}
