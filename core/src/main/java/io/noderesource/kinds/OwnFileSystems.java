package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystems;
import io.noderesource.plan.LedgerEntry;
import io.noderesource.plan.PlanRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file systems that are a quota path's own: those that the ledger knows by their UUIDs; where it knows none, those
 * that say it themselves.
 */
final class OwnFileSystems {

    /** What lies under another device shows the same content and is not what gets mounted. */
    private static final Set<DeviceUse.Kind> BENEATH =
            EnumSet.of(DeviceUse.Kind.MULTIPATH_MEMBER, DeviceUse.Kind.RAID_MEMBER);

    private final QuotaPathMark mark;
    private final @Nullable LedgerEntry entry;

    /**
     * A file system and the device that it lies on.
     *
     * @param device the device
     * @param fileSystem the file system
     */
    record Found(BlockDevice device, FileSystem fileSystem) {
        String uuid() {
            return String.valueOf(fileSystem.uuid());
        }
    }

    OwnFileSystems(PlanRequest request, ResourceAddress address) {
        mark = QuotaPathMark.of(request, address);
        entry = request.ledger()
                .entry(address)
                .filter(e -> !e.devices().isEmpty())
                .orElse(null);
    }

    /** What the ledger remembers of the quota path; empty when it remembers no device. */
    Optional<LedgerEntry> remembered() {
        return Optional.ofNullable(entry);
    }

    /** Tells whether a file system is the quota path's own, whatever device it is on. */
    boolean isOwn(FileSystem fileSystem) {
        String uuid = fileSystem.uuid();
        LedgerEntry known = entry;
        if (known != null) {
            return uuid != null && known.made(uuid).isPresent();
        }
        return mark.isOf(uuid, fileSystem.label());
    }

    /** The own file systems on a node; more than one when somebody cloned a device, or a path has had two. */
    List<Found> find(BlockDevices block, FileSystems all) {
        return find(block, all, this::isOwn);
    }

    static List<Found> find(BlockDevices block, FileSystems all, Predicate<FileSystem> wanted) {
        List<Found> found = new ArrayList<>();
        for (FileSystem fileSystem : all.fileSystems()) {
            BlockDevice device = block.numbered(fileSystem.device()).orElse(null);
            if (device != null
                    && device.uses().stream().noneMatch(u -> BENEATH.contains(u.kind()))
                    && wanted.test(fileSystem)) {
                found.add(new Found(device, fileSystem));
            }
        }
        return List.copyOf(found);
    }
}
