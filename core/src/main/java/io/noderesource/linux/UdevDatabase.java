package io.noderesource.linux;

import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.UdevRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The udev database in udev's run-time directory ({@code /run/udev/data/bMAJ:MIN}), read as files. */
final class UdevDatabase {

    /** Flags by which rules tell that the content of the device was not looked at. */
    private static final List<String> NOT_LOOKED_AT = List.of(
            "DM_UDEV_DISABLE_OTHER_RULES_FLAG",
            "DM_UDEV_DISABLE_DISK_RULES_FLAG",
            "DM_NOSCAN",
            "DM_SUSPENDED",
            "UDEV_DISABLE_PERSISTENT_STORAGE_RULES_FLAG");

    private final Path root;
    private final boolean alive;

    UdevDatabase(Path root) {
        this.root = root;
        // A database without the daemon that keeps it may be older than what is on the devices.
        this.alive = exists("control") && exists("data/.");
    }

    private boolean exists(String file) {
        return KernelFiles.exists(root.resolve(file));
    }

    /** Tells whether udev has events that it has not handled yet (the file that udevadm-settle(8) waits for). */
    boolean isBusy() {
        return alive && exists("queue");
    }

    /** The record of a device. */
    Entry read(DeviceNumber number) {
        if (!alive) {
            return Entry.NO_DATABASE;
        }
        return KernelFiles.text(root.resolve("data").resolve("b" + number))
                .map(Entry::parse)
                .orElse(Entry.MISSING);
    }

    /**
     * One record.
     *
     * @param state how far it can be relied on
     * @param properties its {@code E:} lines
     */
    record Entry(UdevRecord.State state, Map<String, String> properties) {

        static final Entry NO_DATABASE = new Entry(UdevRecord.State.NO_DATABASE, Map.of());
        static final Entry MISSING = new Entry(UdevRecord.State.MISSING, Map.of());

        Entry {
            properties = Collections.unmodifiableMap(new TreeMap<>(properties));
        }

        /** Reads a record's text; lines that are not understood are left out. */
        static Entry parse(String text) {
            Map<String, String> properties = new TreeMap<>();
            boolean initialised = false;
            for (String line : text.lines().toList()) {
                if (line.startsWith("I:")) {
                    initialised = KernelFiles.number(line.substring(2)).orElse(0) > 0;
                } else if (line.startsWith("E:") && line.indexOf('=') > 2) {
                    int equals = line.indexOf('=');
                    properties.put(line.substring(2, equals), KernelFiles.printable(line.substring(equals + 1)));
                }
            }
            return new Entry(initialised ? UdevRecord.State.READY : UdevRecord.State.UNSETTLED, properties);
        }

        /** A property that is there and not empty. */
        Optional<String> property(String key) {
            return Optional.ofNullable(properties.get(key)).filter(v -> !v.isEmpty());
        }

        boolean isSet(String key) {
            return "1".equals(properties.get(key));
        }

        /** What the record says of the content of a device of this type. */
        UdevRecord record(DeviceType type) {
            boolean lookedAt = NOT_LOOKED_AT.stream().noneMatch(this::isSet);
            UdevRecord.State shown = state == UdevRecord.State.READY && !lookedAt ? UdevRecord.State.MISSING : state;
            return new UdevRecord(shown, signatures(type));
        }

        private List<Signature> signatures(DeviceType type) {
            List<Signature> found = new ArrayList<>();
            Optional<String> fileSystem = property("ID_FS_TYPE");
            Optional<String> usage = property("ID_FS_USAGE");
            if (fileSystem.isPresent() || usage.isPresent()) {
                found.add(new Signature(
                        fileSystem.orElse("unknown"),
                        usage(usage.orElse("")),
                        orNull(property("ID_FS_UUID")),
                        orNull(property("ID_FS_LABEL")),
                        -1));
            }
            property("ID_FS_AMBIVALENT")
                    .ifPresent(all -> found.add(new Signature(all, Signature.Usage.OTHER, null, null, -1)));
            // A partition inherits its disk's table (60-persistent-storage.rules, IMPORT{parent}="ID_*").
            if (type != DeviceType.PARTITION) {
                property("ID_PART_TABLE_TYPE")
                        .ifPresent(table -> found.add(new Signature(
                                table,
                                Signature.Usage.PARTITION_TABLE,
                                orNull(property("ID_PART_TABLE_UUID")),
                                null,
                                -1)));
            }
            return found;
        }

        private static @Nullable String orNull(Optional<String> value) {
            return value.orElse(null);
        }
    }

    /** libblkid's USAGE as a constant. */
    static Signature.Usage usage(String usage) {
        return switch (usage.toLowerCase(Locale.ROOT)) {
            case "filesystem" -> Signature.Usage.FILESYSTEM;
            case "raid" -> Signature.Usage.RAID;
            case "crypto" -> Signature.Usage.CRYPTO;
            default -> Signature.Usage.OTHER;
        };
    }
}
