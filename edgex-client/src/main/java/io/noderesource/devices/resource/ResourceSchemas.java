package io.noderesource.devices.resource;

import static io.noderesource.devices.resource.Schema.ANY;
import static io.noderesource.devices.resource.Schema.TEXT;
import static io.noderesource.devices.resource.Schema.TRUTH;
import static io.noderesource.devices.resource.Schema.WHOLE;
import static io.noderesource.devices.resource.Schema.fields;
import static io.noderesource.devices.resource.Schema.listOf;
import static io.noderesource.devices.resource.Schema.mapOf;

/** The schemas of the three kinds in {@code v1alpha1}, which are the same in both groups. */
final class ResourceSchemas {

    private static final Schema METADATA = fields().with(
                    TEXT, "name", "namespace", "generateName", "uid", "resourceVersion", "selfLink")
            .with(ANY, "creationTimestamp", "deletionTimestamp", "managedFields", "ownerReferences")
            .with(WHOLE, "generation", "deletionGracePeriodSeconds")
            .with(mapOf(TEXT), "labels", "annotations")
            .with(listOf(TEXT), "finalizers");

    private static final Schema DEVICE = fields().with(
                    TEXT,
                    "description",
                    "adminState",
                    "operatingState",
                    "location",
                    "serviceName",
                    "profileName",
                    "nodePool")
            .with(TRUTH, "notify", "managed")
            .with(listOf(TEXT), "labels")
            .with(mapOf(mapOf(TEXT)), "protocols")
            .with(
                    mapOf(fields().with(TEXT, "name", "putURL", "desiredValue").require("name", "desiredValue")),
                    "deviceProperties")
            .require("notify", "profileName", "serviceName");

    private static final Schema PROFILE = fields().with(TEXT, "description", "manufacturer", "model", "nodePool")
            .with(listOf(TEXT), "labels")
            .with(
                    listOf(fields().with(TEXT, "name", "description", "tag")
                            .with(TRUTH, "isHidden")
                            .with(
                                    fields().with(
                                                    TEXT,
                                                    "readWrite",
                                                    "minimum",
                                                    "maximum",
                                                    "defaultValue",
                                                    "mask",
                                                    "shift",
                                                    "scale",
                                                    "offset",
                                                    "base",
                                                    "assertion",
                                                    "mediaType",
                                                    "units",
                                                    "valueType"),
                                    "properties")
                            .with(mapOf(TEXT), "attributes")
                            .require("description", "isHidden", "name", "properties")),
                    "deviceResources")
            .with(
                    listOf(fields().with(TEXT, "name", "readWrite")
                            .with(TRUTH, "isHidden")
                            .with(
                                    listOf(fields().with(TEXT, "deviceResource", "defaultValue")
                                            .with(mapOf(TEXT), "mappings")
                                            .require("defaultValue")),
                                    "resourceOperations")
                            .require("isHidden", "name", "readWrite", "resourceOperations")),
                    "deviceCommands");

    private static final Schema SERVICE = fields().with(TEXT, "baseAddress", "description", "adminState", "nodePool")
            .with(TRUTH, "managed")
            .with(listOf(TEXT), "labels")
            .require("baseAddress");

    /** Of both groups: only the older one has a severity. */
    private static final Schema CONDITIONS =
            listOf(fields().with(TEXT, "type", "status", "severity", "lastTransitionTime", "reason", "message"));

    private static final Schema SERVICE_STATUS = fields().with(TRUTH, "synced")
            .with(TEXT, "edgeId", "adminState")
            .with(WHOLE, "lastConnected", "lastReported")
            .with(CONDITIONS, "conditions");

    private static final Schema DEVICE_STATUS = SERVICE_STATUS
            .with(TEXT, "operatingState")
            .with(
                    mapOf(fields().with(TEXT, "name", "getURL", "actualValue").require("name", "actualValue")),
                    "deviceProperties");

    private static final Schema PROFILE_STATUS = fields().with(TEXT, "id").with(TRUTH, "synced");

    private ResourceSchemas() {}

    /**
     * The schema of a part of a kind.
     *
     * @param part {@code metadata}, {@code spec} or {@code status}
     */
    static Schema of(IotKind kind, String part) {
        if (part.equals("metadata")) {
            return METADATA;
        }
        boolean status = part.equals("status");
        return switch (kind) {
            case DEVICE -> status ? DEVICE_STATUS : DEVICE;
            case PROFILE -> status ? PROFILE_STATUS : PROFILE;
            case SERVICE -> status ? SERVICE_STATUS : SERVICE;
        };
    }
}
