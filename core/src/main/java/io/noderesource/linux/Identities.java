package io.noderesource.linux;

import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.Hardware;
import io.noderesource.inventory.Partition;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides what a device is known by; pure. */
final class Identities {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern HEX_NAME = Pattern.compile("(?:naa\\.|eui\\.|uuid\\.|0x)?[0-9a-fA-F-]+");
    private static final Pattern ONLY_ZEROS = Pattern.compile("[0 .x-]*");

    private Identities() {}

    /**
     * What the identity of a whole device is made of.
     *
     * @param type sort of device
     * @param number device number
     * @param hardware what it says of itself
     * @param dmUuid UUID in device-mapper
     * @param mdUuid UUID of the md array
     * @param diskSequence sequence number of the medium, 0 when unknown
     * @param bootId id of this boot
     */
    record Facts(
            DeviceType type,
            DeviceNumber number,
            Hardware hardware,
            @Nullable String dmUuid,
            @Nullable String mdUuid,
            long diskSequence,
            String bootId) {}

    /** The identity of a whole device. */
    static DeviceIdentity of(Facts facts) {
        String dmUuid = facts.dmUuid();
        if (dmUuid != null) {
            return new DeviceIdentity(DeviceIdentity.Kind.DM_UUID, dmUuid);
        }
        String mdUuid = facts.mdUuid();
        if (mdUuid != null) {
            return new DeviceIdentity(DeviceIdentity.Kind.MD_UUID, mdUuid);
        }
        String wwn = facts.hardware().wwn();
        if (wwn != null) {
            return new DeviceIdentity(DeviceIdentity.Kind.WWN, wwn);
        }
        String serial = facts.hardware().serial();
        if (serial != null) {
            String model = facts.hardware().model();
            return new DeviceIdentity(DeviceIdentity.Kind.SERIAL, model == null ? serial : model + " " + serial);
        }
        return new DeviceIdentity(
                DeviceIdentity.Kind.THIS_BOOT,
                facts.bootId()
                        + (facts.diskSequence() > 0
                                ? " disk sequence " + facts.diskSequence()
                                : " device number " + facts.number()));
    }

    /** The identity of a partition: its disk's, and its own UUID, or number and start where the table has none. */
    static DeviceIdentity of(DeviceIdentity disk, Partition partition) {
        String own = partition.uuid() != null ? partition.uuid() : partition.number() + "@" + partition.start();
        return new DeviceIdentity(
                DeviceIdentity.Kind.PARTITION, disk.kind().name() + " " + disk.value() + " part " + own);
    }

    /**
     * Chooses the world wide name of the three places that may have one, in one form for all of them: {@code naa.},
     * {@code eui.}, {@code uuid.} or {@code nvme.} in lower case, then {@code t10.}.
     *
     * @param kernel {@code wwid} in sysfs
     * @param udevExtended {@code ID_WWN_WITH_EXTENSION}
     * @param udev {@code ID_WWN}
     */
    static Optional<String> wwn(Optional<String> kernel, Optional<String> udevExtended, Optional<String> udev) {
        Optional<String> fromKernel = kernel.flatMap(Identities::worldWideName);
        // A t10 name is vendor, model and serial in one text; a name of the disk's own is stronger.
        Optional<String> registered = fromKernel.filter(w -> !w.startsWith("t10."));
        return registered
                .or(() -> udevExtended.flatMap(Identities::worldWideName))
                .or(() -> udev.flatMap(Identities::worldWideName))
                .or(() -> fromKernel);
    }

    private static Optional<String> worldWideName(String raw) {
        String text = BLANKS.matcher(raw.strip()).replaceAll(" ");
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("t10.")) {
            // "t10.ATA     MODEL      SERIAL"; one part alone cannot tell two disks apart.
            return text.split(" ", -1).length >= 3 ? Optional.of("t10." + text.substring(4)) : Optional.empty();
        }
        if (lower.startsWith("nvme.") && lower.length() > 20) {
            return Optional.of(lower);
        }
        if (!HEX_NAME.matcher(lower).matches()) {
            return Optional.empty();
        }
        String digits = lower.replaceFirst("^(naa\\.|eui\\.|uuid\\.|0x)", "");
        if (digits.length() < 16 || ONLY_ZEROS.matcher(digits).matches()) {
            return Optional.empty();
        }
        return Optional.of(lower.startsWith("0x") ? "naa." + digits : lower);
    }

    /** A serial number that can tell two devices apart, blanks collapsed. */
    static Optional<String> serial(String raw) {
        String text = BLANKS.matcher(raw.strip()).replaceAll(" ");
        return ONLY_ZEROS.matcher(text).matches() ? Optional.empty() : Optional.of(text);
    }
}
