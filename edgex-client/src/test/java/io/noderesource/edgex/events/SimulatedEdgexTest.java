package io.noderesource.edgex.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.MetadataClient;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.model.DeviceServiceUpdate;
import io.noderesource.edgex.simulator.BusFault;
import io.noderesource.edgex.simulator.EdgexSimulator;
import io.noderesource.edgex.simulator.SimulatedRelease;
import io.noderesource.edgex.simulator.SimulatedService;
import io.noderesource.house.Waiting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The watch, with the client as its target, beside a simulated EdgeX whose bus has faults. */
class SimulatedEdgexTest {

    static Stream<Arguments> releasesAndFaults() {
        return Stream.of(SimulatedRelease.NAPA, SimulatedRelease.PALAU)
                .flatMap(release -> Arrays.stream(BusFault.values()).map(fault -> Arguments.of(release, fault)));
    }

    @ParameterizedTest
    @MethodSource("releasesAndFaults")
    void whatIsKeptIsWhatEdgexHas(SimulatedRelease release, BusFault fault) {
        InProcessBus bus = new InProcessBus();
        try (EdgexSimulator edgex = EdgexSimulator.builder().release(release).start();
                EdgexClient client = EdgexClient.builder()
                        .address(EdgexService.METADATA, edgex.url(SimulatedService.METADATA))
                        .build();
                EdgexSimulator.Subscription published =
                        edgex.subscribe(message -> bus.publish(message.topic(), message.bytes()))) {
            MetadataClient metadata = client.metadata();
            Kept kept = new Kept(metadata);
            edgex.faults().bus(fault);
            try (EventWatch<ObjectKey> watch = EventWatch.of(bus, EventMessage::objects, kept)
                    .resyncPause(Duration.ofMillis(1))
                    .start()) {
                Waiting.until(() -> watch.status().resyncs() > 0);
                change(metadata);
                // A message that is held back to be overtaken comes now.
                edgex.faults().bus(BusFault.NONE);
                if (fault == BusFault.LOSE) {
                    assertThat(watch.status().messages()).isZero();
                    watch.requestResync();
                }
                Waiting.until(() -> kept.descriptions.equals(descriptions(metadata)));
                assertThat(kept.descriptions).hasSize(7).containsEntry("svc-0", "changed");
                assertThat(watch.status().unreadable()).isZero();
            }
            assertThat(published).isNotNull();
        }
    }

    private static void change(MetadataClient metadata) {
        metadata.addServices(IntStream.range(0, 10)
                        .mapToObj(i -> DeviceService.builder("svc-" + i, "http://localhost:" + (49990 + i))
                                .description("new")
                                .adminState(AdminState.UNLOCKED)
                                .build())
                        .toList())
                .get()
                .orThrow();
        metadata.updateServices(List.of(DeviceServiceUpdate.builder()
                        .name("svc-0")
                        .description("changed")
                        .build()))
                .get()
                .orThrow();
        for (int i = 7; i < 10; i++) {
            metadata.deleteService("svc-" + i).get();
        }
    }

    private static Map<String, String> descriptions(MetadataClient metadata) {
        return metadata.services().snapshot().get().orThrow().stream()
                .collect(Collectors.toMap(DeviceService::name, DeviceService::description));
    }

    /** What a user keeps of EdgeX's device services. */
    private static final class Kept implements WatchTarget<ObjectKey> {
        private final MetadataClient metadata;
        private final Map<String, String> descriptions = new ConcurrentHashMap<>();

        Kept(MetadataClient metadata) {
            this.metadata = metadata;
        }

        @Override
        public void refresh(ObjectKey key) {
            metadata.findService(key.name())
                    .get()
                    .ifPresentOrElse(
                            service -> descriptions.put(key.name(), service.description()),
                            () -> descriptions.remove(key.name()));
        }

        @Override
        public void resync() {
            Map<String, String> all = descriptions(metadata);
            descriptions.keySet().retainAll(all.keySet());
            descriptions.putAll(all);
        }
    }
}
