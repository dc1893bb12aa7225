package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.plan.ResourceKind;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the contracts of disks say about who performs which types of steps. */
final class StepTypes {
    private static final String PERSISTENT_MEMORY = "pmem/";

    private StepTypes() {}

    /** No type is performed by two backends, and none of a kind's by nobody; a node without persistent memory needs no backend for it. */
    static void assertPerformedByOneEach(List<Backend> backends, ResourceKind kind) {
        Set<String> performed = new HashSet<>();
        for (Backend backend : backends) {
            for (StepType<?> type : backend.steps()) {
                assertThat(performed.add(type.id()))
                        .as("'%s' is performed by two backends", type.id())
                        .isTrue();
            }
        }
        assertThat(performed)
                .containsAll(kind.steps().stream()
                        .map(StepType::id)
                        .filter(id -> !id.startsWith(PERSISTENT_MEMORY))
                        .toList());
    }
}
