package io.noderesource.devices.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import io.noderesource.devices.platform.EdgeObject;
import io.noderesource.devices.platform.EdgeObjects;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.devices.platform.EdgeValue;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.house.Waiting;
import io.noderesource.inventory.Section;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every edge platform does. Each name that it makes begins with that of its run, and is removed at the end. */
abstract class EdgePlatformContract {
    static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String SERVICE = "deviceservice";
    private static final String PROFILE = "deviceprofile";
    private static final String DEVICE = "device";

    private final String run = "nrp" + HexFormat.of().toHexDigits(new Random().nextInt());
    private final String profile = run + "-pump";

    private EdgexUnderTest edgex;
    private EdgePlatform platform;
    private Dialect dialect;

    /** The EdgeX to test; closed at the end. */
    abstract EdgexUnderTest start();

    @BeforeEach
    void prepare() {
        edgex = start();
        platform = edgex.bus()
                .map(bus -> EdgexPlatform.of(edgex.client(), bus))
                .orElseGet(() -> EdgexPlatform.of(edgex.client()));
        dialect = edgex.client().metadata().operations().version().get().dialect();
    }

    @AfterEach
    void leaveNothingBehind() {
        for (String kind : List.of(DEVICE, PROFILE, SERVICE)) {
            List<Step> removals = section(kind(kind)).objects().stream()
                    .map(EdgeObject::name)
                    .filter(name -> name.startsWith(run))
                    .<Step>map(name -> remove(kind, name))
                    .toList();
            assertThat(perform(removals)).allMatch(Outcome::isDone);
        }
        platform.close();
        edgex.close();
    }

    // ---- words of the tests ----------------------------------------------------------------------------------------

    private static IotKind kind(String id) {
        for (IotKind kind : IotKind.values()) {
            if (kind.id().equals(id)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(id);
    }

    private static ResourceAddress address(String kind, String name) {
        return new ResourceAddress(kind, "default/" + HexFormat.of().toHexDigits(name.hashCode()));
    }

    static AddObject add(String kind, String name, Json.Obj content) {
        return new AddObject(address(kind, name), name, content.write(), "it is declared and not there");
    }

    static RemoveObject remove(String kind, String name) {
        return new RemoveObject(address(kind, name), name, "it is being deleted");
    }

    static ChangeObject change(String kind, String name, FieldChange... changes) {
        return new ChangeObject(address(kind, name), name, List.of(changes), "it is declared otherwise");
    }

    static SetProperty set(String device, String property, Json.Obj parameters) {
        return new SetProperty(
                address(DEVICE, device),
                device,
                property,
                parameters.write(),
                null,
                "it does not show what is desired");
    }

    private static Json.Obj object(String... textMembers) {
        Json.Obj object = Json.object();
        for (int index = 0; index < textMembers.length; index += 2) {
            object = object.with(textMembers[index], Json.of(textMembers[index + 1]));
        }
        return object;
    }

    private static FieldChange field(String name, @Nullable Json before, Json after) {
        return new FieldChange(name, before == null ? null : before.write(), after.write());
    }

    private Json.Obj deviceContent() {
        return object("serviceName", edgex.deviceService(), "profileName", profile)
                .with("adminState", Json.of("UNLOCKED"))
                .with("operatingState", Json.of("UP"))
                .with("description", Json.of("the pump of hall 7"))
                .with("labels", Json.texts(List.of("hall-7", "brewery")))
                .with("protocols", Json.object().with("other", object("Address", "pump-7", "Port", "300")));
    }

    private Json.Obj profileContent() {
        Json.Obj level = object("name", "Level", "description", "how full it is")
                .with("isHidden", Json.FALSE)
                .with("attributes", object("register", "17"))
                .with(
                        "properties",
                        object("valueType", "Int16", "readWrite", "RW", "units", "l", "defaultValue", "0")
                                .with("minimum", Json.of(-100))
                                .with("maximum", Json.of(100)));
        Json.Obj heat = object("name", "Heat")
                .with("isHidden", Json.FALSE)
                .with("properties", object("valueType", "Float32", "readWrite", "RW", "defaultValue", "0"));
        Json.Obj both = object("name", "Both", "readWrite", "RW")
                .with("isHidden", Json.FALSE)
                .with(
                        "resourceOperations",
                        Json.array(List.of(object("deviceResource", "Level"), object("deviceResource", "Heat"))));
        return object("manufacturer", "Brewery", "model", "P7", "description", "a pump")
                .with("labels", Json.texts(List.of("pump")))
                .with("deviceResources", Json.array(List.of(level, heat)))
                .with("deviceCommands", Json.array(List.of(both)));
    }

    private List<Outcome> perform(List<? extends Step> steps) {
        List<Outcome> outcomes = platform.perform(steps, LIMIT);
        assertThat(outcomes).hasSameSizeAs(steps);
        return outcomes;
    }

    private Outcome perform(Step step) {
        return perform(List.of(step)).get(0);
    }

    private void done(Step step) {
        assertThat(perform(step)).isEqualTo(new Outcome.Changed());
    }

    private EdgeObjects section(IotKind kind) {
        List<Section<EdgeObjects>> sections = platform.observe(EnumSet.of(kind), LIMIT);
        assertThat(sections).hasSize(1);
        assertThat(sections.get(0).type()).isEqualTo(EdgeObjects.section(kind));
        assertThat(sections.get(0).reason()).isNull();
        return sections.get(0).seen().orElseThrow();
    }

    private Optional<EdgeObject> seen(String kind, String name) {
        return section(kind(kind)).objects().stream()
                .filter(object -> object.name().equals(name))
                .findFirst();
    }

    private Json.Obj content(String kind, String name) {
        return seen(kind, name).orElseThrow().fields();
    }

    private static ErrorCode code(Outcome outcome) {
        return outcome instanceof Outcome.Stale stale
                ? stale.code()
                : ((Outcome.Failed) Objects.requireNonNull(outcome)).code();
    }

    private void assertFailed(Outcome outcome, ErrorCode code) {
        assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Outcome.Kind.FAILED);
        assertThat(code(outcome)).as(outcome.toString()).isEqualTo(code);
    }

    /** Of some things that are missing some releases say 404, and others 400 as of anything that is wrong. */
    private void assertDependency(Outcome outcome) {
        assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Outcome.Kind.FAILED);
        assertThat(code(outcome))
                .as(outcome.toString())
                .isIn(DevicesErrorCode.MISSING_DEPENDENCY, DevicesErrorCode.REFUSED);
    }

    private void assertStale(Outcome outcome, ErrorCode code) {
        assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Outcome.Kind.STALE);
        assertThat(code(outcome)).as(outcome.toString()).isEqualTo(code);
    }

    private void profileIsThere() {
        done(add(PROFILE, profile, profileContent()));
    }

    private String deviceIsThere(String suffix) {
        String name = run + suffix;
        done(add(DEVICE, name, deviceContent()));
        return name;
    }

    // ---- what there is ---------------------------------------------------------------------------------------------

    @Test
    void showsWhatWasAddedInTheWordsOfTheDeclaration() {
        String service = run + "-service";
        done(add(
                SERVICE,
                service,
                object("baseAddress", "http://localhost:59999", "adminState", "UNLOCKED", "description", "speaks")));
        profileIsThere();
        String device = deviceIsThere("-1");

        List<Section<EdgeObjects>> sections = platform.observe(EnumSet.allOf(IotKind.class), LIMIT);

        assertThat(sections)
                .extracting(Section::type)
                .containsExactly(EdgeObjects.SERVICES, EdgeObjects.PROFILES, EdgeObjects.DEVICES);
        assertThat(sections).extracting(Section::state).containsOnly(Section.State.COMPLETE);
        assertThat(content(SERVICE, service))
                .isEqualTo(object(
                        "baseAddress", "http://localhost:59999", "adminState", "UNLOCKED", "description", "speaks"));
        assertThat(content(DEVICE, device)).isEqualTo(deviceContent());
        assertThat(content(PROFILE, profile)).isEqualTo(profileContent());
        assertThat(seen(DEVICE, device).orElseThrow().id()).isNotBlank();
        assertThat(section(IotKind.DEVICE).fields())
                .containsAll(deviceContent().members().keySet());
        assertThat(section(IotKind.PROFILE).fields())
                .containsAll(profileContent().members().keySet());
        assertThat(section(IotKind.DEVICE).fields().contains("tags")).isEqualTo(dialect != Dialect.V2);
        assertThat(section(IotKind.DEVICE).fields().contains("parent")).isEqualTo(dialect == Dialect.V4);
        assertThat(platform.describe()).startsWith("EdgeX ").contains(" at http");
    }

    @Test
    void showsNothingWhenNothingIsAskedFor() {
        assertThat(platform.observe(Set.of(), LIMIT)).isEmpty();
        assertThat(platform.values(Set.of(), LIMIT).values()).isEmpty();
        assertThat(platform.perform(List.of(), LIMIT)).isEmpty();
    }

    @Test
    void keepsTypesTagsAndAutoEvents() {
        assumeTrue(dialect != Dialect.V2, "2.x has no place for it");
        profileIsThere();
        String name = run + "-typed";
        Json.Obj typed = deviceContent()
                .with(
                        "protocols",
                        Json.object()
                                .with(
                                        "other",
                                        object("Address", "x")
                                                .with("Port", Json.of(300))
                                                .with("On", Json.TRUE)))
                .with("location", Json.object().with("hall", Json.of(7)))
                .with("tags", object("line", "4"))
                .with("properties", object("owner", "us"))
                .with(
                        "autoEvents",
                        Json.array(List.of(
                                object("interval", "24h", "sourceName", "Level").with("onChange", Json.FALSE))));

        done(add(DEVICE, name, typed));

        assertThat(content(DEVICE, name)).isEqualTo(typed);
    }

    // ---- adding ----------------------------------------------------------------------------------------------------

    @Test
    void addsNoObjectTwiceAndTakesNoneOver() {
        profileIsThere();
        String device = deviceIsThere("-1");

        assertThat(perform(add(DEVICE, device, deviceContent()))).isEqualTo(new Outcome.AlreadyInPlace());
        assertThat(perform(add(PROFILE, profile, profileContent()))).isEqualTo(new Outcome.AlreadyInPlace());
        assertThat(perform(add(DEVICE, device, deviceContent().without("description"))))
                .isEqualTo(new Outcome.AlreadyInPlace());
        Outcome other = perform(add(DEVICE, device, deviceContent().with("labels", Json.texts(List.of("mine")))));

        assertStale(other, DevicesErrorCode.NOT_ADOPTED);
        assertThat(other.toString()).contains("labels");
        assertThat(content(DEVICE, device)).isEqualTo(deviceContent());
    }

    @Test
    void looksOnceWhenManyWereThere() {
        profileIsThere();
        List<Step> steps = IntStream.range(0, 20)
                .<Step>mapToObj(i -> add(DEVICE, run + "-" + i, deviceContent()))
                .toList();
        assertThat(perform(steps.subList(0, 10))).containsOnly(new Outcome.Changed());

        List<Outcome> outcomes = perform(steps);

        assertThat(outcomes.subList(0, 10)).containsOnly(new Outcome.AlreadyInPlace());
        assertThat(outcomes.subList(10, 20)).containsOnly(new Outcome.Changed());
    }

    @Test
    void oneThatIsRefusedKeepsNoOtherAway() {
        profileIsThere();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Json.Obj content = deviceContent();
            if (i == 3) {
                content = content.with("adminState", Json.of("PERHAPS"));
            } else if (i == 5) {
                content = content.with("profileName", Json.of(run + "-none"));
            } else if (i == 7) {
                content = content.with("labels", Json.of("no list"));
            }
            steps.add(add(DEVICE, run + "-" + i, content));
        }

        List<Outcome> outcomes = perform(steps);

        assertFailed(outcomes.get(3), DevicesErrorCode.REFUSED);
        assertDependency(outcomes.get(5));
        assertFailed(outcomes.get(7), DevicesErrorCode.BAD_RESOURCE);
        assertThat(outcomes.stream().filter(Outcome::isDone)).hasSize(9);
        assertThat(section(IotKind.DEVICE).objects().stream()
                        .filter(device -> device.name().startsWith(run)))
                .hasSize(9);
    }

    /** From 3.0 on core-metadata waits for the device service, and then gives up in HTML. */
    @Test
    void aDeviceServiceThatDoesNotRunKeepsOnlyItsOwnDevicesAway() {
        profileIsThere();
        String absent = run + "-absent";
        done(add(SERVICE, absent, object("baseAddress", "http://localhost:59998", "adminState", "UNLOCKED")));

        List<Outcome> outcomes = perform(List.of(
                add(DEVICE, run + "-1", deviceContent()),
                add(DEVICE, run + "-2", deviceContent().with("serviceName", Json.of(absent))),
                add(DEVICE, run + "-3", deviceContent())));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Changed());
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Changed());
        if (!outcomes.get(1).isDone()) {
            assertFailed(outcomes.get(1), DevicesErrorCode.PLATFORM_UNAVAILABLE);
        }
        assertThat(seen(DEVICE, run + "-2").isPresent())
                .isEqualTo(outcomes.get(1).isDone());
    }

    @Test
    void refusesWhatTheReleaseHasNoPlaceFor() {
        profileIsThere();
        String field = dialect == Dialect.V4 ? "notify" : "parent";
        Json value = dialect == Dialect.V4 ? Json.TRUE : Json.of("pump-0");

        Outcome outcome = perform(add(DEVICE, run + "-1", deviceContent().with(field, value)));

        assertFailed(outcome, DevicesErrorCode.FIELD_NOT_CARRIED);
        assertThat(seen(DEVICE, run + "-1")).isEmpty();
    }

    @Test
    void takesNamesOfAnyCharacterFrom3On() {
        assumeTrue(dialect != Dialect.V2, "2.x has no place for it");
        profileIsThere();
        for (String name : List.of(run + "/7 of hall?", run + "-水泵 7", run + "-100%&a=b;c#d")) {
            done(add(DEVICE, name, deviceContent()));
            assertThat(perform(add(DEVICE, name, deviceContent()))).isEqualTo(new Outcome.AlreadyInPlace());
            done(change(DEVICE, name, field("description", Json.of("the pump of hall 7"), Json.of("新"))));
            assertThat(content(DEVICE, name).text("description")).hasValue("新");
            done(remove(DEVICE, name));
            assertThat(perform(remove(DEVICE, name))).isEqualTo(new Outcome.AlreadyInPlace());
        }
        done(add(PROFILE, run + "/泵 1", profileContent()));
        done(change(PROFILE, run + "/泵 1", field("model", Json.of("P7"), Json.of("P8"))));
        done(remove(PROFILE, run + "/泵 1"));
    }

    @Test
    void refusesNamesThat2DoesNotTake() {
        assumeTrue(dialect == Dialect.V2, "3.x and later take any name");
        profileIsThere();

        List<Outcome> outcomes =
                perform(List.of(add(DEVICE, run + "/7", deviceContent()), add(DEVICE, run + "-8", deviceContent())));

        assertFailed(outcomes.get(0), DevicesErrorCode.REFUSED);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Changed());
        assertThat(perform(remove(DEVICE, run + "/7"))).isEqualTo(new Outcome.AlreadyInPlace());
    }

    // ---- changing --------------------------------------------------------------------------------------------------

    @Test
    void changesFieldsAndLeavesAllOthers() {
        profileIsThere();
        String device = deviceIsThere("-1");

        done(change(
                DEVICE,
                device,
                field("adminState", Json.of("UNLOCKED"), Json.of("LOCKED")),
                field("labels", Json.texts(List.of("hall-7", "brewery")), Json.texts(List.of()))));

        assertThat(content(DEVICE, device))
                .isEqualTo(deviceContent().with("adminState", Json.of("LOCKED")).without("labels"));
    }

    @Test
    void changesServices() {
        String service = run + "-service";
        done(add(SERVICE, service, object("baseAddress", "http://localhost:59999", "adminState", "UNLOCKED")));

        done(change(SERVICE, service, field("adminState", Json.of("UNLOCKED"), Json.of("LOCKED"))));

        assertThat(content(SERVICE, service))
                .isEqualTo(object("baseAddress", "http://localhost:59999", "adminState", "LOCKED"));
    }

    @Test
    void changesOfManyDevicesHaveOutcomesOfTheirOwn() {
        profileIsThere();
        deviceIsThere("-1");
        deviceIsThere("-2");

        List<Outcome> outcomes = perform(List.of(
                change(DEVICE, run + "-1", field("description", null, Json.of("one"))),
                change(DEVICE, run + "-none", field("description", null, Json.of("none"))),
                change(DEVICE, run + "-2", field("operatingState", Json.of("UP"), Json.of("SIDEWAYS"))),
                change(DEVICE, run + "-2", field("profileName", Json.of(profile), Json.of(run + "-none")))));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Changed());
        assertStale(outcomes.get(1), DevicesErrorCode.MISSING);
        assertFailed(outcomes.get(2), DevicesErrorCode.REFUSED);
        assertDependency(outcomes.get(3));
        assertThat(content(DEVICE, run + "-2")).isEqualTo(deviceContent());
    }

    @Test
    void changesProfilesAndLeavesAllElseInThem() {
        profileIsThere();
        deviceIsThere("-1");

        done(change(
                PROFILE,
                profile,
                field("model", Json.of("P7"), Json.of("P8")),
                field("labels", Json.texts(List.of("pump")), Json.texts(List.of("pump", "new")))));

        assertThat(content(PROFILE, profile))
                .isEqualTo(profileContent()
                        .with("model", Json.of("P8"))
                        .with("labels", Json.texts(List.of("pump", "new"))));
    }

    @Test
    void changesWhatAProfileCanDo() {
        profileIsThere();
        Json.Obj before = content(PROFILE, profile);
        Json.Obj more = object("name", "Speed")
                .with("isHidden", Json.TRUE)
                .with(
                        "properties",
                        object("valueType", "Uint8", "readWrite", "R").with("scale", Json.of(2)));
        List<Json> resources = new ArrayList<>(before.array("deviceResources"));
        resources.add(more);

        done(change(
                PROFILE,
                profile,
                field("deviceResources", before.get("deviceResources").orElseThrow(), Json.array(resources))));

        assertThat(content(PROFILE, profile)).isEqualTo(before.with("deviceResources", Json.array(resources)));
    }

    @Test
    void leavesAProfileAloneThatSomebodyElseChanged() {
        profileIsThere();
        ChangeObject planned = change(PROFILE, profile, field("model", Json.of("P7"), Json.of("P8")));
        done(change(PROFILE, profile, field("model", Json.of("P7"), Json.of("other"))));

        Outcome outcome = perform(planned);

        assertStale(outcome, DevicesErrorCode.DIFFERS);
        assertThat(content(PROFILE, profile).text("model")).hasValue("other");
        assertThat(perform(change(PROFILE, profile, field("model", Json.of("P7"), Json.of("other")))))
                .isEqualTo(new Outcome.AlreadyInPlace());
        assertStale(
                perform(change(PROFILE, run + "-none", field("model", null, Json.of("P8")))), DevicesErrorCode.MISSING);
    }

    // ---- removing --------------------------------------------------------------------------------------------------

    @Test
    void removesWhatNobodyUses() {
        profileIsThere();
        String device = deviceIsThere("-1");

        assertFailed(perform(remove(PROFILE, profile)), DevicesErrorCode.IN_USE);
        List<Outcome> outcomes = perform(List.of(remove(DEVICE, device), remove(DEVICE, run + "-none")));
        assertThat(outcomes).containsExactly(new Outcome.Changed(), new Outcome.AlreadyInPlace());
        assertThat(perform(remove(DEVICE, device))).isEqualTo(new Outcome.AlreadyInPlace());
        done(remove(PROFILE, profile));
        assertFailed(perform(remove(SERVICE, inUse())), DevicesErrorCode.IN_USE);
    }

    /** A device service that speaks to a device. */
    private String inUse() {
        profileIsThere();
        deviceIsThere("-user");
        return edgex.deviceService();
    }

    // ---- properties ------------------------------------------------------------------------------------------------

    @Test
    void setsPropertiesAndReadsThem() {
        profileIsThere();
        String device = deviceIsThere("-1");
        awaitCommands(device);

        List<Outcome> outcomes = perform(
                List.of(set(device, "Level", object("Level", "42")), set(device, "Heat", object("Heat", "40.5"))));

        assertThat(outcomes).containsOnly(new Outcome.Changed());
        List<EdgeValue> values = platform.values(
                        Set.of(
                                new PropertyKey(device, "Level"),
                                new PropertyKey(device, "Both"),
                                new PropertyKey(device, "None"),
                                new PropertyKey(run + "-none", "Level")),
                        LIMIT)
                .values();
        assertThat(values)
                .extracting(value -> value.device() + "/" + value.property())
                .containsExactly(device + "/Both", device + "/Level", device + "/None", run + "-none/Level");
        assertThat(shown(values.get(1)).object("Level")).hasValue(object("valueType", "Int16", "value", "42"));
        assertThat(shown(values.get(0)).members().keySet()).containsExactly("Level", "Heat");
        assertThat(values.get(2).values()).isNull();
        assertThat(values.get(2).problem()).contains("404");
        assertThat(values.get(3).problem()).contains("404");
    }

    private static Json.Obj shown(EdgeValue value) {
        return Json.asObject(Json.parse(Objects.requireNonNull(value.values(), String.valueOf(value.problem()))));
    }

    /** The device service hears of the device by the bus. */
    private void awaitCommands(String device) {
        Set<PropertyKey> level = Set.of(new PropertyKey(device, "Level"));
        Waiting.until(() -> platform.values(level, LIMIT).values().get(0).problem() == null);
    }

    @Test
    void sendsNoPropertyThatItWouldNotTakeForGranted() {
        profileIsThere();
        String device = deviceIsThere("-1");
        awaitCommands(device);
        done(set(device, "Level", object("Level", "7")));

        List<Outcome> outcomes = perform(List.of(
                set(device, "Level", object("Levle", "42")),
                set(device, "Level", object()),
                set(device, "Level", object("Level", "full")),
                set(device, "Level", object("Level", "101")),
                set(device, "Both", object("Level", "42")),
                set(device, "Pressure", object("Pressure", "42"))));

        assertThat(outcomes).allSatisfy(outcome -> assertFailed(outcome, DevicesErrorCode.BAD_PROPERTY));
        EdgeValue value = platform.values(Set.of(new PropertyKey(device, "Level")), LIMIT)
                .values()
                .get(0);
        assertThat(shown(value).object("Level").orElseThrow().text("value")).hasValue("7");
        done(set(device, "Both", object("Level", "8", "Heat", "1")));
        assertStale(perform(set(run + "-none", "Level", object("Level", "1"))), DevicesErrorCode.MISSING);
    }

    @Test
    void leavesTheValuesOfAStoppedDeviceAlone() {
        profileIsThere();
        String device = deviceIsThere("-1");
        awaitCommands(device);
        done(change(DEVICE, device, field("adminState", Json.of("UNLOCKED"), Json.of("LOCKED"))));

        assertFailed(perform(set(device, "Level", object("Level", "42"))), DevicesErrorCode.DEVICE_STOPPED);
        done(change(
                DEVICE,
                device,
                field("adminState", Json.of("LOCKED"), Json.of("UNLOCKED")),
                field("operatingState", Json.of("UP"), Json.of("DOWN"))));
        assertFailed(perform(set(device, "Level", object("Level", "42"))), DevicesErrorCode.DEVICE_STOPPED);
    }

    // ---- plans and hints -------------------------------------------------------------------------------------------

    @Test
    void carriesAWholePlanOutAndBack() {
        PlanApplier applier = PlanApplier.to(platform);
        List<PlannedStep> there = new ArrayList<>();
        there.add(new PlannedStep("1", add(PROFILE, profile, profileContent()), List.of()));
        List<PlannedStep> back = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            there.add(new PlannedStep((i + 2) + "", add(DEVICE, run + "-" + i, deviceContent()), List.of("1")));
            back.add(new PlannedStep((i + 1) + "", remove(DEVICE, run + "-" + i), List.of()));
            all.add((i + 1) + "");
        }
        back.add(new PlannedStep("6", remove(PROFILE, profile), all));

        ApplyReport made = applier.apply(Plans.of(there), ApplyOptions.defaults(), LIMIT);
        ApplyReport again = applier.apply(Plans.of(there), ApplyOptions.defaults(), LIMIT);
        ApplyReport gone = applier.apply(Plans.of(back), ApplyOptions.defaults(), LIMIT);

        assertThat(made.failures()).isEmpty();
        assertThat(made.changed()).isTrue();
        assertThat(again.failures()).isEmpty();
        assertThat(again.changed()).isFalse();
        assertThat(gone.failures()).isEmpty();
        assertThat(seen(PROFILE, profile)).isEmpty();
    }

    @Test
    void tellsOfChangesWhereThereIsABus() throws Exception {
        Semaphore heard = new Semaphore(0);
        try (AutoCloseable ignored = platform.watch(heard::release)) {
            if (edgex.bus().isEmpty()) {
                assertThat(heard.availablePermits()).isZero();
                return;
            }
            assertThat(heard.tryAcquire(30, TimeUnit.SECONDS)).isTrue(); // it has connected
            // The connection may tell once more of itself; a change does as often as it is made.
            Map<Boolean, String> states = Map.of(true, "P8", false, "P7");
            profileIsThere();
            boolean told = false;
            for (int i = 0; i < 20 && !told; i++) {
                heard.drainPermits();
                done(change(
                        PROFILE,
                        profile,
                        field(
                                "model",
                                Json.of(Objects.requireNonNull(states.get(i % 2 != 0))),
                                Json.of(Objects.requireNonNull(states.get(i % 2 == 0))))));
                told = heard.tryAcquire(3, TimeUnit.SECONDS);
            }
            assertThat(told).isTrue();
        }
    }
}
