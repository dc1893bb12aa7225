package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The simulated node keeps the contract that real backends keep. */
class SimulatedContractTest extends BackendContract {

    @Override
    protected NodeUnderTest open() {
        SimulatedNode.Builder builder = SimulatedNode.builder("sim-1");
        for (int i = 1; i <= 4; i++) {
            builder.disk("NR-DISK-" + i, NodeUnderTest.DISK_SIZE);
        }
        return new Simulated(builder.build());
    }

    @Override
    void compare(String name, String transcript) {
        if (Golden.UPDATE) {
            Golden.write(Path.of("src/main/resources/io/noderesource/testkit/contract", name + ".txt"), transcript);
        } else {
            super.compare(name, transcript);
        }
    }

    private record Simulated(SimulatedNode simulated) implements NodeUnderTest {

        @Override
        public NodeIdentity identity() {
            return simulated.identity();
        }

        @Override
        public Node node() {
            return simulated;
        }

        @Override
        public List<Backend> backends() {
            return simulated.backends();
        }

        @Override
        public List<String> blankDisks() {
            return simulated.disks().stream().map(simulated::path).toList();
        }

        @Override
        public Set<Ability> abilities() {
            return EnumSet.allOf(Ability.class);
        }

        @Override
        public void grow(String disk) {
            simulated.resize(
                    disk, ByteSize.ofBytes(2 * simulated.device(disk).size().bytes()));
        }

        @Override
        public void makeFileSystem(String disk) {
            simulated.dirty(disk, "ext4");
        }

        @Override
        public void makeVolumeGroup(String name, String disk) {
            simulated.vgcreate(name, disk);
        }

        @Override
        public String contentOf(String disk) {
            return String.valueOf(simulated.device(disk).probe().digest());
        }

        @Override
        public void close() {
            assertThat(simulated.forbiddenWrites()).isEmpty();
        }
    }
}
