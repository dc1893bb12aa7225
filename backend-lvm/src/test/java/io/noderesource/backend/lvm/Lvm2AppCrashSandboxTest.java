package io.noderesource.backend.lvm;

import io.noderesource.house.Needs;
import io.noderesource.testkit.AtRecord.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Kills where LVM's application library does the work. No package of Debian 12 has it: it is built beside the project, and
 * {@code -Dlvm2app.library=} names its file.
 */
@Needs("lvm2app.library")
class Lvm2AppCrashSandboxTest extends KilledLife {

    @Test
    void goesOnAfterAKillAtEachRecord() throws Exception {
        wholeLife(EngineKind.LIBLVM2APP, step -> List.of(Phase.INTENT, Phase.OUTCOME));
    }

    @Test
    void goesOnAfterAKillBeforeEachOutcome() throws Exception {
        wholeLife(EngineKind.LIBLVM2APP, step -> List.of(Phase.PERFORMED));
    }
}
