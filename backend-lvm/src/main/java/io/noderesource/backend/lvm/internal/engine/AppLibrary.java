package io.noderesource.backend.lvm.internal.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code liblvm2app}, reduced to what is needed of it; not thread-safe. */
public interface AppLibrary {

    /** Its version, such as {@code 2.02.188(2) (2021-05-07)}. */
    String version();

    /**
     * Makes the calling thread fit to call the library.
     *
     * @throws io.noderesource.base.NodeResourceException {@code lvm/not-available} when that fails
     */
    void prepareThread();

    /**
     * Opens a new handle on the library and scans the node.
     *
     * @param settings settings in the form of {@code lvm.conf}, over the node's own
     * @throws io.noderesource.base.NodeResourceException {@code lvm/command-failed}
     */
    Session open(String settings);

    /** A handle; its operations throw {@code lvm/command-failed} with what LVM says. */
    interface Session extends AutoCloseable {

        /** The names of all VGs that LVM found. */
        List<String> groupNames();

        /** Reads a VG with all that is in it. */
        Group read(String name);

        /** Reads all PVs, those of VGs included, but without those that are missing. */
        List<Row> physicalVolumes();

        /** The VG that a PV is part of; null when LVM knows none. */
        @Nullable
        String groupOf(String pvUuid);

        /** Makes a VG of PVs in one change. */
        void createGroup(String name, List<String> paths, List<String> tags);

        /** Adds PVs to a VG in one change. */
        void extendGroup(String name, List<String> paths);

        /** Makes a PV of a VG as large as its device. */
        void growVolume(String name, String pvUuid);

        /** Adds and removes tags of a VG in one change. */
        void changeTags(String name, List<String> add, List<String> remove);

        @Override
        void close();
    }

    /**
     * An object's properties by the names that reports have for them (lvm(8) {@code -o help}).
     *
     * @param texts those that are strings; one that has no value is empty
     * @param numbers those that are numbers; sizes in bytes, percentages in millionths of a percent
     */
    record Row(Map<String, String> texts, Map<String, Long> numbers) {
        public Row {
            texts = Map.copyOf(texts);
            numbers = Map.copyOf(numbers);
        }
    }

    /**
     * A VG.
     *
     * @param properties its own
     * @param physicalVolumes its PVs, missing ones included
     * @param logicalVolumes its LVs, hidden ones included, each with its first segment's {@code segtype}
     */
    record Group(Row properties, List<Row> physicalVolumes, List<Row> logicalVolumes) {
        public Group {
            physicalVolumes = List.copyOf(physicalVolumes);
            logicalVolumes = List.copyOf(logicalVolumes);
        }
    }
}
