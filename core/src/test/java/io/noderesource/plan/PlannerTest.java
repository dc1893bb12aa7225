package io.noderesource.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import io.noderesource.kinds.MemorySpec;
import io.noderesource.kinds.VolumeGroupKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {

    @Test
    void aKindThatNobodyKnowsIsRefused() {
        Plan plan = Planner.of(List.of(new VolumeGroupKind()))
                .plan(new PlanRequest(
                        new NodeIdentity("node", Map.of()),
                        List.of(MemorySpec.of("region0")),
                        Inventory.of("node", Instant.EPOCH, List.of()),
                        Ledger.empty("salt"),
                        Policy.defaults()));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals()).singleElement().satisfies(r -> {
            assertThat(r.address()).hasToString("memory/region0");
            assertThat(r.code()).isEqualTo(StandardErrorCode.KIND_NOT_CARRIED_OUT);
        });
    }
}
