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
import io.noderesource.devices.plan.FieldChange;
import io.noderesource.devices.plan.SetProperty;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import io.noderesource.plan.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody tried in order to make a controller do harm, each of which did some once. */
class HostileUserTest {

    private static final ResourceAddress DEVICE = device("thermo-1").address();

    private final PoolWorld world = new PoolWorld();

    private static Json.Obj foreign() {
        return object("{'adminState':'LOCKED','operatingState':'UP','description':'theirs','serviceName':'modbus',"
                + "'profileName':'sensor','protocols':{'p':{'a':'b'}}}");
    }

    private void aPool() {
        world.declare(pool());
        world.converge();
        world.platform.writes.clear();
    }

    /** Eight that are declared, and three that were born at the edge and have a mirror. */
    private static void elevenDevices(PoolWorld world) {
        world.declare(service("modbus"), profile("sensor"));
        for (int i = 0; i < 8; i++) {
            world.declare(device("thermo-" + i));
        }
        world.converge();
        for (int i = 0; i < 3; i++) {
            world.platform.born(IotKind.DEVICE, "born-" + i, foreign());
        }
        world.converge();
    }

    @Test
    void aResourceThatGetsAnotherObjectsNameTakesNothingOver() {
        aPool();
        world.platform.born(IotKind.DEVICE, "other", foreign());
        world.store.update(world.get(DEVICE).withAnnotation(IotResource.EDGE_NAME, "other"));
        assertThat(world.converge().plan().refusals())
                .extracting(Refusal::code)
                .containsExactly(DevicesErrorCode.NOT_ADOPTED);
        world.store.delete(DEVICE);
        world.converge();
        assertThat(world.platform.writes).isEmpty();
        assertThat(world.find(DEVICE)).isEmpty();
        assertThat(world.edge(IotKind.DEVICE, "other")).isEqualTo(foreign());
    }

    @Test
    void anObjectThatSomebodyMadeAnewIsNotTheResources() {
        aPool();
        world.platform.vanishes(IotKind.DEVICE, "thermo-1");
        world.platform.born(IotKind.DEVICE, "thermo-1", foreign());
        world.converge();
        assertThat(world.platform.writes).isEmpty();
        assertThat(world.condition(DEVICE, "DeviceManaging")).startsWith("False NotAdopted");
    }

    @Test
    void aMirrorThatSomebodyTakesChargeOfMeanwhileStays() {
        aPool();
        world.platform.born(IotKind.DEVICE, "born", foreign().with("adminState", Json.of("UNLOCKED")));
        world.converge();
        ResourceAddress mirror = world.store.list().stream()
                .filter(IotResource::isMirror)
                .findFirst()
                .orElseThrow()
                .address();
        world.declare(device("thermo-2"), device("thermo-3"), device("thermo-4"));
        world.converge();
        world.platform.vanishes(IotKind.DEVICE, "born");
        world.declare(device("thermo-5"));
        world.platform.fault = (step, work) -> {
            world.store.update(
                    with(world.get(mirror), "managed", Json.TRUE).withAnnotation(IotResource.MIRROR, "false"));
            return null;
        };
        Pass pass = world.pass();
        assertThat(pass.wayBack().deletions()).hasSize(1);
        assertThat(pass.problems()).singleElement().asString().contains("devices/conflict");
        assertThat(world.find(mirror)).isPresent();
    }

    @Test
    void whatIsMadeAgainDoesNotMakeTheRestLessSuspect() {
        elevenDevices(world);
        world.platform.loseAll();
        for (int i = 0; i < 10; i++) {
            world.pass();
        }
        assertThat(world.store.list())
                .filteredOn(IotResource::isMirror)
                .as("no time has passed")
                .hasSize(3);
        world.later(Duration.ofMinutes(1));
        world.pass();
        assertThat(world.store.list()).filteredOn(IotResource::isMirror).hasSize(3);
        world.later(Duration.ofMinutes(1));
        world.pass();
        assertThat(world.store.list())
                .filteredOn(IotResource::isMirror)
                .as("seen three times")
                .isEmpty();
    }

    @Test
    void whatIsBornAfterOurFinalizerWentIsLeftAlone() {
        aPool();
        IotResource device = world.get(DEVICE);
        world.store.update(device.withMetadata(
                "finalizers",
                Json.texts(List.of("somebody/else", device.finalizers().get(0)))));
        world.store.delete(DEVICE);
        world.converge();
        assertThat(world.platform.writes).containsExactly("DELETE device thermo-1");
        world.platform.born(IotKind.DEVICE, "thermo-1", foreign());
        world.converge();
        assertThat(world.platform.writes).hasSize(1);
        assertThat(world.isThere(IotKind.DEVICE, "thermo-1")).isTrue();
        assertThat(world.store.list())
                .anyMatch(r -> r.isMirror() && r.edgeName().equals("thermo-1"));
    }

    @Test
    void whatMayHaveReachedTheDeviceIsNotSentAtEachPass() {
        aPool();
        world.change(desiring(world.get(DEVICE), "Secret", "1"));
        world.platform.fault = (step, work) -> {
            work.run();
            return new Outcome.Failed(DevicesErrorCode.PLATFORM_UNAVAILABLE, "the answer was lost");
        };
        for (int i = 0; i < 20; i++) {
            world.pass();
        }
        assertThat(world.platform.writes).hasSize(1);
        world.later(Duration.ofMinutes(2));
        world.pass();
        assertThat(world.platform.writes).hasSize(2);

        world.platform.writes.clear();
        world.platform.readings.put(
                new PropertyKey("thermo-1", "Int8"), object("{'Int8':{'valueType':'Int8','value':'1'}}"));
        world.platform.fault = (step, work) -> {
            world.platform.writes.add("PUT");
            return new Outcome.Failed(DevicesErrorCode.REFUSED, "500");
        };
        world.change(desiring(world.get(DEVICE), "Int8", "5"));
        for (int i = 0; i < 20; i++) {
            world.pass();
        }
        assertThat(world.platform.writes).as("three times, then a pause").hasSize(3);
    }

    @Test
    void fieldsThatDoNotStayAreNotWrittenAgainAndAgain() {
        aPool();
        world.change(with(world.get(DEVICE), "description", "wanted"));
        for (int i = 0; i < 20; i++) {
            world.pass();
            world.platform
                    .objects(IotKind.DEVICE)
                    .computeIfPresent(
                            "thermo-1", (name, o) -> o.with("description", Json.of("what somebody else wants")));
        }
        assertThat(world.platform.writes).as("three times, then a pause").hasSize(3);
        assertThat(world.condition(DEVICE, "DeviceManaging")).startsWith("False NotConverging");

        world.later(Duration.ofMinutes(2));
        world.pass();
        assertThat(world.platform.writes).hasSize(4);
        assertThat(world.pass().plan().drifts()).as("this time it stays").isEmpty();

        world.platform
                .objects(IotKind.DEVICE)
                .computeIfPresent("thermo-1", (name, o) -> o.with("description", Json.of("theirs again")));
        world.pass();
        assertThat(world.platform.writes).as("it is not long ago").hasSize(4);
        world.change(with(world.get(DEVICE), "adminState", Json.of("LOCKED")));
        world.pass();
        assertThat(world.platform.writes)
                .as("what is declared anew begins anew")
                .hasSize(6);
        assertThat(world.platform.writes.get(4)).contains("LOCKED");
    }

    @Test
    void aStatusThatCouldNotBeWrittenIsNoReasonToWriteToTheDeviceAgain() {
        aPool();
        world.change(desiring(world.get(DEVICE), "Secret", "1"));
        world.platform.fault = (step, work) -> {
            IotResource now = world.get(DEVICE);
            world.change(with(now, "description", "edit " + world.platform.writes.size()));
            return null;
        };
        for (int i = 0; i < 5; i++) {
            world.pass();
        }
        assertThat(world.platform.writes).filteredOn(w -> w.startsWith("PUT")).hasSize(1);
    }

    @Test
    void aResourceThatIsNamedAfterItsPoolIsNoMirror() {
        aPool();
        IotResource mine = profile(Crds.POOL + "-mine").withLabel("yurt-iot-dock/edgex-object.name", "Other");
        IotResource device = with(device(Crds.POOL + "-thermo"), "managed", Json.FALSE);
        world.declare(mine, device);
        world.converge();
        world.platform.vanishes(IotKind.PROFILE, "Other");
        world.platform.vanishes(IotKind.DEVICE, Crds.POOL + "-thermo");
        for (int i = 0; i < 5; i++) {
            world.later(Duration.ofMinutes(1));
            world.pass();
        }
        assertThat(world.find(mine.address())).isPresent();
        assertThat(world.find(device.address())).isPresent();
    }

    @Test
    void adoptionIsNotGotRoundByNotManaging() {
        world.platform.born(IotKind.DEVICE, "thermo-1", foreign());
        world.declare(service("modbus"), profile("sensor"), unmanaged(device("thermo-1")));
        world.converge();
        world.platform.writes.clear();
        world.change(with(world.get(DEVICE), "managed", Json.TRUE));
        assertThat(world.converge().plan().refusals())
                .extracting(Refusal::code)
                .containsExactly(DevicesErrorCode.NOT_ADOPTED);
        world.store.delete(DEVICE);
        world.converge();
        assertThat(world.platform.writes).isEmpty();
    }

    @Test
    void aLockWaitsForNothingElse() {
        aPool();
        world.change(with(with(world.get(DEVICE), "adminState", "LOCKED"), "serviceName", "not-there"));
        world.converge();
        assertThat(world.edge(IotKind.DEVICE, "thermo-1").text("adminState")).contains("LOCKED");
        world.change(with(with(world.get(DEVICE), "adminState", "UNLOCKED"), "serviceName", "modbus"));
        world.converge();
        world.change(with(with(world.get(DEVICE), "adminState", "LOCKED"), "operatingState", "up"));
        world.converge();
        assertThat(world.edge(IotKind.DEVICE, "thermo-1").text("adminState")).contains("LOCKED");
        assertThat(world.condition(DEVICE, "DeviceManaging")).startsWith("False BadResource");
    }

    @Test
    void aLockAndAPropertyAtOnceSetNothing() {
        aPool();
        world.platform.readings.put(
                new PropertyKey("thermo-1", "Int8"), object("{'Int8':{'valueType':'Int8','value':'1'}}"));
        world.change(with(desiring(world.get(DEVICE), "Int8", "5"), "adminState", "LOCKED"));
        Pass pass = world.converge();
        assertThat(world.platform.writes).containsExactly("PATCH device thermo-1 [adminState=\"LOCKED\"]");
        assertThat(pass.report().succeeded()).isTrue();
    }

    @Test
    void manyResourcesForOneObjectCostNoMoreThanTheirNumber() {
        for (int i = 0; i < 400; i++) {
            world.declare(device("copy-" + i).withAnnotation(IotResource.EDGE_NAME, "one"));
        }
        world.pass();
        assertThat(world.store.list())
                .allSatisfy(r -> assertThat(r.json().write().length()).isLessThan(2_000));
    }

    @Test
    void whatIsNotDesiredAnyMoreIsForgotten() {
        aPool();
        world.change(desiring(world.get(DEVICE), "Secret", "1"));
        world.converge();
        world.change(world.get(DEVICE).withSpec(world.get(DEVICE).spec().without("deviceProperties")));
        world.converge();
        assertThat(world.get(DEVICE).status().get("deviceProperties")).isEmpty();
        world.change(desiring(world.get(DEVICE), "Secret", "1"));
        world.converge();
        assertThat(world.platform.writes).filteredOn(w -> w.startsWith("PUT")).hasSize(2);

        world.platform.vanishes(IotKind.DEVICE, "thermo-1");
        world.converge();
        assertThat(world.platform.writes)
                .as("a new device never had it")
                .filteredOn(w -> w.startsWith("PUT"))
                .hasSize(3);
    }

    @Test
    void conditionsOfOthersStay() {
        aPool();
        Json.Obj theirs = object("{'type':'Calibrated','status':'True'}");
        IotResource device = world.get(DEVICE);
        List<Json> conditions = new ArrayList<>(device.status().array("conditions"));
        conditions.add(theirs);
        world.store.updateStatus(device.withStatus(device.status().with("conditions", Json.array(conditions))));
        world.change(with(world.get(DEVICE), "description", "new"));
        world.converge();
        assertThat(world.get(DEVICE).status().array("conditions")).contains(theirs);
    }

    @Test
    void anEmptyNameOnThePlatformIsNoName() {
        IotResource device = device("x")
                .withAnnotation(IotResource.EDGE_NAME, "")
                .withLabel("yurt-iot-dock/edgex-object.name", "real");
        assertThat(device.edgeName()).isEqualTo("real");
    }

    @Test
    void aPlanMovesNoCursorAndForgesNoLine() {
        SetProperty set = new SetProperty(
                DEVICE, "na\u001b[2Jme", "p", "{\"p\":\"1\"}", "a\u009b2J\n5 of 5 steps done.\u202e", "because");
        FieldChange change = new FieldChange("description", null, "\"\u001b]0;x\u0007\r\n\"");
        assertThat(set.summary() + change.describe()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }

    @Test
    void passwordsAreNotTold() {
        aPool();
        world.change(with(
                desiring(world.get(DEVICE), "Secret", "hunter2"),
                "protocols",
                object("{'modbus-tcp':{'Address':'10.0.0.1','Port':'502','Password':'s3cret'}}")));
        String plan = world.plan().render();
        assertThat(plan)
                .contains("modbus-tcp.Password")
                .doesNotContain("s3cret")
                .doesNotContain("hunter2");
        world.converge();
        assertThat(world.get(DEVICE).status().write()).doesNotContain("s3cret").doesNotContain("hunter2");
    }

    @Test
    void aDeviceIsNotMadeOnAServiceThatGoes() {
        world.declare(service("modbus"), profile("sensor"));
        world.converge();
        world.store.delete(service("modbus").address());
        world.declare(device("thermo-1"));
        Pass pass = world.pass();
        assertThat(pass.report().succeeded()).isTrue();
        assertThat(pass.plan().refusals())
                .extracting(Refusal::code)
                .containsExactly(DevicesErrorCode.MISSING_DEPENDENCY);
    }

    @Test
    void whatCannotBeReadIsNotRemoved() {
        aPool();
        world.platform.vanishes(IotKind.DEVICE, "thermo-1");
        world.platform.born(IotKind.DEVICE, "thermo-1", foreign());
        world.converge();
        world.platform.unreadable.add("thermo-1");
        world.store.delete(DEVICE);
        world.converge();
        assertThat(world.platform.writes).isEmpty();
        assertThat(world.isThere(IotKind.DEVICE, "thermo-1")).isTrue();
        assertThat(world.condition(DEVICE, "DeviceManaging")).startsWith("False Unreadable");
    }

    @Test
    void aRestartDoesNotMakeBolder() {
        for (String restart : List.of("with what was remembered", "with nothing")) {
            PoolWorld world = new PoolWorld();
            elevenDevices(world);
            world.platform.loseAll();
            world.pass();
            world.pass();
            if (restart.equals("with nothing")) {
                world.store.remember(Json.object());
            }
            world.restart();
            world.pass();
            assertThat(world.store.list())
                    .as(restart)
                    .filteredOn(IotResource::isMirror)
                    .hasSize(3);
            for (int i = 0; i < 3; i++) {
                world.later(Duration.ofMinutes(1));
                world.restart();
                world.pass();
            }
            assertThat(world.store.list())
                    .as(restart)
                    .filteredOn(IotResource::isMirror)
                    .isEmpty();
        }
    }

    @Test
    void whoseAnObjectIsOutlivesAnEditInTheMiddle() {
        world.declare(service("modbus"), profile("sensor"), device("thermo-1"));
        world.platform.fault = (step, work) -> {
            if (step.address().equals(DEVICE)) {
                world.store.update(with(world.get(DEVICE), "description", Json.of("edited meanwhile")));
            }
            return null;
        };
        world.pass();
        world.platform.fault = (step, work) -> null;
        world.converge();
        assertThat(world.edge(IotKind.DEVICE, "thermo-1").text("description")).contains("edited meanwhile");

        world.declare(device("thermo-2"));
        ResourceAddress second = device("thermo-2").address();
        world.platform.fault = (step, work) -> {
            if (step.address().equals(second) && !world.get(second).isDeleting()) {
                world.store.delete(second);
            }
            return null;
        };
        world.converge();
        assertThat(world.find(second)).isEmpty();
        assertThat(world.isThere(IotKind.DEVICE, "thermo-2"))
                .as("it goes with its resource")
                .isFalse();
    }

    @Test
    void aLockComesFirstAlone() {
        aPool();
        world.change(with(with(world.get(DEVICE), "adminState", Json.of("LOCKED")), "description", Json.of("new")));
        world.platform.fault = (step, work) -> new Outcome.Failed(DevicesErrorCode.REFUSED, "423");
        Pass pass = world.pass();
        assertThat(pass.report().outcomes())
                .extracting(o -> o.outcome().kind())
                .containsExactly(Outcome.Kind.FAILED, Outcome.Kind.NOT_ATTEMPTED);

        world.platform.fault = (step, work) -> null;
        world.declare(device("usurper").withAnnotation(IotResource.EDGE_NAME, "thermo-1"));
        world.pass();
        assertThat(world.edge(IotKind.DEVICE, "thermo-1").text("adminState")).contains("LOCKED");
    }

    @Test
    void nothingThatCanOnlyBeWrittenIsShown() {
        aPool();
        world.change(desiring(world.get(DEVICE), "Secret", "4711"));
        assertThat(world.look().toString())
                .contains("Secret (can only be written)")
                .doesNotContain("4711");
        world.change(desiring(world.get(DEVICE), "Secret", "hunter2"));
        world.pass();
        assertThat(world.get(DEVICE).json().object("status").orElseThrow().write())
                .doesNotContain("hunter2");
        IotResource device = world.get(DEVICE);
        world.change(device.withSpec(device.spec().with("protocols", object("{'modbus-tcp':{'Password':4711}}"))));
        assertThat(world.pass().plan().render()).doesNotContain("4711").contains("a number");
    }

    @Test
    void eachFieldHasItsOwnBrake() {
        aPool();
        world.change(with(world.get(DEVICE), "description", "wanted"));
        for (int i = 0; i < 20; i++) {
            world.pass();
            boolean odd = i % 2 == 1;
            world.platform
                    .objects(IotKind.DEVICE)
                    .computeIfPresent(
                            "thermo-1",
                            (name, o) -> o.with("description", Json.of("theirs"))
                                    .with("labels", Json.texts(odd ? List.of() : List.of("theirs"))));
        }
        assertThat(world.platform.writes).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void whatSomebodyRemovesEachTimeIsNotMadeAgainAndAgain() {
        aPool();
        for (int i = 0; i < 20; i++) {
            world.platform.vanishes(IotKind.DEVICE, "thermo-1");
            world.pass();
        }
        assertThat(world.platform.writes).hasSizeLessThanOrEqualTo(3);
        assertThat(world.condition(DEVICE, "DeviceManaging")).startsWith("False NotConverging");
    }

    @Test
    void whatIsAlreadyInPlaceWasNotWritten() {
        aPool();
        world.change(with(world.get(DEVICE), "description", "wanted"));
        world.platform.fault = (step, work) -> new Outcome.AlreadyInPlace();
        for (int i = 0; i < 6; i++) {
            assertThat(world.pass().plan().drifts()).isEmpty();
        }
    }

    @Test
    void aMirrorWhoseObjectLivedShortlyGoes() {
        aPool();
        world.platform.born(IotKind.DEVICE, "shortly", foreign());
        world.pass();
        assertThat(world.store.list()).filteredOn(IotResource::isMirror).hasSize(1);
        world.platform.vanishes(IotKind.DEVICE, "shortly");
        for (int i = 0; i < 4; i++) {
            world.later(Duration.ofMinutes(1));
            world.pass();
        }
        assertThat(world.store.list()).noneMatch(IotResource::isMirror);
    }

    @Test
    void whatWaitsIsNotAsDeclared() {
        aPool();
        world.change(with(desiring(world.get(DEVICE), "Int8", "5"), "adminState", Json.of("LOCKED")));
        world.converge();
        assertThat(world.condition(DEVICE, "DeviceManaging")).startsWith("False DeviceStopped");
    }

    @Test
    void whatWeRemovedOurselvesMakesNothingSuspect() {
        world.declare(service("modbus"), profile("sensor"));
        for (int i = 1; i < 5; i++) {
            world.declare(device("thermo-" + i));
        }
        world.converge();
        for (int i = 1; i < 3; i++) {
            IotResource device = world.get(device("thermo-" + i).address());
            world.store.update(device.withMetadata(
                    "finalizers",
                    Json.texts(List.of("somebody/else", device.finalizers().get(0)))));
            world.store.delete(device.address());
        }
        world.converge();
        world.store.delete(device("thermo-3").address());
        assertThat(world.converge().plan().refusals()).isEmpty();
        assertThat(world.isThere(IotKind.DEVICE, "thermo-3")).isFalse();
    }
}
