package io.noderesource.edgex;

import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.internal.wire.MetadataWriter;
import io.noderesource.edgex.internal.wire.Multipart;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceCommand;
import io.noderesource.edgex.model.DeviceCommandUpdate;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.DeviceProfileBasicInfo;
import io.noderesource.edgex.model.DeviceProfileUpdate;
import io.noderesource.edgex.model.DeviceResource;
import io.noderesource.edgex.model.DeviceResourceUpdate;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.model.DeviceServiceUpdate;
import io.noderesource.edgex.model.DeviceUpdate;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.EdgexObject;
import io.noderesource.edgex.model.ProvisionWatcher;
import io.noderesource.edgex.model.ProvisionWatcherUpdate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Core-metadata: which devices there are, what they can do, and who speaks to them. Thread-safe.
 *
 * <p>What is not there is a failure of kind {@code NOT_FOUND}, or an empty result of the methods named {@code find}. Adding
 * what exists, and deleting what is in use, is one of kind {@code CONFLICT}. A change that changes nothing is not harmless:
 * the device service starts the device's auto events anew, so a change each few seconds keeps them from ever coming. See
 * {@link DeviceUpdate#between}.
 */
public final class MetadataClient {
    /** Profiles are large: a page of a thousand may have tens of megabytes. */
    private static final int PROFILES = 100;

    private static final int SMALL_THINGS = 1000;

    private final Service service;
    private final Batch batch;

    MetadataClient(Service service, int batchSize) {
        this.service = service;
        batch = new Batch(service, batchSize);
    }

    /** What this service has in common with all others. */
    public ServiceOperations operations() {
        return new ServiceOperations(service);
    }

    /** All devices. */
    public Listing<Device> devices() {
        return devices(DeviceQuery.all());
    }

    /** Some devices. */
    public Listing<Device> devices(DeviceQuery query) {
        return listing(
                spoken -> {
                    Request request = labelled(Request.get("device", "all"), query.labels());
                    if (query.ancestor().isEmpty()) {
                        return request;
                    }
                    service.require(spoken, Dialect.V4, "devices below others");
                    request = request.with("descendantsOf", query.ancestor().get());
                    return query.levels() == 0 ? request : request.with("maxLevels", query.levels());
                },
                "devices",
                Device::of,
                SMALL_THINGS);
    }

    /** The devices that follow a profile. */
    public Listing<Device> devicesByProfile(String profile) {
        return listing(
                spoken -> Request.get("device", "profile", "name", profile), "devices", Device::of, SMALL_THINGS);
    }

    /** The devices that a device service speaks to. */
    public Listing<Device> devicesByService(String deviceService) {
        return listing(
                spoken -> Request.get("device", "service", "name", deviceService), "devices", Device::of, SMALL_THINGS);
    }

    /** A device. */
    public Call<Device> device(String name) {
        return service.member(spoken -> Request.get("device", "name", name), "device", Device::of);
    }

    /** A device, if it is there. */
    public Call<Optional<Device>> findDevice(String name) {
        return device(name).optional();
    }

    /** A device by its id; 4.x only. */
    public Call<Device> deviceById(String id) {
        return service.member(
                spoken -> {
                    service.require(spoken, Dialect.V4, "devices by id");
                    return Request.get("device", "id", id);
                },
                "device",
                Device::of);
    }

    /** Whether a device is there. */
    public Call<Boolean> deviceExists(String name) {
        return service.done(spoken -> Request.get("device", "check", "name", name))
                .optional()
                .map(Optional::isPresent);
    }

    /** Adds a device; gives its id. */
    public Call<String> addDevice(Device device) {
        return id(batch.single(device, adding(DeviceWrite.CHECKED)));
    }

    /** Adds devices; those of one device service share requests. */
    public Call<BatchResult<Device>> addDevices(List<Device> devices) {
        return addDevices(devices, DeviceWrite.CHECKED);
    }

    /** Adds devices, or replaces them. */
    public Call<BatchResult<Device>> addDevices(List<Device> devices, DeviceWrite how) {
        return batch.call(devices, adding(how));
    }

    private Batch.Shape<Device> adding(DeviceWrite how) {
        return new Batch.Shape<>(
                spoken -> written(Request.post("device"), how, spoken),
                wrapped("device", MetadataWriter::device),
                Device::serviceName);
    }

    /** Changes a device. */
    public Call<Done> updateDevice(DeviceUpdate update) {
        return done(batch.single(update, updating(DeviceWrite.CHECKED)));
    }

    /** Changes devices. */
    public Call<BatchResult<DeviceUpdate>> updateDevices(List<DeviceUpdate> updates) {
        return updateDevices(updates, DeviceWrite.CHECKED);
    }

    /**
     * Changes devices.
     *
     * @param how {@link DeviceWrite#CHECKED} or {@link DeviceWrite#UNCHECKED}
     */
    public Call<BatchResult<DeviceUpdate>> updateDevices(List<DeviceUpdate> updates, DeviceWrite how) {
        if (how == DeviceWrite.REPLACE) {
            throw new IllegalArgumentException("only a device that is added can replace another");
        }
        return batch.call(updates, updating(how));
    }

    private Batch.Shape<DeviceUpdate> updating(DeviceWrite how) {
        return new Batch.Shape<>(
                spoken -> written(Request.patch("device"), how, spoken),
                wrapped("device", MetadataWriter::deviceUpdate),
                update -> update.serviceName());
    }

    private Request written(Request request, DeviceWrite how, Dialect spoken) {
        if (how == DeviceWrite.CHECKED) {
            return request;
        }
        service.require(spoken, Dialect.V4, "way around the device service's check");
        return how == DeviceWrite.UNCHECKED ? request.with("bypassValidation", true) : request.with("force", true);
    }

    /** Deletes a device. One with children on 4.x is a {@code CONFLICT}. */
    public Call<Done> deleteDevice(String name) {
        return service.done(spoken -> Request.delete("device", "name", name));
    }

    /** All profiles, or those with each of the labels. */
    public Listing<DeviceProfile> profiles(String... labels) {
        List<String> wanted = List.of(labels);
        return profiles(spoken -> labelled(Request.get("deviceprofile", "all"), wanted));
    }

    /** The profiles of a manufacturer. */
    public Listing<DeviceProfile> profilesByManufacturer(String manufacturer) {
        return profiles(spoken -> Request.get("deviceprofile", "manufacturer", manufacturer));
    }

    /** The profiles of a model, whoever makes it. */
    public Listing<DeviceProfile> profilesByModel(String model) {
        return profiles(spoken -> Request.get("deviceprofile", "model", model));
    }

    /** The profiles of a manufacturer's model. */
    public Listing<DeviceProfile> profilesByManufacturerAndModel(String manufacturer, String model) {
        return profiles(spoken -> Request.get("deviceprofile", "manufacturer", manufacturer, "model", model));
    }

    private Listing<DeviceProfile> profiles(Function<Dialect, Request> request) {
        return listing(request, "profiles", DeviceProfile::of, PROFILES);
    }

    /** What all profiles are called, or those with each of the labels; 4.x only. */
    public Listing<DeviceProfileBasicInfo> profileBasicInfos(String... labels) {
        List<String> wanted = List.of(labels);
        return listing(
                spoken -> {
                    service.require(spoken, Dialect.V4, "list of profiles without their content");
                    return labelled(Request.get("deviceprofile", "basicinfo", "all"), wanted);
                },
                "profiles",
                DeviceProfileBasicInfo::of,
                SMALL_THINGS);
    }

    /** A profile. */
    public Call<DeviceProfile> profile(String name) {
        return service.member(spoken -> Request.get("deviceprofile", "name", name), "profile", DeviceProfile::of);
    }

    /** A profile, if it is there. */
    public Call<Optional<DeviceProfile>> findProfile(String name) {
        return profile(name).optional();
    }

    /** Adds a profile; gives its id. */
    public Call<String> addProfile(DeviceProfile profile) {
        return id(batch.single(profile, profiles(Request.post("deviceprofile"))));
    }

    /** Adds profiles. */
    public Call<BatchResult<DeviceProfile>> addProfiles(List<DeviceProfile> profiles) {
        return batch.call(profiles, profiles(Request.post("deviceprofile")));
    }

    /** Puts a profile in the place of that of the same name, also while devices follow it; what is not set is cleared. */
    public Call<Done> replaceProfile(DeviceProfile profile) {
        return done(batch.single(profile, profiles(Request.put("deviceprofile"))));
    }

    /** Puts profiles in the place of those of the same names. */
    public Call<BatchResult<DeviceProfile>> replaceProfiles(List<DeviceProfile> profiles) {
        return batch.call(profiles, profiles(Request.put("deviceprofile")));
    }

    private static Batch.Shape<DeviceProfile> profiles(Request request) {
        return shape(request, "profile", MetadataWriter::profile);
    }

    /** Adds a profile written in YAML, as a device's maker may ship it; gives its id. */
    public Call<String> uploadProfile(byte[] yaml) {
        return service.object(
                spoken -> Multipart.file(Request.post("deviceprofile", "uploadfile"), yaml),
                answer -> answer.text("id").orElse(""));
    }

    /** Puts a profile written in YAML in the place of that of the same name. */
    public Call<Done> uploadProfileReplacement(byte[] yaml) {
        return service.done(spoken -> Multipart.file(Request.put("deviceprofile", "uploadfile"), yaml));
    }

    /** Changes what profiles are called; not what they can do. */
    public Call<BatchResult<DeviceProfileUpdate>> updateProfiles(List<DeviceProfileUpdate> updates) {
        return batch.call(
                updates, shape(Request.patch("deviceprofile", "basicinfo"), "basicinfo", MetadataClient::asItIs));
    }

    /** Deletes a profile that no device follows. */
    public Call<Done> deleteProfile(String name) {
        return service.done(spoken -> Request.delete("deviceprofile", "name", name));
    }

    /** A resource of a profile. */
    public Call<DeviceResource> resource(String profile, String resource) {
        return service.member(
                spoken -> Request.get("deviceresource", "profile", profile, "resource", resource),
                "resource",
                DeviceResource::of);
    }

    /** A resource of a profile, if both are there. */
    public Call<Optional<DeviceResource>> findResource(String profile, String resource) {
        return resource(profile, resource).optional();
    }

    /** Adds resources to a profile. */
    public Call<BatchResult<DeviceResource>> addResources(String profile, List<DeviceResource> resources) {
        return batch.call(
                resources,
                within(profile, Request.post("deviceprofile", "resource"), "resource", MetadataWriter::resource));
    }

    /** Changes resources of a profile. */
    public Call<BatchResult<DeviceResourceUpdate>> updateResources(String profile, List<DeviceResourceUpdate> updates) {
        return batch.call(
                updates,
                within(profile, Request.patch("deviceprofile", "resource"), "resource", MetadataClient::asItIs));
    }

    /** Deletes a resource of a profile. */
    public Call<Done> deleteResource(String profile, String resource) {
        return service.done(spoken -> Request.delete("deviceprofile", "name", profile, "resource", resource));
    }

    /** Adds commands to a profile. */
    public Call<BatchResult<DeviceCommand>> addCommands(String profile, List<DeviceCommand> commands) {
        return batch.call(
                commands,
                within(
                        profile,
                        Request.post("deviceprofile", "deviceCommand"),
                        "deviceCommand",
                        MetadataWriter::command));
    }

    /** Changes commands of a profile. */
    public Call<BatchResult<DeviceCommandUpdate>> updateCommands(String profile, List<DeviceCommandUpdate> updates) {
        return batch.call(
                updates,
                within(
                        profile,
                        Request.patch("deviceprofile", "deviceCommand"),
                        "deviceCommand",
                        MetadataClient::asItIs));
    }

    /** Deletes a command of a profile. */
    public Call<Done> deleteCommand(String profile, String command) {
        return service.done(spoken -> Request.delete("deviceprofile", "name", profile, "deviceCommand", command));
    }

    /**
     * Adds tags to resources and commands of a profile, or sets them anew; none can be taken away. 4.x only.
     *
     * @param profile its name
     * @param resources for each resource's name the tags
     * @param commands for each command's name the tags
     */
    public Call<Done> addProfileTags(
            String profile, Map<String, Map<String, Json>> resources, Map<String, Map<String, Json>> commands) {
        return service.done(spoken -> {
            service.require(spoken, Dialect.V4, "way to add tags to a profile");
            return Request.patch("deviceprofile", "name", profile, "tags")
                    .sending(Json.object()
                            .with("apiVersion", Json.of(spoken.apiVersion()))
                            .with("deviceResources", tags(resources))
                            .with("deviceCommands", tags(commands)));
        });
    }

    private static Json tags(Map<String, Map<String, Json>> tags) {
        return Json.array(tags.entrySet().stream()
                .map(entry ->
                        Json.object().with("name", Json.of(entry.getKey())).with("tags", Json.object(entry.getValue())))
                .toList());
    }

    /** All device services, or those with each of the labels. */
    public Listing<DeviceService> services(String... labels) {
        List<String> wanted = List.of(labels);
        return listing(
                spoken -> labelled(Request.get("deviceservice", "all"), wanted),
                "services",
                DeviceService::of,
                SMALL_THINGS);
    }

    /** A device service. */
    public Call<DeviceService> service(String name) {
        return service.member(spoken -> Request.get("deviceservice", "name", name), "service", DeviceService::of);
    }

    /** A device service, if it is there. */
    public Call<Optional<DeviceService>> findService(String name) {
        return service(name).optional();
    }

    /** Adds device services. */
    public Call<BatchResult<DeviceService>> addServices(List<DeviceService> services) {
        return batch.call(services, shape(Request.post("deviceservice"), "service", MetadataWriter::service));
    }

    /** Changes device services. */
    public Call<BatchResult<DeviceServiceUpdate>> updateServices(List<DeviceServiceUpdate> updates) {
        return batch.call(updates, shape(Request.patch("deviceservice"), "service", MetadataWriter::serviceUpdate));
    }

    /** Deletes a device service that speaks to no device. */
    public Call<Done> deleteService(String name) {
        return service.done(spoken -> Request.delete("deviceservice", "name", name));
    }

    /** All provision watchers, or those with each of the labels. */
    public Listing<ProvisionWatcher> provisionWatchers(String... labels) {
        List<String> wanted = List.of(labels);
        return watchers(spoken -> labelled(Request.get("provisionwatcher", "all"), wanted));
    }

    /** The provision watchers whose devices follow a profile. */
    public Listing<ProvisionWatcher> provisionWatchersByProfile(String profile) {
        return watchers(spoken -> Request.get("provisionwatcher", "profile", "name", profile));
    }

    /** The provision watchers of a device service. */
    public Listing<ProvisionWatcher> provisionWatchersByService(String deviceService) {
        return watchers(spoken -> Request.get("provisionwatcher", "service", "name", deviceService));
    }

    private Listing<ProvisionWatcher> watchers(Function<Dialect, Request> request) {
        return listing(request, "provisionWatchers", MetadataWriter::readWatcher, SMALL_THINGS);
    }

    /** A provision watcher. */
    public Call<ProvisionWatcher> provisionWatcher(String name) {
        return service.member(
                spoken -> Request.get("provisionwatcher", "name", name),
                "provisionWatcher",
                MetadataWriter::readWatcher);
    }

    /** A provision watcher, if it is there. */
    public Call<Optional<ProvisionWatcher>> findProvisionWatcher(String name) {
        return provisionWatcher(name).optional();
    }

    /** Adds provision watchers. */
    public Call<BatchResult<ProvisionWatcher>> addProvisionWatchers(List<ProvisionWatcher> watchers) {
        return batch.call(
                watchers, shape(Request.post("provisionwatcher"), "provisionwatcher", MetadataWriter::watcher));
    }

    /** Changes provision watchers. */
    public Call<BatchResult<ProvisionWatcherUpdate>> updateProvisionWatchers(List<ProvisionWatcherUpdate> updates) {
        return batch.call(
                updates, shape(Request.patch("provisionwatcher"), "provisionwatcher", MetadataWriter::watcherUpdate));
    }

    /** Deletes a provision watcher; the devices it made stay. */
    public Call<Done> deleteProvisionWatcher(String name) {
        return service.done(spoken -> Request.delete("provisionwatcher", "name", name));
    }

    /** The units of measure that profiles may use, in the service's own form. */
    public Call<Json> unitsOfMeasure() {
        return service.object(
                spoken -> Request.get("uom"), answer -> answer.get("uom").orElse(answer));
    }

    private <T> Listing<T> listing(
            Function<Dialect, Request> request, String member, Function<Json.Obj, T> read, int pageSize) {
        return new Listing<>(service, request, member, read, pageSize);
    }

    private static Request labelled(Request request, List<String> labels) {
        return labels.isEmpty() ? request : request.with("labels", Service.joined(labels));
    }

    private static <T> Batch.Shape<T> shape(Request request, String member, BiFunction<T, Dialect, Json.Obj> write) {
        return new Batch.Shape<>(spoken -> request, wrapped(member, write), item -> "");
    }

    private static <T> Batch.Shape<T> within(
            String profile, Request request, String member, BiFunction<T, Dialect, Json.Obj> write) {
        return new Batch.Shape<>(
                spoken -> request,
                (item, spoken) ->
                        Json.object().with("profileName", Json.of(profile)).with(member, write.apply(item, spoken)),
                item -> "");
    }

    private static <T> BiFunction<T, Dialect, Json.Obj> wrapped(String member, BiFunction<T, Dialect, Json.Obj> write) {
        return (item, spoken) -> Json.object().with(member, write.apply(item, spoken));
    }

    private static <T extends EdgexObject> Json.Obj asItIs(T item, Dialect spoken) {
        return item.json();
    }

    private static <T> Call<String> id(Call<BatchResult.Success<T>> call) {
        return call.map(success -> success.id().orElse(""));
    }

    private static <T> Call<Done> done(Call<BatchResult.Success<T>> call) {
        return call.map(success -> Done.DONE);
    }
}
