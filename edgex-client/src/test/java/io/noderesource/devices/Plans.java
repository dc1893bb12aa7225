package io.noderesource.devices;

import io.noderesource.devices.plan.AddObject;
import io.noderesource.devices.plan.ChangeObject;
import io.noderesource.devices.plan.RemoveObject;
import io.noderesource.devices.plan.SetProperty;
import io.noderesource.edgex.json.Json;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.StepCodec;
import io.noderesource.plan.StepType;
import java.util.List;

/** Plans of given steps, by the way that a saved plan takes. */
public final class Plans {

    private static final List<StepType<?>> TYPES =
            List.of(AddObject.TYPE, ChangeObject.TYPE, RemoveObject.TYPE, SetProperty.TYPE, Foreign.TYPE);

    private Plans() {}

    /** A plan of these steps. */
    public static Plan of(List<PlannedStep> steps) {
        StepCodec codec = StepCodec.of(TYPES);
        Json document = Json.object()
                .with("format", Json.of("noderesource.io/plan"))
                .with("version", Json.of(1))
                .with("node", Json.of("hall"))
                .with("baseline", Json.of("none"))
                .with(
                        "steps",
                        Json.array(steps.stream()
                                .map(planned -> Json.object()
                                        .with("id", Json.of(planned.id()))
                                        .with("requires", Json.texts(planned.requires()))
                                        .with("step", Json.parse(codec.line(planned.step()))))
                                .toList()))
                .with("drifts", Json.array(List.of()))
                .with("refusals", Json.array(List.of()))
                .with("notices", Json.array(List.of()))
                .with("remembered", Json.array(List.of()))
                .with("released", Json.array(List.of()));
        return Plan.parse(document.write(), TYPES);
    }
}
