package io.noderesource.devices;

import static io.noderesource.devices.Crds.desiring;
import static io.noderesource.devices.Crds.device;
import static io.noderesource.devices.Crds.profile;
import static io.noderesource.devices.Crds.service;
import static io.noderesource.devices.Crds.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.noderesource.apply.ApplyListener;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.edgex.EdgexPlatform;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.devices.resource.MemoryStore;
import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.OperatingState;
import io.noderesource.edgex.simulator.EdgexSimulator;
import io.noderesource.edgex.simulator.Fault;
import io.noderesource.edgex.simulator.FaultRule;
import io.noderesource.edgex.simulator.RecordedRequest;
import io.noderesource.edgex.simulator.SimulatedRelease;
import io.noderesource.edgex.simulator.SimulatedService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The defects of OpenYurt's own controller that lie on the wire, each shown absent before an EdgeX in the process. */
class OpenYurtWireDefectsTest {

    private static final ResourceAddress DEVICE = device("thermo-1").address();

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final MemoryStore store = new MemoryStore();
    private EdgexSimulator edgex = start(b -> b);
    private EdgexClient client = connect(edgex, b -> b);
    private DeviceController controller = controller(client);

    private EdgexSimulator start(UnaryOperator<EdgexSimulator.Builder> how) {
        EdgexSimulator started = how.apply(EdgexSimulator.builder().release(SimulatedRelease.NAPA))
                .start();
        opened.add(0, started);
        return started;
    }

    private EdgexClient connect(EdgexSimulator to, UnaryOperator<EdgexClient.Builder> how) {
        EdgexClient connected = how.apply(EdgexClient.builder()
                        .address(EdgexService.METADATA, to.url(SimulatedService.METADATA))
                        .address(EdgexService.COMMAND, to.url(SimulatedService.COMMAND))
                        .firstPause(Duration.ofMillis(1)))
                .build();
        opened.add(0, connected);
        return connected;
    }

    private DeviceController controller(EdgexClient over) {
        EdgexPlatform platform = EdgexPlatform.of(over);
        opened.add(0, platform);
        return DeviceController.builder(
                        platform, store, PoolSettings.builder(Crds.POOL).build())
                .limit(Duration.ofSeconds(20))
                .build();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private void declare(IotResource... resources) {
        for (IotResource resource : resources) {
            store.create(resource);
        }
    }

    private void declareAPool(int devices) {
        declare(service("modbus"), profile("sensor"));
        for (int i = 1; i <= devices; i++) {
            declare(device("thermo-" + i));
        }
        converge();
        edgex.requests().clear();
    }

    private Pass converge() {
        Pass last = controller.pass();
        for (int i = 0; last.changed(); i++) {
            assertThat(i).as("passes: %s", last).isLessThan(8);
            last = controller.pass();
        }
        return last;
    }

    private List<RecordedRequest> writes() {
        return edgex.requests().all().stream()
                .filter(r -> !r.method().equals("GET"))
                .toList();
    }

    private IotResource get(ResourceAddress address) {
        return store.find(address).orElseThrow(() -> new AssertionError("no " + address));
    }

    private void change(IotResource resource) {
        store.update(get(resource.address()).withSpec(resource.spec()));
    }

    private Device edge(String name) {
        return client.metadata().device(name).get();
    }

    @Test
    void d1AnErrorInJsonIsNoEmptyList() {
        declareAPool(3);
        edgex.faults().add(FaultRule.always(Fault.internalError()).method("GET"));
        for (int i = 0; i < 4; i++) {
            controller.pass();
        }
        edgex.faults().clear();
        assertThat(store.list()).hasSize(5).noneMatch(IotResource::isDeleting);
        assertThat(writes()).isEmpty();
    }

    @Test
    void d2AListThatTheServiceCutsIsReadToItsEnd() {
        declareAPool(7);
        edgex.maxResultCount(3);
        converge();
        assertThat(store.list()).hasSize(9).allMatch(IotResource::isSynced);
        assertThat(writes()).isEmpty();
    }

    @Test
    void d3ARestartWithAnEmptyDatabaseDeletesNothing() {
        declareAPool(3);
        edgex.restartEmpty();
        converge();
        assertThat(store.list()).hasSize(5).noneMatch(IotResource::isDeleting);
        assertThat(client.metadata().devices().snapshot().get().orThrow()).hasSize(3);
    }

    @Test
    void d4AServiceThatWantsATokenIsNotEmpty() {
        declareAPool(3);
        EdgexSimulator secure = start(b -> b.token("secret"));
        controller = controller(connect(secure, b -> b));
        for (int i = 0; i < 4; i++) {
            controller.pass();
        }
        assertThat(store.list()).hasSize(5).noneMatch(IotResource::isDeleting);
        assertThat(secure.requests().all()).allMatch(r -> r.method().equals("GET"));
    }

    @Test
    void d6WhatIsNotThereIsKnownByItsStatus() {
        declareAPool(1);
        client.metadata().deleteDevice("thermo-1").get();
        store.delete(DEVICE);
        // The only device is gone: that is suspect, and believed when it was seen three times.
        controller = DeviceController.builder(
                        EdgexPlatform.of(client),
                        store,
                        PoolSettings.builder(Crds.POOL).lookPause(Duration.ZERO).build())
                .build();
        for (int i = 0; i < 4; i++) {
            controller.pass();
        }
        assertThat(store.find(DEVICE)).isEmpty();
    }

    @Test
    void d8AnObjectIsAddressedByItsOwnName() {
        declareAPool(1);
        declare(device("r1").withLabel("yurt-iot-dock/edgex-object.name", "Thermo_1"));
        converge();
        change(with(get(device("r1").address()), "description", "new"));
        Pass pass = converge();
        assertThat(pass.report().succeeded()).isTrue();
        assertThat(edge("Thermo_1").description()).isEqualTo("new");
    }

    @Test
    void d9AnItemThatIsRefusedIsReported() {
        declareAPool(1);
        edgex.faults()
                .add(FaultRule.always(Fault.answer(
                                207,
                                "application/json",
                                "[{\"apiVersion\":\"v3\",\"message\":\"no such luck\",\"statusCode\":400}]"))
                        .method("PATCH"));
        change(with(get(DEVICE), "description", "new"));
        Pass pass = controller.pass();
        assertThat(pass.report().failures()).hasSize(1);
        assertThat(get(DEVICE).status().write()).contains("no such luck");
    }

    @Test
    void d10AServiceIsChanged() {
        declareAPool(1);
        change(with(get(service("modbus").address()), "adminState", "LOCKED"));
        converge();
        assertThat(client.metadata().service("modbus").get().adminState()).contains(AdminState.LOCKED);
        assertThat(writes()).hasSize(1);
    }

    @Test
    void d11NothingIsSentWithABodyWhenNothingDiffers() {
        declareAPool(20);
        for (int i = 0; i < 5; i++) {
            assertThat(controller.pass().changed()).isFalse();
        }
        assertThat(writes()).isEmpty();
    }

    @Test
    void d14ALocationOfAnyFormIsRead() {
        declareAPool(1);
        client.metadata()
                .addDevice(Device.builder("edge-born", "modbus")
                        .profileName("sensor")
                        .adminState(AdminState.UNLOCKED)
                        .operatingState(OperatingState.UP)
                        .protocols(Map.of("p", Map.of("a", Json.of("b"))))
                        .location(Json.parse("{\"lat\":[30.3]}"))
                        .build())
                .get();
        converge();
        assertThat(store.list()).anyMatch(r -> r.edgeName().equals("edge-born") && r.isMirror());
    }

    @Test
    void d15AndD16AndD17APropertyIsWrittenOnceAndReadBack() {
        declareAPool(1);
        change(desiring(desiring(get(DEVICE), "Temp", "40.9"), "Int8", "7"));
        converge();
        assertThat(writes()).filteredOn(r -> r.method().equals("PUT")).hasSize(2);
        assertThat(get(DEVICE)
                        .status()
                        .object("deviceProperties")
                        .orElseThrow()
                        .object("Temp")
                        .orElseThrow()
                        .text("actualValue"))
                .contains("4.090000e+01");
        edgex.requests().clear();
        change(desiring(get(DEVICE), "Both", "7"));
        converge();
        assertThat(writes()).as("no name that the command does not have").isEmpty();
    }

    @Test
    void d19AServiceThatDoesNotAnswerHoldsNobody() {
        declareAPool(1);
        controller = DeviceController.builder(
                        EdgexPlatform.of(client),
                        store,
                        PoolSettings.builder(Crds.POOL).build())
                .limit(Duration.ofMillis(300))
                .build();
        edgex.faults().add(FaultRule.always(Fault.slow(Duration.ofSeconds(30))).method("GET"));
        long start = System.nanoTime();
        controller.pass();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        edgex.faults().clear();
        assertThat(store.list()).hasSize(3);
    }

    @Test
    void d20NamesOfAnyFormAreEscaped() {
        declareAPool(1);
        for (String name : List.of("bad name/x", "温度计", "a?b#c%d")) {
            declare(device("r" + Integer.toHexString(name.hashCode())).withAnnotation(IotResource.EDGE_NAME, name));
        }
        Pass pass = converge();
        assertThat(pass.report().succeeded()).isTrue();
        assertThat(client.metadata().devices().snapshot().get().orThrow())
                .extracting(Device::name)
                .contains("bad name/x", "温度计", "a?b#c%d");
        store.list().stream()
                .filter(r -> r.name().startsWith("r") && r.kind().id().equals("device"))
                .forEach(r -> store.delete(r.address()));
        converge();
        assertThat(client.metadata().devices().snapshot().get().orThrow()).hasSize(1);
    }

    @Test
    void d28AnAnswerInHtmlIsLookedUpAndTriedAgain() {
        declareAPool(1);
        edgex.faults().add(FaultRule.once(Fault.timeout()).method("POST").path("/api/v3/device"));
        declare(device("thermo-2"));
        controller.pass();
        converge();
        assertThat(edge("thermo-2").name()).isEqualTo("thermo-2");
    }

    @Test
    void d29AndD31APeriodOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> controller.watch(Duration.ZERO, ApplyListener.NONE, turn -> {}))
                .withMessageContaining("period");
    }
}
