package io.noderesource.kinds;

import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.plan.Condition;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the steps on volume groups have in common. */
final class LvmSteps {

    private LvmSteps() {}

    static Set<DeviceIdentity> identities(List<DeviceTarget> devices) {
        return devices.stream().map(DeviceTarget::identity).collect(Collectors.toCollection(TreeSet::new));
    }

    static List<String> ids(List<Made> volumes) {
        return volumes.stream().map(Made::id).toList();
    }

    static List<String> both(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Each device is idle and carries our physical volume, which is in no volume group. */
    static List<Condition> orphans(List<Made> volumes) {
        List<Condition> conditions = new ArrayList<>();
        for (Made volume : volumes) {
            conditions.add(new LvmConditions.DeviceIdle(volume.device()));
            conditions.add(new LvmConditions.HasPhysicalVolume(volume.device(), volume.id(), null));
        }
        return conditions;
    }

    static List<Condition> all(List<Condition> first, List<Condition> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
