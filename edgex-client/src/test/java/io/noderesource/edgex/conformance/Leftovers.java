package io.noderesource.edgex.conformance;

import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.Listing;
import io.noderesource.edgex.NotificationQuery;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.Interval;
import io.noderesource.edgex.model.IntervalAction;
import io.noderesource.edgex.model.ProvisionWatcher;
import io.noderesource.edgex.model.ScheduleJob;
import io.noderesource.edgex.model.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a run made, known by the beginning of its name: deleted, what needs others first. */
final class Leftovers {
    private final EdgexClient client;
    private final Set<EdgexService> services;
    private final Dialect dialect;
    private final String prefix;

    Leftovers(EdgexClient client, Set<EdgexService> services, Dialect dialect, String prefix) {
        this.client = client;
        this.services = services;
        this.dialect = dialect;
        this.prefix = prefix;
    }

    void delete() {
        List<String> devices = named(client.metadata().devices(), Device::name);
        if (services.contains(EdgexService.DATA)) {
            devices.forEach(name -> client.data().deleteEventsOf(name).get());
        }
        devices.forEach(name -> client.metadata().deleteDevice(name).get());
        each(
                client.metadata().provisionWatchers(),
                ProvisionWatcher::name,
                name -> client.metadata().deleteProvisionWatcher(name).get());
        each(
                client.metadata().profiles(),
                DeviceProfile::name,
                name -> client.metadata().deleteProfile(name).get());
        each(
                client.metadata().services(),
                DeviceService::name,
                name -> client.metadata().deleteService(name).get());
        if (services.contains(EdgexService.SCHEDULER)) {
            deleteSchedules();
        }
        if (services.contains(EdgexService.NOTIFICATIONS)) {
            each(
                    client.notifications().subscriptions(),
                    Subscription::name,
                    name -> client.notifications().deleteSubscription(name).get());
            client.notifications().notifications(NotificationQuery.category(prefix)).stream()
                    .map(notification -> notification.id())
                    .toList()
                    .forEach(id -> client.notifications().deleteNotification(id).get());
        }
    }

    private void deleteSchedules() {
        if (dialect == Dialect.V4) {
            each(
                    client.scheduler().jobs(),
                    ScheduleJob::name,
                    name -> client.scheduler().deleteJob(name).get());
            return;
        }
        each(
                client.scheduler().intervalActions(),
                IntervalAction::name,
                name -> client.scheduler().deleteIntervalAction(name).get());
        each(
                client.scheduler().intervals(),
                Interval::name,
                name -> client.scheduler().deleteInterval(name).get());
    }

    /** Names of this run that are still there. */
    List<String> names() {
        List<String> all = new ArrayList<>();
        all.addAll(named(client.metadata().devices(), Device::name));
        all.addAll(named(client.metadata().profiles(), DeviceProfile::name));
        all.addAll(named(client.metadata().services(), DeviceService::name));
        all.addAll(named(client.metadata().provisionWatchers(), ProvisionWatcher::name));
        return all;
    }

    private <T> void each(Listing<T> listing, Function<T, String> name, Consumer<String> delete) {
        named(listing, name).forEach(delete);
    }

    private <T> List<String> named(Listing<T> listing, Function<T, String> name) {
        return listing.stream().map(name).filter(one -> one.startsWith(prefix)).toList();
    }
}
