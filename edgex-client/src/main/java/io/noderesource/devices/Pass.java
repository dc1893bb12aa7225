package io.noderesource.devices;

import io.noderesource.apply.ApplyReport;
import io.noderesource.devices.plan.WayBack;
import io.noderesource.plan.Plan;
import java.util.List;

/**
 * What one pass of a {@link DeviceController} did.
 *
 * @param plan what was to be done on the platform
 * @param report what became of it
 * @param wayBack what was to be written to the resources
 * @param written how much of that was written
 * @param problems what could not be written there, and why, for people; the next pass tries again
 */
public record Pass(Plan plan, ApplyReport report, WayBack wayBack, int written, List<String> problems) {

    public Pass {
        problems = List.copyOf(problems);
    }

    /** Tells whether anything was written, on the platform or to the resources: then another look is worth while. */
    public boolean changed() {
        return report.changed() || written > 0;
    }
}
