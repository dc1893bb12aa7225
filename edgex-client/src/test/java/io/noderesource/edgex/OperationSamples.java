package io.noderesource.edgex;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Address;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceCommand;
import io.noderesource.edgex.model.DeviceCommandUpdate;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.DeviceProfileUpdate;
import io.noderesource.edgex.model.DeviceResource;
import io.noderesource.edgex.model.DeviceResourceUpdate;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.model.DeviceServiceUpdate;
import io.noderesource.edgex.model.DeviceUpdate;
import io.noderesource.edgex.model.DiscoveredDevice;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.HealthCheck;
import io.noderesource.edgex.model.Interval;
import io.noderesource.edgex.model.IntervalAction;
import io.noderesource.edgex.model.IntervalActionUpdate;
import io.noderesource.edgex.model.IntervalUpdate;
import io.noderesource.edgex.model.Notification;
import io.noderesource.edgex.model.NotificationSeverity;
import io.noderesource.edgex.model.NotificationStatus;
import io.noderesource.edgex.model.ProvisionWatcher;
import io.noderesource.edgex.model.ProvisionWatcherUpdate;
import io.noderesource.edgex.model.Reading;
import io.noderesource.edgex.model.Registration;
import io.noderesource.edgex.model.ResourceOperation;
import io.noderesource.edgex.model.ResourceProperties;
import io.noderesource.edgex.model.ScheduleAction;
import io.noderesource.edgex.model.ScheduleDefinition;
import io.noderesource.edgex.model.ScheduleJob;
import io.noderesource.edgex.model.ScheduleJobUpdate;
import io.noderesource.edgex.model.ScheduleStatus;
import io.noderesource.edgex.model.Subscription;
import io.noderesource.edgex.model.SubscriptionUpdate;
import io.noderesource.edgex.model.TransmissionStatus;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.ParameterSpec;
import io.noderesource.edgex.value.Parameters;
import io.noderesource.edgex.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One use of each method that sends something. What becomes part of the path is called as the placeholder in the table of
 * operations, so that the test sees when two are mixed up; a number or a constant stands for one that must be such.
 */
final class OperationSamples {
    private static final Instant START = Instant.ofEpochSecond(1_795_000_000);
    private static final Instant END = START.plusSeconds(60);
    private static final Duration AGE = Duration.ofHours(1);

    private final Map<String, BiFunction<EdgexClient, EdgexService, Object>> samples = new LinkedHashMap<>();

    OperationSamples() {
        common();
        metadata();
        command();
        data();
        notifications();
        scheduler();
        keeper();
    }

    /** The names, each with its class. */
    Set<String> names() {
        return samples.keySet();
    }

    /** A {@link Call} or a {@link Listing}. */
    Object use(String name, EdgexClient client, EdgexService service) {
        return Objects.requireNonNull(samples.get(name), name).apply(client, service);
    }

    private void common() {
        operation("ping", ServiceOperations::ping);
        operation("version", ServiceOperations::version);
        operation("config", ServiceOperations::config);
        operation("metrics", ServiceOperations::metrics);
        operation("addSecret", common -> common.addSecret("secret", Map.of("user", "somebody")));
    }

    private void operation(String name, Function<ServiceOperations, Object> use) {
        samples.put("ServiceOperations." + name, (client, service) -> use.apply(client.operations(service)));
    }

    private void metadata() {
        Device device = Device.builder("name", "svc").profileName("profile").build();
        DeviceUpdate deviceUpdate = DeviceUpdate.builder().name("name").build();
        DeviceProfile profile = DeviceProfile.builder("name").build();
        DeviceResource resource = DeviceResource.builder(
                        "resourceName", ResourceProperties.builder("Int8", "RW").build())
                .build();
        DeviceCommand command = DeviceCommand.builder(
                        "commandName",
                        "RW",
                        List.of(ResourceOperation.builder("resourceName").build()))
                .build();
        DeviceService service =
                DeviceService.builder("name", "http://svc:59900").build();
        ProvisionWatcher watcher = ProvisionWatcher.builder(
                        "name",
                        "svc",
                        Map.of("address", ".*"),
                        DiscoveredDevice.builder("profile").build())
                .build();
        byte[] yaml = {'n', 'a', 'm', 'e', ':', ' ', 'x'};
        Map<String, Map<String, Json>> tags = Map.of("resourceName", Map.of("hall", Json.of(2)));
        metadata("devices", client -> client.devices());
        metadata("devicesByProfile", client -> client.devicesByProfile("name"));
        metadata("devicesByService", client -> client.devicesByService("name"));
        metadata("device", client -> client.device("name"));
        metadata("findDevice", client -> client.findDevice("name"));
        metadata("deviceById", client -> client.deviceById("id"));
        metadata("deviceExists", client -> client.deviceExists("name"));
        metadata("addDevice", client -> client.addDevice(device));
        metadata("addDevices", client -> client.addDevices(List.of(device)));
        metadata("updateDevice", client -> client.updateDevice(deviceUpdate));
        metadata("updateDevices", client -> client.updateDevices(List.of(deviceUpdate)));
        metadata("deleteDevice", client -> client.deleteDevice("name"));
        metadata("profiles", client -> client.profiles());
        metadata("profilesByManufacturer", client -> client.profilesByManufacturer("manufacturer"));
        metadata("profilesByModel", client -> client.profilesByModel("model"));
        metadata(
                "profilesByManufacturerAndModel",
                client -> client.profilesByManufacturerAndModel("manufacturer", "model"));
        metadata("profileBasicInfos", client -> client.profileBasicInfos());
        metadata("profile", client -> client.profile("name"));
        metadata("findProfile", client -> client.findProfile("name"));
        metadata("addProfile", client -> client.addProfile(profile));
        metadata("addProfiles", client -> client.addProfiles(List.of(profile)));
        metadata("replaceProfile", client -> client.replaceProfile(profile));
        metadata("replaceProfiles", client -> client.replaceProfiles(List.of(profile)));
        metadata("uploadProfile", client -> client.uploadProfile(yaml));
        metadata("uploadProfileReplacement", client -> client.uploadProfileReplacement(yaml));
        metadata(
                "updateProfiles",
                client -> client.updateProfiles(
                        List.of(DeviceProfileUpdate.builder().name("name").build())));
        metadata("deleteProfile", client -> client.deleteProfile("name"));
        metadata("resource", client -> client.resource("profileName", "resourceName"));
        metadata("findResource", client -> client.findResource("profileName", "resourceName"));
        metadata("addResources", client -> client.addResources("name", List.of(resource)));
        metadata(
                "updateResources",
                client -> client.updateResources(
                        "name",
                        List.of(DeviceResourceUpdate.builder("resourceName").build())));
        metadata("deleteResource", client -> client.deleteResource("name", "resourceName"));
        metadata("addCommands", client -> client.addCommands("name", List.of(command)));
        metadata(
                "updateCommands",
                client -> client.updateCommands(
                        "name",
                        List.of(DeviceCommandUpdate.builder("commandName").build())));
        metadata("deleteCommand", client -> client.deleteCommand("name", "commandName"));
        metadata("addProfileTags", client -> client.addProfileTags("name", tags, Map.of()));
        metadata("services", client -> client.services());
        metadata("service", client -> client.service("name"));
        metadata("findService", client -> client.findService("name"));
        metadata("addServices", client -> client.addServices(List.of(service)));
        metadata(
                "updateServices",
                client -> client.updateServices(
                        List.of(DeviceServiceUpdate.builder().name("name").build())));
        metadata("deleteService", client -> client.deleteService("name"));
        metadata("provisionWatchers", client -> client.provisionWatchers());
        metadata("provisionWatchersByProfile", client -> client.provisionWatchersByProfile("name"));
        metadata("provisionWatchersByService", client -> client.provisionWatchersByService("name"));
        metadata("provisionWatcher", client -> client.provisionWatcher("name"));
        metadata("findProvisionWatcher", client -> client.findProvisionWatcher("name"));
        metadata("addProvisionWatchers", client -> client.addProvisionWatchers(List.of(watcher)));
        metadata(
                "updateProvisionWatchers",
                client -> client.updateProvisionWatchers(
                        List.of(ProvisionWatcherUpdate.builder().name("name").build())));
        metadata("deleteProvisionWatcher", client -> client.deleteProvisionWatcher("name"));
        metadata("unitsOfMeasure", client -> client.unitsOfMeasure());
    }

    private void metadata(String name, Function<MetadataClient, Object> use) {
        samples.put("MetadataClient." + name, (client, service) -> use.apply(client.metadata()));
    }

    private void command() {
        CommandSpec spec = CommandSpec.of(
                "command", "RW", List.of(ParameterSpec.builder("Level", "Int16").build()));
        Parameters parameters = Parameters.of("Level", "1");
        command("allCommands", client -> client.allCommands());
        command("commands", client -> client.commands("name"));
        command("findCommands", client -> client.findCommands("name"));
        command("read", client -> client.read("name", "command"));
        command("readAndPublish", client -> client.readAndPublish("name", "command"));
        command("publish", client -> client.publish("name", "command"));
        command("readMatching", client -> client.readMatching("name", "command"));
        command("set", client -> client.set("name", spec, parameters));
        command("setAndRead", client -> client.setAndRead("name", spec, parameters));
        command("setUnchecked", client -> client.setUnchecked("name", "command", Json.object()));
    }

    private void command(String name, Function<CommandClient, Object> use) {
        samples.put("CommandClient." + name, (client, service) -> use.apply(client.command()));
    }

    private void data() {
        Event event = Event.builder(
                        "deviceName",
                        "profileName",
                        "sourceName",
                        1795405208386481807L,
                        List.of(Reading.builder(
                                        "deviceName",
                                        "profileName",
                                        "sourceName",
                                        Value.ofBool(true),
                                        1795405208386481807L)
                                .build()))
                .build();
        ReadingQuery all = ReadingQuery.all();
        data("addEvent", client -> client.addEvent("serviceName", event));
        data("event", client -> client.event("id"));
        data("findEvent", client -> client.findEvent("id"));
        data("events", client -> client.events());
        data("eventsOf", client -> client.eventsOf("name"));
        data("eventsBetween", client -> client.eventsBetween(START, END));
        data("eventCount", client -> client.eventCount());
        data("eventCountOf", client -> client.eventCountOf("name"));
        data("deleteEvent", client -> client.deleteEvent("id"));
        data("deleteEventsOf", client -> client.deleteEventsOf("name"));
        data("deleteEventsOlderThan", client -> client.deleteEventsOlderThan(AGE));
        data("readings", client -> client.readings(all));
        data("readings#device", client -> client.readings(all.device("name")));
        data("readings#resource", client -> client.readings(all.resource("resourceName")));
        data("readings#time", client -> client.readings(all.between(START, END)));
        data(
                "readings#device-time",
                client -> client.readings(all.device("deviceName").between(START, END)));
        data(
                "readings#resource-time",
                client -> client.readings(all.resource("resourceName").between(START, END)));
        data(
                "readings#device-resource",
                client -> client.readings(all.device("deviceName").resource("resourceName")));
        data(
                "readings#device-resource-time",
                client -> client.readings(
                        all.device("deviceName").resource("resourceName").between(START, END)));
        data("readingCount", client -> client.readingCount());
        data("readingCountOf", client -> client.readingCountOf("name"));
    }

    private void data(String name, Function<DataClient, Object> use) {
        samples.put("DataClient." + name, (client, service) -> use.apply(client.data()));
    }

    private void notifications() {
        Notification notification = Notification.builder("sender", NotificationSeverity.NORMAL, "content")
                .category("category")
                .build();
        Subscription subscription = Subscription.builder(
                        "name",
                        "receiver",
                        List.of(Address.rest("host", 80, "POST").build()))
                .categories(List.of("category"))
                .build();
        SubscriptionUpdate update = SubscriptionUpdate.builder().name("name").build();
        List<String> ids = List.of("ids");
        notifications("addNotifications", client -> client.addNotifications(List.of(notification)));
        notifications("notification", client -> client.notification("id"));
        notifications("findNotification", client -> client.findNotification("id"));
        notifications("notifications#category", client -> client.notifications(NotificationQuery.category("category")));
        notifications("notifications#label", client -> client.notifications(NotificationQuery.label("label")));
        notifications(
                "notifications#status",
                client -> client.notifications(NotificationQuery.status(NotificationStatus.NEW)));
        notifications(
                "notifications#subscription", client -> client.notifications(NotificationQuery.subscription("name")));
        notifications("notifications#time", client -> client.notifications(NotificationQuery.between(START, END)));
        notifications(
                "notifications#categories",
                client -> client.notifications(NotificationQuery.categoriesBetween(List.of("category"), START, END)));
        notifications("acknowledge", client -> client.acknowledge(ids));
        notifications("unacknowledge", client -> client.unacknowledge(ids));
        notifications("deleteNotification", client -> client.deleteNotification("id"));
        notifications("deleteNotifications", client -> client.deleteNotifications(ids));
        notifications("deleteNotificationsOlderThan", client -> client.deleteNotificationsOlderThan(AGE));
        notifications("cleanUp", client -> client.cleanUp());
        notifications("cleanUpOlderThan", client -> client.cleanUpOlderThan(AGE));
        notifications("addSubscriptions", client -> client.addSubscriptions(List.of(subscription)));
        notifications("updateSubscriptions", client -> client.updateSubscriptions(List.of(update)));
        notifications("subscription", client -> client.subscription("name"));
        notifications("findSubscription", client -> client.findSubscription("name"));
        notifications("subscriptions", client -> client.subscriptions());
        notifications("subscriptionsByCategory", client -> client.subscriptionsByCategory("category"));
        notifications("subscriptionsByLabel", client -> client.subscriptionsByLabel("label"));
        notifications("subscriptionsByReceiver", client -> client.subscriptionsByReceiver("receiver"));
        notifications("deleteSubscription", client -> client.deleteSubscription("name"));
        notifications("transmission", client -> client.transmission("id"));
        notifications("findTransmission", client -> client.findTransmission("id"));
        notifications("transmissions", client -> client.transmissions());
        notifications("transmissionsBySubscription", client -> client.transmissionsBySubscription("name"));
        notifications("transmissionsByNotification", client -> client.transmissionsByNotification("id"));
        notifications("transmissionsByStatus", client -> client.transmissionsByStatus(TransmissionStatus.SENT));
        notifications("transmissionsBetween", client -> client.transmissionsBetween(START, END));
        notifications("deleteTransmissionsOlderThan", client -> client.deleteTransmissionsOlderThan(AGE));
    }

    private void notifications(String name, Function<NotificationsClient, Object> use) {
        samples.put("NotificationsClient." + name, (client, service) -> use.apply(client.notifications()));
    }

    private void scheduler() {
        Interval interval = Interval.builder("name", "1h").build();
        IntervalUpdate intervalUpdate = IntervalUpdate.builder().name("name").build();
        IntervalAction action = IntervalAction.builder(
                        "name", "interval", Address.rest("host", 80, "GET").build())
                .build();
        IntervalActionUpdate actionUpdate =
                IntervalActionUpdate.builder().name("name").build();
        ScheduleJob job = ScheduleJob.builder(
                        "name",
                        ScheduleDefinition.every("1h").build(),
                        List.of(ScheduleAction.rest("GET", "http://host/").build()))
                .build();
        ScheduleJobUpdate jobUpdate = ScheduleJobUpdate.builder().name("name").build();
        RecordQuery records = RecordQuery.all();
        scheduler("addIntervals", client -> client.addIntervals(List.of(interval)));
        scheduler("updateIntervals", client -> client.updateIntervals(List.of(intervalUpdate)));
        scheduler("interval", client -> client.interval("name"));
        scheduler("findInterval", client -> client.findInterval("name"));
        scheduler("intervals", client -> client.intervals());
        scheduler("deleteInterval", client -> client.deleteInterval("name"));
        scheduler("addIntervalActions", client -> client.addIntervalActions(List.of(action)));
        scheduler("updateIntervalActions", client -> client.updateIntervalActions(List.of(actionUpdate)));
        scheduler("intervalAction", client -> client.intervalAction("name"));
        scheduler("findIntervalAction", client -> client.findIntervalAction("name"));
        scheduler("intervalActions", client -> client.intervalActions());
        scheduler("deleteIntervalAction", client -> client.deleteIntervalAction("name"));
        scheduler("addJobs", client -> client.addJobs(List.of(job)));
        scheduler("updateJobs", client -> client.updateJobs(List.of(jobUpdate)));
        scheduler("job", client -> client.job("name"));
        scheduler("findJob", client -> client.findJob("name"));
        scheduler("jobs", client -> client.jobs());
        scheduler("deleteJob", client -> client.deleteJob("name"));
        scheduler("triggerJob", client -> client.triggerJob("name"));
        scheduler("records", client -> client.records(records));
        scheduler("records#job", client -> client.records(records.job("name")));
        scheduler("records#status", client -> client.records(records.status(ScheduleStatus.FAILED)));
        scheduler(
                "records#job-status",
                client -> client.records(records.job("name").status(ScheduleStatus.FAILED)));
        scheduler("latestRecords", client -> client.latestRecords("name"));
    }

    private void scheduler(String name, Function<SchedulerClient, Object> use) {
        samples.put("SchedulerClient." + name, (client, service) -> use.apply(client.scheduler()));
    }

    private void keeper() {
        Registration registration = Registration.builder(
                        "serviceId", "host", 80, HealthCheck.builder("http").build())
                .build();
        keeper("values", client -> client.values("key"));
        keeper("keys", client -> client.keys("key"));
        keeper("put", client -> client.put("key", Json.of("value")));
        keeper("putAll", client -> client.putAll("key", Json.object()));
        keeper("delete", client -> client.delete("key"));
        keeper("deleteAll", client -> client.deleteAll("key"));
        keeper("register", client -> client.register(registration));
        keeper("updateRegistration", client -> client.updateRegistration(registration));
        keeper("registration", client -> client.registration("serviceId"));
        keeper("findRegistration", client -> client.findRegistration("serviceId"));
        keeper("deregister", client -> client.deregister("serviceId"));
        keeper("registrations", client -> client.registrations());
        keeper("registrationsEver", client -> client.registrationsEver());
    }

    private void keeper(String name, Function<KeeperClient, Object> use) {
        samples.put("KeeperClient." + name, (client, service) -> use.apply(client.keeper()));
    }
}
