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
 * @param digest the digest of its content when the consent was given
 */
public record DeviceHolds(DeviceTarget device, String digest) implements Condition {

    @Override
    public String describe() {
        return device + " is idle and holds what the consent was given for";
    }

    @Override
    public Optional<Violation> check(Inventory now) {
        return Conditions.onDevice(now, device, found -> {
            Optional<Violation> use = DeviceIntake.inUse(
                            found, now.seen(BlockDevices.SECTION).orElseThrow())
                    .stream()
                    .findFirst();
            if (use.isPresent()) {
                return use;
            }
            Probe probe = found.probe();
            if (probe.state() != Probe.State.DONE) {
                return Optional.of(DeviceIntake.notProbed(found));
            }
            return digest.equals(probe.digest())
                    ? Optional.empty()
                    : Optional.of(new Violation(
                            StandardErrorCode.DEVICE_CHANGED,
                            found.describe(),
                            "it holds something else than the consent was given for"));
        });
    }
}
