package io.noderesource.devices.resource;

import io.noderesource.edgex.json.Json;
import java.util.function.Consumer;

/**
 * What a resource wants its object on the platform to hold: pure.
 *
 * <p>In the words of {@link io.noderesource.devices.platform.EdgeObject#content()}, and only what the resource sets: what is
 * absent or wrong in it is absent here, so that it is neither sent nor mapped to some default. What the annotation
 * {@link IotResource#EXTRA} holds is laid over what the spec holds.
 */
public final class DesiredContent {

    private DesiredContent() {}

    /**
     * Takes it out of a resource.
     *
     * @param resource of any kind
     * @param problems told of each field that cannot be taken; the rest is taken nevertheless
     */
    public static Json.Obj of(IotResource resource, Consumer<FieldProblem> problems) {
        Fields fields = new Fields(problems);
        Json.Obj extra = Extra.of(resource, problems);
        return switch (resource.kind()) {
            case DEVICE -> DeviceContent.of(resource.spec(), extra, fields);
            case PROFILE -> ProfileContent.of(resource.spec(), extra, fields);
            case SERVICE -> ServiceContent.of(resource.spec(), extra, fields);
        };
    }
}
