package io.noderesource.backend.quotapath.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MountIdsTest {

    private static final String TABLE = """
        22 1 0:21 / / rw,relatime shared:1 - overlay overlay rw
        122 22 254:0 / /mnt/a rw - ext4 /dev/vda rw,prjquota
        2 122 254:16 / /mnt/a rw - ext4 /dev/vdb rw

        nonsense
        9 22
        """;

    @Test
    void tellsWhichMountAnOpenFileIsOn() {
        assertThat(MountIds.of("pos:\t0\nflags:\t02300000\nmnt_id:\t122\nino:\t2\n"))
                .contains("122");
        assertThat(MountIds.of("pos:\t0\nflags:\t02300000\n")).isEmpty();
        assertThat(MountIds.of("")).isEmpty();
    }

    @Test
    void tellsWhatAMountWasMountedOn() {
        assertThat(MountIds.parent(TABLE, "2")).contains("122");
        assertThat(MountIds.parent(TABLE, "122")).contains("22");
        assertThat(MountIds.parent(TABLE, "22"))
                .as("the root's is not in the table")
                .contains("1");
        assertThat(MountIds.parent(TABLE, "1")).isEmpty();
        assertThat(MountIds.parent(TABLE, "9")).as("a line that is none").isEmpty();
        assertThat(MountIds.parent("", "2")).isEmpty();
    }
}
