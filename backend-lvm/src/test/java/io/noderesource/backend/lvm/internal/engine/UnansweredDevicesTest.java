package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Hardware;
import io.noderesource.inventory.Probe;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnansweredDevicesTest {

    private final UnansweredDevices unanswered = new UnansweredDevices();

    @ParameterizedTest
    @EnumSource(
            value = Probe.State.class,
            names = {"DONE", "FAILED"})
    void remembersSilenceUntilTheDeviceAnswers(Probe.State answer) {
        assertThat(look(Probe.State.SKIPPED)).isEmpty();
        assertThat(look(Probe.State.TIMED_OUT)).singleElement().hasToString("vda (did not answer)");
        assertThat(look(Probe.State.SKIPPED)).singleElement().hasToString("vda (did not answer earlier)");
        assertThat(look(answer)).isEmpty();
        assertThat(look(Probe.State.SKIPPED)).isEmpty();
    }

    @Test
    void forgetsADeviceThatIsGone() {
        look(Probe.State.TIMED_OUT);
        unanswered.update(new BlockDevices("b", List.of(), List.of()));
        assertThat(look(Probe.State.SKIPPED)).isEmpty();
    }

    @Test
    void leavesOutSuspendedDevicesWhileTheyAre() {
        BlockDevice device = device(Probe.State.SKIPPED)
                .uses(List.of(new DeviceUse(DeviceUse.Kind.SUSPENDED, "")))
                .hardware(new Hardware("naa.5", "S1", null, null, null))
                .mapped("mpatha", "mpath-3600")
                .build();
        assertThat(unanswered.update(new BlockDevices("b", List.of(device), List.of())))
                .singleElement()
                .satisfies(excluded -> {
                    assertThat(excluded).hasToString("vda (suspended)");
                    assertThat(excluded.identities()).containsExactly("naa.5", "S1", "mpath-3600");
                });
        assertThat(look(Probe.State.SKIPPED)).isEmpty();
    }

    private List<ExcludedDevice> look(Probe.State state) {
        return unanswered.update(new BlockDevices("b", List.of(device(state).build()), List.of()));
    }

    private static BlockDevice.Builder device(Probe.State state) {
        return BlockDevice.builder("vda", new DeviceNumber(254, 0), ByteSize.ofGibibytes(1))
                .probe(state == Probe.State.DONE ? Probe.blank("d") : Probe.unknown(state, "r"));
    }
}
