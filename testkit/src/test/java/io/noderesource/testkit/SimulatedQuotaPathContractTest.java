package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.inventory.FileSystem.ProjectQuota;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The simulated node keeps the contract that the real backend for quota paths keeps. */
class SimulatedQuotaPathContractTest extends QuotaPathContract {

    @Override
    protected QuotaPathNode open() {
        return new Simulated(SimulatedNode.builder("sim-1")
                .disk("NR-DISK-1", NodeUnderTest.DISK_SIZE)
                .disk("NR-DISK-2", NodeUnderTest.DISK_SIZE)
                .build());
    }

    @Override
    void compare(String name, String transcript) {
        if (Golden.UPDATE) {
            Golden.write(Path.of("src/main/resources/io/noderesource/testkit/contract", name + ".txt"), transcript);
        } else {
            super.compare(name, transcript);
        }
    }

    private record Simulated(SimulatedNode simulated) implements QuotaPathNode {

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
        public void makeFileSystemWithQuotas(String disk) {
            simulated.mkfs(disk, "ext4", "theirs", ProjectQuota.OFF);
        }

        @Override
        public void makeVolumeGroup(String name, String disk) {
            simulated.vgcreate(name, disk);
        }

        @Override
        public String mountPoint() {
            return "/mnt/nr-contract";
        }

        @Override
        public void unmount(String path) {
            simulated.unmount(path);
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
