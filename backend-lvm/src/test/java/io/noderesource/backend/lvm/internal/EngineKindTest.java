package io.noderesource.backend.lvm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import org.junit.jupiter.api.Test;

class EngineKindTest {

    @Test
    void isChosenByName() {
        for (EngineKind kind : EngineKind.values()) {
            assertThat(EngineKind.named(kind.id())).contains(kind);
        }
        assertThat(EngineKind.named(null)).isEmpty();
        assertThat(EngineKind.named("")).isEmpty();
    }

    @Test
    void refusesANameThatIsNone() {
        NodeResourceException e =
                catchThrowableOfType(NodeResourceException.class, () -> EngineKind.named("LIBLVM2CMD"));
        assertThat(e.code()).isEqualTo(StandardErrorCode.BAD_OPTION);
        assertThat(e).hasMessageContaining("'LIBLVM2CMD'").hasMessageContaining(EngineKind.names());
    }
}
