package io.noderesource.backend.lvm.internal.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.LogicalVolume;
import io.noderesource.inventory.LvAttributes;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.VolumeGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads LVM's reports in the format {@code json} (lvmreport(7)): every value is a string, an empty one means none.
 *
 * <p>All sizes have to be in bytes without suffix. Fields that are not known are passed over; a field that is missing
 * or has another form is {@code lvm/unreadable-report}, never a guess.
 */
final class ReportParser {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");
    /** With the decimal sign of any locale, as LVM formats it with the process's. */
    private static final Pattern PERCENT = Pattern.compile("[0-9]{1,3}([.,][0-9]{1,6})?");

    /** A report of no second device. */
    static final String NO_DUPLICATES = "{\"report\":[]}";

    private final Set<String> duplicates = new HashSet<>();
    private final List<PhysicalVolume> physicalVolumes = new ArrayList<>();
    private final List<VolumeGroup> volumeGroups = new ArrayList<>();
    private final List<LogicalVolume> logicalVolumes = new ArrayList<>();

    private ReportParser() {}

    /**
     * Reads a report of everything, and one of the second devices of PVs.
     *
     * @param full the output of {@code fullreport}
     * @param duplicates the output of {@code pvs --all}
     * @param systemId tells this node's system id, when a VG has one: empty when the node has none, null when it is not known
     * @throws NodeResourceException {@code lvm/unreadable-report}
     */
    static LvmReport parse(String full, String duplicates, Supplier<@Nullable String> systemId) {
        ReportParser parser = new ReportParser();
        for (JsonNode object : reports(duplicates)) {
            for (JsonNode row : rows(object, "pv")) {
                parser.duplicates.add(text(row, "pv_uuid"));
                parser.physicalVolumes.add(
                        parser.physicalVolume(row, optional(row, "vg_name"), optional(row, "vg_uuid")));
            }
        }
        for (JsonNode object : reports(full)) {
            parser.read(object, systemId);
        }
        return new LvmReport(parser.physicalVolumes, parser.volumeGroups, parser.logicalVolumes, null);
    }

    private void read(JsonNode object, Supplier<@Nullable String> systemId) {
        // The PVs outside of all VGs come in an object of their own without a VG.
        List<JsonNode> groups = object.has("vg") ? rows(object, "vg") : List.of();
        if (groups.size() > 1) {
            throw unreadable("a report has " + groups.size() + " VGs in one object");
        }
        VolumeGroup group = groups.isEmpty() ? null : volumeGroup(groups.get(0), systemId);
        if (group != null) {
            volumeGroups.add(group);
        }
        for (JsonNode row : rows(object, "pv")) {
            physicalVolumes.add(
                    physicalVolume(row, group == null ? null : group.name(), group == null ? null : group.uuid()));
        }
        if (group == null) {
            return;
        }
        Map<String, String> segmentTypes = new HashMap<>();
        for (JsonNode row : rows(object, "seg")) {
            if (number(row, "seg_start") == 0) {
                segmentTypes.put(text(row, "lv_uuid"), text(row, "segtype"));
            }
        }
        for (JsonNode row : rows(object, "lv")) {
            logicalVolumes.add(logicalVolume(row, group.name(), segmentTypes));
        }
    }

    private static VolumeGroup volumeGroup(JsonNode row, Supplier<@Nullable String> systemId) {
        return new VolumeGroup(
                text(row, "vg_uuid"),
                text(row, "vg_name"),
                number(row, "vg_seqno"),
                size(row, "vg_extent_size"),
                size(row, "vg_size"),
                size(row, "vg_free"),
                count(row, "pv_count"),
                count(row, "vg_missing_pv_count"),
                count(row, "lv_count"),
                access(row, systemId),
                optional(row, "vg_systemid"),
                lockType(row),
                list(row, "vg_tags"));
    }

    private static VolumeGroup.Access access(JsonNode row, Supplier<@Nullable String> systemId) {
        String owner = optional(row, "vg_systemid");
        if (owner != null && !owner.equals(systemId.get())) {
            return VolumeGroup.Access.FOREIGN;
        }
        if (is(row, "vg_exported", "exported")) {
            return VolumeGroup.Access.EXPORTED;
        }
        if (lockType(row) != null) {
            // No report says whether the lockspace is started here, and nothing here works on shared VGs.
            return VolumeGroup.Access.SHARED_UNLOCKED;
        }
        return text(row, "vg_permissions").equals("writeable")
                ? VolumeGroup.Access.WRITABLE
                : VolumeGroup.Access.READ_ONLY;
    }

    private static @Nullable String lockType(JsonNode row) {
        String type = optional(row, "vg_lock_type");
        return type == null || type.equals("none") ? null : type;
    }

    private PhysicalVolume physicalVolume(JsonNode row, @Nullable String group, @Nullable String groupUuid) {
        String uuid = text(row, "pv_uuid");
        String path = text(row, "pv_name");
        boolean missing = is(row, "pv_missing", "missing") || path.startsWith("[");
        return new PhysicalVolume(
                uuid,
                missing ? null : device(row),
                missing ? null : path,
                group == null && isInUse(row) ? PhysicalVolume.UNREADABLE_GROUP : group,
                groupUuid,
                size(row, "pv_size"),
                missing ? ByteSize.ZERO : size(row, "dev_size"),
                size(row, "pe_start"),
                size(row, "pv_free"),
                missing,
                duplicates.contains(uuid) || is(row, "pv_duplicate", "duplicate"),
                is(row, "pv_allocatable", "allocatable"),
                list(row, "pv_tags"));
    }

    /** Whether its label says that it is in a volume group, whose metadata may be lost. Labels have no such flag before 2.02.145. */
    private static boolean isInUse(JsonNode row) {
        return row.has("pv_in_use") && is(row, "pv_in_use", "used");
    }

    private static LogicalVolume logicalVolume(JsonNode row, String group, Map<String, String> segmentTypes) {
        String uuid = text(row, "lv_uuid");
        String type = segmentTypes.get(uuid);
        if (type == null) {
            throw unreadable("LV " + text(row, "lv_name") + " has no first segment");
        }
        return new LogicalVolume(
                uuid,
                group,
                withoutBrackets(text(row, "lv_name")),
                size(row, "lv_size"),
                type,
                LvAttributes.decode(text(row, "lv_attr")),
                volume(row, "pool_lv"),
                volume(row, "origin"),
                percent(row, "data_percent"),
                percent(row, "metadata_percent"),
                string(row, "lv_health_status"),
                list(row, "lv_tags"));
    }

    private static List<JsonNode> reports(String json) {
        JsonNode document;
        try {
            document = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new NodeResourceException(
                    LvmErrorCode.UNREADABLE_REPORT, "cannot read LVM's report: " + e.getOriginalMessage(), e);
        }
        return rows(document, "report");
    }

    private static List<JsonNode> rows(@Nullable JsonNode object, String field) {
        JsonNode array = object == null ? null : object.get(field);
        if (array == null || !array.isArray()) {
            throw unreadable("there is no list '" + field + "'");
        }
        List<JsonNode> rows = new ArrayList<>(array.size());
        for (JsonNode row : array) {
            if (!row.isObject()) {
                throw unreadable("an element of '" + field + "' is no object");
            }
            rows.add(row);
        }
        return rows;
    }

    private static String string(JsonNode row, String field) {
        JsonNode value = row.get(field);
        if (value == null || !value.isTextual()) {
            throw unreadable("field '" + field + "' is missing or no string");
        }
        return value.textValue().strip();
    }

    private static String text(JsonNode row, String field) {
        String value = string(row, field);
        if (value.isEmpty()) {
            throw unreadable("field '" + field + "' is empty");
        }
        return value;
    }

    private static @Nullable String optional(JsonNode row, String field) {
        String value = string(row, field);
        return value.isEmpty() ? null : value;
    }

    private static boolean is(JsonNode row, String field, String word) {
        String value = string(row, field);
        if (!value.isEmpty() && !value.equals(word)) {
            throw unreadable("field '" + field + "' is '" + value + "'");
        }
        return !value.isEmpty();
    }

    private static List<String> list(JsonNode row, String field) {
        String value = string(row, field);
        return value.isEmpty() ? List.of() : List.of(value.split(",", -1));
    }

    private static long number(JsonNode row, String field) {
        String value = string(row, field);
        if (!NUMBER.matcher(value).matches()) {
            throw unreadable("field '" + field + "' is '" + value + "', not a number");
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException tooLarge) {
            throw unreadable("field '" + field + "' is " + value + ", which is too large");
        }
    }

    private static int count(JsonNode row, String field) {
        long value = number(row, field);
        if (value > Integer.MAX_VALUE) {
            throw unreadable("field '" + field + "' is " + value + ", which is too large");
        }
        return (int) value;
    }

    private static ByteSize size(JsonNode row, String field) {
        return ByteSize.ofBytes(number(row, field));
    }

    private static DeviceNumber device(JsonNode row) {
        return new DeviceNumber(count(row, "pv_major"), count(row, "pv_minor"));
    }

    private static @Nullable Double percent(JsonNode row, String field) {
        String value = string(row, field);
        if (value.isEmpty()) {
            return null;
        }
        if (!PERCENT.matcher(value).matches()) {
            throw unreadable("field '" + field + "' is '" + value + "', not a percentage");
        }
        return Double.valueOf(value.replace(',', '.'));
    }

    private static @Nullable String volume(JsonNode row, String field) {
        String name = optional(row, field);
        return name == null ? null : withoutBrackets(name);
    }

    private static String withoutBrackets(String name) {
        return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    }

    private static NodeResourceException unreadable(String why) {
        return new NodeResourceException(
                LvmErrorCode.UNREADABLE_REPORT,
                "cannot read LVM's report: " + why
                        + "; report it with the output of lvm fullreport --reportformat json");
    }
}
