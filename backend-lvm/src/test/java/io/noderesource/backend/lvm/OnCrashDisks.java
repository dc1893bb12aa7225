package io.noderesource.backend.lvm;

import static io.noderesource.backend.lvm.Scene.BYSTANDER;
import static io.noderesource.backend.lvm.Scene.ONE;
import static io.noderesource.backend.lvm.Scene.THREE;
import static io.noderesource.backend.lvm.Scene.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.house.DeviceContent;
import io.noderesource.house.InSandbox;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Tests on the disks of the {@link Scene}; none of them changes a bit of the one that stands by. */
@InSandbox(disks = {"32M:CRASH-1", "32M:CRASH-2", "32M:CRASH-3", "32M:BYSTANDER"})
abstract class OnCrashDisks {

    private static String bystander = "";

    @BeforeAll
    static void standBy() {
        bystander = Scene.bystander();
    }

    @AfterEach
    void leavesTheBystanderAlone() {
        Witness.blank(List.of(ONE, TWO, THREE));
        assertThat(DeviceContent.digest(BYSTANDER)).isEqualTo(bystander);
    }

    @AfterAll
    static void standDown() {
        Witness.blank(List.of(BYSTANDER));
    }
}
