package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Probe;
import io.noderesource.plan.LedgerDevice;
import io.noderesource.plan.PlanRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a copy from a device that was moved: what carries a UUID that the ledger knows may be a clone or a snapshot as long as the device
 * on which that UUID was is there, and does not show what is on it, or shows the same. LVM and the look for file systems are kept away from
 * a device that does not answer, and an administrator's filter may keep LVM from any, so that the copy is all that they show.
 */
final class Originals {

    private static final Set<DeviceUse.Kind> PARTS =
            Set.of(DeviceUse.Kind.MULTIPATH_MEMBER, DeviceUse.Kind.RAID_MEMBER, DeviceUse.Kind.LOOP_BACKING);

    private Originals() {}

    /**
     * The device that the ledger knows, when it is there, is another one than was found, and may be what that is a copy of.
     *
     * @param known what the ledger knows
     * @param found what carries the UUID now
     * @return the device and what speaks for it, for people
     */
    static Optional<String> of(BlockDevices block, LedgerDevice known, BlockDevice found) {
        if (known.identity().equals(found.identity())) {
            return Optional.empty();
        }
        return block.known(known.identity()).stream()
                .filter(device -> isSilent(device) || carriesTheSame(device, found))
                .findFirst()
                .map(device -> device.describe() + ", which is there and "
                        + (isSilent(device) ? "does not answer" : "carries the same"));
    }

    /** Why a PV may be a copy of one that LVM is kept away from, which then shows no PV twice. */
    static Optional<String> ofVolume(
            PlanRequest request, ResourceAddress address, BlockDevices block, PhysicalVolume pv) {
        return Optional.ofNullable(pv.device())
                .flatMap(block::numbered)
                .flatMap(device -> request.ledger()
                        .entry(address)
                        .flatMap(e -> e.made(pv.uuid()))
                        .flatMap(known -> of(block, known, device))
                        .map(original -> "its PV " + pv.uuid() + " is on " + device.describe() + ", and was on "
                                + original + ": one may be a copy of the other"));
    }

    private static boolean isSilent(BlockDevice device) {
        Probe.State state = device.probe().state();
        return state == Probe.State.TIMED_OUT
                || state == Probe.State.FAILED
                || device.uses().stream().anyMatch(u -> u.kind() == DeviceUse.Kind.SUSPENDED);
    }

    /** A part of what was found, as a path of a multipath map is, shows the same and is no original. */
    private static boolean carriesTheSame(BlockDevice device, BlockDevice found) {
        boolean isPart = device.uses().stream()
                .anyMatch(use -> PARTS.contains(use.kind())
                        || (use.kind() == DeviceUse.Kind.HELD && use.by().equals(found.name())));
        return !isPart && sharesSignature(device, found);
    }

    private static boolean sharesSignature(BlockDevice device, BlockDevice found) {
        return device.probe().signatures().stream()
                .anyMatch(s -> s.uuid() != null
                        && found.probe().signatures().stream()
                                .anyMatch(f ->
                                        s.type().equals(f.type()) && s.uuid().equals(f.uuid())));
    }
}
