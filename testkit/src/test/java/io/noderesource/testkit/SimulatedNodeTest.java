package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.Lvm;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Verb;
import io.noderesource.topology.DeviceSource;
import org.junit.jupiter.api.Test;

class SimulatedNodeTest {

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("NR-DISK-1", ByteSize.ofMebibytes(256))
            .disk("NR-DISK-2", ByteSize.ofMebibytes(256))
            .disk("NR-DISK-3", ByteSize.ofMebibytes(512))
            .build();
    private final StepDriver driver = new StepDriver(node);

    private static VolumeGroupSpec vgData(String... paths) {
        return VolumeGroupSpec.builder("vg-data")
                .from(DeviceSource.devices(paths))
                .build();
    }

    @Test
    void aVolumeGroupIsMadeAndExtendedAndConverges() {
        node.declare("NR-DISK-1", "NR-DISK-2", "NR-DISK-3");

        assertThat(driver.apply(driver.plan(vgData("/dev/vdb", "/dev/vdc")))).isEmpty();

        Lvm lvm = node.observe().seen(Lvm.SECTION).orElseThrow();
        assertThat(lvm.named("vg-data")).hasSize(1);
        assertThat(lvm.named("vg-data").get(0).size()).isEqualTo(ByteSize.ofMebibytes(2 * 252));
        assertThat(lvm.named("vg-data").get(0).sequence()).isEqualTo(1);
        assertThat(driver.plan(vgData("/dev/vdb", "/dev/vdc")).render()).contains("nothing to do");

        VolumeGroupSpec three = vgData("/dev/vdb", "/dev/vdc", "/dev/disk/by-id/virtio-NR-DISK-3");
        Plan extend = driver.plan(three);
        assertThat(extend.steps()).extracting(s -> s.step().verb()).containsExactly(Verb.CREATE, Verb.EXTEND);
        assertThat(driver.apply(extend)).isEmpty();
        assertThat(driver.plan(three).isEmpty()).isTrue();
        assertThat(node.forbiddenWrites()).isEmpty();
    }
}
