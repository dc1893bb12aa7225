package io.noderesource.backend.pmem.internal.volume;

import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemVolumeLabel;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A namespace that is a volume, or is to be one; pure.
 *
 * @param namespace the namespace
 * @param label its name
 * @param uuid its UUID
 */
public record FoundVolume(PmemNamespace namespace, PmemVolumeLabel label, String uuid) {

    /** How a namespace stands. */
    public enum Stage {
        /** It is in use as what it was made for. */
        READY,
        /** It is cleared, and shows no layout: it is disabled, or was not finished. */
        WITHOUT_LAYOUT,
        /** What lay there before may not be cleared yet. */
        NOT_CLEARED,
        /** It has another layout than the one that it was made for. */
        OTHER_LAYOUT
    }

    public FoundVolume {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(uuid, "uuid");
    }

    /** How it stands. */
    public Stage stage() {
        if (!label.cleared()) {
            return Stage.NOT_CLEARED;
        }
        if (devices().isEmpty() || (namespace.mode() == Mode.RAW && label.mode() != Mode.RAW)) {
            return Stage.WITHOUT_LAYOUT;
        }
        return namespace.mode() == label.mode() ? Stage.READY : Stage.OTHER_LAYOUT;
    }

    /** The paths of the devices that it shows, none while it is disabled. */
    public List<String> devices() {
        return Stream.concat(
                        blockDevices().stream(), namespace.daxDevices().stream().map(device -> "/dev/" + device.name()))
                .filter(path -> namespace.enabled())
                .toList();
    }

    /** Those of them that are block devices. */
    public List<String> blockDevices() {
        return Stream.ofNullable(namespace.blockDevice()).toList();
    }

    /** Tells whether the system uses any of it as memory. */
    public boolean isSystemMemory() {
        return namespace.daxDevices().stream().anyMatch(device -> device.mode() == DaxDevice.Mode.SYSTEM_RAM);
    }

    /**
     * Where in all of it, at the latest, the data of one begins that has a layout with the kernel's records of pages before its data; a
     * multiple of 4096, and 0 for any other.
     */
    public long dataBegins() {
        boolean pages = namespace.layoutUuid() != null
                && (namespace.mode() == Mode.FSDAX || namespace.mode() == Mode.DEVDAX)
                && namespace.usable().bytes() > 0;
        return pages ? Math.max(0, namespace.size().bytes() - namespace.usable().bytes()) & -4096L : 0;
    }

    /** The names that it may have while all of it is one block device; the first of them is that of one that is not cleared. */
    public List<String> rawNames() {
        return label.cleared() ? List.of(label.unfinished().text(), label.text()) : List.of(label.text());
    }
}
