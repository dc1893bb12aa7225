package io.noderesource.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.house.HostProgram;
import io.noderesource.house.TestJvm;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.testkit.SimulatedNode;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JDK Flight Recorder is told of a pass, and that it costs nothing where nobody records. */
class RecorderTest {

    @TempDir
    Path directory;

    /** One pass that makes a volume group. */
    static final class Pass {
        public static void main(String[] arguments) {
            SimulatedNode node = SimulatedNode.builder("edge-1")
                    .disk("NR-1", ByteSize.ofGibibytes(1))
                    .build();
            try (NodeResources resources = NodeResources.builder()
                    .node(node)
                    .identity(node.identity())
                    .stateDirectory(Path.of(arguments[0]))
                    .build()) {
                Topology topology = Topology.of(VolumeGroupSpec.builder("vg-data")
                        .from(DeviceSource.devices("/dev/vdb"))
                        .build());
                resources.apply(resources.plan(topology)).orThrow();
            }
        }
    }

    private String pass(String... options) {
        List<String> command = new ArrayList<>(TestJvm.command());
        command.addAll(List.of(options));
        command.addAll(List.of(Pass.class.getName(), directory.resolve("state").toString()));
        return HostProgram.run(command.toArray(String[]::new));
    }

    @Test
    void aRecordingHasEachLookAndEachStep() throws IOException {
        Path recording = directory.resolve("pass.jfr");
        pass("-XX:StartFlightRecording:filename=" + recording);

        List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
        assertThat(events)
                .filteredOn(e -> e.getEventType().getName().equals("io.noderesource.Observe"))
                .isNotEmpty()
                .anySatisfy(e -> assertThat(e.getBoolean("whole")).isTrue());
        assertThat(events)
                .filteredOn(e -> e.getEventType().getName().equals("io.noderesource.Step"))
                .isNotEmpty()
                .allSatisfy(e -> {
                    assertThat(e.getString("address")).isEqualTo("volumegroup/vg-data");
                    assertThat(e.getString("summary")).isNotEmpty();
                    assertThat(e.getString("outcome")).isEqualTo("CHANGED");
                });
    }

    /** The first class of events that a process loads makes the JVM prepare the whole recorder. */
    @Test
    void withoutARecordingNoEventIsEvenLoaded() {
        String loaded = pass("-Xlog:class+load");

        assertThat(loaded).contains("io.noderesource.apply.Executor ").doesNotContain("jdk.jfr.Event ");
    }
}
