package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.inventory.LogicalVolume;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.VolumeGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that LVM shows.
 *
 * @param physicalVolumes physical volumes; one that was seen on two devices is there twice
 * @param volumeGroups volume groups
 * @param logicalVolumes logical volumes
 * @param trouble what LVM said when it could not show all, for people; null when it could
 */
public record LvmReport(
        List<PhysicalVolume> physicalVolumes,
        List<VolumeGroup> volumeGroups,
        List<LogicalVolume> logicalVolumes,
        @Nullable String trouble) {
    public LvmReport {
        physicalVolumes = List.copyOf(physicalVolumes);
        volumeGroups = List.copyOf(volumeGroups);
        logicalVolumes = List.copyOf(logicalVolumes);
    }
}
