package io.noderesource.edgex;

import io.noderesource.edgex.internal.http.Request;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.NotificationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which notifications are asked for. Immutable. */
public final class NotificationQuery {
    private final Request request;
    private final Json.@Nullable Obj condition;
    private final @Nullable Seen seen;

    private NotificationQuery(Request request, Json.@Nullable Obj condition, @Nullable Seen seen) {
        this.request = request;
        this.condition = condition;
        this.seen = seen;
    }

    /** Whether somebody has seen a notification. */
    public enum Seen {
        /** Somebody has. */
        ACKNOWLEDGED,
        /** Nobody has. */
        UNACKNOWLEDGED
    }

    /** Those of a category. */
    public static NotificationQuery category(String category) {
        return of(Request.get("notification", "category", category));
    }

    /** Those with a label. */
    public static NotificationQuery label(String label) {
        return of(Request.get("notification", "label", label));
    }

    /** Those that have come so far. */
    public static NotificationQuery status(NotificationStatus status) {
        return of(Request.get("notification", "status", status.name()));
    }

    /** Those that a subscription is for. */
    public static NotificationQuery subscription(String name) {
        return of(Request.get("notification", "subscription", "name", name));
    }

    /** Those that were added between two times, both included. */
    public static NotificationQuery between(Instant start, Instant end) {
        return of(Request.get("notification", "start", millis(start), "end", millis(end)));
    }

    /** Those of some categories that were added between two times; 4.x only. */
    public static NotificationQuery categoriesBetween(List<String> categories, Instant start, Instant end) {
        return new NotificationQuery(
                Request.get("notification"),
                Json.object()
                        .with("category", Json.texts(categories))
                        .with("start", Json.of(start.toEpochMilli()))
                        .with("end", Json.of(end.toEpochMilli())),
                null);
    }

    /** Only those that somebody has seen, or that nobody has; 4.x only. */
    public NotificationQuery only(Seen which) {
        return new NotificationQuery(request, condition, Objects.requireNonNull(which, "which"));
    }

    Request request(Dialect spoken, Service service) {
        Request asked = request;
        if (condition != null) {
            // A GET with a body, which is what 4.x wants.
            service.require(spoken, Dialect.V4, "notifications of several categories");
            asked = asked.sending(Json.object()
                    .with("apiVersion", Json.of(spoken.apiVersion()))
                    .with("queryCondition", condition));
        }
        if (seen != null) {
            service.require(spoken, Dialect.V4, "acknowledged notifications");
            asked = asked.with("ack", seen == Seen.ACKNOWLEDGED);
        }
        return asked;
    }

    private static NotificationQuery of(Request request) {
        return new NotificationQuery(request, null, null);
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
