package io.noderesource.backend.quotapath.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.FileSystemMount.Propagation;
import io.noderesource.inventory.FileSystemSupport.Kernel;
import io.noderesource.kinds.MakeFileSystem;
import io.noderesource.kinds.QuotaPathSpec.FileSystemType;
import io.noderesource.plan.DeviceTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pure parts of the backend, and its look at directories. */
class NodePartsTest {

    private static final String UUID = "01234567-89ab-8def-8123-456789abcdef";

    private static final BlockDevice DISK = BlockDevice.builder(
                    "vdq", new DeviceNumber(254, 0), ByteSize.ofGibibytes(1))
            .build();

    private static MakeFileSystem make(FileSystemType type) {
        return new MakeFileSystem(
                new ResourceAddress("quotapath", "/mnt/a"),
                new DeviceTarget(
                        new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "A"), ByteSize.ofGibibytes(1), "/dev/vdb"),
                type,
                UUID,
                "nr-abcd12345",
                "a test");
    }

    @Test
    void nothingIsForcedAndTheDeviceIsTheOnlyOperand() {
        for (FileSystemType type : FileSystemType.values()) {
            List<String> arguments = Maker.making(make(type), DISK);
            assertThat(arguments).doesNotContain("-f", "-F").endsWith("--", "/dev/vdq");
            assertThat(String.join(" ", arguments)).contains(UUID, "nr-abcd12345");
        }
        assertThat(Maker.making(make(FileSystemType.EXT4), DISK))
                .contains("quota,project")
                .doesNotContain("-b");
        BlockDevice pmem = DISK.toBuilder().type(DeviceType.PMEM).build();
        assertThat(Maker.making(make(FileSystemType.EXT4), pmem)).containsSequence("-b", "4096");
    }

    @Test
    void wordsForTheKernelBecomeFlagsAndTheRestIsTheFileSystems() {
        assertThat(MountFlags.of(List.of("noatime", "prjquota", "nodev", "data=ordered")))
                .isEqualTo(new MountFlags(1024 | 4, "prjquota,data=ordered"));
        assertThat(MountFlags.of(Propagation.SHARED)).isEqualTo(1 << 20);
        assertThat(MountFlags.of(Propagation.PRIVATE)).isEqualTo(1 << 18);
    }

    @Test
    void aKernelsConfigurationTellsWhatItLacks(@TempDir Path root) throws IOException {
        assertThat(KernelConfig.read(root).support("ext4")).isEqualTo(Kernel.UNKNOWN);
        Path release = Files.createDirectories(root.resolve("proc/sys/kernel")).resolve("osrelease");
        Files.writeString(release, "6.1.0\n");
        Files.writeString(
                Files.createDirectories(root.resolve("boot")).resolve("config-6.1.0"),
                "CONFIG_EXT4_FS=m\nCONFIG_QUOTA=y\n# CONFIG_QFMT_V2 is not set\nCONFIG_XFS_FS=m\nCONFIG_XFS_QUOTA=y\n");
        KernelConfig config = KernelConfig.read(root);
        assertThat(config.support("ext4")).isEqualTo(Kernel.WITHOUT_QUOTAS);
        assertThat(config.missing("ext4")).contains("CONFIG_QFMT_V2");
        assertThat(config.support("xfs")).isEqualTo(Kernel.WITH_QUOTAS);
    }

    @Test
    void theProcessHasThePrivilegeOrNot() {
        assertThat(Privilege.missing("Name:\tx\nCapEff:\t000001ffffffffff\n")).isEmpty();
        assertThat(Privilege.missing("CapEff:\t0000000000200000\n")).isEmpty();
        assertThat(Privilege.missing("CapEff:\t000001ffffdfffff\n")).contains("CAP_SYS_ADMIN");
        assertThat(Privilege.missing("CapPrm:\t0000000000200000\nCapEff:\t0\n")).contains("CAP_SYS_ADMIN");
        assertThat(Privilege.missing("")).contains("CAP_SYS_ADMIN");
    }

    @Test
    void aProgramIsFoundWhereItIsAndNowhereElse(@TempDir Path root) throws IOException {
        Programs programs = new Programs(List.of(root.resolve("one"), root.resolve("two")));
        assertThat(programs.find("mkfs.xfs")).isEmpty();
        Path program = Files.createDirectories(root.resolve("two")).resolve("mkfs.xfs");
        Files.writeString(program, "");
        assertThat(programs.find("mkfs.xfs")).as("not executable").isEmpty();
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(programs.find("mkfs.xfs")).contains(program.toString());
    }

    @Test
    void directoriesAreLookedAtWithoutFollowingALink(@TempDir Path given) throws IOException {
        Path root = given.toRealPath();
        assertThat(state(root.resolve("none"))).isEqualTo(Directory.State.ABSENT);
        assertThat(state(root.resolve("none/below"))).isEqualTo(Directory.State.ABSENT);
        Path empty = Files.createDirectory(root.resolve("empty"));
        assertThat(state(empty)).isEqualTo(Directory.State.EMPTY);
        Path file = Files.writeString(root.resolve("file"), "x");
        assertThat(state(file)).isEqualTo(Directory.State.NOT_A_DIRECTORY);
        assertThat(state(file.resolve("below"))).isEqualTo(Directory.State.NOT_A_DIRECTORY);
        assertThat(state(root)).isEqualTo(Directory.State.NOT_EMPTY);
        Files.createSymbolicLink(root.resolve("link"), empty);
        assertThat(state(root.resolve("link"))).isEqualTo(Directory.State.LINK);
        assertThat(state(root.resolve("link/below"))).isEqualTo(Directory.State.LINK);
    }

    private static Directory.State state(Path path) {
        return Directories.look(path.toString()).state();
    }
}
