package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.Violation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans the release of a volume group: our mark goes, everything else stays. */
final class VolumeGroupRelease {

    private VolumeGroupRelease() {}

    static ResourcePlan plan(ResourceAddress address, PlanRequest request) {
        ResourcePlan.Builder plan = ResourcePlan.builder(address);
        Section<Lvm> section = request.inventory().section(Lvm.SECTION);
        Lvm lvm = section.seen().orElse(null);
        if (lvm == null) {
            return plan.refuse(
                            StandardErrorCode.SECTION_UNAVAILABLE,
                            address.toString(),
                            "LVM could not be observed: " + section.reason())
                    .build();
        }
        VolumeGroupMark mark =
                VolumeGroupMark.of(request.policy().owner(), request.node().name());
        List<VolumeGroup> ours = lvm.named(address.name()).stream()
                .filter(g -> mark.verdict(g) == VolumeGroupMark.Verdict.OURS)
                .toList();
        if (ours.size() > 1) {
            return plan.refuse(
                            StandardErrorCode.VG_NAME_CLASH,
                            "volume group " + address.name(),
                            "several volume groups of this name carry our mark")
                    .build();
        }
        if (lvm.named(address.name()).isEmpty() && section.state() != Section.State.COMPLETE) {
            return plan.refuse(
                            StandardErrorCode.SECTION_UNAVAILABLE,
                            address.toString(),
                            "whether it is there is not certain, so it is not released: " + section.reason())
                    .build();
        }
        BlockDevices block =
                request.inventory().section(BlockDevices.SECTION).seen().orElse(null);
        Optional<String> hidden = lvm.named(address.name()).isEmpty() && block != null
                ? request.ledger().entry(address).stream()
                        .flatMap(entry -> entry.devices().stream())
                        .flatMap(known -> block.known(known.identity()).stream())
                        .flatMap(device -> LvmConditions.hiddenVolume(lvm, device).stream())
                        .findFirst()
                : Optional.empty();
        if (hidden.isPresent()) {
            // It would be forgotten with its mark on, and could be made a second time.
            return plan.refuse(
                            StandardErrorCode.SECTION_UNAVAILABLE,
                            address.toString(),
                            "whether it is there is not certain, so it is not released: " + hidden.get())
                    .build();
        }
        for (VolumeGroup group : ours) {
            Optional<Violation> obstacle =
                    LvmConditions.obstacleTo(group).or(() -> copy(request, address, block, lvm, group));
            if (obstacle.isPresent()) {
                Violation why = obstacle.get();
                plan.refuse(why.code(), why.subject(), why.fact());
            } else {
                plan.step(
                        new UnmarkVolumeGroup(address, group.uuid(), mark.tag(), "its release was asked for"),
                        List.of());
            }
        }
        return plan.build();
    }

    /** The mark that goes would be that of the copy. */
    private static Optional<Violation> copy(
            PlanRequest request, ResourceAddress address, @Nullable BlockDevices block, Lvm lvm, VolumeGroup group) {
        return block == null
                ? Optional.empty()
                : lvm.volumesOf(group).stream()
                        .flatMap(pv -> Originals.ofVolume(request, address, block, pv).stream())
                        .map(why -> new Violation(StandardErrorCode.VG_NAME_CLASH, "volume group " + group.name(), why))
                        .findFirst();
    }
}
