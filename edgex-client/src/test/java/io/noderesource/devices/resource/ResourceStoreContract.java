package io.noderesource.devices.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.edgex.json.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every store does, as an API server does it. */
abstract class ResourceStoreContract {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

    /** The store, empty at the beginning of each test. */
    abstract ResourceStore store();

    /** What the store has for whoever opens it next. */
    ResourceStore reopened() {
        return store();
    }

    static IotResource device(String name) {
        return IotResource.of(IotKind.DEVICE, "plant", name)
                .withSpec(Json.object().with("serviceName", Json.of("s")));
    }

    static IotResource status(IotResource resource, String id) {
        return resource.withStatus(Json.object().with("edgeId", Json.of(id)));
    }

    private static void refused(DevicesErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void whatIsCreatedIsGivenWhatTheStoreGives() {
        IotResource kept = store().create(status(device("a"), "1").withMetadata("generation", Json.of(7)));

        assertThat(kept.json().get("status")).isEmpty();
        assertThat(kept.generation()).hasValue(1L);
        assertThat(kept.resourceVersion()).isPresent();
        assertThat(kept.json().object("metadata").flatMap(m -> m.text("uid"))).isPresent();
        assertThat(kept.json().object("metadata").flatMap(m -> m.text("creationTimestamp")))
                .hasValue("2026-01-02T03:04:05Z");
        assertThat(kept.isDeleting()).isFalse();
        assertThat(store().list()).containsExactly(kept);
        assertThat(store().find(kept.address())).hasValue(kept);
        assertThat(reopened().list()).containsExactly(kept);
    }

    @Test
    void anAddressIsTakenOnlyOnce() {
        store().create(device("a"));
        refused(DevicesErrorCode.EXISTS, () -> store().create(device("a")));
        refused(
                DevicesErrorCode.EXISTS,
                () -> store().create(IotResource.of(
                        device("a").json().with("apiVersion", Json.of("device.openyurt.io/v1alpha1")))));
        refused(
                DevicesErrorCode.BAD_RESOURCE,
                () -> store().create(device("b").withMetadata("resourceVersion", Json.of("1"))));
        assertThat(store().list()).hasSize(1);
    }

    @Test
    void anUpdateIsOfWhatWasSeen() {
        IotResource first = store().create(device("a"));
        IotResource second = store().update(first.withLabel("l", "1"));
        assertThat(second.resourceVersion()).isNotEqualTo(first.resourceVersion());
        refused(DevicesErrorCode.CONFLICT, () -> store().update(first.withLabel("l", "2")));
        refused(DevicesErrorCode.CONFLICT, () -> store().updateStatus(status(first, "x")));
        refused(DevicesErrorCode.CONFLICT, () -> store().update(device("a")));
        refused(DevicesErrorCode.NOT_FOUND, () -> store().update(device("b")));
        refused(DevicesErrorCode.NOT_FOUND, () -> store().updateStatus(device("b")));
        refused(DevicesErrorCode.NOT_FOUND, () -> store().delete(device("b").address()));
        assertThat(store().list()).containsExactly(second);
        assertThat(reopened().list()).containsExactly(second);
    }

    @Test
    void anUpdateChangesNoStatusAndAStatusNothingElse() {
        IotResource first = store().create(device("a"));
        IotResource second =
                store().updateStatus(status(first, "1").withLabel("l", "1").withSpec(Json.object()));
        assertThat(second.spec()).isEqualTo(first.spec());
        assertThat(second.label("l")).isEmpty();
        assertThat(second.edgeId()).hasValue("1");
        assertThat(second.generation()).hasValue(1L);
        IotResource third = store().update(status(second, "2").withLabel("l", "1"));
        assertThat(third.edgeId()).hasValue("1");
        assertThat(third.label("l")).hasValue("1");
        assertThat(third.generation()).hasValue(1L);
        IotResource fourth = store().update(third.withSpec(Json.object().with("serviceName", Json.of("t"))));
        assertThat(fourth.generation()).hasValue(2L);
        assertThat(fourth.edgeId()).hasValue("1");
        assertThat(reopened().list()).containsExactly(fourth);
    }

    @Test
    void whatChangesNothingIsNoChange() {
        IotResource first = store().create(device("a"));
        assertThat(store().update(first)).isEqualTo(first);
        IotResource second = store().updateStatus(status(first, "1"));
        assertThat(store().updateStatus(second)).isEqualTo(second);
        assertThat(store().list()).containsExactly(second);
    }

    @Test
    void whatTheStoreGaveCannotBeTaken() {
        IotResource first = store().create(device("a"));
        IotResource second = store().update(first.withMetadata("uid", Json.of("mine"))
                .withMetadata("generation", Json.of(99))
                .withMetadata("deletionTimestamp", Json.of("2026-01-01T00:00:00Z"))
                .withLabel("l", "1"));
        assertThat(second.json().object("metadata").flatMap(m -> m.text("uid")))
                .isEqualTo(first.json().object("metadata").flatMap(m -> m.text("uid")));
        assertThat(second.generation()).hasValue(1L);
        assertThat(second.isDeleting()).isFalse();
        refused(
                DevicesErrorCode.BAD_RESOURCE,
                () -> store().update(IotResource.of(
                        second.json().with("apiVersion", Json.of("device.openyurt.io/v1alpha1")))));
    }

    @Test
    void whatNothingKeepsIsDeletedAtOnce() {
        IotResource first = store().create(device("a"));
        store().create(device("b"));
        store().delete(first.address());
        assertThat(store().list()).extracting(IotResource::name).containsExactly("b");
        assertThat(reopened().list()).extracting(IotResource::name).containsExactly("b");
        IotResource again = store().create(device("a"));
        assertThat(again.resourceVersion()).isNotEqualTo(first.resourceVersion());
        refused(DevicesErrorCode.CONFLICT, () -> store().update(first.withLabel("l", "1")));
    }

    @Test
    void whatAFinalizerKeepsIsDeletedWithTheLastOfThem() {
        IotResource first =
                store().create(device("a").withFinalizer().withMetadata("finalizers", Json.texts(List.of("x", "y"))));
        store().delete(first.address());
        IotResource deleting = store().find(first.address()).orElseThrow();
        assertThat(deleting.isDeleting()).isTrue();
        assertThat(deleting.generation()).hasValue(2L);
        store().delete(first.address());
        assertThat(store().list()).containsExactly(deleting);

        refused(DevicesErrorCode.BAD_RESOURCE, () -> store().update(deleting.withFinalizer()));
        IotResource withStatus = store().updateStatus(status(deleting, "1"));
        IotResource one = store().update(withStatus.withMetadata("finalizers", Json.texts(List.of("y"))));
        assertThat(store().list()).containsExactly(one);
        assertThat(reopened().list()).containsExactly(one);
        store().update(one.withMetadata("finalizers", Json.texts(List.of())));
        assertThat(store().list()).isEmpty();
        assertThat(reopened().list()).isEmpty();
    }

    @Test
    void namesOfAnySortAreKeptApart() {
        List<String> names = List.of(
                "a",
                "A",
                "a.b",
                "..",
                ".",
                "a/b",
                "a%2Fb",
                "%",
                "泵",
                "\0",
                "a".repeat(253),
                "a".repeat(254),
                "b".repeat(300),
                "泵".repeat(200),
                "lock",
                "a.json",
                "a.json.new");
        for (String name : names) {
            store().create(device(name));
        }
        assertThat(reopened().list()).extracting(IotResource::name).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void kindsAndNamespacesAreKeptApart() {
        for (IotKind kind : IotKind.values()) {
            store().create(IotResource.of(kind, "plant", "a"));
            store().create(IotResource.of(kind, "other", "a"));
        }
        store().create(IotResource.of(Json.asObject(Json.parse(
                "{\"kind\":\"Device\",\"apiVersion\":\"iot.openyurt.io/v1alpha1\",\"metadata\":{\"name\":\"a\"}}"))));
        assertThat(reopened().list())
                .extracting(r -> r.address().toString())
                .containsExactly(
                        "device/default/a",
                        "device/other/a",
                        "device/plant/a",
                        "deviceprofile/other/a",
                        "deviceprofile/plant/a",
                        "deviceservice/other/a",
                        "deviceservice/plant/a");
    }

    @Test
    void everyFieldSurvives() {
        for (String text : List.of(Resources.DEVICE, Resources.PROFILE, Resources.SERVICE)) {
            IotResource given = StoreRules.without(Resources.of(text), "resourceVersion");
            IotResource kept = store().updateStatus(store().create(given).withStatus(given.status()));
            assertThat(kept.spec().write()).isEqualTo(given.spec().write());
            assertThat(kept.status().write()).isEqualTo(given.status().write());
            assertThat(kept.finalizers()).isEqualTo(given.finalizers());
            assertThat(reopened().find(kept.address())).hasValue(kept);
        }
    }

    @Test
    void ofTwoWhoChangeOneTheOtherHearsOfIt() throws Exception {
        IotResource first = store().create(device("a").withStatus(Json.object()));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                tasks.add(() -> {
                    int lost = 0;
                    for (int i = 0; i < 10; ) {
                        IotResource seen = store().find(first.address()).orElseThrow();
                        long count = seen.status().whole("count").orElse(0L);
                        try {
                            store().updateStatus(seen.withStatus(Json.object().with("count", Json.of(count + 1))));
                            i++;
                        } catch (NodeResourceException e) {
                            assertThat(e.code()).isEqualTo(DevicesErrorCode.CONFLICT);
                            lost++;
                        }
                    }
                    return lost;
                });
            }
            for (Future<Integer> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isNotNegative();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store().list().get(0).status().whole("count")).hasValue(40L);
    }

    @Test
    void aRandomHistoryIsThatOfTheRules() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<ResourceAddress, IotResource> model = new TreeMap<>();
        for (int run = 0; run < 300; run++) {
            String name = "n" + random.nextInt(4);
            IotResource given = device(name);
            IotResource kept = model.get(given.address());
            try {
                if (kept == null) {
                    IotResource created = random.nextBoolean() ? given.withFinalizer() : given;
                    model.put(given.address(), store().create(created));
                } else if (random.nextInt(4) == 0) {
                    store().delete(given.address());
                    store().find(given.address())
                            .ifPresentOrElse(r -> model.put(r.address(), r), () -> model.remove(given.address()));
                    assertThat(model.containsKey(given.address()))
                            .isEqualTo(!kept.finalizers().isEmpty());
                } else if (random.nextBoolean()) {
                    model.put(given.address(), store().updateStatus(status(kept, "" + run)));
                } else if (kept.isDeleting()) {
                    store().update(kept.withoutFinalizer());
                    model.remove(given.address());
                } else {
                    IotResource updated =
                            store().update(kept.withSpec(Json.object().with("serviceName", Json.of("" + run))));
                    assertThat(updated.generation()).hasValue(kept.generation().orElseThrow() + 1);
                    model.put(given.address(), updated);
                }
            } catch (NodeResourceException e) {
                throw new AssertionError("seed " + seed + "L, run " + run, e);
            }
            assertThat(store().list()).as("seed %s, run %s", seed, run).containsExactlyElementsOf(model.values());
        }
        assertThat(reopened().list()).as("seed %s", seed).containsExactlyElementsOf(model.values());
    }
}
