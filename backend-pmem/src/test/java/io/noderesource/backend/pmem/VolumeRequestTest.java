package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.PmemNamespace.Mode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeRequestTest {

    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "--force",
                ".",
                "a.new",
                "a/b",
                "a b",
                "a\nb",
                "a\0",
                "ä",
                "a-",
                "_a",
                "0123456789012345678901234567890123456789012345678x"
            })
    void idsThatCannotStandInLabelsAreRefused(String id) {
        refused(PmemErrorCode.BAD_VOLUME_ID, () -> VolumeRequest.of(id, SIZE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "pvc-6d738daf-b779-4b36-8d07-e6188501e3fb",
                "a.b_c-D",
                "a.new.1",
                "0123456789012345678901234567890123456789012345678"
            })
    void othersAreNot(String id) {
        assertThat(VolumeRequest.of(id, SIZE).id()).isEqualTo(id);
    }

    @Test
    void aLongIdIsNotToldAsAWhole() {
        assertThatThrownBy(() -> VolumeRequest.of("x".repeat(1 << 20), SIZE))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
    }

    @Test
    void sizesAndModesThatAreNoneAreRefused() {
        refused(StandardErrorCode.BAD_OPTION, () -> VolumeRequest.of("a", ByteSize.ZERO));
        refused(
                StandardErrorCode.BAD_OPTION,
                () -> VolumeRequest.builder("a", SIZE)
                        .limit(ByteSize.ofMebibytes(63))
                        .build());
        refused(
                StandardErrorCode.BAD_OPTION,
                () -> VolumeRequest.builder("a", SIZE).mode(Mode.UNKNOWN).build());
        assertThat(VolumeRequest.builder("a", SIZE).limit(SIZE).build().limit()).contains(SIZE);
    }
}
