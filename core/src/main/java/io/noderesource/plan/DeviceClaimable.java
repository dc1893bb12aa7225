package io.noderesource.plan;

import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import java.util.Optional;

/**
 * The device is there, idle, and blank to both looks, so that it may be claimed.
 *
 * @param device the device
 */
public record DeviceClaimable(DeviceTarget device) implements Condition {

    @Override
    public String describe() {
        return device + " is idle and proven blank";
    }

    @Override
    public Optional<Violation> check(Inventory now) {
        return Conditions.onDevice(
                now,
                device,
                found -> DeviceIntake.problems(
                                found, now.seen(BlockDevices.SECTION).orElseThrow())
                        .stream()
                        .findFirst());
    }
}
