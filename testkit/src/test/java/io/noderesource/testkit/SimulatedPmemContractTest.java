package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The simulated node keeps the contract that the real backend for persistent memory keeps. */
class SimulatedPmemContractTest extends PmemContract {

    private final SimulatedNode node = SimulatedNode.builder("sim-1")
            .nvdimm("NV-1", PmemNode.REGION_SIZE)
            .nvdimm("NV-2", PmemNode.BARE_SIZE)
            .build();

    @Override
    protected PmemNode open() {
        node.initializeLabels("NV-1");
        return new Simulated(node);
    }

    @Override
    void compare(String name, String transcript) {
        if (Golden.UPDATE) {
            Golden.write(Path.of("src/main/resources/io/noderesource/testkit/contract", name + ".txt"), transcript);
        } else {
            super.compare(name, transcript);
        }
    }

    @Test
    void f12MemoryThatTheKernelCannotEmptyStaysTheSystems() {
        memoryThatTheKernelCannotEmptyStaysTheSystems(node::pinMemory);
    }

    private record Simulated(SimulatedNode simulated) implements PmemNode {

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
        public String region() {
            return simulated.region("NV-1");
        }

        @Override
        public Optional<String> bareRegion() {
            return Optional.of(simulated.region("NV-2"));
        }

        @Override
        public String mountPoint() {
            return "/mnt/nr-contract";
        }

        @Override
        public String makeNamespace(Mode mode, ByteSize size, String name) {
            return simulated.namespaceName(simulated.createNamespace("NV-1", mode, size, name));
        }

        @Override
        public void destroyNamespace(String namespace) {
            simulated.destroyNamespace(namespace);
        }

        @Override
        public void disableNamespace(String namespace) {
            simulated.disableNamespace(namespace);
        }

        @Override
        public void makeFileSystem(String device) {
            simulated.dirty(device, "ext4");
        }

        @Override
        public void blank(String device) {
            simulated.blank(device);
        }

        @Override
        public String contentOf(String device) {
            return String.valueOf(simulated.device(device).probe().digest());
        }

        @Override
        public void unmount(String path) {
            simulated.unmount(path);
        }

        @Override
        public void addMemory(String namespace) {
            simulated.addMemory(namespace);
        }

        @Override
        public void offlineMemory(String namespace) {
            simulated.offlineMemory(namespace);
        }

        @Override
        public Node.Lock open(String namespace) {
            simulated.openDax(namespace);
            return () -> simulated.closeDax(namespace);
        }

        @Override
        public void close() {
            assertThat(simulated.forbiddenWrites()).isEmpty();
        }
    }
}
