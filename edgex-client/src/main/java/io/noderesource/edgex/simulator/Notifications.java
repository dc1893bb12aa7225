package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** support-notifications. It sends nothing: a transmission is a record that says it was sent. */
final class Notifications {
    private final World world;
    private final Shapes shapes;
    private final boolean palau;

    Notifications(World world, Shapes shapes) {
        this.world = world;
        this.shapes = shapes;
        this.palau = world.release.since(SimulatedRelease.PALAU);
    }

    Routes routes() {
        Routes routes = new Routes()
                .on("POST", "/subscription", this::addSubscriptions)
                .on("PATCH", "/subscription", this::patchSubscriptions)
                .on("GET", "/subscription/all", request -> subscriptions(request, row -> true))
                .on("GET", "/subscription/name/{name}", this::subscription)
                .on("DELETE", "/subscription/name/{name}", this::deleteSubscription)
                .on(
                        "GET",
                        "/subscription/category/{category}",
                        request -> subscriptions(request, holding("categories", request.parameter("category"))))
                .on(
                        "GET",
                        "/subscription/label/{label}",
                        request -> subscriptions(request, holding("labels", request.parameter("label"))))
                .on(
                        "GET",
                        "/subscription/receiver/{receiver}",
                        request -> subscriptions(request, being("receiver", request.parameter("receiver"))))
                .on("POST", "/notification", this::add)
                .on("GET", "/notification/id/{id}", this::one)
                .on("DELETE", "/notification/id/{id}", this::delete)
                .on(
                        "GET",
                        "/notification/category/{category}",
                        request -> notifications(request, being("category", request.parameter("category"))))
                .on(
                        "GET",
                        "/notification/label/{label}",
                        request -> notifications(request, holding("labels", request.parameter("label"))))
                .on(
                        "GET",
                        "/notification/status/{status}",
                        request -> notifications(request, being("status", request.parameter("status"))))
                .on("GET", "/notification/start/{start}/end/{end}", request -> notifications(request, between(request)))
                .on("GET", "/notification/subscription/name/{name}", this::bySubscription)
                .on("DELETE", "/notification/age/{age}", request -> deleteOld(request, true))
                .on("DELETE", "/cleanup", request -> deleteLater(row -> true))
                .on("DELETE", "/cleanup/age/{age}", request -> deleteOld(request, false))
                .on("GET", "/transmission/all", request -> transmissions(request, row -> true))
                .on("GET", "/transmission/id/{id}", this::transmission)
                .on(
                        "GET",
                        "/transmission/notification/id/{id}",
                        request -> transmissions(request, being("notificationId", request.parameter("id"))))
                .on(
                        "GET",
                        "/transmission/status/{status}",
                        request -> transmissions(request, being("status", request.parameter("status"))))
                .on(
                        "GET",
                        "/transmission/subscription/name/{name}",
                        request -> transmissions(request, being("subscriptionName", request.parameter("name"))))
                .on("GET", "/transmission/start/{start}/end/{end}", request -> transmissions(request, between(request)))
                .on("DELETE", "/transmission/age/{age}", this::deleteOldTransmissions);
        if (palau) {
            routes.on("GET", "/notification", this::query)
                    .on("DELETE", "/notification/ids/{ids}", this::deleteAll)
                    .on("PUT", "/notification/acknowledge/ids/{ids}", request -> acknowledge(request, true))
                    .on("PUT", "/notification/unacknowledge/ids/{ids}", request -> acknowledge(request, false));
        }
        return routes;
    }

    private Reply addSubscriptions(Request request) {
        return Batch.add(world, request, "subscription", shapes.subscription, subscription -> {
            synchronized (world) {
                Metadata.requireNew(world.subscriptions, "subscription", subscription);
                ObjectNode added = Metadata.stamped(world, subscription);
                world.subscriptions.put(added);
                return Optional.of(Trees.text(added, "id"));
            }
        });
    }

    private Reply patchSubscriptions(Request request) {
        return Batch.run(world, request, "subscription", shapes.subscription, this::complaintsOfPatch, 200, item -> {
            synchronized (world) {
                ObjectNode before = Metadata.named(world.subscriptions, "subscription", item.content());
                ObjectNode after = shapes.subscription.patched(before, item.content());
                if (after.path("categories").isEmpty() && after.path("labels").isEmpty()) {
                    throw Problem.invalid("subscription categories and labels can not be both empty");
                }
                world.subscriptions.put(after.put("modified", world.ticks.millis()));
                return Optional.empty();
            }
        });
    }

    /** That categories and labels are not both empty is seen when they are merged with what is there. */
    private List<String> complaintsOfPatch(Batch.Item item) {
        return shapes.subscription.complaintsOfPatch(item.content()).stream()
                .filter(complaint -> !complaint.contains("is required if the categories")
                        && !complaint.contains("is required if the labels"))
                .toList();
    }

    private Reply subscriptions(Request request, Predicate<ObjectNode> wanted) {
        synchronized (world) {
            List<ObjectNode> rows =
                    world.subscriptions.all().stream().filter(wanted).toList();
            return Paging.page(world, request, "subscriptions", rows, shapes.subscription::render);
        }
    }

    private Reply subscription(Request request) {
        synchronized (world) {
            ObjectNode answer = world.envelope(200);
            answer.set(
                    "subscription",
                    shapes.subscription.render(
                            Metadata.byName(world.subscriptions, "subscription", request.parameter("name"))));
            return Reply.json(200, answer);
        }
    }

    private Reply deleteSubscription(Request request) {
        synchronized (world) {
            world.subscriptions.remove(Metadata.byName(world.subscriptions, "subscription", request.parameter("name")));
        }
        return Reply.json(200, world.envelope(200));
    }

    private Reply add(Request request) {
        return Batch.add(world, request, "notification", shapes.notification, notification -> {
            synchronized (world) {
                Metadata.requireNew(world.notifications, "notification", notification);
                ObjectNode added = Metadata.stamped(world, notification);
                world.notifications.put(added);
                distribute(added);
                return Optional.of(Trees.text(added, "id"));
            }
        });
    }

    private void distribute(ObjectNode notification) {
        for (ObjectNode subscription : world.subscriptions.all()) {
            if (wants(subscription, notification)
                    && !Trees.text(subscription, "adminState").equals("LOCKED")) {
                for (JsonNode channel : subscription.path("channels")) {
                    ObjectNode transmission = Trees.object()
                            .put("created", world.ticks.millis())
                            .put("id", world.ids.next())
                            .put("notificationId", Trees.text(notification, "id"))
                            .put("subscriptionName", Trees.text(subscription, "name"))
                            .put("status", "SENT");
                    transmission.set("channel", channel);
                    transmission
                            .putArray("records")
                            .addObject()
                            .put("status", "SENT")
                            .put("sent", world.ticks.millis());
                    world.transmissions.put(transmission);
                }
            }
        }
        notification.put("status", "PROCESSED");
    }

    /** It must have the notification's category and, where it has labels, all of them must be the notification's. */
    private static boolean wants(ObjectNode subscription, ObjectNode notification) {
        Set<String> categories = texts(subscription.path("categories"));
        return texts(notification.path("labels")).containsAll(texts(subscription.path("labels")))
                && (categories.isEmpty() || categories.contains(Trees.text(notification, "category")));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> all = new HashSet<>();
        array.forEach(one -> all.add(one.asText()));
        return all;
    }

    private Reply notifications(Request request, Predicate<ObjectNode> wanted) {
        Optional<Boolean> acknowledged = palau ? request.query("ack").map(Boolean::parseBoolean) : Optional.empty();
        synchronized (world) {
            List<ObjectNode> rows = world.notifications.all().stream()
                    .filter(wanted)
                    .filter(row -> acknowledged.isEmpty()
                            || acknowledged.get() == row.path("acknowledged").asBoolean())
                    .toList();
            return Paging.page(world, request, "notifications", rows, shapes.notification::render);
        }
    }

    /** A GET that carries its conditions as a JSON body. */
    private Reply query(Request request) {
        JsonNode condition = request.json()
                .filter(JsonNode::isObject)
                .orElseThrow(() -> Problem.invalid("no JSON object"))
                .path("queryCondition");
        Set<String> categories = texts(condition.path("category"));
        long start = condition.path("start").asLong(0);
        long end = condition.path("end").asLong(0);
        return notifications(
                request,
                row -> (categories.isEmpty() || categories.contains(Trees.text(row, "category")))
                        && row.path("created").asLong() >= start
                        && (end == 0 || row.path("created").asLong() <= end));
    }

    private Reply bySubscription(Request request) {
        ObjectNode subscription;
        synchronized (world) {
            subscription = Metadata.byName(world.subscriptions, "subscription", request.parameter("name"));
        }
        return notifications(request, row -> wants(subscription, row));
    }

    private Reply one(Request request) {
        synchronized (world) {
            ObjectNode answer = world.envelope(200);
            answer.set("notification", shapes.notification.render(notification(request.parameter("id"))));
            return Reply.json(200, answer);
        }
    }

    private ObjectNode notification(String id) {
        if (!Check.isUuid(id)) {
            throw Problem.invalid("ID is not a valid UUID");
        }
        return world.notifications.byId(id).orElseThrow(() -> Metadata.absent("notification", "id", id));
    }

    private Reply delete(Request request) {
        synchronized (world) {
            delete(notification(request.parameter("id")));
        }
        return Reply.json(200, world.envelope(200));
    }

    private void delete(ObjectNode notification) {
        world.notifications.remove(notification);
        world.transmissions.removeIf(being("notificationId", Trees.text(notification, "id")));
    }

    private Reply deleteAll(Request request) {
        synchronized (world) {
            for (String id : request.parameter("ids").split(",", -1)) {
                world.notifications.byId(id).ifPresent(this::delete);
            }
        }
        return Reply.json(200, world.envelope(200));
    }

    private Reply acknowledge(Request request, boolean acknowledged) {
        synchronized (world) {
            for (String id : request.parameter("ids").split(",", -1)) {
                world.notifications
                        .byId(id)
                        .ifPresent(row -> row.put("acknowledged", acknowledged).put("modified", world.ticks.millis()));
            }
        }
        return Reply.json(200, world.envelope(200));
    }

    private Reply deleteOld(Request request, boolean onlyProcessed) {
        long before = world.ticks.millis() - request.number("age");
        return deleteLater(row -> row.path("created").asLong() <= before
                && (!onlyProcessed || Trees.text(row, "status").equals("PROCESSED")));
    }

    private Reply deleteLater(Predicate<ObjectNode> condition) {
        synchronized (world) {
            world.notifications.all().stream().filter(condition).toList().forEach(this::delete);
        }
        return Reply.json(202, world.envelope(202));
    }

    private Reply transmissions(Request request, Predicate<ObjectNode> wanted) {
        synchronized (world) {
            List<ObjectNode> rows =
                    world.transmissions.all().stream().filter(wanted).toList();
            return Paging.page(world, request, "transmissions", rows, shapes.transmission::render);
        }
    }

    private Reply transmission(Request request) {
        synchronized (world) {
            String id = request.parameter("id");
            ObjectNode answer = world.envelope(200);
            answer.set(
                    "transmission",
                    shapes.transmission.render(
                            world.transmissions.byId(id).orElseThrow(() -> Metadata.absent("transmission", "id", id))));
            return Reply.json(200, answer);
        }
    }

    private Reply deleteOldTransmissions(Request request) {
        long before = world.ticks.millis() - request.number("age");
        synchronized (world) {
            world.transmissions.removeIf(row -> row.path("created").asLong() <= before);
        }
        return Reply.json(202, world.envelope(202));
    }

    private static Predicate<ObjectNode> holding(String list, String value) {
        return row -> texts(row.path(list)).contains(value);
    }

    private static Predicate<ObjectNode> being(String field, String value) {
        return row -> Trees.text(row, field).equals(value);
    }

    private static Predicate<ObjectNode> between(Request request) {
        long start = request.number("start");
        long end = request.number("end");
        if (end < start) {
            throw Problem.invalid("end's value " + end + " is not allowed to be greater than start's value " + start);
        }
        return row ->
                row.path("created").asLong() >= start && row.path("created").asLong() <= end;
    }
}
