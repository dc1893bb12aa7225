package io.noderesource.devices.edgex;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.model.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * What each dialect keeps of an object and gives back. Pure.
 *
 * <p>Not {@code notify} of 2.x, which a device service is told and no answer carries: nobody could see whether it is as declared,
 * and it would be sent for ever.
 */
final class Carried {

    private Carried() {}

    /** The fields that an object of the kind can have. */
    static List<String> fields(IotKind kind, Dialect dialect) {
        return switch (kind) {
            case SERVICE -> service(dialect);
            case PROFILE ->
                List.of("description", "manufacturer", "model", "labels", "deviceResources", "deviceCommands");
            case DEVICE -> device(dialect);
        };
    }

    private static List<String> service(Dialect dialect) {
        List<String> fields = new ArrayList<>(List.of("description", "labels", "baseAddress", "adminState"));
        if (dialect.isAtLeast(Dialect.V4)) {
            fields.add("properties");
        }
        return List.copyOf(fields);
    }

    private static List<String> device(Dialect dialect) {
        List<String> fields = new ArrayList<>(List.of(
                "description",
                "adminState",
                "operatingState",
                "protocols",
                "labels",
                "location",
                "serviceName",
                "profileName",
                "autoEvents"));
        if (dialect.isAtLeast(Dialect.V3)) {
            fields.addAll(List.of("tags", "properties"));
        }
        if (dialect.isAtLeast(Dialect.V4)) {
            fields.add("parent");
        }
        return List.copyOf(fields);
    }
}
