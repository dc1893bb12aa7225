package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.backend.quotapath.QuotaPathLife.Part;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.Disks;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.house.TestJvm;
import io.noderesource.kinds.QuotaPathSpec.FileSystemType;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Refusal;
import io.noderesource.testkit.AtRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and processes that lack something that a quota path needs: each says what, and leaves nothing half made. */
@InSandbox(disks = {"320M:QP-1", "320M:QP-2", "64M:QP-HOST", "320M:QP-GROW-1", "320M:QP-GROW-2"})
class QuotaPathLackingSandboxTest {

    private static final String ONE = "/dev/disk/by-id/virtio-QP-1";
    private static final String TWO = "/dev/disk/by-id/virtio-QP-2";
    private static final Path PATH = Path.of("/mnt/lacking");
    private static final Path MODPROBE = Path.of("/etc/modprobe.d/lacking.conf");

    @TempDir
    Path state;

    private String one = "";
    private String two = "";

    private QuotaPathLife life(FileSystemType type) {
        return new QuotaPathLife(type, PATH.toString(), ONE, TWO, state);
    }

    @BeforeEach
    void look() {
        one = DeviceContent.digest(ONE);
        two = DeviceContent.digest(TWO);
    }

    @AfterEach
    void clean() throws IOException {
        Files.deleteIfExists(MODPROBE);
        Tools.unmountBelow("/mnt");
        HostProgram.attempt("chattr", "-i", PATH.toString());
        Files.deleteIfExists(PATH);
        Disks.blank(List.of(ONE, TWO));
    }

    private void nothingIsMade() {
        assertThat(PATH).doesNotExist();
        assertThat(DeviceContent.digest(ONE)).isEqualTo(one);
        assertThat(DeviceContent.digest(TWO)).isEqualTo(two);
    }

    private static void refuses(QuotaPathLife life, ErrorCode code, String fact) {
        try (NodeResources node = life.started()) {
            Plan plan = life.plan(node, Part.CREATE);
            assertThat(plan.steps()).as(plan.render()).isEmpty();
            assertThat(plan.refusals()).as(plan.render()).singleElement().satisfies(refusal -> {
                assertThat(refusal.code()).isEqualTo(code);
                assertThat(String.join(" ", refusal.facts())).contains(fact);
                assertThat(refusal.remedy()).isNotBlank();
            });
            node.apply(plan).orThrow();
        }
    }

    /** A program that is moved away, in the sandbox's own overlay, until this is closed. */
    private record Away(Path program, Path kept) implements AutoCloseable {
        static Away of(String program) throws IOException {
            Path there = Path.of("/usr/sbin", program);
            return new Away(there, Files.move(there, there.resolveSibling(program + ".away")));
        }

        @Override
        public void close() throws IOException {
            Files.move(kept, program);
        }
    }

    @Test
    void withoutTheProgramNothingIsMade() throws IOException {
        QuotaPathLife life = life(FileSystemType.XFS);
        try (NodeResources node = life.started()) {
            Plan before = life.plan(node, Part.CREATE);
            assertThat(before.steps()).hasSize(2);
            try (Away away = Away.of("mkfs.xfs")) {
                refuses(life, StandardErrorCode.QP_NO_PROGRAM, "not installed");
                assertThat(node.apply(before).failures().get(0).outcome().toString())
                        .as("%s is away since the plan", away)
                        .startsWith("Stale[code=QP_NO_PROGRAM");
                nothingIsMade();
            }
        }
        life.converges(Part.CREATE);
        life.isAsDeclared(Part.CREATE);
    }

    @Test
    void withoutQuotasInTheKernelsConfigurationNothingIsMade() throws IOException {
        Path configuration = Path.of("/boot/config-" + HostProgram.run("uname", "-r"));
        assertThat(configuration).doesNotExist();
        Files.writeString(
                configuration, "CONFIG_EXT4_FS=m\nCONFIG_QUOTA=y\nCONFIG_XFS_FS=m\n# CONFIG_XFS_QUOTA is not set\n");
        try {
            refuses(life(FileSystemType.EXT4), StandardErrorCode.QP_NO_KERNEL_SUPPORT, "CONFIG_QFMT_V2");
            refuses(life(FileSystemType.XFS), StandardErrorCode.QP_NO_KERNEL_SUPPORT, "CONFIG_XFS_QUOTA");
            nothingIsMade();
        } finally {
            Files.delete(configuration);
        }
    }

    /** A container has mounts of its own, of which the node sees those below what it shares. */
    @Test
    void whatTheHostWouldNotSeeIsNotMounted() throws IOException, InterruptedException {
        QuotaPathLife life = life(FileSystemType.EXT4);
        assertThat(applyIn(life, "private")).contains("quotapath/mount-hidden", "Bidirectional");
        assertThat(HostProgram.attempt("findmnt", PATH.toString()).status()).isNotZero();

        HostProgram.run("mount", "--bind", "/mnt", "/mnt");
        try {
            HostProgram.run("mount", "--make-shared", "/mnt");
            assertThat(applyIn(life, "unchanged")).doesNotContain("quotapath/mount-hidden");
            life.isAsDeclared(Part.CREATE);
        } finally {
            Tools.unmountBelow("/mnt");
            HostProgram.run("umount", "/mnt");
        }
    }

    /** What a process with mounts of its own reports. */
    private String applyIn(QuotaPathLife life, String propagation) throws IOException, InterruptedException {
        Path plan;
        try (NodeResources node = life.started()) {
            plan = Files.writeString(
                    state.resolve("plan.json"), life.plan(node, Part.CREATE).toJson());
        }
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--propagation", propagation));
        command.addAll(TestJvm.command());
        command.addAll(List.of(
                ApplyingMain.class.getName(), state.toString(), plan.toString(), "Nowhere", Phase.INTENT.name()));
        Path report = state.resolve("report.json");
        assertThat(new ProcessBuilder(command)
                        .redirectOutput(report.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .waitFor())
                .isZero();
        return Files.readString(report);
    }

    /** The kernel keeps no configuration here, and its part for quotas on ext4 is a module, which is not to be had. */
    @Test
    void whereOnlyAMountTellsThatTheKernelLacksQuotasOneDeviceIsFormattedAndNothingMounted() throws IOException {
        QuotaPathLife life = life(FileSystemType.EXT4);
        HostProgram.attempt("modprobe", "-r", "quota_v2");
        Files.writeString(MODPROBE, "install quota_v2 /bin/false\n");
        assertThat(Files.readString(Path.of("/proc/modules"))).doesNotContain("quota_v2 ");
        try (NodeResources node = life.started()) {
            assertThat(node.apply(life.plan(node, Part.CREATE)).failures())
                    .singleElement()
                    .satisfies(f -> assertThat(f.outcome().toString()).contains("QP_NO_KERNEL_SUPPORT"));
            assertThat(HostProgram.attempt("findmnt", PATH.toString()).status()).isNotZero();
            assertThat(life.plan(node, Part.CREATE).steps()).hasSize(1);
        }
        assertThat(DeviceContent.digest(TWO)).isEqualTo(two);
        String uuid = life.uuid();

        Files.delete(MODPROBE);
        life.converges(Part.CREATE);
        life.isAsDeclared(Part.CREATE);
        assertThat(life.uuid()).isEqualTo(uuid);
    }

    @Test
    void withoutThePrivilegeNothingIsMade() throws IOException {
        QuotaPathLife life = life(FileSystemType.EXT4);
        Path plan = state.resolve("plan.json");
        try (NodeResources node = life.started()) {
            Files.writeString(plan, life.plan(node, Part.CREATE).toJson());
        }
        String said = HostProgram.run(Tools.withoutPrivilege(
                LackingMain.class, PATH.toString(), ONE, TWO, state.toString(), plan.toString()));
        List<String> lines = said.lines().toList();
        assertThat(lines).as(said).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("node/no-permission [this process lacks CAP_SYS_ADMIN]");
        assertThat(lines.get(1)).startsWith("Stale[code=NO_PERMISSION");
        assertThat(lines.get(2)).startsWith("NotAttempted[");
        nothingIsMade();
    }

    /** Plans an ext4 on a path, and applies a plan that was made before. */
    static final class LackingMain {
        private LackingMain() {}

        public static void main(String[] arguments) throws IOException {
            QuotaPathLife life = new QuotaPathLife(
                    FileSystemType.EXT4, arguments[0], arguments[1], arguments[2], Path.of(arguments[3]));
            try (NodeResources node = life.started()) {
                for (Refusal refusal : life.plan(node, Part.CREATE).refusals()) {
                    System.out.println(refusal.code().id() + " " + refusal.facts());
                }
                node.apply(node.parsePlan(Files.readString(Path.of(arguments[4]))))
                        .failures()
                        .forEach(f -> System.out.println(f.outcome()));
            }
        }
    }
}
