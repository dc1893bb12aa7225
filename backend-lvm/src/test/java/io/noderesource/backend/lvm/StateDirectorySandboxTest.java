package io.noderesource.backend.lvm;

import static io.noderesource.backend.lvm.Scene.ONE;
import static io.noderesource.backend.lvm.Scene.TWO;
import static io.noderesource.backend.lvm.Scene.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the state cannot be written nothing is, and the same process goes on when that is mended. */
@InSandbox(disks = {"32M:CRASH-1", "32M:CRASH-2", "32M:CRASH-3", "32M:BYSTANDER"})
class StateDirectorySandboxTest {

    @TempDir
    Path temporary;

    private Path state;

    @BeforeEach
    void mount() throws IOException {
        state = Files.createDirectory(temporary.resolve("state"));
        HostProgram.run("mount", "-t", "tmpfs", "-o", "size=64k", "state", state.toString());
    }

    @AfterEach
    void cleanUp() {
        HostProgram.attempt("umount", state.toString());
        Witness.blank(Scene.DISKS);
    }

    @Test
    void full() throws IOException {
        try (NodeResources node = Scene.started(state)) {
            fill();
            changesNothing(node);
            Files.delete(state.resolve("ballast"));
            goesOn(node);
        }
    }

    @Test
    void fullAfterTheFirstStep() throws IOException {
        try (NodeResources node = Scene.started(state)) {
            Plan plan = node.plan(group(ONE, TWO));
            ApplyListener filling = new ApplyListener() {
                @Override
                public void stepEnded(StepOutcome outcome) {
                    fill();
                }
            };
            ApplyReport report =
                    node.apply(plan, ApplyOptions.builder().listener(filling).build());
            assertThat(report.outcomes().get(0).outcome().kind()).isEqualTo(Outcome.Kind.CHANGED);
            assertThat(report.outcomes().subList(1, report.outcomes().size()))
                    .allSatisfy(o -> assertThat(o.outcome().isDone()).isFalse());
            assertThat(Witness.volumeGroups()).isEmpty();
            Files.delete(state.resolve("ballast"));
            goesOn(node);
        }
    }

    @Test
    void readOnly() throws IOException {
        try (NodeResources node = Scene.started(state)) {
            HostProgram.run("mount", "-o", "remount,ro", state.toString());
            changesNothing(node);
            HostProgram.run("mount", "-o", "remount,rw", state.toString());
            goesOn(node);
        }
    }

    @Test
    void gone() throws IOException {
        try (NodeResources node = Scene.started(state)) {
            HostProgram.run("umount", state.toString());
            Files.delete(state);
            Files.writeString(state, "in its place");
            changesNothing(node);
            Files.delete(state);
            goesOn(node);
            HostProgram.run("rm", "-r", state.toString());
            Scene.converges(state, group(ONE, TWO), Policy.defaults());
        }
        assertThat(Scene.sequence()).isEqualTo(1);
    }

    /** The image of a disk is larger than this state directory. */
    @Test
    void tooSmallForTheImageOfWhatIsWiped() throws IOException {
        HostProgram.run("mkfs.ext4", "-q", "-F", "-L", "old", ONE);
        HostProgram.run("udevadm", "settle");
        String before = DeviceContent.digest(ONE);
        try (NodeResources node = Scene.started(state)) {
            Policy consented = Scene.consented(node, group(ONE));
            Plan plan = node.plan(group(ONE), consented);

            ApplyReport report = node.apply(plan);

            assertThat(report.outcomes().get(0).outcome().kind()).isEqualTo(Outcome.Kind.FAILED);
            assertThat(report.changed()).isFalse();
            assertThat(DeviceContent.digest(ONE)).isEqualTo(before);
            HostProgram.run("mount", "-o", "remount,size=8M", state.toString());
            Scene.converges(state, group(ONE), consented);
        }
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE));
    }

    private void fill() {
        try {
            Path ballast = state.resolve("ballast");
            HostProgram.attempt("dd", "if=/dev/zero", "of=" + ballast, "bs=4k", "status=none");
            assertThat(Files.getFileStore(state).getUsableSpace()).isZero();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void changesNothing(NodeResources node) {
        List<String> before = List.of(DeviceContent.digest(ONE), DeviceContent.digest(TWO));
        try {
            Plan plan = node.plan(group(ONE, TWO));
            ApplyReport report = node.apply(plan);
            assertThat(report.outcomes().get(0).outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.code()).isEqualTo(StandardErrorCode.JOURNAL);
                assertThat(failed.message()).contains("writable", "space");
            });
            assertThat(report.outcomes())
                    .hasSize(3)
                    .allSatisfy(o -> assertThat(o.outcome().isDone()).isFalse());
        } catch (NodeResourceException e) {
            assertThat(e.code()).isEqualTo(StandardErrorCode.JOURNAL);
            assertThat(e).hasMessageContaining("writable");
        }
        assertThat(List.of(DeviceContent.digest(ONE), DeviceContent.digest(TWO)))
                .isEqualTo(before);
    }

    private void goesOn(NodeResources node) {
        node.apply(node.plan(group(ONE, TWO))).orThrow();
        assertThat(Witness.devicesOf("vg-data")).isEqualTo(Scene.kernelPaths(ONE, TWO));
        Scene.converges(state, group(ONE, TWO), Policy.defaults());
    }
}
