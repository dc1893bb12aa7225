package io.noderesource.devices.resource;

import io.noderesource.edgex.json.Json;

/** Resources that have each field of their schema. */
final class Resources {

    private Resources() {}

    static final String DEVICE = """
            {"apiVersion":"iot.openyurt.io/v1alpha1","kind":"Device",
             "metadata":{"name":"hangzhou-pump-1","namespace":"plant","resourceVersion":"12","generation":3,
               "uid":"0b4b","creationTimestamp":"2026-01-02T03:04:05Z","deletionTimestamp":"2026-01-03T03:04:05Z",
               "labels":{"yurt-iot-dock/edgex-object.name":"Pump_1"},
               "annotations":{"noderesource.io/extra":"{\\"tags\\":{\\"a\\":1}}"},
               "finalizers":["iot.openyurt.io/device","example.com/other"],
               "managedFields":[{"manager":"kubectl"}]},
             "spec":{"description":"a pump","adminState":"UNLOCKED","operatingState":"UP",
               "protocols":{"modbus-tcp":{"Address":"10.0.0.1","Port":"502"},"other":{}},
               "labels":["pump","hall-2"],"location":"hall 2","serviceName":"device-modbus","profileName":"pump",
               "notify":true,"managed":true,"nodePool":"hangzhou",
               "deviceProperties":{"Speed":{"name":"Speed","putURL":"http://x","desiredValue":"40.9"}}},
             "status":{"lastConnected":1,"lastReported":9223372036854775807,"synced":true,
               "deviceProperties":{"Speed":{"name":"Speed","getURL":"http://y","actualValue":"4.09e+01"}},
               "edgeId":"3b38","adminState":"LOCKED","operatingState":"DOWN",
               "conditions":[{"type":"DeviceSynced","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z",
                 "reason":"Synced","message":"m"}]}}""";

    static final String PROFILE = """
            {"apiVersion":"iot.openyurt.io/v1alpha1","kind":"DeviceProfile",
             "metadata":{"name":"pump","namespace":"plant"},
             "spec":{"nodePool":"hangzhou","description":"pumps","manufacturer":"ACME","model":"P1","labels":["p"],
               "deviceResources":[{"name":"Speed","description":"rpm","tag":"t","isHidden":false,
                 "properties":{"readWrite":"RW","minimum":"-1.50","maximum":"1e3","defaultValue":"0","mask":"255",
                   "shift":"-2","scale":"1.0","offset":"+5","base":".5","assertion":"a","mediaType":"m","units":"rpm",
                   "valueType":"Float32"},
                 "attributes":{"primaryTable":"HOLDING_REGISTERS","startingAddress":"1"}}],
               "deviceCommands":[{"name":"Run","isHidden":true,"readWrite":"W",
                 "resourceOperations":[{"deviceResource":"Speed","mappings":{"0":"off"},"defaultValue":"1"}]}]},
             "status":{"id":"77aa","synced":true}}""";

    static final String SERVICE = """
            {"apiVersion":"iot.openyurt.io/v1alpha1","kind":"DeviceService",
             "metadata":{"name":"device-modbus","namespace":"plant"},
             "spec":{"baseAddress":"http://device-modbus:59901","description":"speaks Modbus","labels":["s"],
               "adminState":"UNLOCKED","managed":false,"nodePool":"hangzhou"},
             "status":{"synced":true,"edgeId":"91cc","lastConnected":0,"lastReported":0,"adminState":"UNLOCKED",
               "conditions":[{"type":"DeviceServiceSynced","status":"Unknown"}]}}""";

    static Json.Obj json(String text) {
        return Json.asObject(Json.parse(text));
    }

    static IotResource of(String text) {
        return IotResource.of(json(text));
    }

    /** The same of the older group. */
    static String ofOldGroup(String text) {
        return text.replace("iot.openyurt.io/v1alpha1", "device.openyurt.io/v1alpha1");
    }

    /** A device with this spec and annotation. */
    static IotResource device(String spec, String extra) {
        return with(IotKind.DEVICE, spec, extra);
    }

    static IotResource with(IotKind kind, String spec, String extra) {
        IotResource resource = IotResource.of(kind, "plant", "x").withSpec(json(spec.replace('\'', '"')));
        return extra.isEmpty() ? resource : resource.withAnnotation(IotResource.EXTRA, extra.replace('\'', '"'));
    }
}
