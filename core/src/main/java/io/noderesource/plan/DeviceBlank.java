package io.noderesource.plan;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import java.util.Optional;

/**
 * Reading the device shows neither a signature nor content. This is the first look only: after a wipe, udev looks again
 * once the device's lock is released.
 *
 * @param device the device
 */
public record DeviceBlank(DeviceTarget device) implements Condition {

    @Override
    public String describe() {
        return device + " reads as blank";
    }

    @Override
    public Optional<Violation> check(Inventory now) {
        return Conditions.onDevice(
                now,
                device,
                found -> found.probe().isBlank()
                        ? Optional.empty()
                        : Optional.of(new Violation(
                                StandardErrorCode.DEVICE_HAS_CONTENT, found.describe(), "it does not read as blank")));
    }
}
