package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.linux.LinuxNode;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import io.noderesource.spi.Node;
import io.noderesource.testkit.PmemContract;
import io.noderesource.testkit.PmemNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Real persistent memory keeps the contract that the simulated node keeps. Module 1 has no labels before its test. */
@InSandbox(
        disks = {},
        nvdimms = {"640M", "64M"})
class PmemContractSandboxTest extends PmemContract {

    @Override
    protected PmemNode open() {
        return new RealNode();
    }

    private static final class RealNode implements PmemNode {

        private static final String MOUNT_POINT = "/mnt/nr-contract";
        private static final String GROUP = "nr-contract-a";
        private static final int BARE = 1;

        private final Node node;
        private final List<Backend> others;
        private final String region;

        RealNode() {
            BackendContext context = new BackendContext("edge-1", Path.of("/tmp/contract"), Duration.ofMinutes(1));
            node = LinuxNode.open(context);
            others = ServiceLoader.load(BackendProvider.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .map(provider -> provider.open(context))
                    .toList();
            String there = NdBus.region(0);
            region = NdBus.isWithoutLabels(there) ? NdBus.labelled(0) : there;
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
            all.addAll(others);
            return all;
        }

        @Override
        public String region() {
            return region;
        }

        /** The clean-up of other classes leaves its namespace disabled. */
        @Override
        public Optional<String> bareRegion() {
            String bare = NdBus.region(BARE);
            if (!NdBus.isWithoutLabels(bare)) {
                return Optional.empty();
            }
            HostProgram.attempt("ndctl", "enable-namespace", "-r", bare, "all");
            return Optional.of(bare);
        }

        @Override
        public String mountPoint() {
            return MOUNT_POINT;
        }

        @Override
        public String makeNamespace(Mode mode, ByteSize size, String name) {
            HostProgram.run(
                    "ndctl",
                    "create-namespace",
                    "-r",
                    region,
                    "-m",
                    mode.name().toLowerCase(Locale.ROOT),
                    "-s",
                    String.valueOf(size.bytes()),
                    "-n",
                    name);
            if (mode == Mode.RAW) {
                clearEnds(Path.of(NdBus.device(region, name)), size);
                HostProgram.run("udevadm", "settle");
            }
            return NdBus.named(region, name);
        }

        /** What another test left there is not to be taken for anything. */
        private static void clearEnds(Path device, ByteSize size) {
            try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
                int end = 1 << 20;
                channel.write(ByteBuffer.allocate(end), 0);
                channel.write(ByteBuffer.allocate(end), size.bytes() - end);
                channel.force(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void destroyNamespace(String namespace) {
            HostProgram.run("ndctl", "destroy-namespace", "-f", namespace);
        }

        @Override
        public void disableNamespace(String namespace) {
            HostProgram.run("ndctl", "disable-namespace", namespace);
        }

        @Override
        public void makeFileSystem(String device) {
            HostProgram.run("mkfs.ext4", "-q", "-F", device);
            HostProgram.run("udevadm", "settle");
        }

        @Override
        public void blank(String device) {
            HostProgram.run("blkdiscard", "-z", device);
            HostProgram.run("udevadm", "trigger", "--settle", device);
        }

        @Override
        public String contentOf(String device) {
            return DeviceContent.digest(device);
        }

        @Override
        public void unmount(String path) {
            HostProgram.run("umount", path);
        }

        private static String dax(String namespace) {
            List<String> devices = NdctlProgram.values("chardev", "-N", "-D", "-X", "-n", namespace);
            assertThat(devices).isNotEmpty();
            return devices.get(0);
        }

        @Override
        public void addMemory(String namespace) {
            HostProgram.run("daxctl", "reconfigure-device", "-m", "system-ram", dax(namespace));
        }

        @Override
        public void offlineMemory(String namespace) {
            HostProgram.run("daxctl", "offline-memory", "all");
        }

        @Override
        public Node.Lock open(String namespace) {
            try {
                FileChannel device = FileChannel.open(Path.of("/dev", dax(namespace)), StandardOpenOption.READ);
                return () -> {
                    try {
                        device.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            others.forEach(Backend::close);
            node.close();
            try {
                NdBus.removeMountPoint(Path.of(MOUNT_POINT));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            NdBus.clear(GROUP);
        }
    }
}
