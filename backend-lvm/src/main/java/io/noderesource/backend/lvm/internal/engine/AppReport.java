package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.backend.lvm.internal.engine.AppLibrary.Group;
import io.noderesource.backend.lvm.internal.engine.AppLibrary.Row;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.LogicalVolume;
import io.noderesource.inventory.LvAttributes;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.VolumeGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code liblvm2app} shows.
 *
 * <p>The library has no property for much that reports have ({@code pv_missing}, {@code pv_duplicate},
 * {@code vg_permissions}, {@code vg_exported}, {@code lv_health_status}: {@code prop_not_implemented_get} in lvm2's
 * {@code lib/report/properties.c}). All of these are also characters of {@code pv_attr}, {@code vg_attr} and
 * {@code lv_attr}, which it has (pvs(8), vgs(8), lvs(8)).
 */
final class AppReport {

    private final Function<String, Optional<DeviceNumber>> numberOf;
    private final List<PhysicalVolume> physicalVolumes = new ArrayList<>();
    private final List<VolumeGroup> volumeGroups = new ArrayList<>();
    private final List<LogicalVolume> logicalVolumes = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    private AppReport(Function<String, Optional<DeviceNumber>> numberOf) {
        this.numberOf = numberOf;
    }

    /**
     * Reads everything.
     *
     * @param session a new handle
     * @param numberOf finds a path's device number
     * @throws NodeResourceException {@code lvm/unreadable-report}, {@code lvm/command-failed}
     */
    static LvmReport of(AppLibrary.Session session, Function<String, Optional<DeviceNumber>> numberOf) {
        AppReport report = new AppReport(numberOf);
        for (String name : session.groupNames()) {
            try {
                report.add(session.read(name));
            } catch (NodeResourceException e) {
                if (e.code() != LvmErrorCode.COMMAND_FAILED) {
                    throw e;
                }
                report.troubles.add(String.valueOf(e.getMessage()));
            }
        }
        report.addRest(session);
        return new LvmReport(
                report.physicalVolumes,
                report.volumeGroups,
                report.logicalVolumes,
                report.troubles.isEmpty() ? null : "LVM could not show all: " + String.join("; ", report.troubles));
    }

    private void add(Group group) {
        VolumeGroup vg = volumeGroup(group.properties());
        volumeGroups.add(vg);
        for (Row row : group.physicalVolumes()) {
            physicalVolumes.add(physicalVolume(row, vg.name(), vg.uuid()));
        }
        for (Row row : group.logicalVolumes()) {
            logicalVolumes.add(logicalVolume(row, vg.name()));
        }
    }

    /** The PVs that are in no VG, and those of VGs that could not be read: they are not free, whatever else they are. */
    private void addRest(AppLibrary.Session session) {
        Set<String> seen = new HashSet<>();
        physicalVolumes.forEach(pv -> seen.add(pv.uuid()));
        for (Row row : session.physicalVolumes()) {
            String uuid = text(row, "pv_uuid");
            if (seen.add(uuid)) {
                physicalVolumes.add(physicalVolume(row, groupOfRest(row, session.groupOf(uuid)), null));
            }
        }
    }

    /** One that is used by a group, though the library knows none, is in one whose metadata is lost ({@code pv_attr_dup} of LVM 2.02.187). */
    private static @Nullable String groupOfRest(Row row, @Nullable String group) {
        return group == null && at(text(row, "pv_attr"), 0) == 'u' ? PhysicalVolume.UNREADABLE_GROUP : group;
    }

    private static VolumeGroup volumeGroup(Row row) {
        String lockType = optional(row, "vg_lock_type");
        boolean shared = lockType != null && !lockType.equals("none");
        return new VolumeGroup(
                text(row, "vg_uuid"),
                text(row, "vg_name"),
                number(row, "vg_seqno"),
                size(row, "vg_extent_size"),
                size(row, "vg_size"),
                size(row, "vg_free"),
                (int) number(row, "pv_count"),
                (int) number(row, "vg_missing_pv_count"),
                (int) number(row, "lv_count"),
                access(text(row, "vg_attr"), shared),
                optional(row, "vg_systemid"),
                shared ? lockType : null,
                list(row, "vg_tags"));
    }

    /** A VG of another system id is not there: the library does not open it. */
    private static VolumeGroup.Access access(String attributes, boolean shared) {
        if (at(attributes, 2) == 'x') {
            return VolumeGroup.Access.EXPORTED;
        }
        if (shared || at(attributes, 5) == 'c') {
            return VolumeGroup.Access.SHARED_UNLOCKED;
        }
        return at(attributes, 0) == 'w' ? VolumeGroup.Access.WRITABLE : VolumeGroup.Access.READ_ONLY;
    }

    private PhysicalVolume physicalVolume(Row row, @Nullable String group, @Nullable String groupUuid) {
        String attributes = text(row, "pv_attr");
        String path = text(row, "pv_name");
        boolean missing = at(attributes, 2) == 'm' || !path.startsWith("/");
        return new PhysicalVolume(
                text(row, "pv_uuid"),
                missing
                        ? null
                        : numberOf.apply(path).orElseThrow(() -> unreadable("there is no block device at " + path)),
                missing ? null : path,
                group,
                groupUuid,
                size(row, "pv_size"),
                missing ? ByteSize.ZERO : size(row, "dev_size"),
                size(row, "pe_start"),
                size(row, "pv_free"),
                missing,
                at(attributes, 0) == 'd',
                at(attributes, 0) == 'a',
                list(row, "pv_tags"));
    }

    private static LogicalVolume logicalVolume(Row row, String group) {
        LvAttributes attributes = LvAttributes.decode(text(row, "lv_attr"));
        return new LogicalVolume(
                text(row, "lv_uuid"),
                group,
                text(row, "lv_name"),
                size(row, "lv_size"),
                text(row, "segtype"),
                attributes,
                optional(row, "pool_lv"),
                optional(row, "origin"),
                percent(row, "data_percent"),
                percent(row, "metadata_percent"),
                health(at(attributes.raw(), 8)),
                list(row, "lv_tags"));
    }

    /** The words that reports have for the ninth character of {@code lv_attr} (lvs(8)). */
    private static String health(char attribute) {
        return switch (attribute) {
            case 'p' -> "partial";
            case 'r' -> "refresh needed";
            case 'm' -> "mismatches exist";
            case 'w' -> "writemostly";
            case 'F' -> "failed";
            case 'D' -> "out_of_data";
            case 'M' -> "metadata_read_only";
            default -> "";
        };
    }

    private static char at(String attributes, int index) {
        if (index >= attributes.length()) {
            throw unreadable("attributes '" + attributes + "' have no character " + (index + 1));
        }
        return attributes.charAt(index);
    }

    private static String string(Row row, String name) {
        String value = row.texts().get(name);
        if (value == null) {
            throw unreadable("there is no property " + name);
        }
        return value.strip();
    }

    private static String text(Row row, String name) {
        String value = string(row, name);
        if (value.isEmpty()) {
            throw unreadable("property " + name + " is empty");
        }
        return value;
    }

    private static @Nullable String optional(Row row, String name) {
        String value = string(row, name);
        return value.isEmpty() ? null : value;
    }

    private static List<String> list(Row row, String name) {
        String value = string(row, name);
        return value.isEmpty() ? List.of() : List.of(value.split(",", -1));
    }

    private static long number(Row row, String name) {
        Long value = row.numbers().get(name);
        if (value == null) {
            throw unreadable("there is no property " + name);
        }
        return value;
    }

    private static ByteSize size(Row row, String name) {
        long bytes = number(row, name);
        if (bytes < 0) {
            throw unreadable("property " + name + " is " + Long.toUnsignedString(bytes));
        }
        return ByteSize.ofBytes(bytes);
    }

    /** With two decimals, as reports have it; null when LVM has none ({@code DM_PERCENT_INVALID}). */
    private static @Nullable Double percent(Row row, String name) {
        int value = (int) number(row, name);
        return value < 0 ? null : Double.valueOf(Math.round(value / 1e4) / 100.0);
    }

    private static NodeResourceException unreadable(String why) {
        return new NodeResourceException(
                LvmErrorCode.UNREADABLE_REPORT,
                "cannot read what liblvm2app shows: " + why + "; use another engine, and report it with LVM's version");
    }
}
