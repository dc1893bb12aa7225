package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountPointTest {

    private static final List<String> TABLE = List.of(
            "22 1 0:21 / / rw - overlay overlay rw",
            "23 22 7:0 / /mnt/a rw - ext4 /dev/loop0 rw,prjquota",
            "24 22 7:0 /sub /mnt/b\\040c rw - ext4 /dev/loop0 rw,prjquota",
            "25 23 7:1 / /mnt/over rw - ext4 /dev/loop1 rw",
            "26 23 7:0 /top /mnt/over rw - ext4 /dev/loop0 rw",
            "27 22 7:2 / /mnt/a#1 rw - ext4 /dev/loop2 rw",
            "nonsense");

    @Test
    void tellsWhatOfTheFileSystemIsMounted() {
        assertThat(MountPoint.rootOn(TABLE, "/mnt/a")).contains("/");
        assertThat(MountPoint.rootOn(TABLE, "/mnt/b c")).contains("/sub");
        assertThat(MountPoint.rootOn(TABLE, "/mnt/over")).as("the one on top").contains("/top");
        assertThat(MountPoint.rootOn(TABLE, "/mnt/a#1")).contains("/");
        assertThat(MountPoint.rootOn(TABLE, "/mnt")).isEmpty();
    }
}
