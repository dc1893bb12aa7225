package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.lvm.provider.LvmProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.Disks;
import io.noderesource.house.HostProgram;
import io.noderesource.house.OnContractDisks;
import io.noderesource.linux.LinuxNode;
import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import io.noderesource.spi.Node;
import io.noderesource.testkit.BackendContract;
import io.noderesource.testkit.NodeUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Real LVM on real disks keeps the contract that the simulated node keeps, whichever engine works it; a subclass names
 * the engine. Two disks more than needed: with each engine one grows, and cannot be made smaller again.
 */
@OnContractDisks
abstract class LvmContract extends BackendContract {

    private final EngineKind engine;

    LvmContract(EngineKind engine) {
        this.engine = engine;
    }

    @Override
    protected NodeUnderTest open() {
        return new RealNode(engine);
    }

    private static final class RealNode implements NodeUnderTest {

        private static final List<String> LINKS = IntStream.rangeClosed(1, 6)
                .mapToObj(n -> "/dev/disk/by-id/virtio-CONTRACT-" + n)
                .toList();

        private final Node node;
        private final Backend lvm;

        RealNode(EngineKind engine) {
            BackendContext context = new BackendContext("edge-1", Path.of("/tmp/contract"), Duration.ofMinutes(1));
            node = LinuxNode.open(context);
            BackendProvider provider = LvmProvider.by(engine);
            assertThat(provider.availability(context))
                    .isInstanceOfSatisfying(
                            Availability.Ready.class,
                            ready -> assertThat(ready.version()).startsWith(engine.id() + " 2.0"));
            lvm = provider.open(context);
        }

        @Override
        public NodeIdentity identity() {
            return new NodeIdentity("edge-1", Map.of());
        }

        @Override
        public Node node() {
            return node;
        }

        @Override
        public List<Backend> backends() {
            List<Backend> all = new ArrayList<>(node.backends());
            all.add(lvm);
            return all;
        }

        @Override
        public List<String> blankDisks() {
            return LINKS.stream()
                    .map(RealNode::kernelPath)
                    .filter(path -> Disks.size(path) == DISK_SIZE.bytes())
                    .toList();
        }

        @Override
        public Set<Ability> abilities() {
            return EnumSet.allOf(Ability.class);
        }

        @Override
        public void grow(String disk) {
            String link = LINKS.stream()
                    .filter(l -> kernelPath(l).equals(disk))
                    .findFirst()
                    .orElseThrow();
            HostProgram.run(
                    "examples/sandbox/grow-disk",
                    link.substring(link.indexOf("CONTRACT")),
                    DISK_SIZE.bytes() * 2 / (1 << 20) + "M");
        }

        @Override
        public void makeFileSystem(String disk) {
            HostProgram.run("mkfs.ext4", "-q", "-F", disk);
            HostProgram.run("udevadm", "settle");
        }

        @Override
        public void makeVolumeGroup(String name, String disk) {
            HostProgram.run("vgcreate", "-qq", name, disk);
            HostProgram.run("udevadm", "settle");
        }

        @Override
        public String contentOf(String disk) {
            return DeviceContent.digest(disk);
        }

        @Override
        public void close() {
            lvm.close();
            node.close();
            Witness.blank(LINKS);
        }

        private static String kernelPath(String link) {
            try {
                return Path.of(link).toRealPath().toString();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
