package io.noderesource.plan;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the conditions on devices have in common: finding the one device that is meant. */
public final class Conditions {

    private Conditions() {}

    /** Checks on the facts of a section; a section without facts violates every condition. */
    public static <T> Optional<Violation> on(
            Inventory now, SectionType<T> type, Function<T, Optional<Violation>> check) {
        Section<T> section = now.section(type);
        return section.seen()
                .map(check)
                .orElseGet(() -> Optional.of(new Violation(
                        StandardErrorCode.SECTION_UNAVAILABLE,
                        type.id(),
                        "could not be observed: " + section.reason())));
    }

    /** Checks on the one device of the target's identity and, when that is known, size; none, several or another size is a violation. */
    public static Optional<Violation> onDevice(
            Inventory now, DeviceTarget target, Function<BlockDevice, Optional<Violation>> check) {
        return on(now, BlockDevices.SECTION, block -> {
            List<BlockDevice> found = block.known(target.identity());
            if (found.isEmpty()) {
                return Optional.of(new Violation(
                        StandardErrorCode.DEVICE_ABSENT, target.toString(), "no device has this identity now"));
            }
            if (found.size() > 1) {
                return Optional.of(new Violation(
                        StandardErrorCode.DEVICE_AMBIGUOUS,
                        target.toString(),
                        found.get(0).path() + " and " + found.get(1).path() + " both have this identity"));
            }
            BlockDevice device = found.get(0);
            ByteSize size = target.size();
            if (size != null && !device.size().equals(size)) {
                return Optional.of(new Violation(
                        StandardErrorCode.DEVICE_CHANGED,
                        target.toString(),
                        "its size is " + device.size().bytes() + " bytes now, not " + size.bytes()));
            }
            return check.apply(device);
        });
    }
}
