package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Planner;
import io.noderesource.plan.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclaredOnlyKindTest {

    @Test
    void aPlanSaysThatItIsNotCarriedOut() {
        Plan plan = Planner.of(List.of(DeclaredOnlyKind.memory()))
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
