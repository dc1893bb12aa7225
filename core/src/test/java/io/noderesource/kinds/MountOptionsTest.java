package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.inventory.FileSystemMount.Propagation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logdev=/dev/vdb",
                "rtdev=/dev/vdb",
                "journal_dev=0x801",
                "journal_path=/dev/vdb",
                "sb=32768",
                "nouuid",
                "norecovery",
                "ro",
                "noload",
                "loop=/dev/loop0",
                "noatime;reboot",
                "$(reboot)",
                "a=b,c",
                "-o",
                ""
            })
    void whatReachesBeyondTheDeviceOrIsNoOptionIsRefused(String option) {
        assertThat(MountOptions.problem(option)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noauto",
                "nofail",
                "_netdev",
                "user",
                "user=alice",
                "users",
                "owner",
                "group",
                "comment=data",
                "x-systemd.automount",
                "x-systemd.requires=/mnt/a",
                "X-mount.mkdir=0755"
            })
    void whatOnlyMountAndSystemdHeedIsRefusedAndSaidSo(String option) {
        assertThat(MountOptions.problem(option))
                .hasValueSatisfying(p -> assertThat(p).contains("fstab", "leave it out"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"defaults", "rw", "noatime", "prjquota", "shared", "data=ordered", "discard", "commit=5"})
    void ordinaryOptionsAreTaken(String option) {
        assertThat(MountOptions.problem(option)).isEmpty();
    }

    @Test
    void theKernelIsGivenNeitherMountsWordsNorPropagation() {
        assertThat(MountOptions.forKernel(List.of("defaults", "rw", "pquota", "shared", "noatime", "exec", "prjquota")))
                .containsExactly("prjquota", "noatime");
    }

    @Test
    void ofSeveralPropagationsTheLastCounts() {
        assertThat(MountOptions.propagation(List.of("prjquota"))).isEmpty();
        assertThat(MountOptions.propagation(List.of("private", "rshared"))).contains(Propagation.SHARED);
    }

    @Test
    void onlyWhatTheKernelShowsIsCompared() {
        List<String> mounted = List.of("rw", "relatime", "prjquota", "nosuid");
        assertThat(MountOptions.differences(List.of("prjquota", "nosuid", "commit=5"), mounted))
                .isEmpty();
        assertThat(MountOptions.differences(List.of("prjquota", "noatime"), mounted))
                .containsExactly("it lacks noatime", "it has nosuid");
    }
}
