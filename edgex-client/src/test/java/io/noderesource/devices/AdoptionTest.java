package io.noderesource.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An object that was there before its resource, and differs, stays somebody else's until it is adopted. */
class AdoptionTest {

    private final IotResource declared = Crds.with(Crds.device("thermo-1"), "adminState", "LOCKED");

    private PoolWorld world(PoolSettings.Builder settings) {
        PoolWorld world = new PoolWorld(settings.build());
        PoolWorld before = world.declare(Crds.pool());
        before.converge();
        before.store.list().stream().filter(r -> r.kind() == IotKind.DEVICE).forEach(r -> {
            before.store.update(r.withoutFinalizer());
            before.store.delete(r.address());
        });
        before.platform.writes.clear();
        return before;
    }

    @Test
    void itIsRefusedInEveryPassAndLeftAlone() {
        PoolWorld world = world(PoolSettings.builder(Crds.POOL));
        world.declare(declared);
        for (int pass = 0; pass < 3; pass++) {
            assertThat(world.pass().plan().refusals())
                    .extracting(Refusal::code)
                    .containsExactly(DevicesErrorCode.NOT_ADOPTED);
        }
        assertThat(world.platform.writes).isEmpty();
        assertThat(world.get(declared.address()).wasThere()).isFalse();
        assertThat(world.condition(declared.address(), "DeviceSynced")).startsWith("False NotAdopted: ");
    }

    @Test
    void itStaysWhenItsResourceIsDeleted() {
        PoolWorld world = world(PoolSettings.builder(Crds.POOL));
        world.declare(declared);
        world.converge();
        world.store.delete(declared.address());
        world.converge();
        assertThat(world.find(declared.address())).isEmpty();
        assertThat(world.isThere(IotKind.DEVICE, "thermo-1")).isTrue();
    }

    @Test
    void itIsTheResourcesOnceItIsAdopted() {
        PoolWorld world = world(PoolSettings.builder(Crds.POOL)
                .policy(Policy.builder().adopt(Set.of(declared.address())).build()));
        world.declare(declared);
        world.converge();
        assertThat(world.edge(IotKind.DEVICE, "thermo-1").get("adminState")).hasValue(Json.of("LOCKED"));
        assertThat(world.get(declared.address()).wasThere()).isTrue();
    }

    @Test
    void whatIsNotManagedStaysWhenItsResourceGoes() {
        PoolWorld pool = new PoolWorld();
        pool.declare(Crds.service("modbus"), Crds.profile("sensor"), Crds.unmanaged(Crds.device("thermo-1")));
        pool.converge();
        pool.store.delete(Crds.device("thermo-1").address());
        pool.converge();
        assertThat(pool.find(Crds.device("thermo-1").address())).isEmpty();
        assertThat(pool.isThere(IotKind.DEVICE, "thermo-1")).isTrue();
    }

    @Test
    void whatTwoDeclareStaysWhenOneOfThemGoes() {
        PoolWorld pool = new PoolWorld();
        pool.declare(Crds.pool());
        pool.converge();
        IotResource second = Crds.device("second").withAnnotation(IotResource.EDGE_NAME, "thermo-1");
        pool.declare(Crds.synced(second));
        assertThat(pool.converge().plan().refusals()).hasSize(2);
        pool.store.delete(second.address());
        assertThat(pool.converge().plan().refusals()).isEmpty();
        assertThat(pool.find(second.address())).isEmpty();
        assertThat(pool.isThere(IotKind.DEVICE, "thermo-1")).isTrue();
        assertThat(pool.platform.writes).noneMatch(w -> w.startsWith("DELETE"));
    }
}
