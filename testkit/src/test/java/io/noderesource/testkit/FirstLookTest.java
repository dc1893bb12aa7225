package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyReport;
import io.noderesource.base.ByteSize;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.spi.Observation;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before a plan of another process is applied, the whole node is looked at, until that has shown its devices. */
class FirstLookTest {

    private static final Topology WANTED = Topology.of(VolumeGroupSpec.builder("vg-data")
            .from(DeviceSource.devices("/dev/vdb"))
            .build());

    @TempDir
    Path state;

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("NR-1", ByteSize.ofMebibytes(256))
            .build();
    private final AtomicInteger wholeLooks = new AtomicInteger();

    @Test
    void isRepeatedWhenItHasShownNoDevices() {
        Plan saved;
        try (NodeResources resources = opened()) {
            saved = resources.plan(WANTED);
        }
        wholeLooks.set(0);
        try (NodeResources resources = opened()) {
            node.lose(BlockDevices.SECTION, "sysfs is late");
            ApplyReport blind = resources.apply(saved);
            assertThat(blind.succeeded()).isFalse();
            assertThat(wholeLooks).hasValue(1);

            node.restore(BlockDevices.SECTION);
            resources.apply(saved).orThrow();
            assertThat(wholeLooks).as("with what it has shown now").hasValue(2);
            assertThat(resources.apply(saved).succeeded())
                    .as("what has been made meanwhile")
                    .isFalse();
            assertThat(wholeLooks).hasValue(2);
        }
    }

    private NodeResources opened() {
        return NodeResources.builder()
                .node(new Counting(wholeLooks).behind(node))
                .identity(node.identity())
                .stateDirectory(state)
                .build();
    }

    /** Counts looks at the whole node. */
    private static final class Counting extends Blind {
        private final AtomicInteger wholeLooks;

        Counting(AtomicInteger wholeLooks) {
            this.wholeLooks = wholeLooks;
        }

        @Override
        public List<Section<?>> observe(Observation request) {
            if (request.scope().whole()) {
                wholeLooks.incrementAndGet();
            }
            return super.observe(request);
        }
    }
}
