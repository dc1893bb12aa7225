package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.VolumeGroupMark.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a volume group is, by its tags. */
class VolumeGroupMarkTest {

    private static final VolumeGroupMark MARK = VolumeGroupMark.of("agent", "edge-1");

    @Test
    void ourTagMakesItOurs() {
        assertThat(MARK.tag()).isEqualTo("noderesource/agent/edge-1");
        assertThat(verdict("backup", "noderesource/agent/edge-1")).isEqualTo(Verdict.OURS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"noderesource", "NODERESOURCE/agent/edge-1", "my-noderesource/agent/edge-1", "agent/edge-1"})
    void otherTagsAreNoMark(String tag) {
        assertThat(verdict(tag)).isEqualTo(Verdict.UNMARKED);
    }

    @Test
    void ourTagOfAnotherNodeIsToldApart() {
        assertThat(verdict("noderesource/agent/edge-2")).isEqualTo(Verdict.OTHER_NODE);
        assertThat(verdict("noderesource/agent/edge-10")).isEqualTo(Verdict.OTHER_NODE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"noderesource/agent2/edge-1", "noderesource/agen/edge-1", "noderesource/", "noderesource/agent"})
    void anotherOwnersTagIsForeign(String tag) {
        assertThat(verdict(tag)).isEqualTo(Verdict.OTHER_OWNER);
    }

    @Test
    void severalMarksAreNobodys() {
        assertThat(verdict(MARK.tag(), "noderesource/agent/edge-2")).isEqualTo(Verdict.OTHER_OWNER);
        assertThat(verdict(MARK.tag(), "noderesource/other/edge-1")).isEqualTo(Verdict.OTHER_OWNER);
    }

    @Test
    void namesThatNoTagCanHoldAreHashed() {
        String tag = VolumeGroupMark.of("agent", "knoten/ä").tag();

        assertThat(tag).matches("noderesource/agent/sha256-[0-9a-f]{32}");
        assertThat(VolumeGroupMark.of("agent", "knoten/ö").tag()).isNotEqualTo(tag);
        assertThat(VolumeGroupMark.of("", "edge-1").tag()).matches("noderesource/sha256-[0-9a-f]{32}/edge-1");
        assertThat(VolumeGroupMark.of("agent", "n".repeat(254)).tag())
                .matches("noderesource/agent/sha256-[0-9a-f]{32}");
    }

    private static Verdict verdict(String... tags) {
        return MARK.verdict(new VolumeGroup(
                "uuid",
                "vg-data",
                1,
                ByteSize.ofMebibytes(4),
                ByteSize.ofGibibytes(1),
                ByteSize.ofGibibytes(1),
                1,
                0,
                0,
                VolumeGroup.Access.WRITABLE,
                null,
                null,
                List.of(tags)));
    }
}
