package io.noderesource.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.Cancellation;
import io.noderesource.devices.plan.PictureItem;
import io.noderesource.devices.plan.PictureItem.Charge;
import io.noderesource.devices.plan.PictureItem.Presence;
import io.noderesource.devices.plan.PoolPicture;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link DeviceController#look} shows, and {@link DeviceController#converge}. */
class PoolPictureTest {

    private final PoolWorld world = new PoolWorld();

    private PictureItem device(String name) {
        return world.look().picture().items(IotKind.DEVICE).stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsDeclaredIsToBeAddedAndThenAsDeclared() {
        world.declare(Crds.pool());
        PoolPicture before = world.look().picture();
        assertThat(before.isAsDeclared()).isFalse();
        assertThat(before.items())
                .extracting(PictureItem::kind)
                .containsExactly(IotKind.SERVICE, IotKind.PROFILE, IotKind.DEVICE);
        assertThat(device("thermo-1"))
                .isEqualTo(new PictureItem(
                        IotKind.DEVICE,
                        "thermo-1",
                        Crds.device("thermo-1").address(),
                        Charge.MANAGED,
                        Presence.ABSENT,
                        "",
                        "",
                        "modbus",
                        "sensor",
                        List.of("to be added"),
                        List.of()));

        List<Pass> passes = world.converge(ApplyListener.NONE, new Cancellation());
        assertThat(passes.get(passes.size() - 1).changed()).isFalse();
        assertThat(world.look().picture().isAsDeclared()).isTrue();
        assertThat(device("thermo-1").adminState()).isEqualTo("UNLOCKED");
    }

    @Test
    void whatDiffersIsToldOfAndOnlyWhatIsManagedCounts() {
        world.declare(Crds.service("modbus"), Crds.profile("sensor"), Crds.unmanaged(Crds.device("thermo-1")));
        world.converge();
        world.change(Crds.unmanaged(Crds.with(Crds.device("thermo-1"), "adminState", "LOCKED")));
        PictureItem unmanaged = device("thermo-1");
        assertThat(unmanaged.charge()).isEqualTo(Charge.UNMANAGED);
        assertThat(unmanaged.differences()).containsExactly("adminState \"UNLOCKED\" -> \"LOCKED\" [devices/differs]");
        assertThat(unmanaged.isAsDeclared()).isTrue();

        world.change(Crds.with(Crds.device("thermo-1"), "adminState", "LOCKED"));
        assertThat(device("thermo-1").differences()).containsExactly("adminState \"UNLOCKED\" -> \"LOCKED\"");
        assertThat(device("thermo-1").isAsDeclared()).isFalse();
    }

    @Test
    void whatNobodyDeclaresIsNobodysAndThenMirrored() {
        world.platform.born(IotKind.SERVICE, "born", Json.object());
        assertThat(world.look().picture().items())
                .extracting(PictureItem::charge)
                .containsExactly(Charge.NOBODY);
        world.converge();
        assertThat(world.look().picture().items())
                .extracting(PictureItem::charge)
                .containsExactly(Charge.MIRRORED);
        assertThat(world.look().picture().isAsDeclared()).isTrue();
    }

    @Test
    void aConvergenceThatIsAskedToStopEndsAfterItsPass() {
        world.declare(Crds.pool());
        Cancellation stopped = new Cancellation();
        stopped.cancel();
        assertThat(world.converge(ApplyListener.NONE, stopped)).hasSize(1);
        assertThat(world.isThere(IotKind.DEVICE, "thermo-1")).isFalse();
    }
}
