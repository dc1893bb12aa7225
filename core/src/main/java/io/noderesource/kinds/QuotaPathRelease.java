package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.OwnFileSystems.Found;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.ResourcePlan;
import java.util.List;

/** Plans the release of a quota path: our mark goes, everything else stays, the mount too. */
final class QuotaPathRelease {

    private QuotaPathRelease() {}

    static ResourcePlan plan(ResourceAddress address, PlanRequest request) {
        ResourcePlan.Builder plan = ResourcePlan.builder(address);
        Section<FileSystems> section = request.inventory().section(FileSystems.SECTION);
        FileSystems all = section.facts();
        BlockDevices block = request.inventory().seen(BlockDevices.SECTION).orElse(null);
        if (all == null || block == null) {
            return plan.refuse(
                            StandardErrorCode.SECTION_UNAVAILABLE,
                            address.toString(),
                            "file systems could not be observed: " + section.reason())
                    .build();
        }
        String path = address.name();
        QuotaPathMark mark = QuotaPathMark.of(request, address);
        List<Found> ours = new OwnFileSystems(request, address)
                .find(block, all).stream()
                        .filter(f -> mark.verdict(f.fileSystem().label()) == QuotaPathMark.Verdict.OURS)
                        .toList();
        if (ours.isEmpty() && section.state() != Section.State.COMPLETE) {
            return plan.refuse(
                            StandardErrorCode.SECTION_UNAVAILABLE,
                            path,
                            "whether it is there is not certain, so it is not released: " + section.reason())
                    .build();
        }
        for (Found found : ours) {
            boolean seen = QuotaPathConditions.mountedOn(block, path)
                    .filter(m -> m.number().equals(found.device().number()))
                    .isPresent();
            if (seen && found.fileSystem().isMountedOn(path)) {
                plan.step(
                        new UnmarkFileSystem(
                                address,
                                DeviceTarget.of(found.device()),
                                found.uuid(),
                                mark.label(),
                                "its release was asked for"),
                        List.of());
            } else {
                plan.refuse(
                        StandardErrorCode.QP_NOT_MOUNTED,
                        found.device().describe(),
                        "its file system is not mounted on " + path);
            }
        }
        return plan.build();
    }
}
