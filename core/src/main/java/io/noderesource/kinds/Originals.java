package io.noderesource.kinds;

import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Probe;
import io.noderesource.plan.LedgerDevice;
import java.util.Optional;

/**
 * Tells a copy from a device that was moved: what carries a UUID that the ledger knows may be a clone or a snapshot as long as the device
 * on which that UUID was is there and does not show what is on it. LVM and the look for file systems are kept away from such a device, so
 * that the copy is all that they show.
 */
final class Originals {

    private Originals() {}

    /**
     * The device that the ledger knows, when it is there, is another one than was found, and does not answer.
     *
     * @param known what the ledger knows
     * @param found what carries the UUID now
     */
    static Optional<BlockDevice> silent(BlockDevices block, LedgerDevice known, BlockDevice found) {
        if (known.identity().equals(found.identity())) {
            return Optional.empty();
        }
        return block.known(known.identity()).stream()
                .filter(Originals::isSilent)
                .findFirst();
    }

    private static boolean isSilent(BlockDevice device) {
        Probe.State state = device.probe().state();
        return state == Probe.State.TIMED_OUT
                || state == Probe.State.FAILED
                || device.uses().stream().anyMatch(u -> u.kind() == DeviceUse.Kind.SUSPENDED);
    }
}
