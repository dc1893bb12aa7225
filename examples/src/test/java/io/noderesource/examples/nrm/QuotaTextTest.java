package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.quotapath.Project;
import io.noderesource.backend.quotapath.ProjectQuota;
import io.noderesource.backend.quotapath.QuotaLimits;
import io.noderesource.backend.quotapath.QuotaUse;
import io.noderesource.base.ByteSize;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotaTextTest {

    private static final Project HALF = new Project(
            new ProjectQuota(
                    1073741824,
                    QuotaLimits.ofBytes(ByteSize.ofMebibytes(10)).withInodes(100),
                    new QuotaUse(ByteSize.ofMebibytes(5), 7),
                    null,
                    null),
            "/mnt/q/pv-1",
            Project.State.READY);

    private static final Project ORPHAN = new Project(
            new ProjectQuota(
                    77,
                    QuotaLimits.NONE.withSoftBytes(ByteSize.ofMebibytes(1)),
                    new QuotaUse(ByteSize.ofMebibytes(2), 1),
                    Instant.parse("2026-11-28T10:15:30.123Z"),
                    null),
            null,
            Project.State.ORPHANED);

    @Test
    void tableTellsUseLimitsAndGrace() {
        assertThat(QuotaText.table(List.of(HALF, ORPHAN))).isEqualTo("""
                DIRECTORY    ID          USED   LIMIT   FULL               FILES  GRACE ENDS            STATE
                /mnt/q/pv-1  1073741824  5 MiB  10 MiB  [#####.....] 50%   7/100  -                     ready
                -            77          2 MiB  1 MiB   [##########] 200%  1      2026-11-28T10:15:30Z  orphaned
                """);
        assertThat(QuotaText.table(List.of())).isEqualTo("No projects.\n");
    }

    @Test
    void barIsNeverLongerThanItsFrame() {
        assertThat(QuotaText.bar(0, 100)).isEqualTo("[..........] 0%");
        assertThat(QuotaText.bar(Long.MAX_VALUE, 1)).isEqualTo("[##########] 999%");
        assertThat(QuotaText.bar(5, 0)).isEqualTo("-");
    }

    @Test
    void namesDoNotSpeakToTheTerminal() {
        Project odd = new Project(HALF.quota(), "/mnt/q/\u001b[2Jx\ny", Project.State.READY);
        assertThat(QuotaText.table(List.of(odd))).contains("/mnt/q/?[2Jx?y").doesNotContain("\u001b");
    }

    @Test
    void jsonHasAllFacts() {
        assertThat(QuotaText.json(List.of(ORPHAN)))
                .contains("\"id\" : 77", "\"directory\" : null", "\"state\" : \"orphaned\"", "\"softBytes\" : 1048576")
                .contains("\"bytesGraceEnds\" : \"2026-11-28T10:15:30.123Z\"");
    }
}
