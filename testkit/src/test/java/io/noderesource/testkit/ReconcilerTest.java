package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.ReconcileListener;
import io.noderesource.Reconciler;
import io.noderesource.apply.ApplyReport;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.plan.Plan;
import io.noderesource.topology.TopologySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop ends when it is told to, and by nothing else. */
@Timeout(60)
class ReconcilerTest {

    private static final TopologySource WANTED = TopologySource.text("wanted", """
            volumegroup:
            - name: vg-data
              key: storage
              operator: Exists
              topology:
                type: device
                devices: [/dev/vdb]
            """);

    @TempDir
    private Path state;

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .labels(Map.of("storage", "yes"))
            .disk("NR-DISK-1", ByteSize.ofMebibytes(256))
            .build();

    @Test
    void endsWhenItsThreadIsInterrupted() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (NodeResources resources = opened()) {
            Reconciler reconciler = Reconciler.builder(resources, WANTED)
                    .interval(Duration.ofHours(1))
                    .listener(new ReconcileListener() {
                        @Override
                        public void applied(ApplyReport report) {
                            done.countDown();
                        }
                    })
                    .build();
            Thread loop = new Thread(reconciler::run, "loop");
            loop.setDaemon(true);
            loop.start();
            done.await();

            loop.interrupt();
            loop.join(30_000);

            assertThat(loop.isAlive()).isFalse();
        }
    }

    @Test
    void outlivesAListenerThatFails() {
        List<NodeResourceException> failures = new ArrayList<>();
        try (NodeResources resources = opened()) {
            Reconciler reconciler = Reconciler.builder(resources, WANTED)
                    .listener(new ReconcileListener() {
                        @Override
                        public void planned(Plan plan) {
                            if (failures.isEmpty()) {
                                throw new IllegalStateException("the listener's own");
                            }
                        }

                        @Override
                        public void failed(NodeResourceException failure) {
                            failures.add(failure);
                            throw new IllegalStateException("the listener's own");
                        }
                    })
                    .build();

            assertThat(reconciler.pass()).isFalse();
            assertThat(failures)
                    .singleElement()
                    .satisfies(f -> assertThat(f.code()).isEqualTo(StandardErrorCode.INTERNAL));
            assertThat(reconciler.pass()).isTrue();
        }
        assertThat(node.groups()).containsExactly("vg-data");
    }

    private NodeResources opened() {
        return Opened.on(node, state);
    }
}
