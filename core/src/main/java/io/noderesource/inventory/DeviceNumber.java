package io.noderesource.inventory;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block device's number, as in {@code /sys/dev/block/MAJ:MIN}; it holds until the device goes away.
 *
 * @param major the driver's number
 * @param minor the device's number within its driver
 */
public record DeviceNumber(int major, int minor) implements Comparable<DeviceNumber> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}):([0-9]{1,9})");

    /** Reads {@code MAJ:MIN}. */
    public static Optional<DeviceNumber> parse(String text) {
        Matcher m = FORM.matcher(text);
        return m.matches()
                ? Optional.of(new DeviceNumber(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(DeviceNumber other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
