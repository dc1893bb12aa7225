package io.noderesource.devices.edgex;

import static io.noderesource.devices.edgex.EdgePlatformContract.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.PlanApplier;
import io.noderesource.devices.Plans;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.AddObject;
import io.noderesource.devices.plan.ChangeObject;
import io.noderesource.devices.plan.FieldChange;
import io.noderesource.devices.plan.RemoveObject;
import io.noderesource.devices.plan.SetProperty;
import io.noderesource.devices.platform.EdgeObjects;
import io.noderesource.devices.platform.EdgeValue;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.simulator.EdgexSimulator;
import io.noderesource.edgex.simulator.Fault;
import io.noderesource.edgex.simulator.FaultRule;
import io.noderesource.edgex.simulator.RecordedRequest;
import io.noderesource.edgex.simulator.SimulatedRelease;
import io.noderesource.edgex.simulator.SimulatedService;
import io.noderesource.inventory.Section;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of things when EdgeX fails, and how many requests they take. */
class EdgexPlatformTest {
    private static final Outcome CHANGED = new Outcome.Changed();
    private static final Set<IotKind> ALL = EnumSet.allOf(IotKind.class);

    private final List<AutoCloseable> open = new ArrayList<>();
    private SimulatedEdgex edgex = new SimulatedEdgex(SimulatedRelease.NAPA);
    private EdgexSimulator simulator = edgex.simulator();
    private EdgexPlatform platform = EdgexPlatform.of(edgex.client());

    private void run(SimulatedRelease release) {
        close();
        edgex = new SimulatedEdgex(release);
        simulator = edgex.simulator();
        platform = EdgexPlatform.of(edgex.client());
    }

    @AfterEach
    void close() {
        platform.close();
        edgex.close();
        open.forEach(each -> {
            try {
                each.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    // ---- words of the tests ----------------------------------------------------------------------------------------

    private static ResourceAddress address(String kind, String name) {
        return new ResourceAddress(kind, "default/" + name);
    }

    private static Json.Obj content() {
        return content("device-virtual");
    }

    private static Json.Obj content(String service) {
        return Json.object()
                .with("serviceName", Json.of(service))
                .with("profileName", Json.of("pump"))
                .with("adminState", Json.of("UNLOCKED"))
                .with("operatingState", Json.of("UP"))
                .with("protocols", Json.object().with("other", Json.object().with("Address", Json.of("x"))));
    }

    private static AddObject add(String name) {
        return add(name, content());
    }

    private static AddObject add(String name, Json.Obj content) {
        return new AddObject(address("device", name), name, content.write(), "wanted");
    }

    private static AddObject addProfile() {
        Json.Obj level = Json.object()
                .with("name", Json.of("Level"))
                .with(
                        "properties",
                        Json.object().with("valueType", Json.of("Int16")).with("readWrite", Json.of("RW")));
        return new AddObject(
                address("deviceprofile", "pump"),
                "pump",
                Json.object()
                        .with("deviceResources", Json.array(List.of(level)))
                        .write(),
                "wanted");
    }

    private static AddObject addService(String name) {
        return new AddObject(
                address("deviceservice", name),
                name,
                Json.object()
                        .with("baseAddress", Json.of("http://localhost:59999"))
                        .with("adminState", Json.of("UNLOCKED"))
                        .write(),
                "wanted");
    }

    private static ChangeObject lock(String name) {
        return new ChangeObject(
                address("device", name),
                name,
                List.of(new FieldChange("adminState", "\"UNLOCKED\"", "\"LOCKED\"")),
                "wanted");
    }

    private static ChangeObject changeProfile() {
        return new ChangeObject(
                address("deviceprofile", "pump"), "pump", List.of(new FieldChange("model", null, "\"P8\"")), "wanted");
    }

    private static RemoveObject remove(String name) {
        return new RemoveObject(address("device", name), name, "unwanted");
    }

    private static SetProperty set(String device, String value) {
        return new SetProperty(
                address("device", device),
                device,
                "Level",
                Json.object().with("Level", Json.of(value)).write(),
                null,
                "wanted");
    }

    private static List<Step> many(int count, java.util.function.Function<String, Step> step) {
        return IntStream.range(0, count).mapToObj(i -> step.apply("pump-" + i)).toList();
    }

    private Outcome perform(Step step) {
        return perform(List.of(step)).get(0);
    }

    private List<Outcome> perform(List<? extends Step> steps) {
        return platform.perform(steps, LIMIT);
    }

    private void there(String... devices) {
        assertThat(perform(addProfile())).isEqualTo(CHANGED);
        assertThat(perform(Stream.of(devices).map(EdgexPlatformTest::add).toList()))
                .allMatch(CHANGED::equals);
        platform.observe(ALL, LIMIT);
        simulator.requests().clear();
    }

    private void fail(Fault fault, String method, String path) {
        simulator.faults().add(FaultRule.once(fault).method(method).path(path));
    }

    private List<String> sent(String method) {
        return simulator.requests().all().stream()
                .filter(request -> request.method().equals(method))
                .map(RecordedRequest::path)
                .toList();
    }

    private Set<String> devices() {
        Set<String> names = new TreeSet<>();
        edgex.client().metadata().devices().snapshot().get().orThrow().forEach(device -> names.add(device.name()));
        return names;
    }

    private static void assertFailed(Outcome outcome, ErrorCode code) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).as(failed.message()).isEqualTo(code);
            assertThat(failed.message()).startsWith("cannot ").contains("; ");
        });
    }

    // ---- looking ---------------------------------------------------------------------------------------------------

    static Stream<Fault> listingFaults() {
        return Stream.of(
                Fault.internalError(),
                Fault.timeout(),
                Fault.unauthorized(),
                Fault.truncated(),
                Fault.requestLost(),
                Fault.answerLost(),
                Fault.answer(200, "application/json", "{\"apiVersion\":\"v3\",\"statusCode\":200}"),
                Fault.answer(200, "application/json", "[]"),
                Fault.answer(503, "text/html", "<html><title>Timeout</title></html>"),
                Fault.answer(404, "text/plain", "404 page not found"));
    }

    @ParameterizedTest
    @MethodSource("listingFaults")
    void whatFailsToBeListedIsUnavailableAndKeepsNothingElseAway(Fault fault) {
        there("pump-1");
        simulator.faults().add(FaultRule.always(fault).path("/device/all"));

        List<Section<EdgeObjects>> sections = platform.observe(ALL, LIMIT);
        simulator.faults().clear();

        assertThat(sections)
                .extracting(Section::state)
                .containsExactly(Section.State.COMPLETE, Section.State.COMPLETE, Section.State.UNAVAILABLE);
        assertThat(sections.get(2).reason())
                .startsWith("cannot list the devices: ")
                .contains("; ");
        assertThat(platform.observe(ALL, LIMIT).get(2).seen().orElseThrow().objects())
                .hasSize(1);
    }

    @Test
    void aServiceThatIsNotCoreMetadataIsNotBelieved() {
        EdgexClient mistaken = EdgexClient.builder()
                .address(EdgexService.METADATA, simulator.url(SimulatedService.DATA))
                .attempts(1)
                .build();
        open.add(mistaken);

        List<Section<EdgeObjects>> sections = EdgexPlatform.of(mistaken).observe(ALL, LIMIT);

        assertThat(sections).extracting(Section::state).containsOnly(Section.State.UNAVAILABLE);
        assertThat(sections.get(0).reason()).contains("core-data");
    }

    @Test
    void whatTakesTooLongIsUnavailable() {
        there("pump-1");
        simulator.faults().add(FaultRule.once(Fault.slow(Duration.ofSeconds(5))).path("/device/all"));

        List<Section<EdgeObjects>> sections = platform.observe(ALL, Duration.ofSeconds(2));

        assertThat(sections.get(2).state()).isEqualTo(Section.State.UNAVAILABLE);
        assertThat(sections.get(2).reason()).contains("TIMEOUT");
        assertThat(platform.observe(ALL, Duration.ZERO))
                .extracting(Section::state)
                .containsOnly(Section.State.UNAVAILABLE);
    }

    @Test
    void anInterruptEndsALook() {
        Thread.currentThread().interrupt();

        List<Section<EdgeObjects>> sections = platform.observe(ALL, LIMIT);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(sections).extracting(Section::state).containsOnly(Section.State.UNAVAILABLE);
    }

    @Test
    void anEdgexThatLostItsStoreHasNothing() {
        there("pump-1");
        simulator.restartEmpty();

        assertThat(platform.observe(ALL, LIMIT)).allSatisfy(section -> {
            assertThat(section.state()).isEqualTo(Section.State.COMPLETE);
            assertThat(section.seen().orElseThrow().objects()).isEmpty();
        });
    }

    @Test
    void aListLongerThanAnAnswerIsWhole() {
        there();
        simulator.maxResultCount(7);
        assertThat(perform(many(40, EdgexPlatformTest::add))).containsOnly(CHANGED);

        assertThat(platform.observe(Set.of(IotKind.DEVICE), LIMIT)
                        .get(0)
                        .seen()
                        .orElseThrow()
                        .objects())
                .hasSize(40);
    }

    @Test
    void whatCannotBeReadIsNamed() {
        String page = """
                {"apiVersion":"v3","statusCode":200,"totalCount":%d,"devices":[
                  {"id":"1","name":"good","serviceName":"s","profileName":"p","protocols":{}},
                  {"id":"2","name":"bad","serviceName":"s","profileName":"p","labels":{"no":"list"}}%s]}
                """;
        fail(Fault.answer(200, "application/json", page.formatted(2, "")), "GET", "/device/all");
        Section<EdgeObjects> named =
                platform.observe(Set.of(IotKind.DEVICE), LIMIT).get(0);
        fail(
                Fault.answer(200, "application/json", page.formatted(3, ",{\"id\":\"3\",\"name\":7}")),
                "GET",
                "/device/all");
        Section<EdgeObjects> nameless =
                platform.observe(Set.of(IotKind.DEVICE), LIMIT).get(0);

        assertThat(named.state()).isEqualTo(Section.State.COMPLETE);
        EdgeObjects objects = named.seen().orElseThrow();
        assertThat(objects.objects()).extracting(object -> object.name()).containsExactly("good");
        assertThat(objects.unreadable()).extracting(bad -> bad.name()).containsExactly("bad");
        assertThat(objects.unreadable().get(0).reason()).contains("labels");
        assertThat(nameless.state()).isEqualTo(Section.State.PARTIAL);
        assertThat(nameless.seen().orElseThrow().unreadable()).hasSize(1);
    }

    // ---- adding ----------------------------------------------------------------------------------------------------

    static Stream<Fault> lostAnswers() {
        return Stream.of(Fault.answerLost(), Fault.truncated());
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void anAdditionWhoseAnswerIsLostIsLookedUpAndNotSentAgain(Fault fault) {
        there();
        fail(fault, "POST", "/device");

        assertThat(perform(add("pump-1"))).isEqualTo(CHANGED);

        assertThat(sent("POST")).hasSize(1);
        assertThat(sent("GET")).hasSize(1);
        fail(fault, "POST", "/device");
        simulator.requests().clear();
        assertThat(perform(many(30, EdgexPlatformTest::add))).satisfies(outcomes -> {
            // Of the request that was lost all were taken but the one that was there.
            assertThat(outcomes.stream().filter(CHANGED::equals)).hasSizeGreaterThanOrEqualTo(29);
            assertThat(outcomes).allMatch(Outcome::isDone);
        });
        assertThat(sent("POST")).hasSize(1);
        assertThat(sent("GET")).hasSize(1);
    }

    static Stream<Fault> lostRequests() {
        return Stream.of(
                Fault.requestLost(),
                Fault.timeout(),
                Fault.internalError(),
                Fault.answer(503, "text/html", "<html><title>Timeout</title></html>"),
                Fault.answer(502, "text/html", "<html>Bad Gateway</html>"));
    }

    @ParameterizedTest
    @MethodSource("lostRequests")
    void anAdditionThatDidNotHappenSaysSo(Fault fault) {
        there();
        fail(fault, "POST", "/device");

        List<Outcome> outcomes = perform(many(30, EdgexPlatformTest::add));

        assertThat(outcomes).allSatisfy(outcome -> assertFailed(outcome, DevicesErrorCode.PLATFORM_UNAVAILABLE));
        assertThat(sent("POST")).hasSize(1);
        assertThat(sent("GET")).containsExactly("/device/all");
        assertThat(devices()).isEmpty();
        assertThat(perform(many(30, EdgexPlatformTest::add))).containsOnly(CHANGED);
    }

    /** As 4.0.2 does after it gave a request up. */
    @Test
    void anAnswerMixedWithALateOneIsAskedForAnew() {
        there();
        Fault mixed = Fault.answer(
                207,
                "application/json",
                "[{\"apiVersion\":\"v3\",\"statusCode\":503}]{\"apiVersion\":\"v3\",\"statusCode\":404}");
        fail(Fault.answerLost(), "POST", "/device");
        fail(mixed, "GET", "/device/name/");

        assertThat(perform(add("pump-1"))).isEqualTo(CHANGED);

        fail(Fault.answerLost(), "POST", "/device");
        fail(mixed, "GET", "/device/all");
        assertThat(perform(many(30, EdgexPlatformTest::add))).allMatch(Outcome::isDone);
    }

    @Test
    void whatCannotBeLookedUpIsUnknown() {
        there();
        fail(Fault.answerLost(), "POST", "/device");
        fail(Fault.internalError(), "GET", "/device/all");

        List<Outcome> outcomes = perform(many(30, EdgexPlatformTest::add));

        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(((Outcome.Failed) outcome).code()).isEqualTo(DevicesErrorCode.PLATFORM_UNAVAILABLE);
            assertThat(((Outcome.Failed) outcome).message()).startsWith("cannot tell whether it could add");
        });
        assertThat(devices()).hasSize(30);
        assertThat(perform(many(30, EdgexPlatformTest::add))).containsOnly(new Outcome.AlreadyInPlace());
    }

    @Test
    void anotherOneThatCameMeanwhileIsNotTakenOver() {
        there();
        simulator
                .faults()
                .add(FaultRule.once(Fault.meanwhile(() -> edgex.client()
                                .metadata()
                                .addDevices(List.of(io.noderesource.edgex.model.Device.of(content()
                                        .with("name", Json.of("pump-1"))
                                        .with("description", Json.of("somebody else's"))
                                        .with("labels", Json.texts(List.of("x"))))))
                                .get()
                                .orThrow()))
                        .method("POST")
                        .path("/device"));

        Outcome outcome = perform(add("pump-1", content().with("labels", Json.texts(List.of("y")))));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Stale.class, stale -> {
            assertThat(stale.code()).isEqualTo(DevicesErrorCode.NOT_ADOPTED);
            assertThat(stale.message()).contains("labels").doesNotContain("description");
        });
    }

    @Test
    void aDeviceServiceThatIsDownKeepsOnlyItsOwnDevicesAway() {
        there();
        assertThat(perform(addService("other"))).isEqualTo(CHANGED);
        simulator.devices().stop("other");
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            steps.add(add("pump-" + i, content(i % 2 == 0 ? "device-virtual" : "other")));
        }

        List<Outcome> added = perform(steps);

        for (int i = 0; i < 20; i++) {
            if (i % 2 == 0) {
                assertThat(added.get(i)).isEqualTo(CHANGED);
            } else {
                assertFailed(added.get(i), DevicesErrorCode.PLATFORM_UNAVAILABLE);
            }
        }
        simulator.devices().start("other");
        assertThat(perform(steps)).allMatch(Outcome::isDone);
        platform.observe(ALL, LIMIT);
        simulator.devices().stop("other");
        List<Outcome> changed = perform(many(20, EdgexPlatformTest::lock));
        for (int i = 0; i < 20; i++) {
            assertThat(changed.get(i).isDone()).as("pump-" + i).isEqualTo(i % 2 == 0);
        }
    }

    @Test
    void nothingIsReachedWhereNothingIs() {
        EdgexClient nowhere = EdgexClient.builder()
                .address(EdgexService.METADATA, java.net.URI.create("http://127.0.0.1:1"))
                .attempts(1)
                .build();
        open.add(nowhere);
        EdgexPlatform gone = EdgexPlatform.of(nowhere);

        assertThat(gone.observe(ALL, LIMIT)).extracting(Section::state).containsOnly(Section.State.UNAVAILABLE);
        assertThat(gone.perform(List.of(add("a"), add("b")), LIMIT))
                .allSatisfy(outcome -> assertFailed(outcome, DevicesErrorCode.PLATFORM_UNAVAILABLE));
        assertThat(gone.values(Set.of(new PropertyKey("a", "b")), LIMIT).values())
                .allSatisfy(value -> assertThat(value.problem()).contains("no address"));
        assertThat(gone.describe()).isEqualTo("EdgeX at http://127.0.0.1:1");
    }

    // ---- changing and removing -------------------------------------------------------------------------------------

    @Test
    void aChangeSendsItsFieldsAndNothingElse() {
        there("pump-1");

        assertThat(perform(lock("pump-1"))).isEqualTo(CHANGED);

        RecordedRequest request = simulator.requests().all().get(0);
        assertThat(simulator.requests().count()).isEqualTo(1);
        assertThat(request.method()).isEqualTo("PATCH");
        assertThat(Json.parse(request.body()))
                .isEqualTo(Json.parse(
                        "[{\"apiVersion\":\"v3\",\"device\":{\"name\":\"pump-1\",\"adminState\":\"LOCKED\"}}]"));
    }

    /** A change of nothing starts auto events anew. */
    @Test
    void whatIsNoChangeToTheReleaseIsNotSent() {
        run(SimulatedRelease.JAKARTA);
        there("pump-1");
        FieldChange typed =
                new FieldChange("protocols", "{\"other\":{\"Port\":\"300\"}}", "{\"other\":{\"Port\":300}}");
        FieldChange described = new FieldChange("description", null, "\"new\"");
        ResourceAddress address = address("device", "pump-1");

        assertThat(perform(new ChangeObject(address, "pump-1", List.of(typed), "wanted")))
                .isEqualTo(new Outcome.AlreadyInPlace());
        assertThat(simulator.requests().count()).isZero();
        assertThat(perform(new ChangeObject(address, "pump-1", List.of(typed, described), "wanted")))
                .isEqualTo(CHANGED);
        assertThat(simulator.requests().all().get(0).body())
                .contains("description")
                .doesNotContain("protocols");
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void aChangeWhoseAnswerIsLostIsLookedUp(Fault fault) {
        there("pump-1");
        fail(fault, "PATCH", "/device");
        fail(fault, "PUT", "/deviceprofile");

        assertThat(perform(lock("pump-1"))).isEqualTo(CHANGED);
        assertThat(perform(changeProfile())).isEqualTo(CHANGED);

        assertThat(sent("PATCH")).hasSize(1);
        assertThat(sent("PUT")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("lostRequests")
    void aChangeThatDidNotHappenSaysSo(Fault fault) {
        there("pump-1");
        fail(fault, "PATCH", "/device");
        fail(fault, "PUT", "/deviceprofile");

        assertFailed(perform(lock("pump-1")), DevicesErrorCode.PLATFORM_UNAVAILABLE);
        assertFailed(perform(changeProfile()), DevicesErrorCode.PLATFORM_UNAVAILABLE);
    }

    @Test
    void profilesThatMayNotBeChangedAreRefused() {
        try (EdgexSimulator strict = EdgexSimulator.builder()
                        .strictProfileChanges()
                        .strictProfileDeletes()
                        .start();
                EdgexClient client = EdgexClient.builder()
                        .address(EdgexService.METADATA, strict.url(SimulatedService.METADATA))
                        .build()) {
            EdgexPlatform strictly = EdgexPlatform.of(client);
            assertThat(strictly.perform(List.of(addProfile()), LIMIT)).containsExactly(CHANGED);

            assertFailed(strictly.perform(List.of(changeProfile()), LIMIT).get(0), DevicesErrorCode.REFUSED);
            assertFailed(
                    strictly.perform(
                                    List.of(new RemoveObject(address("deviceprofile", "pump"), "pump", "unwanted")),
                                    LIMIT)
                            .get(0),
                    DevicesErrorCode.REFUSED);
        }
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void aRemovalWhoseAnswerIsLostIsLookedUp(Fault fault) {
        there("pump-1");
        fail(fault, "DELETE", "/device");

        assertThat(perform(remove("pump-1"))).isEqualTo(CHANGED);

        assertThat(sent("DELETE")).hasSize(1);
        assertThat(devices()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lostRequests")
    void aRemovalThatDidNotHappenSaysSo(Fault fault) {
        there("pump-1");
        fail(fault, "DELETE", "/device");

        assertFailed(perform(remove("pump-1")), DevicesErrorCode.PLATFORM_UNAVAILABLE);

        assertThat(devices()).containsExactly("pump-1");
    }

    @Test
    void aDeviceWithChildrenIsInUse() {
        run(SimulatedRelease.PALAU);
        there("pump-1");
        assertThat(perform(add("valve", content().with("parent", Json.of("pump-1")))))
                .isEqualTo(CHANGED);

        assertFailed(perform(remove("pump-1")), DevicesErrorCode.IN_USE);
    }

    // ---- properties ------------------------------------------------------------------------------------------------

    @Test
    void aWriteWhoseAnswerIsLostIsLookedUp() {
        there("pump-1", "pump-2");
        fail(Fault.answerLost(), "PUT", "/device/name/pump-1");
        fail(Fault.requestLost(), "PUT", "/device/name/pump-2");

        List<Outcome> outcomes = perform(List.of(set("pump-1", "42"), set("pump-2", "42")));

        assertThat(outcomes.get(0)).isEqualTo(CHANGED);
        assertFailed(outcomes.get(1), DevicesErrorCode.PLATFORM_UNAVAILABLE);
        assertThat(sent("PUT")).hasSize(2);
    }

    @Test
    void aDeviceThatIsLockedMeanwhileIsStopped() {
        there("pump-1");
        simulator
                .faults()
                .add(FaultRule.once(Fault.meanwhile(() -> perform(lock("pump-1"))))
                        .method("PUT")
                        .path("/device/name/pump-1"));

        assertFailed(perform(set("pump-1", "42")), DevicesErrorCode.DEVICE_STOPPED);
    }

    @Test
    void aValueThatDoesNotStayIsForTheNextLookToTell() {
        there("pump-1");
        simulator
                .faults()
                .add(FaultRule.once(Fault.meanwhile(() -> simulator.devices().set("pump-1", "Level", "3")))
                        .method("GET")
                        .path("/device/name/pump-1/Level"));

        assertThat(perform(set("pump-1", "42"))).isEqualTo(CHANGED);
        assertThat(values("pump-1").values()).contains("\"3\"");
    }

    private EdgeValue values(String device) {
        return platform.values(Set.of(new PropertyKey(device, "Level")), LIMIT)
                .values()
                .get(0);
    }

    @Test
    void whatCannotBeReadKeepsNothingElseAway() {
        there("pump-1", "pump-2", "pump-3");
        perform(lock("pump-2"));
        simulator.faults().add(FaultRule.once(Fault.timeout()).path("/device/name/pump-3/Level"));

        List<EdgeValue> values = platform.values(
                        Set.of(
                                new PropertyKey("pump-1", "Level"),
                                new PropertyKey("pump-2", "Level"),
                                new PropertyKey("pump-3", "Level")),
                        LIMIT)
                .values();

        assertThat(values.get(0).problem()).isNull();
        assertThat(values.get(1).problem()).contains("423");
        assertThat(values.get(2).problem()).contains("503");
    }

    // ---- how many requests -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(SimulatedRelease.class)
    void aThousandDevicesTakeFewRequests(SimulatedRelease release) {
        run(release);
        there();
        List<PlannedStep> steps = IntStream.range(0, 1000)
                .mapToObj(i -> new PlannedStep(Integer.toString(i + 1), add("pump-" + i), List.of()))
                .toList();

        ApplyReport made = PlanApplier.to(platform).apply(Plans.of(steps), ApplyOptions.defaults(), LIMIT);

        assertThat(made.failures()).isEmpty();
        assertThat(simulator.requests().count()).isLessThanOrEqualTo(25);
        simulator.requests().clear();
        assertThat(platform.observe(ALL, LIMIT).get(2).seen().orElseThrow().objects())
                .hasSize(1000);
        assertThat(simulator.requests().count()).isLessThanOrEqualTo(5);
        simulator.requests().clear();
        assertThat(perform(many(1000, EdgexPlatformTest::add))).containsOnly(new Outcome.AlreadyInPlace());
        assertThat(simulator.requests().count()).isLessThanOrEqualTo(25);
        simulator.requests().clear();
        assertThat(perform(many(1000, EdgexPlatformTest::lock))).containsOnly(CHANGED);
        assertThat(simulator.requests().count()).isLessThanOrEqualTo(20);
        simulator.requests().clear();
        assertThat(perform(many(1000, EdgexPlatformTest::remove))).containsOnly(CHANGED);
        assertThat(simulator.requests().count()).isEqualTo(1000);
    }

    @Test
    void nothingIsSentWhenThereIsNothing() {
        simulator.requests().clear();

        platform.observe(Set.of(), LIMIT);
        platform.values(Set.of(), LIMIT);
        perform(List.of());
        PlanApplier.to(platform).apply(Plans.of(List.of()), ApplyOptions.defaults(), LIMIT);

        assertThat(simulator.requests().count()).isZero();
    }

    @Test
    void propertiesOfManyDevicesTakeTwoRequestsEachAndFewBefore() {
        there();
        assertThat(perform(many(50, EdgexPlatformTest::add))).containsOnly(CHANGED);
        simulator.requests().clear();

        assertThat(perform(many(50, name -> set(name, "42")))).containsOnly(CHANGED);

        assertThat(simulator.requests().count()).isEqualTo(103); // version, devices, profile, and each set and read
    }
}
