package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Planner;
import io.noderesource.plan.Policy;
import io.noderesource.topology.DeviceSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclaredOnlyKindTest {

    private static final QuotaPathSpec PATH = QuotaPathSpec.builder("/mnt/a")
            .from(DeviceSource.devices("/dev/vdb"))
            .build();

    private static PlanRequest request() {
        BlockDevice disk = BlockDevice.builder("vdb", new DeviceNumber(253, 16), ByteSize.ofGibibytes(1))
                .build();
        BlockDevices block = new BlockDevices("boot", List.of(disk), List.of());
        Inventory inventory =
                Inventory.of("node", Instant.EPOCH, List.of(Section.complete(BlockDevices.SECTION, block)));
        return new PlanRequest(
                new NodeIdentity("node", Map.of()),
                List.of(PATH, MemorySpec.of("region0")),
                inventory,
                Ledger.empty("salt"),
                Policy.defaults());
    }

    @Test
    void aPlanSaysThatItIsNotCarriedOut() {
        Plan plan = Planner.of(List.of(DeclaredOnlyKind.quotaPath(), DeclaredOnlyKind.memory()))
                .plan(request());
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.refusals())
                .extracting(r -> r.address() + " " + r.code().id())
                .containsExactly("memory/region0 plan/not-carried-out", "quotapath//mnt/a plan/not-carried-out");
        assertThat(plan.refusals())
                .allSatisfy(r -> assertThat(r.code()).isEqualTo(StandardErrorCode.KIND_NOT_CARRIED_OUT));
    }

    /** Otherwise a volume group whose selector matches it would format it meanwhile. */
    @Test
    void itsDevicesAreKeptForIt() {
        assertThat(DeclaredOnlyKind.quotaPath().claims(PATH, request())).containsExactly("vdb");
        assertThat(DeclaredOnlyKind.memory().claims(MemorySpec.of("region0"), request()))
                .isEmpty();
    }
}
