package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Outcome;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.kinds.VolumeGroupKind;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Claims;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.ResourceKind;
import io.noderesource.plan.ResourcePlan;
import io.noderesource.plan.StepType;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentNode;
import io.noderesource.topology.NodeSelector;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.SourcePosition;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that was made with a plug-in is applied where the plug-in is not. */
class UnknownStepTest {

    private static final ResourceAddress ADDRESS = new ResourceAddress("gadget", "one");

    @TempDir
    private Path state;

    private final SimulatedNode simulated = SimulatedNode.builder("edge-1")
            .disk("DATA-1", ByteSize.ofGibibytes(10))
            .build();

    @Test
    void itsStepFailsByNameAndTheOthersAreDone() {
        Topology topology = Topology.of(
                new Gadget(),
                VolumeGroupSpec.builder("vg-data")
                        .from(DeviceSource.devices("/dev/disk/by-id/virtio-DATA-1"))
                        .build());
        Plan plan = open(List.of(new GadgetKind(), new VolumeGroupKind())).plan(topology);

        ApplyReport report = open(List.of(new VolumeGroupKind())).apply(plan);

        assertThat(report.failures()).singleElement().satisfies(UnknownStepTest::isRefusedByName);
        assertThat(report.outcomes())
                .filteredOn(s -> s.outcome().isDone())
                .hasSize(plan.steps().size() - 1);
    }

    private static void isRefusedByName(StepOutcome failure) {
        assertThat(failure.planned().step()).isInstanceOf(NoStep.class);
        assertThat(failure.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(StandardErrorCode.NO_BACKEND);
            assertThat(failed.message()).contains("NoStep");
        });
    }

    private NodeResources open(List<ResourceKind> kinds) {
        return NodeResources.builder()
                .node(simulated)
                .identity(simulated.identity())
                .stateDirectory(state)
                .kinds(kinds)
                .build();
    }

    private record Gadget() implements ResourceSpec {

        @Override
        public ResourceAddress address() {
            return ADDRESS;
        }

        @Override
        public NodeSelector selector() {
            return NodeSelector.EVERY_NODE;
        }

        @Override
        public SourcePosition position() {
            return SourcePosition.CODE;
        }

        @Override
        public boolean agreesWith(ResourceSpec other) {
            return equals(other);
        }
    }

    private static final class GadgetKind implements ResourceKind {
        @Override
        public String id() {
            return ADDRESS.kind();
        }

        @Override
        public Optional<ResourceSpec> read(DocumentNode rule, Consumer<Diagnostic> diagnostics) {
            return Optional.of(new Gadget());
        }

        @Override
        public Set<StepType<?>> steps() {
            return Set.of(new StepType<>("gadget.switch", 1, NoStep.class));
        }

        @Override
        public Set<String> claims(ResourceSpec spec, PlanRequest request) {
            return Set.of();
        }

        @Override
        public ResourcePlan plan(ResourceSpec spec, PlanRequest request, Claims claims) {
            return ResourcePlan.builder(ADDRESS)
                    .step(new NoStep(ADDRESS), List.of())
                    .build();
        }

        @Override
        public ResourcePlan release(ResourceAddress address, PlanRequest request) {
            return ResourcePlan.builder(address).build();
        }
    }
}
