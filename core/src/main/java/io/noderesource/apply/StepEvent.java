package io.noderesource.apply;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

@Name("io.noderesource.Step")
@Label("Step")
@Description("One step of a plan, with its checks")
@Category("noderesource")
@StackTrace(false)
final class StepEvent extends Event {

    @Label("Address")
    @Nullable
    String address;

    @Label("Step")
    @Nullable
    String summary;

    @Label("Outcome")
    @Nullable
    String outcome;
}
