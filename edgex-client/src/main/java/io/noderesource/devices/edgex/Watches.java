package io.noderesource.devices.edgex;

import io.noderesource.edgex.events.EventMessage;
import io.noderesource.edgex.events.EventTransport;
import io.noderesource.edgex.events.EventWatch;
import io.noderesource.edgex.events.ObjectKind;
import io.noderesource.edgex.events.WatchTarget;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watches over a bus that are open. Thread-safe. */
final class Watches implements AutoCloseable {

    /** What is heard while the listener is told is one more hint, however many messages it is. */
    private static final String SOMETHING = "something";

    private final Set<EventWatch<String>> open = ConcurrentHashMap.newKeySet();

    /** Tells of each change that is heard of, and of each time that some may have been missed. */
    AutoCloseable over(EventTransport bus, Runnable changed) {
        EventWatch<String> watch = EventWatch.of(bus, Watches::hints, new WatchTarget<String>() {
                    @Override
                    public void refresh(String key) {
                        changed.run();
                    }

                    @Override
                    public void resync() {
                        changed.run();
                    }
                })
                .start();
        open.add(watch);
        return () -> {
            open.remove(watch);
            watch.close();
        };
    }

    private static Set<String> hints(EventMessage message) {
        return message.objects().stream().anyMatch(key -> key.kind() != ObjectKind.PROVISION_WATCHER)
                ? Set.of(SOMETHING)
                : Set.of();
    }

    @Override
    public void close() {
        open.forEach(EventWatch::close);
        open.clear();
    }
}
