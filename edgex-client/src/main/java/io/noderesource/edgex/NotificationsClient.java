package io.noderesource.edgex;

import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.EdgexObject;
import io.noderesource.edgex.model.Notification;
import io.noderesource.edgex.model.Subscription;
import io.noderesource.edgex.model.SubscriptionUpdate;
import io.noderesource.edgex.model.Transmission;
import io.noderesource.edgex.model.TransmissionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Support-notifications: tells subscribers what happened. Thread-safe. Its times are in milliseconds. */
public final class NotificationsClient {
    private static final int PAGE = 100;

    private final Service service;
    private final Batch batch;

    NotificationsClient(Service service, int batchSize) {
        this.service = service;
        batch = new Batch(service, batchSize);
    }

    /** What this service has in common with all others. */
    public ServiceOperations operations() {
        return new ServiceOperations(service);
    }

    /** Sends notifications; each that succeeds has the id that it got. */
    public Call<BatchResult<Notification>> addNotifications(List<Notification> notifications) {
        return batch.call(notifications, shape("notification", "notification", Request::post));
    }

    /** A notification. */
    public Call<Notification> notification(String id) {
        return service.member(spoken -> Request.get("notification", "id", id), "notification", Notification::of);
    }

    /** A notification, if there is such a one. */
    public Call<Optional<Notification>> findNotification(String id) {
        return notification(id).optional();
    }

    /** Notifications. */
    public Listing<Notification> notifications(NotificationQuery query) {
        return new Listing<>(
                service, spoken -> query.request(spoken, service), "notifications", Notification::of, PAGE);
    }

    /** Marks notifications as seen; 4.x only. */
    public Call<Done> acknowledge(List<String> ids) {
        return byIds(ids, list -> Request.put("notification", "acknowledge", "ids", list));
    }

    /** Marks notifications as not seen; 4.x only. */
    public Call<Done> unacknowledge(List<String> ids) {
        return byIds(ids, list -> Request.put("notification", "unacknowledge", "ids", list));
    }

    /** Deletes a notification and its transmissions. */
    public Call<Done> deleteNotification(String id) {
        return service.done(spoken -> Request.delete("notification", "id", id));
    }

    /** Deletes notifications and their transmissions; 4.x only. */
    public Call<Done> deleteNotifications(List<String> ids) {
        return byIds(ids, list -> Request.delete("notification", "ids", list));
    }

    /** Has those deleted that are done with and were last changed longer ago; the service answers before it is done. */
    public Call<Done> deleteNotificationsOlderThan(Duration age) {
        return service.done(spoken -> Request.delete("notification", "age", millis(age)));
    }

    /** Has all notifications and transmissions deleted; the service answers before it is done. */
    public Call<Done> cleanUp() {
        return service.done(spoken -> Request.delete("cleanup"));
    }

    /** Has all notifications deleted that were last changed longer ago, and their transmissions; answered at once. */
    public Call<Done> cleanUpOlderThan(Duration age) {
        return service.done(spoken -> Request.delete("cleanup", "age", millis(age)));
    }

    /** Adds subscriptions. */
    public Call<BatchResult<Subscription>> addSubscriptions(List<Subscription> subscriptions) {
        return batch.call(subscriptions, shape("subscription", "subscription", Request::post));
    }

    /** Changes subscriptions. */
    public Call<BatchResult<SubscriptionUpdate>> updateSubscriptions(List<SubscriptionUpdate> updates) {
        return batch.call(updates, shape("subscription", "subscription", Request::patch));
    }

    /** A subscription. */
    public Call<Subscription> subscription(String name) {
        return service.member(spoken -> Request.get("subscription", "name", name), "subscription", Subscription::of);
    }

    /** A subscription, if there is such a one. */
    public Call<Optional<Subscription>> findSubscription(String name) {
        return subscription(name).optional();
    }

    /** All subscriptions. */
    public Listing<Subscription> subscriptions() {
        return subscriptions(Request.get("subscription", "all"));
    }

    /** The subscriptions to a category. */
    public Listing<Subscription> subscriptionsByCategory(String category) {
        return subscriptions(Request.get("subscription", "category", category));
    }

    /** The subscriptions to a label. */
    public Listing<Subscription> subscriptionsByLabel(String label) {
        return subscriptions(Request.get("subscription", "label", label));
    }

    /** The subscriptions of a receiver. */
    public Listing<Subscription> subscriptionsByReceiver(String receiver) {
        return subscriptions(Request.get("subscription", "receiver", receiver));
    }

    /** Deletes a subscription. */
    public Call<Done> deleteSubscription(String name) {
        return service.done(spoken -> Request.delete("subscription", "name", name));
    }

    /** A transmission. */
    public Call<Transmission> transmission(String id) {
        return service.member(spoken -> Request.get("transmission", "id", id), "transmission", Transmission::of);
    }

    /** A transmission, if there is such a one. */
    public Call<Optional<Transmission>> findTransmission(String id) {
        return transmission(id).optional();
    }

    /** All transmissions. */
    public Listing<Transmission> transmissions() {
        return transmissions(Request.get("transmission", "all"));
    }

    /** The transmissions to a subscription. */
    public Listing<Transmission> transmissionsBySubscription(String name) {
        return transmissions(Request.get("transmission", "subscription", "name", name));
    }

    /** The transmissions of a notification. */
    public Listing<Transmission> transmissionsByNotification(String id) {
        return transmissions(Request.get("transmission", "notification", "id", id));
    }

    /** The transmissions with which it went so. */
    public Listing<Transmission> transmissionsByStatus(TransmissionStatus status) {
        return transmissions(Request.get("transmission", "status", status.name()));
    }

    /** The transmissions that were begun between two times, both included. */
    public Listing<Transmission> transmissionsBetween(Instant start, Instant end) {
        return transmissions(Request.get(
                "transmission",
                "start",
                Long.toString(start.toEpochMilli()),
                "end",
                Long.toString(end.toEpochMilli())));
    }

    /** Has those deleted that are done with and were begun longer ago; the service answers before it is done. */
    public Call<Done> deleteTransmissionsOlderThan(Duration age) {
        return service.done(spoken -> Request.delete("transmission", "age", millis(age)));
    }

    private Call<Done> byIds(List<String> ids, Function<String, Request> request) {
        return service.done(spoken -> {
            service.require(spoken, Dialect.V4, "operation on several notifications by id");
            return request.apply(Service.joined(ids));
        });
    }

    private Listing<Subscription> subscriptions(Request request) {
        return new Listing<>(service, spoken -> request, "subscriptions", Subscription::of, PAGE);
    }

    private Listing<Transmission> transmissions(Request request) {
        return new Listing<>(service, spoken -> request, "transmissions", Transmission::of, PAGE);
    }

    private static <T extends EdgexObject> Batch.Shape<T> shape(
            String path, String member, Function<String[], Request> request) {
        return new Batch.Shape<>(
                spoken -> request.apply(new String[] {path}),
                (item, spoken) -> Json.object().with(member, item.json()),
                item -> "");
    }

    private static String millis(Duration age) {
        return Long.toString(age.toMillis());
    }
}
