package io.noderesource.backend.quotapath;

import io.noderesource.base.NodeIdentity;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.Disks;
import io.noderesource.house.HostProgram;
import io.noderesource.house.OnContractDisks;
import io.noderesource.linux.LinuxNode;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import io.noderesource.spi.Node;
import io.noderesource.testkit.QuotaPathContract;
import io.noderesource.testkit.QuotaPathNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.IntStream;

/** Real file systems keep the contract that the simulated node keeps. Of the machine of LVM's contract, where one disk grows for good with each engine, and one here. */
@OnContractDisks
class QuotaPathContractSandboxTest extends QuotaPathContract {

    @Override
    protected QuotaPathNode open() {
        return new RealNode();
    }

    private static final class RealNode implements QuotaPathNode {

        private static final String MOUNT_POINT = "/mnt/nr-contract";
        private static final List<String> LINKS = IntStream.rangeClosed(1, 6)
                .mapToObj(n -> "/dev/disk/by-id/virtio-CONTRACT-" + n)
                .toList();

        private final Node node;
        private final Backend files;

        RealNode() {
            BackendContext context = new BackendContext("edge-1", Path.of("/tmp/contract"), Duration.ofMinutes(1));
            node = LinuxNode.open(context);
            files = ServiceLoader.load(BackendProvider.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(p -> p.id().equals("quotapath"))
                    .findFirst()
                    .orElseThrow()
                    .open(context);
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
            all.add(files);
            return all;
        }

        @Override
        public List<String> blankDisks() {
            return LINKS.stream()
                    .map(Tools::kernelPath)
                    .filter(path -> Disks.size(path) == DISK_SIZE.bytes())
                    .toList();
        }

        @Override
        public Set<Ability> abilities() {
            return EnumSet.of(Ability.GROW, Ability.MAKE_FILE_SYSTEM, Ability.WITNESS);
        }

        @Override
        public void grow(String disk) {
            String link = LINKS.stream()
                    .filter(l -> Tools.kernelPath(l).equals(disk))
                    .findFirst()
                    .orElseThrow();
            HostProgram.run(
                    "examples/sandbox/grow-disk",
                    link.substring(link.indexOf("CONTRACT")),
                    DISK_SIZE.bytes() * 2 / (1 << 20) + "M");
            HostProgram.run("udevadm", "settle");
        }

        @Override
        public void makeFileSystem(String disk) {
            HostProgram.run("mkfs.ext4", "-q", "-F", disk);
            HostProgram.run("udevadm", "settle");
        }

        @Override
        public void makeFileSystemWithQuotas(String disk) {
            HostProgram.run("mkfs.ext4", "-q", "-O", "quota,project", "-E", "quotatype=prjquota", "-L", "theirs", disk);
            HostProgram.run("udevadm", "settle");
        }

        @Override
        public void makeVolumeGroup(String name, String disk) {
            throw new UnsupportedOperationException("not among the abilities");
        }

        @Override
        public String mountPoint() {
            return MOUNT_POINT;
        }

        @Override
        public void unmount(String path) {
            HostProgram.run("umount", path);
        }

        @Override
        public String contentOf(String disk) {
            return DeviceContent.digest(disk);
        }

        @Override
        public void close() {
            files.close();
            node.close();
            Tools.unmountBelow("/mnt");
            HostProgram.attempt("chattr", "-i", MOUNT_POINT);
            try {
                Files.deleteIfExists(Path.of(MOUNT_POINT));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Disks.blank(LINKS);
        }
    }
}
