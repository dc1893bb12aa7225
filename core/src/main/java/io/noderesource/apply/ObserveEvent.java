package io.noderesource.apply;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("io.noderesource.Observe")
@Label("Observation")
@Description("One look at the node")
@Category("noderesource")
@StackTrace(false)
final class ObserveEvent extends Event {

    @Label("Whole Node")
    boolean whole;
}
