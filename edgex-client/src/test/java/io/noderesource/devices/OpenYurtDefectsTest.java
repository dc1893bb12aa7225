package io.noderesource.devices;

import static io.noderesource.devices.Crds.desiring;
import static io.noderesource.devices.Crds.device;
import static io.noderesource.devices.Crds.object;
import static io.noderesource.devices.Crds.pool;
import static io.noderesource.devices.Crds.profile;
import static io.noderesource.devices.Crds.service;
import static io.noderesource.devices.Crds.unmanaged;
import static io.noderesource.devices.Crds.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.apply.Outcome;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.SetProperty;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The defects of OpenYurt's own controller that lie above the wire, each shown absent. Those of the wire are in
 * {@link OpenYurtWireDefectsTest}.
 */
class OpenYurtDefectsTest {

    private static final ResourceAddress DEVICE = device("thermo-1").address();

    private final PoolWorld world = new PoolWorld();

    /** A pool in which all is as declared. */
    @BeforeEach
    void declareAPool() {
        world.declare(pool());
        world.converge();
        world.platform.writes.clear();
    }

    @Test
    void d1AnErrorInPlaceOfAListDeletesNothing() {
        for (IotKind kind : IotKind.values()) {
            world.platform.states.put(kind, Section.State.UNAVAILABLE);
        }
        for (int i = 0; i < 10; i++) {
            world.pass();
        }
        assertThat(world.store.list()).hasSize(3).noneMatch(IotResource::isDeleting);
        assertThat(world.platform.writes).isEmpty();
        assertThat(world.condition(DEVICE, "DeviceSynced")).startsWith("Unknown Unseen: the platform answered 500");
    }

    @Test
    void d2WhatATruncatedListDoesNotShowIsNotDeleted() {
        world.declare(unmanaged(with(device("thermo-2"), "description", "somebody's")));
        world.converge();
        world.platform.states.put(IotKind.DEVICE, Section.State.PARTIAL);
        for (int i = 0; i < 10; i++) {
            world.pass();
        }
        assertThat(world.store.list()).hasSize(4).noneMatch(IotResource::isDeleting);
        assertThat(world.platform.objects(IotKind.DEVICE)).containsOnlyKeys("thermo-1", "thermo-2");
    }

    @Test
    void d3AnEmptyPlatformGetsAllBackAndNoResourceIsDeleted() {
        world.platform.loseAll();
        Pass pass = world.pass();
        assertThat(pass.plan().steps())
                .extracting(s -> s.step().summary())
                .containsExactly("add deviceservice 'modbus'", "add deviceprofile 'sensor'", "add device 'thermo-1'");
        world.converge();
        assertThat(world.store.list()).hasSize(3);
        assertThat(world.isThere(IotKind.DEVICE, "thermo-1")).isTrue();
    }

    @Test
    void d4ADeviceThatTheListDoesNotShowIsNotRemovedFromThePlatformEither() {
        world.store.delete(DEVICE);
        world.platform.states.put(IotKind.DEVICE, Section.State.PARTIAL);
        for (int i = 0; i < 10; i++) {
            world.pass();
        }
        assertThat(world.platform.writes).isEmpty();
        assertThat(world.find(DEVICE)).as("waits for a look that shows all").isPresent();
        world.platform.states.put(IotKind.DEVICE, Section.State.COMPLETE);
        world.converge();
        assertThat(world.platform.writes).containsExactly("DELETE device thermo-1");
        assertThat(world.find(DEVICE)).isEmpty();
    }

    @Test
    void d5AnErrorIsNotTakenForAnObjectThatIsThere() {
        world.platform.states.put(IotKind.DEVICE, Section.State.UNAVAILABLE);
        world.declare(device("thermo-2"));
        world.pass();
        assertThat(world.get(device("thermo-2").address()).isSynced()).isFalse();
        world.platform.states.put(IotKind.DEVICE, Section.State.COMPLETE);
        world.converge();
        assertThat(world.get(device("thermo-2").address()).isSynced()).isTrue();
        assertThat(world.isThere(IotKind.DEVICE, "thermo-2")).isTrue();
    }

    @Test
    void d6AResourceWhoseObjectIsNotThereCanBeDeleted() {
        world.declare(with(device("never-made"), "profileName", "no-such-profile"));
        world.converge();
        assertThat(world.isThere(IotKind.DEVICE, "never-made")).isFalse();
        world.store.delete(device("never-made").address());
        world.converge();
        assertThat(world.find(device("never-made").address())).isEmpty();
    }

    @Test
    void d7ALockedDeviceStaysLocked() {
        world.change(with(world.get(DEVICE), "adminState", "LOCKED"));
        world.converge();
        assertThat(world.edge(IotKind.DEVICE, "thermo-1").text("adminState")).contains("LOCKED");
        for (int i = 0; i < 10; i++) {
            world.change(with(world.get(DEVICE), "description", "change " + i));
            world.converge();
        }
        assertThat(world.platform.writes).noneMatch(w -> w.contains("UNLOCKED"));
        assertThat(world.platform.writes)
                .filteredOn(w -> w.contains("adminState"))
                .hasSize(1);
        assertThat(world.edge(IotKind.DEVICE, "thermo-1").text("operatingState"))
                .contains("UP");
    }

    @Test
    void d9ARefusedChangeIsReported() {
        world.platform.fault =
                (step, work) -> new Outcome.Failed(DevicesErrorCode.REFUSED, "item answered 400: name does not match");
        world.change(with(world.get(DEVICE), "description", "new"));
        Pass pass = world.pass();
        assertThat(pass.report().succeeded()).isFalse();
        assertThat(world.condition(DEVICE, "DeviceManaging"))
                .isEqualTo("False Refused: item answered 400: name does not match");
    }

    @Test
    void d11NothingIsWrittenWhenNothingDiffers() {
        for (int i = 0; i < 20; i++) {
            assertThat(world.pass().changed()).isFalse();
        }
        assertThat(world.platform.writes).isEmpty();
    }

    @Test
    void d12ConditionsAreKept() {
        assertThat(world.condition(DEVICE, "DeviceSynced")).startsWith("True Present");
        assertThat(world.condition(DEVICE, "DeviceManaging")).startsWith("True AsDeclared");
        assertThat(world.condition(service("modbus").address(), "DeviceServiceSynced"))
                .startsWith("True Present");
    }

    @Test
    void d13APropertyThatCanOnlyBeWrittenIsWrittenOnce() {
        world.change(desiring(world.get(DEVICE), "Secret", "open sesame"));
        world.converge();
        world.restart();
        world.converge();
        assertThat(world.platform.writes).containsExactly("PUT thermo-1 Secret {\"Secret\":\"open sesame\"}");
        world.change(desiring(world.get(DEVICE), "Secret", "shut"));
        world.converge();
        assertThat(world.platform.writes).hasSize(2);
    }

    @Test
    void d14AnObjectAsLocationHurtsNobody() {
        world.platform.born(
                IotKind.DEVICE,
                "edge-born",
                object("{'adminState':'UNLOCKED','operatingState':'UP','serviceName':'modbus','profileName':'sensor',"
                        + "'protocols':{},'location':{'lat':30.3,'long':[120,2]}}"));
        world.platform.unreadable.add("thermo-1");
        world.declare(device("thermo-2"));
        world.converge();
        assertThat(world.isThere(IotKind.DEVICE, "thermo-2"))
                .as("one poisoned object keeps no other away")
                .isTrue();
        IotResource mirror = mirrorOf("edge-born");
        assertThat(mirror.spec().text("location")).contains("{\"lat\":30.3,\"long\":[120,2]}");
        assertThat(world.condition(DEVICE, "DeviceManaging")).startsWith("False Unreadable");
    }

    @Test
    void d15EqualValuesInOtherWordsAreNotWritten() {
        world.platform.readings.put(
                new PropertyKey("thermo-1", "Temp"), object("{'Temp':{'valueType':'Float32','value':'4.090000e+01'}}"));
        world.platform.readings.put(
                new PropertyKey("thermo-1", "Int8"), object("{'Int8':{'valueType':'Int8','value':'7'}}"));
        world.change(desiring(desiring(world.get(DEVICE), "Temp", "40.9"), "Int8", "+7"));
        world.converge();
        assertThat(world.platform.writes).isEmpty();
    }

    @Test
    void d16APropertyIsWrittenUnderTheNamesOfItsParametersOrNotAtAll() {
        world.platform.readings.put(
                new PropertyKey("thermo-1", "Both"),
                object("{'Int8':{'valueType':'Int8','value':'1'},'Temp':{'valueType':'Float32','value':'1'}}"));
        world.change(desiring(world.get(DEVICE), "Both", "{\"Int8\":\"5\"}"));
        Pass pass = world.converge();
        assertThat(world.platform.writes).isEmpty();
        assertThat(pass.plan().refusals()).extracting(Refusal::code).containsExactly(DevicesErrorCode.BAD_PROPERTY);
        assertThat(pass.plan().refusals().get(0).facts()).anyMatch(f -> f.contains("Temp"));

        world.change(desiring(world.get(DEVICE), "Both", "{\"Int8\":\"5\",\"Temp\":\"2.5\"}"));
        world.converge();
        assertThat(world.platform.writes).containsExactly("PUT thermo-1 Both {\"Int8\":\"5\",\"Temp\":\"2.5\"}");
    }

    @Test
    void d17TheStatusShowsWhatWasReadNotWhatWasWished() {
        PropertyKey key = new PropertyKey("thermo-1", "Int8");
        world.platform.readings.put(key, object("{'Int8':{'valueType':'Int8','value':'1'}}"));
        world.platform.fault = (step, work) -> step instanceof SetProperty ? new Outcome.Changed() : null;
        world.change(desiring(world.get(DEVICE), "Int8", "5"));
        for (int i = 0; i < 10; i++) {
            world.pass();
        }
        assertThat(world.get(DEVICE).status().object("deviceProperties").orElseThrow())
                .isEqualTo(object("{'Int8':{'name':'Int8','actualValue':'1'}}"));
        assertThat(world.plan().drifts()).extracting(Drift::code).containsExactly(DevicesErrorCode.NOT_CONVERGING);
        long written = stepsToSet();
        assertThat(written).as("it stops hammering").isZero();
        world.later(Duration.ofMinutes(2));
        assertThat(stepsToSet()).isEqualTo(1);
    }

    private long stepsToSet() {
        return world.plan().steps().stream()
                .filter(s -> s.step() instanceof SetProperty)
                .count();
    }

    @Test
    void d18OnlyDesiredPropertiesAreReadAndAFailureKeepsWhatWasShown() {
        PropertyKey key = new PropertyKey("thermo-1", "Int8");
        world.platform.readings.put(key, object("{'Int8':{'valueType':'Int8','value':'5'}}"));
        world.change(desiring(world.get(DEVICE), "Int8", "5"));
        world.converge();
        world.platform.readings.remove(key);
        world.converge();
        assertThat(world.get(DEVICE).status().object("deviceProperties").orElseThrow())
                .isEqualTo(object("{'Int8':{'name':'Int8','actualValue':'5'}}"));
        assertThat(world.platform.writes).isEmpty();
    }

    @Test
    void d21AnyNameIsMirroredAndKeepsNoOtherAway() {
        for (String name : List.of("bad name/x", "温度计-1", "x".repeat(300), "UPPER_lower", "~:;=")) {
            world.platform.born(IotKind.DEVICE, name, edgeBorn());
        }
        Pass pass = world.pass();
        assertThat(pass.problems()).isEmpty();
        world.converge();
        for (String name : List.of("bad name/x", "温度计-1", "x".repeat(300), "UPPER_lower", "~:;=")) {
            IotResource mirror = mirrorOf(name);
            assertThat(mirror.name()).matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
            assertThat(mirror.label(mirror.group().nameLabel()).orElse("x"))
                    .matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
        }
        assertThat(world.platform.writes).isEmpty();
    }

    @Test
    void d22NamesThatWouldCollideAreToldApart() {
        for (String name : List.of("Dev_1", "dev-1", "DEV-1")) {
            world.platform.born(IotKind.DEVICE, name, edgeBorn());
        }
        world.converge();
        assertThat(List.of(
                        mirrorOf("Dev_1").name(),
                        mirrorOf("dev-1").name(),
                        mirrorOf("DEV-1").name()))
                .doesNotHaveDuplicates();
    }

    @Test
    void d23TypesSurviveBothWays() {
        Json.Obj typed = object("{'modbus-tcp':{'Port':502,'Fast':true,'Deep':{'a':[1]}}}");
        world.platform.born(
                IotKind.DEVICE, "edge-born", edgeBorn().with("protocols", typed).with("tags", object("{'floor':3}")));
        world.converge();
        IotResource mirror = mirrorOf("edge-born");
        assertThat(mirror.spec().object("protocols").orElseThrow())
                .isEqualTo(Json.object()
                        .with(
                                "modbus-tcp",
                                Json.object()
                                        .with("Port", Json.of("502"))
                                        .with("Fast", Json.of("true"))
                                        .with("Deep", Json.of("{\"a\":[1]}"))));

        // Whoever takes charge of it changes one field, and nothing loses its type.
        world.store.update(with(with(mirror, "managed", Json.TRUE), "description", "ours now"));
        world.converge();
        assertThat(world.platform.writes).containsExactly("PATCH device edge-born [description=\"ours now\"]");
        assertThat(world.edge(IotKind.DEVICE, "edge-born").object("protocols")).contains(typed);
    }

    @Test
    void d24AFieldThatIsNotDeclaredIsNotTouched() {
        Json location = object("{'lat':30.3}");
        world.platform
                .objects(IotKind.DEVICE)
                .computeIfPresent("thermo-1", (name, content) -> content.with("location", location));
        world.change(with(world.get(DEVICE), "description", "new"));
        world.converge();
        assertThat(world.edge(IotKind.DEVICE, "thermo-1").get("location")).contains(location);
        assertThat(world.platform.writes).containsExactly("PATCH device thermo-1 [description=\"new\"]");
    }

    @Test
    void d25ProfilesAreChangedAndMirrorsFollow() {
        world.change(with(world.get(profile("sensor").address()), "manufacturer", "theirs"));
        world.converge();
        assertThat(world.platform.writes).containsExactly("PATCH deviceprofile sensor [manufacturer=\"theirs\"]");

        world.platform.born(IotKind.DEVICE, "edge-born", edgeBorn());
        world.converge();
        world.platform.born(IotKind.DEVICE, "edge-born", edgeBorn().with("description", Json.of("moved")));
        world.converge();
        assertThat(mirrorOf("edge-born").spec().text("description")).contains("moved");
    }

    @Test
    void d26AnObjectThatIsInUseKeepsItsResource() {
        ResourceAddress profile = profile("sensor").address();
        world.store.delete(profile);
        Pass pass = world.converge();
        assertThat(pass.plan().refusals()).extracting(Refusal::code).containsExactly(DevicesErrorCode.IN_USE);
        assertThat(world.find(profile)).isPresent();
        assertThat(world.isThere(IotKind.PROFILE, "sensor")).isTrue();

        world.store.delete(DEVICE);
        world.converge();
        assertThat(world.platform.writes).containsExactly("DELETE device thermo-1", "DELETE deviceprofile sensor");
        assertThat(world.find(profile)).isEmpty();
    }

    @Test
    void d27OtherFinalizersStay() {
        IotResource device = world.get(DEVICE);
        world.store.update(device.withMetadata(
                "finalizers",
                Json.texts(List.of("somebody/else", device.finalizers().get(0)))));
        world.store.delete(DEVICE);
        world.converge();
        assertThat(world.get(DEVICE).finalizers()).containsExactly("somebody/else");
        assertThat(world.isThere(IotKind.DEVICE, "thermo-1")).isFalse();

        world.declare(device("thermo-2").withMetadata("finalizers", Json.texts(List.of("somebody/else"))));
        world.converge();
        assertThat(world.get(device("thermo-2").address()).finalizers())
                .containsExactly("somebody/else", "iot.openyurt.io/device");
    }

    @Test
    void d28WhatADeviceNeedsComesFirstAndWhatIsMissingIsSaid() {
        PoolWorld other = new PoolWorld();
        other.declare(device("thermo-1"));
        Pass pass = other.converge();
        assertThat(other.platform.writes).isEmpty();
        assertThat(pass.plan().refusals()).extracting(Refusal::code).containsOnly(DevicesErrorCode.MISSING_DEPENDENCY);
        assertThat(other.condition(DEVICE, "DeviceSynced"))
                .isEqualTo(
                        "False MissingDependency: thermo-1: deviceprofile 'sensor' is not on the platform, and nothing"
                                + " declares it");
        other.declare(profile("sensor"), service("modbus"));
        other.converge();
        assertThat(other.isThere(IotKind.DEVICE, "thermo-1")).isTrue();
    }

    @Test
    void d29APassThatFailedIsMadeAgainWithoutAnyEvent() {
        world.platform.fault = (step, work) ->
                new Outcome.Failed(DevicesErrorCode.PLATFORM_UNAVAILABLE, "the platform did not answer");
        world.declare(device("thermo-2"));
        world.pass();
        world.platform.fault = (step, work) -> null;
        world.converge();
        assertThat(world.isThere(IotKind.DEVICE, "thermo-2")).isTrue();
    }

    @Test
    void d30UrlsOfTheResourceAreNeitherUsedNorStored() {
        world.platform.readings.put(
                new PropertyKey("thermo-1", "Int8"), object("{'Int8':{'valueType':'Int8','value':'1'}}"));
        IotResource device = world.get(DEVICE);
        world.change(with(
                device,
                "deviceProperties",
                object("{'Int8':{'name':'Int8','desiredValue':'5','putURL':'http://169.254.169.254/latest'}}")));
        world.converge();
        assertThat(world.platform.writes).containsExactly("PUT thermo-1 Int8 {\"Int8\":\"5\"}");
        assertThat(world.get(DEVICE).status().write()).doesNotContain("URL");
    }

    /** OpenYurt's chart lets whoever is logged in create and delete devices. */
    @Test
    void d32NothingHereGrantsRightsToEverybody() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<Path> manifests = files.filter(
                            f -> f.toString().endsWith(".yaml") && !f.toString().contains("/target/"))
                    .toList();
            assertThat(manifests).isNotEmpty();
            for (Path manifest : manifests) {
                assertThat(Files.readString(manifest)).as("%s", manifest).doesNotContain("system:authenticated");
            }
        }
    }

    /** OpenYurt's controller has no tests. */
    @Test
    void d33EachDefectHasItsTest() {
        Set<Integer> tested = new TreeSet<>();
        Stream.of(OpenYurtDefectsTest.class, OpenYurtWireDefectsTest.class)
                .flatMap(c -> Stream.of(c.getDeclaredMethods()))
                .filter(m -> m.isAnnotationPresent(Test.class))
                .forEach(m -> Pattern.compile("[dD](\\d+)")
                        .matcher(m.getName())
                        .results()
                        .forEach(r -> tested.add(Integer.parseInt(r.group(1)))));
        assertThat(tested).containsAll(IntStream.rangeClosed(1, 34).boxed().toList());
    }

    @Test
    void d34ReasonsAreCamelCaseAndEveryRefusalIsACondition() {
        world.change(with(world.get(DEVICE), "adminState", "ajar"));
        world.converge();
        assertThat(world.condition(DEVICE, "DeviceManaging")).startsWith("False BadResource: ");
        assertThat(world.platform.writes).isEmpty();
        assertThat(world.get(DEVICE).status().array("conditions"))
                .allSatisfy(c ->
                        assertThat(((Json.Obj) c).text("reason").orElse("")).matches("[A-Z][A-Za-z]+"));
    }

    private static Json.Obj edgeBorn() {
        return object("{'adminState':'UNLOCKED','operatingState':'UP','serviceName':'modbus','profileName':'sensor',"
                + "'protocols':{'p':{'a':'b'}}}");
    }

    private IotResource mirrorOf(String edgeName) {
        Optional<IotResource> mirror = world.store.list().stream()
                .filter(r -> r.kind() == IotKind.DEVICE && r.edgeName().equals(edgeName) && r.isMirror())
                .findFirst();
        return mirror.orElseThrow(() -> new AssertionError("no mirror of " + edgeName));
    }
}
