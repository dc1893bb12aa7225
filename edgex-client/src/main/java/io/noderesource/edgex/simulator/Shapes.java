package io.noderesource.edgex.simulator;

import io.noderesource.edgex.simulator.Shape.Kind;
import io.noderesource.edgex.simulator.Shape.Written;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The objects of one release, as its services read, check and write them. */
final class Shapes {
    private static final Pattern UNRESERVED = Pattern.compile("[a-zA-Z0-9-_~:;=]+");
    private static final Pattern UNRESERVED_BEFORE_2_3 = Pattern.compile("[a-zA-Z0-9-_~]+");
    private static final String UNRESERVED_ONLY = "only allows unreserved characters";
    private static final Check ADMIN_STATE = Check.oneOf("LOCKED", "UNLOCKED");

    final Shape device;
    final Shape deviceProfile;
    final Shape basicInfo;
    final Shape deviceResource;
    final Shape deviceResourcePatch;
    final Shape deviceCommand;
    final Shape deviceCommandPatch;
    final Shape deviceService;
    final Shape provisionWatcher;
    final Shape event;
    final Shape notification;
    final Shape subscription;
    final Shape transmission;
    final Shape interval;
    final Shape intervalAction;
    final Shape job;
    final Shape jobRecord;

    private final SimulatedRelease release;
    private final boolean napa;
    private final boolean palau;
    private final Check duration;

    Shapes(SimulatedRelease release) {
        this.release = release;
        this.napa = release.since(SimulatedRelease.NAPA);
        this.palau = release.since(SimulatedRelease.PALAU);
        this.duration = Check.duration(palau ? Check.DURATION_WITH_DAYS : Check.DURATION);
        Shape autoEvent = autoEvent();
        Shape operation = Shape.of("ResourceOperation")
                .with("deviceResource", Kind.TEXT, Written.ALWAYS, Check.required())
                .with("defaultValue", Kind.TEXT, unlessPalau())
                .with("mappings", Kind.TEXT_MAP, unlessPalau());
        this.deviceCommand = tagged(Shape.of("DeviceCommand")
                .with("name", Kind.TEXT, Written.ALWAYS, name())
                .with("isHidden", Kind.FLAG, Written.ALWAYS)
                .with("readWrite", Kind.TEXT, Written.ALWAYS, readWrite())
                .with("resourceOperations", Kind.OBJECTS, Written.ALWAYS, operation, Check.notEmpty()));
        this.deviceCommandPatch = Shape.of("UpdateDeviceCommand")
                .with("name", Kind.TEXT, Written.ALWAYS, name())
                .with("isHidden", Kind.FLAG, Written.ALWAYS);
        Shape untagged = Shape.of("DeviceResource")
                .with("description", Kind.TEXT, unlessPalau())
                .with("name", Kind.TEXT, Written.ALWAYS, name())
                .with("isHidden", Kind.FLAG, Written.ALWAYS);
        Shape resource = napa ? untagged : untagged.with("tag", Kind.TEXT, Written.ALWAYS);
        this.deviceResource = tagged(resource.with("properties", Kind.OBJECT, Written.ALWAYS, resourceProperties())
                .with("attributes", Kind.ANY_MAP, unlessPalau()));
        this.deviceResourcePatch = Shape.of("UpdateDeviceResource")
                .with("description", Kind.TEXT, Written.ALWAYS)
                .with("name", Kind.TEXT, Written.ALWAYS, name())
                .with("isHidden", Kind.FLAG, Written.ALWAYS);
        this.basicInfo = Shape.of("DeviceProfileBasicInfo")
                .and(timestamps())
                .with("id", Kind.TEXT, unlessPalau(), Check.uuid())
                .with("name", Kind.TEXT, Written.ALWAYS, name())
                .with("manufacturer", Kind.TEXT, unlessPalau())
                .with("description", Kind.TEXT, unlessPalau())
                .with("model", Kind.TEXT, unlessPalau())
                .with("labels", Kind.TEXTS, unlessPalau());
        List<Check> resources = napa ? List.of() : List.of(Check.notEmpty());
        Shape profile = Shape.of("DeviceProfile")
                .and(basicInfo)
                .with(
                        "deviceResources",
                        Kind.OBJECTS,
                        Written.ALWAYS_FILLED,
                        deviceResource,
                        resources.toArray(new Check[0]))
                .with("deviceCommands", Kind.OBJECTS, Written.ALWAYS_FILLED, deviceCommand);
        this.deviceProfile = palau ? profile.with("apiVersion", Kind.TEXT, Written.IF_NOT_ZERO) : profile;
        this.device = device(autoEvent);
        this.deviceService = deviceService();
        this.provisionWatcher = provisionWatcher(autoEvent);
        this.event = event();
        this.notification = notification();
        Shape address = address();
        this.subscription = subscription(address);
        this.transmission = transmission(address);
        this.interval = object("Interval")
                .with("name", Kind.TEXT, Written.ALWAYS, name())
                .with("start", Kind.TEXT, Written.IF_NOT_ZERO, Check.datetime())
                .with("end", Kind.TEXT, Written.IF_NOT_ZERO, Check.datetime())
                .with("interval", Kind.TEXT, Written.ALWAYS, Check.required(), duration);
        this.intervalAction = intervalAction(address);
        Shape scheduleAction = scheduleAction();
        this.job = job(scheduleAction);
        this.jobRecord = Shape.of("ScheduleActionRecord")
                .with("id", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("jobName", Kind.TEXT, Written.ALWAYS)
                .with("action", Kind.OBJECT, Written.ALWAYS, scheduleAction)
                .with("status", Kind.TEXT, Written.ALWAYS)
                .with("scheduledAt", Kind.INTEGER, Written.IF_NOT_ZERO)
                .with("created", Kind.INTEGER, Written.IF_NOT_ZERO);
    }

    private Written unlessPalau() {
        return palau ? Written.IF_NOT_ZERO : Written.ALWAYS;
    }

    /** From 3.0 on a name is whatever is not blank. */
    private Check name() {
        if (napa) {
            return Check.notBlank();
        }
        return Check.matches(release == SimulatedRelease.JAKARTA ? UNRESERVED_BEFORE_2_3 : UNRESERVED, UNRESERVED_ONLY);
    }

    private Check mandatoryName() {
        Check name = name();
        return (path, whole, value) ->
                value == null ? Check.required().complaint(path, whole, null) : name.complaint(path, whole, value);
    }

    private Check readWrite() {
        return napa ? Check.oneOf("R", "W", "RW", "WR") : Check.oneOf("R", "W", "RW");
    }

    private static Shape timestamps() {
        return Shape.of("DBTimestamp")
                .with("created", Kind.INTEGER, Written.IF_NOT_ZERO)
                .with("modified", Kind.INTEGER, Written.IF_NOT_ZERO);
    }

    private static Shape object(String name) {
        return Shape.of(name).and(timestamps()).with("id", Kind.TEXT, Written.IF_NOT_ZERO, Check.uuid());
    }

    private Shape tagged(Shape shape) {
        return napa ? shape.with("tags", Kind.ANY_MAP, Written.IF_NOT_ZERO) : shape;
    }

    private Shape autoEvent() {
        Shape shape = Shape.of("AutoEvent")
                .with("interval", Kind.TEXT, Written.ALWAYS, Check.required(), duration)
                .with("onChange", Kind.FLAG, Written.ALWAYS);
        if (palau) {
            shape = shape.with("onChangeThreshold", Kind.NUMBER, Written.ALWAYS);
        }
        // That a resource or command of this name exists is not looked at.
        shape = shape.with("sourceName", Kind.TEXT, Written.ALWAYS, Check.required());
        Shape retention = Shape.of("Retention")
                .with("maxCap", Kind.INTEGER, Written.ALWAYS)
                .with("minCap", Kind.INTEGER, Written.ALWAYS)
                .with("duration", Kind.TEXT, Written.ALWAYS, duration);
        return palau ? shape.with("retention", Kind.OBJECT, Written.ALWAYS, retention) : shape;
    }

    private Shape resourceProperties() {
        Kind number = napa ? Kind.NUMBER : Kind.TEXT;
        Kind integer = napa ? Kind.INTEGER : Kind.TEXT;
        Written given = napa ? Written.IF_GIVEN : Written.ALWAYS;
        Written text = napa ? Written.IF_NOT_ZERO : Written.ALWAYS;
        Shape shape = Shape.of("ResourceProperties")
                .with("valueType", Kind.TEXT, Written.ALWAYS, Check.required(), Check.valueType(release))
                .with("readWrite", Kind.TEXT, Written.ALWAYS, readWrite())
                .with("units", Kind.TEXT, text)
                .with("minimum", number, given)
                .with("maximum", number, given)
                .with("defaultValue", Kind.TEXT, text)
                .with("mask", integer, given)
                .with("shift", integer, given)
                .with("scale", number, given)
                .with("offset", number, given)
                .with("base", number, given)
                .with("assertion", Kind.TEXT, text)
                .with("mediaType", Kind.TEXT, text);
        return napa ? shape.with("optional", Kind.ANY_MAP, Written.IF_NOT_ZERO) : shape;
    }

    private Shape device(Shape autoEvent) {
        Shape shape = object("Device").with("name", Kind.TEXT, Written.ALWAYS, mandatoryName());
        if (palau) {
            shape = shape.with("parent", Kind.TEXT, Written.IF_NOT_ZERO);
        }
        shape = shape.with("description", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("adminState", Kind.TEXT, Written.ALWAYS, ADMIN_STATE)
                .with("operatingState", Kind.TEXT, Written.ALWAYS, Check.oneOf("UP", "DOWN", "UNKNOWN"));
        if (!napa) {
            shape = shape.with("lastConnected", Kind.INTEGER, Written.IF_NOT_ZERO)
                    .with("lastReported", Kind.INTEGER, Written.IF_NOT_ZERO);
        }
        shape = shape.with("labels", Kind.TEXTS, Written.IF_NOT_ZERO)
                .with("location", Kind.ANY, Written.IF_GIVEN)
                .with("serviceName", Kind.TEXT, Written.ALWAYS, mandatoryName());
        shape = palau
                ? shape.with("profileName", Kind.TEXT, Written.IF_NOT_ZERO)
                : shape.with("profileName", Kind.TEXT, Written.ALWAYS, mandatoryName());
        shape = shape.with("autoEvents", Kind.OBJECTS, Written.IF_NOT_ZERO, autoEvent);
        if (palau) {
            Check given = (path, whole, value) ->
                    value == null ? Check.required().complaint(path, whole, null) : Optional.empty();
            return shape.with("protocols", Kind.ANY_MAPS, Written.ALWAYS_FILLED, given)
                    .with("tags", Kind.ANY_MAP, Written.IF_NOT_ZERO)
                    .with("properties", Kind.ANY_MAP, Written.ALWAYS_FILLED);
        }
        if (napa) {
            return shape.with("protocols", Kind.ANY_MAPS, Written.ALWAYS, Check.notEmpty())
                    .with("tags", Kind.ANY_MAP, Written.IF_NOT_ZERO)
                    .with("properties", Kind.ANY_MAP, Written.IF_NOT_ZERO);
        }
        // A client may send notify; no answer carries it.
        return shape.with("protocols", Kind.TEXT_MAPS, Written.ALWAYS, Check.notEmpty());
    }

    private Shape deviceService() {
        Shape shape = object("DeviceService")
                .with("name", Kind.TEXT, Written.ALWAYS, mandatoryName())
                .with("description", Kind.TEXT, Written.IF_NOT_ZERO);
        if (!napa) {
            shape = shape.with("lastConnected", Kind.INTEGER, Written.IF_NOT_ZERO)
                    .with("lastReported", Kind.INTEGER, Written.IF_NOT_ZERO);
        }
        shape = shape.with("labels", Kind.TEXTS, Written.IF_NOT_ZERO)
                .with("baseAddress", Kind.TEXT, Written.ALWAYS, Check.required(), Check.uri())
                .with("adminState", Kind.TEXT, Written.ALWAYS, ADMIN_STATE);
        return palau ? shape.with("properties", Kind.ANY_MAP, Written.ALWAYS_FILLED) : shape;
    }

    private Shape provisionWatcher(Shape autoEvent) {
        Check identifiers = (path, whole, value) -> {
            var empty = Check.notEmpty().complaint(path, whole, value);
            return empty.isPresent()
                            || Trees.elements(value == null ? Trees.object() : value)
                                    .noneMatch(Check::isZero)
                    ? empty
                    : Check.required().complaint(path, whole, null);
        };
        Shape shape = object("ProvisionWatcher").with("name", Kind.TEXT, Written.ALWAYS, mandatoryName());
        if (!napa) {
            return shape.with("labels", Kind.TEXTS, Written.IF_NOT_ZERO)
                    .with("identifiers", Kind.TEXT_MAP, Written.ALWAYS, identifiers)
                    .with("blockingIdentifiers", Kind.TEXTS_MAP, Written.IF_NOT_ZERO)
                    .with("profileName", Kind.TEXT, Written.ALWAYS, mandatoryName())
                    .with("serviceName", Kind.TEXT, Written.ALWAYS, mandatoryName())
                    .with("adminState", Kind.TEXT, Written.ALWAYS, ADMIN_STATE)
                    .with("autoEvents", Kind.OBJECTS, Written.IF_NOT_ZERO, autoEvent);
        }
        Shape discovered = Shape.of("DiscoveredDevice")
                .with("profileName", Kind.TEXT, Written.ALWAYS)
                .with("adminState", Kind.TEXT, Written.ALWAYS, ADMIN_STATE)
                .with("autoEvents", Kind.OBJECTS, Written.IF_NOT_ZERO, autoEvent)
                .with("properties", Kind.ANY_MAP, palau ? Written.ALWAYS_FILLED : Written.IF_NOT_ZERO);
        return shape.with("serviceName", Kind.TEXT, Written.ALWAYS, mandatoryName())
                .with("labels", Kind.TEXTS, Written.IF_NOT_ZERO)
                .with("identifiers", Kind.TEXT_MAP, Written.ALWAYS, identifiers)
                .with("blockingIdentifiers", Kind.TEXTS_MAP, Written.IF_NOT_ZERO)
                .with("adminState", Kind.TEXT, Written.ALWAYS, ADMIN_STATE)
                .with("discoveredDevice", Kind.OBJECT, Written.ALWAYS, discovered);
    }

    private Shape event() {
        Shape reading = Shape.of("BaseReading")
                .with("id", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("origin", Kind.INTEGER, Written.ALWAYS, Check.required())
                .with("deviceName", Kind.TEXT, Written.ALWAYS, mandatoryName())
                .with("resourceName", Kind.TEXT, Written.ALWAYS, Check.required())
                .with("profileName", Kind.TEXT, Written.ALWAYS, mandatoryName())
                .with("valueType", Kind.TEXT, Written.ALWAYS, Check.required(), Check.valueType(release));
        if (napa) {
            reading = reading.with("units", Kind.TEXT, Written.IF_NOT_ZERO)
                    .with("tags", Kind.ANY_MAP, Written.IF_NOT_ZERO);
        }
        // Bytes are never kept: an event that is read again has none.
        reading = reading.with("mediaType", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("value", Kind.ANY, Written.IF_GIVEN)
                .with("objectValue", Kind.ANY, Written.IF_GIVEN);
        return Shape.of("Event")
                .with("apiVersion", Kind.TEXT, Written.ALWAYS)
                .with("id", Kind.TEXT, Written.ALWAYS, Check.required(), Check.uuid())
                .with("deviceName", Kind.TEXT, Written.ALWAYS, mandatoryName())
                .with("profileName", Kind.TEXT, Written.ALWAYS, mandatoryName())
                .with("sourceName", Kind.TEXT, Written.ALWAYS, Check.required())
                .with("origin", Kind.INTEGER, Written.ALWAYS, Check.required())
                .with("readings", Kind.OBJECTS, Written.ALWAYS, reading, Check.notEmpty())
                .with("tags", Kind.ANY_MAP, Written.IF_NOT_ZERO);
    }

    /** Here the characters of names are still looked at, in all releases. */
    private static Check unreserved() {
        return Check.matches(UNRESERVED, UNRESERVED_ONLY).unlessZero();
    }

    private static Check allUnreserved(String other) {
        return (path, whole, value) -> {
            var missing = Check.requiredWithout(other).complaint(path, whole, value);
            if (missing.isPresent() || value == null) {
                return missing;
            }
            return Trees.elements(value)
                    .map(one -> Check.matches(UNRESERVED, UNRESERVED_ONLY).complaint(path, whole, one))
                    .flatMap(Optional::stream)
                    .findFirst();
        };
    }

    private Shape notification() {
        Shape shape = object("Notification")
                .with("category", Kind.TEXT, Written.IF_NOT_ZERO, Check.requiredWithout("labels"), unreserved())
                .with("labels", Kind.TEXTS, Written.IF_NOT_ZERO, allUnreserved("category"))
                .with("content", Kind.TEXT, Written.ALWAYS, Check.required())
                .with("contentType", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("description", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("sender", Kind.TEXT, Written.ALWAYS, Check.required(), unreserved())
                .with("severity", Kind.TEXT, Written.ALWAYS, Check.oneOf("MINOR", "NORMAL", "CRITICAL"))
                .with(
                        "status",
                        Kind.TEXT,
                        Written.IF_NOT_ZERO,
                        Check.oneOf("NEW", "PROCESSED", "ESCALATED").unlessZero());
        return palau ? shape.with("acknowledged", Kind.FLAG, Written.ALWAYS) : shape;
    }

    private Shape address() {
        Check unlessMail = (path, whole, value) -> Trees.text(whole, "type").equals("EMAIL")
                ? Optional.empty()
                : Check.required().complaint(path, whole, value);
        Written hostWritten = palau ? Written.IF_NOT_ZERO : Written.ALWAYS;
        Check type = palau ? Check.oneOf("REST", "MQTT", "EMAIL", "ZeroMQ") : Check.oneOf("REST", "MQTT", "EMAIL");
        Shape shape = Shape.of("Address").with("type", Kind.TEXT, Written.ALWAYS, type);
        if (palau) {
            shape = shape.with("scheme", Kind.TEXT, Written.IF_NOT_ZERO);
        }
        shape = shape.with("host", Kind.TEXT, hostWritten, unlessMail)
                .with("port", Kind.INTEGER, hostWritten, unlessMail)
                .with("path", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("httpMethod", Kind.TEXT, Written.IF_NOT_ZERO);
        if (palau) {
            shape = shape.with("injectEdgeXAuth", Kind.FLAG, Written.IF_NOT_ZERO)
                    .with("secretPath", Kind.TEXT, Written.IF_NOT_ZERO)
                    .with("authMode", Kind.TEXT, Written.IF_NOT_ZERO)
                    .with("skipCertVerify", Kind.FLAG, Written.IF_NOT_ZERO);
        }
        return shape.with("publisher", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("topic", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("qos", Kind.INTEGER, Written.IF_NOT_ZERO)
                .with("keepAlive", Kind.INTEGER, Written.IF_NOT_ZERO)
                .with("retained", Kind.FLAG, Written.IF_NOT_ZERO)
                .with("autoReconnect", Kind.FLAG, Written.IF_NOT_ZERO)
                .with("connectTimeout", Kind.INTEGER, Written.IF_NOT_ZERO)
                .with("recipients", Kind.TEXTS, Written.IF_NOT_ZERO);
    }

    private Shape subscription(Shape address) {
        // Up to 3.x a subscription has no MQTT channel, though an interval action may have such an address.
        Check channels = (path, whole, value) -> !palau
                        && value != null
                        && Trees.elements(value)
                                .anyMatch(one -> Trees.text(one, "type").equals("MQTT"))
                ? Optional.of("MQTT is not valid type for Channel")
                : Optional.empty();
        return object("Subscription")
                .with("name", Kind.TEXT, Written.ALWAYS, mandatoryName())
                .with("channels", Kind.OBJECTS, Written.ALWAYS, address, Check.notEmpty(), channels)
                .with("receiver", Kind.TEXT, Written.ALWAYS, Check.required(), unreserved())
                .with("categories", Kind.TEXTS, Written.IF_NOT_ZERO, allUnreserved("labels"))
                .with("labels", Kind.TEXTS, Written.IF_NOT_ZERO, allUnreserved("categories"))
                .with("description", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("resendLimit", Kind.INTEGER, Written.IF_NOT_ZERO)
                .with("resendInterval", Kind.TEXT, Written.IF_NOT_ZERO, duration)
                .with("adminState", Kind.TEXT, Written.ALWAYS, ADMIN_STATE);
    }

    private static Shape transmission(Shape address) {
        Shape record = Shape.of("TransmissionRecord")
                .with("status", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("response", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("sent", Kind.INTEGER, Written.IF_NOT_ZERO);
        return Shape.of("Transmission")
                .with("created", Kind.INTEGER, Written.IF_NOT_ZERO)
                .with("id", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("channel", Kind.OBJECT, Written.ALWAYS, address)
                .with("notificationId", Kind.TEXT, Written.ALWAYS)
                .with("subscriptionName", Kind.TEXT, Written.ALWAYS)
                .with("records", Kind.OBJECTS, Written.IF_NOT_ZERO, record)
                .with("resendCount", Kind.INTEGER, Written.IF_NOT_ZERO)
                .with("status", Kind.TEXT, Written.ALWAYS);
    }

    private Shape intervalAction(Shape address) {
        Shape shape = object("IntervalAction")
                .with("name", Kind.TEXT, Written.ALWAYS, mandatoryName())
                .with("intervalName", Kind.TEXT, Written.ALWAYS, mandatoryName())
                .with("address", Kind.OBJECT, Written.ALWAYS, address)
                .with("content", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("contentType", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("adminState", Kind.TEXT, Written.ALWAYS, ADMIN_STATE);
        return napa ? shape.with("authMethod", Kind.TEXT, Written.ALWAYS, Check.oneOf("", "NONE", "JWT")) : shape;
    }

    private static Shape scheduleAction() {
        return Shape.of("ScheduleAction")
                .with("type", Kind.TEXT, Written.ALWAYS, Check.oneOf("EDGEXMESSAGEBUS", "REST", "DEVICECONTROL"))
                .with("contentType", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("payload", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("topic", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("address", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("method", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("injectEdgeXAuth", Kind.FLAG, Written.IF_NOT_ZERO)
                .with("deviceName", Kind.TEXT, Written.IF_NOT_ZERO)
                .with("sourceName", Kind.TEXT, Written.IF_NOT_ZERO);
    }

    private Shape job(Shape scheduleAction) {
        Shape definition = Shape.of("ScheduleDef")
                .with("type", Kind.TEXT, Written.ALWAYS, Check.oneOf("INTERVAL", "CRON"))
                .with("startTimestamp", Kind.INTEGER, Written.IF_NOT_ZERO)
                .with("endTimestamp", Kind.INTEGER, Written.IF_NOT_ZERO)
                .with("interval", Kind.TEXT, Written.IF_NOT_ZERO, duration)
                .with("crontab", Kind.TEXT, Written.IF_NOT_ZERO);
        return object("ScheduleJob")
                .with("name", Kind.TEXT, Written.ALWAYS, mandatoryName())
                .with("definition", Kind.OBJECT, Written.ALWAYS, definition)
                .with("autoTriggerMissedRecords", Kind.FLAG, Written.IF_NOT_ZERO)
                .with("actions", Kind.OBJECTS, Written.ALWAYS, scheduleAction, Check.notEmpty())
                .with("adminState", Kind.TEXT, Written.ALWAYS, ADMIN_STATE.unlessZero())
                .with("labels", Kind.TEXTS, Written.IF_NOT_ZERO)
                .with("properties", Kind.ANY_MAP, Written.ALWAYS_FILLED);
    }
}
