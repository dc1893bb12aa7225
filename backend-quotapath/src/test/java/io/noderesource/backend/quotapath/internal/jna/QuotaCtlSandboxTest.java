package io.noderesource.backend.quotapath.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.backend.quotapath.QuotaFileSystems;
import io.noderesource.backend.quotapath.QuotaFileSystems.Kind;
import io.noderesource.backend.quotapath.internal.jna.QuotaCtl.Way;
import io.noderesource.house.InSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says of real file systems, by both of its calls. */
@InSandbox
class QuotaCtlSandboxTest {

    @TempDir
    private Path folder;

    private QuotaFileSystems made;

    @BeforeEach
    void open() {
        made = new QuotaFileSystems(folder);
    }

    @AfterEach
    void close() {
        made.close();
    }

    private static void assertState(Path mounted, FileSystemType type, QuotaState state) throws IOException {
        for (Way way : Way.values()) {
            try (QuotaCtl quotas = QuotaCtl.open(mounted, way)) {
                assertThat(quotas.type()).isEqualTo(type);
                assertThat(quotas.state()).as("%s", way).isEqualTo(state);
            }
        }
    }

    private static void enforce(Path mounted, Way way) throws IOException {
        try (QuotaCtl quotas = QuotaCtl.open(mounted, way)) {
            quotas.enforce();
        }
    }

    @Test
    void mountedWithProjectQuotaIsEnforced() throws IOException {
        assertState(made.make(Kind.EXT4, "prjquota"), FileSystemType.EXT4, QuotaState.ENFORCED);
        assertState(made.make(Kind.XFS, "prjquota"), FileSystemType.XFS, QuotaState.ENFORCED);
    }

    @Test
    void withoutTheFeatureOrTheOptionIsOff() throws IOException {
        assertState(made.make(Kind.EXT4_WITHOUT_QUOTA, "rw"), FileSystemType.EXT4, QuotaState.OFF);
        assertState(made.make(Kind.XFS, "rw"), FileSystemType.XFS, QuotaState.OFF);
        assertState(made.make(Kind.XFS, "uquota"), FileSystemType.XFS, QuotaState.OFF);
        assertState(Path.of("/dev/shm"), FileSystemType.OTHER, QuotaState.OFF);
        assertState(Path.of("/proc"), FileSystemType.OTHER, QuotaState.OFF);
    }

    @Test
    void optionShownAfterRemountingDoesNotTellAndTheStateDoes() throws IOException {
        Path mounted = made.make(Kind.EXT4, "rw");
        assertState(mounted, FileSystemType.EXT4, QuotaState.ACCOUNTING);
        QuotaFileSystems.run("mount", "-o", "remount,prjquota", mounted.toString());
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).contains(mounted + " ext4 rw,relatime,prjquota");
        assertState(mounted, FileSystemType.EXT4, QuotaState.ACCOUNTING);
    }

    @Test
    void enforcementIsSwitchedOnByEitherCall() throws IOException {
        for (Way way : Way.values()) {
            Path ext4 = made.make(Kind.EXT4, "rw");
            enforce(ext4, way);
            assertState(ext4, FileSystemType.EXT4, QuotaState.ENFORCED);
            enforce(ext4, way);

            Path xfs = made.make(Kind.XFS, "pqnoenforce");
            assertState(xfs, FileSystemType.XFS, QuotaState.ACCOUNTING);
            enforce(xfs, way);
            assertState(xfs, FileSystemType.XFS, QuotaState.ENFORCED);
        }
    }

    @Test
    void whatDoesNotCountCannotEnforce() throws IOException {
        Path ext4 = made.make(Kind.EXT4_WITHOUT_QUOTA, "rw");
        Path xfs = made.make(Kind.XFS, "rw");
        for (Way way : Way.values()) {
            assertThatThrownBy(() -> enforce(ext4, way)).isInstanceOf(SystemCallFailure.class);
            assertThatThrownBy(() -> enforce(xfs, way)).isInstanceOf(SystemCallFailure.class);
        }
        assertState(ext4, FileSystemType.EXT4, QuotaState.OFF);
        assertState(xfs, FileSystemType.XFS, QuotaState.OFF);
    }

    @Test
    void readOnlyMountIsAsked() throws IOException {
        String device = made.image(Kind.EXT4);
        assertState(made.mount(device, "ro"), FileSystemType.EXT4, QuotaState.OFF);
    }

    @Test
    void factsAreThoseOfTheMountThatWasOpened() throws IOException {
        for (Kind kind : List.of(Kind.EXT4, Kind.XFS)) {
            Path mounted = made.make(kind, "prjquota");
            for (Way way : Way.values()) {
                try (QuotaCtl quotas = QuotaCtl.open(mounted, way);
                        Inode top = Inode.open(mounted);
                        Inode other = Inode.open(folder)) {
                    assertThat(quotas.facts()).isEqualTo(top.facts());
                    assertThat(quotas.facts().sameMount(other.facts())).isFalse();
                }
            }
        }
    }
}
