package io.noderesource.devices.edgex;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.BatchResult;
import io.noderesource.edgex.Call;
import io.noderesource.edgex.Done;
import io.noderesource.edgex.Listing;
import io.noderesource.edgex.MetadataClient;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.model.DeviceServiceUpdate;
import io.noderesource.edgex.model.DeviceUpdate;
import io.noderesource.edgex.model.EdgexObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What core-metadata does with the objects of one kind.
 *
 * @param kind the kind
 * @param read reads one from its JSON
 * @param readChange reads a change from its JSON; of a profile that is the whole of it
 * @param all lists them
 * @param find looks for one by its name
 * @param add adds some
 * @param change changes some
 * @param remove removes one by its name
 * @param <T> the objects
 * @param <U> their changes
 */
record Shelf<T extends EdgexObject, U extends EdgexObject>(
        IotKind kind,
        Function<Json.Obj, T> read,
        Function<Json.Obj, U> readChange,
        Supplier<Listing<T>> all,
        Function<String, Call<Optional<T>>> find,
        Function<List<T>, Call<BatchResult<T>>> add,
        Function<List<U>, Call<BatchResult<U>>> change,
        Function<String, Call<Done>> remove) {

    /** That of a kind. */
    static Shelf<?, ?> of(IotKind kind, MetadataClient metadata) {
        return switch (kind) {
            case SERVICE -> services(metadata);
            case PROFILE -> profiles(metadata);
            case DEVICE -> devices(metadata);
        };
    }

    /** The device services. */
    static Shelf<DeviceService, DeviceServiceUpdate> services(MetadataClient metadata) {
        return new Shelf<>(
                IotKind.SERVICE,
                DeviceService::of,
                DeviceServiceUpdate::of,
                metadata::services,
                metadata::findService,
                metadata::addServices,
                metadata::updateServices,
                metadata::deleteService);
    }

    /** The profiles. */
    static Shelf<DeviceProfile, DeviceProfile> profiles(MetadataClient metadata) {
        return new Shelf<>(
                IotKind.PROFILE,
                DeviceProfile::of,
                DeviceProfile::of,
                metadata::profiles,
                metadata::findProfile,
                metadata::addProfiles,
                metadata::replaceProfiles,
                metadata::deleteProfile);
    }

    /** The devices. */
    static Shelf<Device, DeviceUpdate> devices(MetadataClient metadata) {
        return new Shelf<>(
                IotKind.DEVICE,
                Device::of,
                DeviceUpdate::of,
                metadata::devices,
                metadata::findDevice,
                metadata::addDevices,
                metadata::updateDevices,
                metadata::deleteDevice);
    }
}
