package io.noderesource.backend.lvm.internal.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** LVM's devices file (lvmdevices(8)): a line for each device that LVM may open, with what it is known by. */
final class DevicesFile {

    /** Shorter identities, such as a serial number of one digit, have to be all of what is in the file. */
    private static final int TELLING = 8;

    private DevicesFile() {}

    /**
     * Tells whether LVM may take a device for one of the file: by name or identity, or as what it is known by cannot be compared.
     *
     * @param text the file
     * @param aliases the device's paths
     */
    static boolean lists(String text, ExcludedDevice device, Collection<String> aliases) {
        return text.lines()
                .map(DevicesFile::fields)
                .anyMatch(fields -> aliases.contains(fields.getOrDefault("DEVNAME", ""))
                        || aliases.contains(fields.getOrDefault("IDNAME", ""))
                        || isOne(fields.getOrDefault("IDTYPE", ""), fields.getOrDefault("IDNAME", ""), device));
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new HashMap<>();
        for (String field : line.strip().split("\\s+", -1)) {
            int is = field.indexOf('=');
            if (is > 0 && !field.startsWith("#")) {
                fields.put(field.substring(0, is), field.substring(is + 1));
            }
        }
        return fields;
    }

    private static boolean isOne(String type, String name, ExcludedDevice device) {
        // An array and a loop device have identities that are not observed.
        if ((type.equals("md_uuid") && device.name().startsWith("md"))
                || (type.equals("loop_file") && device.name().startsWith("loop"))) {
            return true;
        }
        String listed = plain(name);
        return device.identities().stream()
                .map(DevicesFile::plain)
                .anyMatch(own -> !own.isEmpty()
                        && (own.equals(listed)
                                || (own.length() >= TELLING && listed.contains(own))
                                || (listed.length() >= TELLING && own.contains(listed))));
    }

    /** LVM writes an underscore for each blank ({@code device_id.c}), and WWNs are written in several ways. */
    private static String plain(String identity) {
        return identity.toLowerCase(Locale.ROOT).replaceFirst("^0x", "").replaceAll("[\\s_]+", "");
    }
}
