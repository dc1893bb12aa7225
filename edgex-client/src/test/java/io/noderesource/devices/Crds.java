package io.noderesource.devices;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import java.util.List;

/** Resources for tests, as a user would write them. */
final class Crds {

    static final String POOL = "hangzhou";

    private Crds() {}

    static IotResource service(String name) {
        return IotResource.of(IotKind.SERVICE, "default", name)
                .withSpec(object("{'nodePool':'" + POOL + "','managed':true,'baseAddress':'http://localhost:59900',"
                        + "'adminState':'UNLOCKED'}"));
    }

    /** A profile with an Int8 to read and write, a Float32, one only to be written, and a command of two. */
    static IotResource profile(String name) {
        return IotResource.of(IotKind.PROFILE, "default", name)
                .withSpec(
                        object(
                                "{'nodePool':'" + POOL + "','manufacturer':'ours','model':'M1','deviceResources':["
                                        + resource("Int8", "Int8", "RW") + ',' + resource("Temp", "Float32", "RW") + ','
                                        + resource("Secret", "String", "W") + ',' + resource("Seen", "Int32", "R")
                                        + "],"
                                        + "'deviceCommands':[{'name':'Both','isHidden':false,'readWrite':'RW','resourceOperations':["
                                        + "{'deviceResource':'Int8','defaultValue':'0'},{'deviceResource':'Temp','defaultValue':'0'}]}]}"));
    }

    private static String resource(String name, String type, String readWrite) {
        return "{'name':'" + name + "','description':'','isHidden':false,'properties':{'valueType':'" + type
                + "','readWrite':'" + readWrite + "','defaultValue':'0'}}";
    }

    static IotResource device(String name) {
        return IotResource.of(IotKind.DEVICE, "default", name)
                .withSpec(
                        object(
                                "{'nodePool':'" + POOL + "','managed':true,'notify':false,'serviceName':'modbus',"
                                        + "'profileName':'sensor','adminState':'UNLOCKED','protocols':{'modbus-tcp':{'Address':'10.0.0.1','Port':'502'}}}"));
    }

    /** With a field of the spec set. */
    static IotResource with(IotResource resource, String field, Json value) {
        return resource.withSpec(resource.spec().with(field, value));
    }

    static IotResource with(IotResource resource, String field, String value) {
        return with(resource, field, Json.of(value));
    }

    static IotResource unmanaged(IotResource resource) {
        return with(resource, "managed", Json.FALSE);
    }

    /** With a desired property. */
    static IotResource desiring(IotResource device, String property, String value) {
        Json.Obj properties = device.spec().object("deviceProperties").orElse(Json.object());
        return with(
                device,
                "deviceProperties",
                properties.with(
                        property, Json.object().with("name", Json.of(property)).with("desiredValue", Json.of(value))));
    }

    /** As the API server keeps it after its deletion was asked for. */
    static IotResource deleting(IotResource resource) {
        return resource.withMetadata("deletionTimestamp", Json.of("2026-11-29T10:00:00Z"));
    }

    /** As the controller leaves it once its object was there. */
    static IotResource synced(IotResource resource) {
        return resource.withFinalizer()
                .withStatus(object("{'synced':true,'" + (resource.kind() == IotKind.PROFILE ? "id" : "edgeId")
                        + "':'id-of-before'}"));
    }

    /** The usual three. */
    static List<IotResource> pool() {
        return List.of(service("modbus"), profile("sensor"), device("thermo-1"));
    }

    static Json.Obj object(String json) {
        return (Json.Obj) Json.parse(json.replace('\'', '"'));
    }
}
