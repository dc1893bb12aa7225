package io.noderesource.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.inventory.PmemNamespace.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PmemVolumeLabelTest {

    @ParameterizedTest
    @EnumSource(value = Mode.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void whatIsWrittenIsRead(Mode mode) {
        PmemVolumeLabel label = new PmemVolumeLabel("a1b2", mode, "pvc-1.x", true);
        assertThat(PmemVolumeLabel.parse(label.text())).contains(label);
        assertThat(PmemVolumeLabel.parse(label.unfinished().text())).contains(label.unfinished());
        assertThat(label.unfinished().finished()).isEqualTo(label);
        assertThat(label.unfinished()).isNotEqualTo(label);
    }

    /** {@code NSLABEL_NAME_LEN} of the kernel is 64, with a byte of zero at the end. */
    @Test
    void theLongestHasRoom() {
        PmemVolumeLabel longest = new PmemVolumeLabel("a1b2", Mode.FSDAX, "x".repeat(49), false);
        assertThat(longest.text()).hasSize(63);
        assertThat(PmemVolumeLabel.parse(longest.text())).contains(longest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nrv-",
                "nrv-a1b2f-",
                "nrv-a1b2f-.new",
                "nrv-a1b2x-pvc",
                "nrv-a1b2fpvc",
                "nrv-A1B2f-pvc",
                "nrv-a1b2f-pvc-",
                "nrv-a1b2f-pvc.new.new",
                "nrv-a1b2f-p v c",
                "nrv-a1b2f-pvc\n",
                " nrv-a1b2f-pvc",
                "nr-0123456ab-0123abcd",
                "nr-0123456ab-0123abcd.new",
                "nrv-a1b2f-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void otherNamesAreNone(String name) {
        assertThat(PmemVolumeLabel.parse(name)).isEmpty();
    }

    @Test
    void whatCouldNotBeReadIsNotWritten() {
        assertThatThrownBy(() -> new PmemVolumeLabel("a1b2", Mode.UNKNOWN, "pvc", true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PmemVolumeLabel("a1b", Mode.RAW, "pvc", true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PmemVolumeLabel("a1b2", Mode.RAW, "pvc.new", true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
