package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/reliability.md} shows embedders. */
class EmbedderTest {

    @TempDir
    Path state;

    @Test
    void tenLinesShowThatAFailureIsMendedByTheNextPass() {
        SimulatedNode node = SimulatedNode.builder("edge-1")
                .seed(42)
                .disk("NR-1", ByteSize.ofGibibytes(1))
                .build();
        NodeResources resources = NodeResources.builder()
                .node(node)
                .identity(node.identity())
                .stateDirectory(state)
                .build();
        Topology topology = Topology.of(VolumeGroupSpec.builder("vg-data")
                .from(DeviceSource.devices("/dev/vdb"))
                .build());
        node.next(CreateVolumeGroup.TYPE, StepFault.FAIL_AFTER);
        assertThat(resources.apply(resources.plan(topology)).succeeded()).isFalse();
        node.reboot();
        resources.apply(resources.plan(topology)).orThrow();
        assertThat(resources.plan(topology).isEmpty()).isTrue();
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    /** The test above is, blanks aside, what the document shows. */
    @Test
    void theDocumentShowsThisVeryTest() throws IOException {
        String document = Files.readString(Path.of("../docs/reliability.md"));
        String shown = document.substring(document.indexOf("```java\n") + 8);
        String here = Files.readString(Path.of("src/test/java/io/noderesource/testkit/EmbedderTest.java"));

        assertThat(here.replaceAll("\\s+", ""))
                .contains(shown.substring(0, shown.indexOf("```")).replaceAll("\\s+", ""));
    }
}
