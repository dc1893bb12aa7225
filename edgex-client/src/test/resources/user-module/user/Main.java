package user;

import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.MetadataClient;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.events.EnvelopeDecoder;
import io.noderesource.edgex.events.EventMessage;
import io.noderesource.edgex.events.EventWatch;
import io.noderesource.edgex.events.InProcessBus;
import io.noderesource.edgex.events.ObjectKey;
import io.noderesource.edgex.events.WatchTarget;
import io.noderesource.edgex.events.mqtt.MqttTransport;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.simulator.EdgexSimulator;
import io.noderesource.edgex.simulator.SimulatedRelease;
import io.noderesource.edgex.simulator.SimulatedService;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Uses the client, the watch and what needs optional libraries, and prints how that went. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(Main.class.getModule() + " uses " + EdgexClient.class.getModule());
        CountDownLatch listed = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        InProcessBus bus = new InProcessBus();
        try (EdgexSimulator edgex =
                        EdgexSimulator.builder().release(SimulatedRelease.PALAU).start();
                EdgexSimulator.Subscription published =
                        edgex.subscribe(message -> bus.publish(message.topic(), message.bytes()));
                EdgexClient client = EdgexClient.builder()
                        .address(EdgexService.METADATA, edgex.url(SimulatedService.METADATA))
                        .build();
                EventWatch<ObjectKey> watch = EventWatch.of(bus, EventMessage::objects, new WatchTarget<ObjectKey>() {
                            @Override
                            public void refresh(ObjectKey key) {
                                if (key.name().equals("pumps")) {
                                    told.countDown();
                                }
                            }

                            @Override
                            public void resync() {
                                listed.countDown();
                            }
                        })
                        .start()) {
            System.out.println("listed first: " + listed.await(60, TimeUnit.SECONDS));
            MetadataClient metadata = client.metadata();
            metadata.addServices(List.of(DeviceService.builder("pumps", "http://localhost:59999")
                            .adminState(AdminState.UNLOCKED)
                            .build()))
                    .get()
                    .orThrow();
            System.out.println("read: " + metadata.service("pumps").get().name());
            System.out.println("told: " + told.await(60, TimeUnit.SECONDS));
        }
        attempt(() -> {
            new EnvelopeDecoder().decode(HexFormat.of().parseHex("a1677061796c6f6164f6"));
            return "CBOR read";
        });
        attempt(() -> MqttTransport.to(URI.create("tcp://localhost")).build().toString());
    }

    private static void attempt(Supplier<String> use) {
        try {
            System.out.println(use.get());
        } catch (EdgexException e) {
            System.out.println(e.kind());
        }
    }
}
