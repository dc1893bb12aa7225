package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Address;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.EdgexObject;
import io.noderesource.edgex.model.Notification;
import io.noderesource.edgex.model.NotificationSeverity;
import io.noderesource.edgex.model.NotificationStatus;
import io.noderesource.edgex.model.Subscription;
import io.noderesource.edgex.model.SubscriptionUpdate;
import io.noderesource.edgex.model.Transmission;
import io.noderesource.edgex.model.TransmissionStatus;
import io.noderesource.edgex.recorded.RecordedService;
import io.noderesource.edgex.recorded.Recording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Support-notifications as 2.1.1, 3.1.1 and 4.0.2 really answer. */
class NotificationsClientTest {
    private static final Instant START = Instant.ofEpochMilli(1656662808000L);
    private static final Instant END = Instant.ofEpochMilli(1738632171000L);

    /** 207 items: what succeeded has its id, what failed its own reason. */
    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void addsNotificationsAndSubscriptions(String release) {
        Recording recording = Recording.named(release, "support-notifications", "add-notifications");
        List<Notification> notifications = items(recording, "notification", Notification::of);
        List<Subscription> subscriptions = items(
                Recording.named(release, "support-notifications", "add-subscriptions"),
                "subscription",
                Subscription::of);
        try (RecordedService service =
                        core(release, "add-subscriptions", "add-notifications", "add-subscriptions-duplicate");
                EdgexClient edgex = client(service)) {
            edgex.notifications().addSubscriptions(subscriptions).get().orThrow();
            BatchResult<Notification> added =
                    edgex.notifications().addNotifications(notifications).get();
            assertThat(added.successes())
                    .hasSameSizeAs(notifications)
                    .allSatisfy(success -> assertThat(success.id()).isPresent());
            assertThat(Json.parse(service.sent().get(1).body())).isEqualTo(body(recording));
            List<BatchResult.Failure<Subscription>> failures = edgex.notifications()
                    .addSubscriptions(subscriptions.subList(0, 1))
                    .get()
                    .failures();
            assertThat(failures).extracting(failure -> failure.reason().kind()).containsExactly(ErrorKind.CONFLICT);
        }
    }

    /** An empty array would be answered by {@code null}. */
    @Test
    void addsNothingWithoutARequest() {
        try (RecordedService service = core("v3.1.1");
                EdgexClient edgex = client(service)) {
            assertThat(edgex.notifications().addNotifications(List.of()).get().outcomes())
                    .isEmpty();
            assertThat(service.sent()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void changesSubscriptionsOneByOne(String release) {
        Recording recording = Recording.named(release, "support-notifications", "update-subscriptions");
        try (RecordedService service = core(release, "update-subscriptions");
                EdgexClient edgex = client(service)) {
            BatchResult<SubscriptionUpdate> result = edgex.notifications()
                    .updateSubscriptions(items(recording, "subscription", SubscriptionUpdate::of))
                    .get();
            assertThat(result.successes())
                    .extracting(success -> success.item().name())
                    .containsExactly("night-watch");
            assertThat(result.failures())
                    .extracting(failure -> failure.reason().kind())
                    .containsExactly(ErrorKind.NOT_FOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void readsSubscriptions(String release) {
        try (RecordedService service = core(
                        release,
                        "get-subscription",
                        "get-subscription-absent",
                        "all-subscriptions",
                        "subscriptions-by-category",
                        "subscriptions-by-label",
                        "subscriptions-by-receiver",
                        "delete-subscription",
                        "delete-subscription-absent");
                EdgexClient edgex = client(service)) {
            NotificationsClient notifications = edgex.notifications();
            Subscription watch = notifications.subscription("night-watch").get();
            assertThat(watch.channels().get(0).host()).isEqualTo("127.0.0.1");
            assertThat(watch.resendLimit()).hasValue(3);
            assertThat(notifications.findSubscription("no-such-subscription").get())
                    .isEmpty();
            assertThat(notifications.subscriptions().page(0, 2).get().items()).hasSize(2);
            assertThat(notifications
                            .subscriptionsByCategory("heat")
                            .page(0, 20)
                            .get()
                            .items())
                    .isNotEmpty();
            assertThat(notifications
                            .subscriptionsByLabel("kettle")
                            .page(0, 20)
                            .get()
                            .items())
                    .isNotEmpty();
            assertThat(notifications
                            .subscriptionsByReceiver("brewer")
                            .page(0, 20)
                            .get()
                            .items())
                    .isNotEmpty();
            assertThat(notifications.deleteSubscription("by-mail").get()).isEqualTo(Done.DONE);
            assertThat(failure(() -> notifications.deleteSubscription("by-mail").get())
                            .kind())
                    .isEqualTo(ErrorKind.NOT_FOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void readsNotifications(String release) {
        String id = last(release, "get-notification");
        try (RecordedService service = core(
                        release,
                        "get-notification",
                        "get-notification-absent",
                        "notifications-by-category",
                        "notifications-by-label",
                        "notifications-by-status",
                        "notifications-by-status-new",
                        "notifications-by-subscription",
                        "notifications-by-time",
                        "delete-notification");
                EdgexClient edgex = client(service)) {
            NotificationsClient notifications = edgex.notifications();
            Notification heat = notifications.notification(id).get();
            assertThat(heat.content()).isEqualTo("Kettle north is at 103 °C");
            assertThat(heat.severity()).contains(NotificationSeverity.NORMAL);
            assertThat(heat.status()).contains(NotificationStatus.PROCESSED);
            assertThat(notifications
                            .findNotification(last(release, "get-notification-absent"))
                            .get())
                    .isEmpty();
            assertThat(page(notifications, NotificationQuery.category("heat"))).isNotEmpty();
            assertThat(page(notifications, NotificationQuery.label("kettle"))).isNotEmpty();
            assertThat(page(notifications, NotificationQuery.status(NotificationStatus.PROCESSED)))
                    .isNotEmpty();
            assertThat(page(notifications, NotificationQuery.status(NotificationStatus.NEW)))
                    .isEmpty();
            assertThat(page(notifications, NotificationQuery.subscription("night-watch")))
                    .isNotEmpty();
            Recording byTime = Recording.named(release, "support-notifications", "notifications-by-time");
            assertThat(page(
                            notifications,
                            NotificationQuery.between(
                                    Instant.ofEpochMilli(Long.parseLong(byTime.segment(2))),
                                    Instant.ofEpochMilli(Long.parseLong(byTime.segment(0))))))
                    .isNotEmpty();
            assertThat(notifications
                            .deleteNotification(last(release, "delete-notification"))
                            .get())
                    .isEqualTo(Done.DONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void readsTransmissions(String release) {
        String notification = last(release, "transmissions-by-notification");
        try (RecordedService service = core(
                        release,
                        "all-transmissions",
                        "get-transmission",
                        "get-transmission-absent",
                        "transmissions-by-status",
                        "transmissions-by-subscription",
                        "transmissions-by-notification",
                        "transmissions-by-time");
                EdgexClient edgex = client(service)) {
            NotificationsClient notifications = edgex.notifications();
            assertThat(notifications.transmissions().page(0, 10).get().items()).isNotEmpty();
            Transmission sent = notifications
                    .transmission(last(release, "get-transmission"))
                    .get();
            assertThat(sent.status()).contains(TransmissionStatus.SENT);
            assertThat(sent.channel().map(Address::type)).contains("REST");
            assertThat(sent.records()).isNotEmpty();
            assertThat(notifications
                            .findTransmission(last(release, "get-transmission-absent"))
                            .get())
                    .isEmpty();
            assertThat(notifications
                            .transmissionsByStatus(TransmissionStatus.SENT)
                            .page(0, 20)
                            .get()
                            .items())
                    .isNotEmpty();
            assertThat(notifications
                            .transmissionsBySubscription(last(release, "transmissions-by-subscription"))
                            .page(0, 20)
                            .get()
                            .items())
                    .isNotEmpty();
            assertThat(notifications
                            .transmissionsByNotification(notification)
                            .page(0, 20)
                            .get()
                            .items())
                    .isNotEmpty();
            Recording byTime = Recording.named(release, "support-notifications", "transmissions-by-time");
            assertThat(notifications
                            .transmissionsBetween(
                                    Instant.ofEpochMilli(Long.parseLong(byTime.segment(2))),
                                    Instant.ofEpochMilli(Long.parseLong(byTime.segment(0))))
                            .page(0, 20)
                            .get()
                            .items())
                    .isNotEmpty();
        }
    }

    /** All of these are answered by 202, before they are done. */
    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void cleansUp(String release) {
        try (RecordedService service = core(
                        release,
                        "delete-transmissions-by-age",
                        "delete-notifications-by-age",
                        "cleanup-by-age",
                        "cleanup");
                EdgexClient edgex = client(service)) {
            NotificationsClient notifications = edgex.notifications();
            assertThat(notifications.deleteTransmissionsOlderThan(Duration.ZERO).get())
                    .isEqualTo(Done.DONE);
            assertThat(notifications.deleteNotificationsOlderThan(Duration.ZERO).get())
                    .isEqualTo(Done.DONE);
            assertThat(notifications.cleanUpOlderThan(Duration.ZERO).get()).isEqualTo(Done.DONE);
            assertThat(notifications.cleanUp().get()).isEqualTo(Done.DONE);
        }
    }

    @Test
    void agesAreMilliseconds() {
        try (RawServer server = answering("{\"apiVersion\":\"v3\",\"statusCode\":202}");
                EdgexClient edgex = Clients.speaking(Dialect.V3, EdgexService.NOTIFICATIONS, server)) {
            edgex.notifications().cleanUpOlderThan(Duration.ofDays(1)).get();
            assertThat(server.asked().get(0).target()).isEqualTo("/api/v3/cleanup/age/86400000");
        }
    }

    /** 4.x asks for it by a GET with a JSON body. */
    @Test
    void asksForSeveralCategoriesByAGetWithABody() {
        try (RawServer server = answering(
                        "{\"apiVersion\":\"v3\",\"statusCode\":200,\"totalCount\":1,\"notifications\":[{\"id\":\"1\",\"content\":\"x\","
                                + "\"acknowledged\":false}]}");
                EdgexClient edgex = Clients.speaking(Dialect.V4, EdgexService.NOTIFICATIONS, server)) {
            NotificationQuery query = NotificationQuery.categoriesBetween(List.of("heat", "cold"), START, END)
                    .only(NotificationQuery.Seen.UNACKNOWLEDGED);
            assertThat(edgex.notifications()
                            .notifications(query)
                            .snapshot()
                            .get()
                            .items())
                    .extracting(Notification::acknowledged)
                    .containsExactly(false);
            RawServer.Asked asked = server.asked().get(0);
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.target()).startsWith("/api/v3/notification?ack=false&offset=0&limit=");
            assertThat(asked.header("Content-Type")).isEqualTo("application/json");
            assertThat(Json.parse(asked.body()))
                    .isEqualTo(Json.parse("{\"apiVersion\":\"v3\",\"queryCondition\":{\"category\":[\"heat\",\"cold\"],"
                            + "\"start\":1656662808000,\"end\":1738632171000}}"));
        }
    }

    @Test
    void acknowledgesAndDeletesByIds() {
        try (RawServer server = answering("{\"apiVersion\":\"v3\",\"statusCode\":200}");
                EdgexClient edgex = Clients.speaking(Dialect.V4, EdgexService.NOTIFICATIONS, server)) {
            edgex.notifications().acknowledge(List.of("a", "b")).get();
            edgex.notifications().unacknowledge(List.of("a")).get();
            edgex.notifications().deleteNotifications(List.of("a", "b")).get();
            assertThat(server.asked())
                    .extracting(asked -> asked.method() + " " + asked.target())
                    .containsExactly(
                            "PUT /api/v3/notification/acknowledge/ids/a%2Cb",
                            "PUT /api/v3/notification/unacknowledge/ids/a", "DELETE /api/v3/notification/ids/a%2Cb");
        }
    }

    @Test
    void anIdThatWouldBeTwoIsNotSent() {
        try (RawServer server = answering("{}");
                EdgexClient edgex = Clients.speaking(Dialect.V4, EdgexService.NOTIFICATIONS, server)) {
            NotificationsClient notifications = edgex.notifications();
            for (String id : List.of("a,b", "")) {
                for (Call<Done> call : List.of(
                        notifications.acknowledge(List.of("c", id)),
                        notifications.unacknowledge(List.of(id)),
                        notifications.deleteNotifications(List.of(id, "c")))) {
                    assertThat(failure(call::get).kind()).isEqualTo(ErrorKind.INVALID);
                }
            }
            assertThat(failure(() -> notifications.acknowledge(List.of()).get()).kind())
                    .isEqualTo(ErrorKind.INVALID);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void whatOnly4HasIsNotSentToOthers() {
        try (RawServer server = answering("{}");
                EdgexClient edgex = Clients.speaking(Dialect.V3, EdgexService.NOTIFICATIONS, server)) {
            NotificationsClient notifications = edgex.notifications();
            List<ThrowingCallable> calls = List.of(
                    () -> notifications.acknowledge(List.of("a")).get(),
                    () -> notifications.deleteNotifications(List.of("a")).get(),
                    () -> page(notifications, NotificationQuery.categoriesBetween(List.of("heat"), START, END)),
                    () -> page(
                            notifications,
                            NotificationQuery.category("heat").only(NotificationQuery.Seen.ACKNOWLEDGED)));
            assertThat(calls)
                    .allSatisfy(call -> assertThat(failure(call).kind()).isEqualTo(ErrorKind.UNSUPPORTED_DIALECT));
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void buildsWhatItSends() {
        Subscription subscription = Subscription.builder(
                        "night-watch",
                        "brewer",
                        List.of(Address.rest("127.0.0.1", 59999, "POST")
                                .path("/in")
                                .build()))
                .categories(List.of("heat"))
                .build();
        assertThat(subscription.json())
                .isEqualTo(
                        Json.parse("{\"name\":\"night-watch\",\"receiver\":\"brewer\",\"channels\":[{\"type\":\"REST\","
                                + "\"host\":\"127.0.0.1\",\"port\":59999,\"httpMethod\":\"POST\",\"path\":\"/in\"}],"
                                + "\"adminState\":\"UNLOCKED\",\"categories\":[\"heat\"]}"));
        assertThat(Notification.builder("kettle", NotificationSeverity.CRITICAL, "hot")
                        .build()
                        .json())
                .isEqualTo(Json.parse("{\"sender\":\"kettle\",\"severity\":\"CRITICAL\",\"content\":\"hot\"}"));
    }

    private static List<Notification> page(NotificationsClient notifications, NotificationQuery query) {
        return notifications.notifications(query).page(0, 20).get().items();
    }

    private static RawServer answering(String json) {
        return new RawServer((asked, out) -> RawServer.json(out, 200, json));
    }

    private static RecordedService core(String release, String... recordings) {
        return new RecordedService(release, "support-notifications").answering(recordings);
    }

    private static EdgexClient client(RecordedService service) {
        return Clients.of(EdgexService.NOTIFICATIONS, service);
    }

    private static EdgexException failure(ThrowingCallable call) {
        return catchThrowableOfType(EdgexException.class, call);
    }

    private static String last(String release, String recording) {
        return Recording.named(release, "support-notifications", recording).segment(0);
    }

    private static Json body(Recording recording) {
        return Json.parse(new String(recording.requestBody(), StandardCharsets.UTF_8));
    }

    private static <T extends EdgexObject> List<T> items(Recording recording, String member, Function<Json.Obj, T> of) {
        return Json.objects(((Json.Arr) body(recording)).items()).stream()
                .map(item -> of.apply(item.object(member).orElseThrow()))
                .toList();
    }
}
