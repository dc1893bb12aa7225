package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The message bus: topics and envelopes of the release, with the faults that were asked for. */
final class Bus {
    private static final String BASE = "edgex/";

    private final SimulatedRelease release;
    private final Ids ids;
    private final Ticks ticks;
    private final List<BusListener> listeners = new CopyOnWriteArrayList<>();
    private BusFault fault = BusFault.NONE;
    private @Nullable BusMessage heldBack;

    Bus(SimulatedRelease release, Ids ids, Ticks ticks) {
        this.release = release;
        this.ids = ids;
        this.ticks = ticks;
    }

    EdgexSimulator.Subscription subscribe(BusListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void fail(BusFault how) {
        Optional<BusMessage> late;
        synchronized (this) {
            fault = how;
            late = Optional.ofNullable(heldBack);
            heldBack = null;
        }
        late.ifPresent(this::deliver);
    }

    /** Tells of a change in core-metadata. Before 3.0 nothing is told. */
    void systemEvent(String type, String action, String owner, String profile, ObjectNode details) {
        if (!release.since(SimulatedRelease.NAPA)) {
            return;
        }
        ObjectNode event = Trees.object()
                .put("apiVersion", release.apiVersion())
                .put("type", type)
                .put("action", action)
                .put("source", "core-metadata")
                .put("owner", owner);
        event.putNull("tags");
        event.set("details", details);
        event.put("timestamp", ticks.nanos());
        publish(
                "system-events/core-metadata/" + type + "/" + action + "/" + owner
                        + (profile.isEmpty() ? "" : "/" + profile),
                event);
    }

    /** Tells of the values of a device. */
    void event(String service, ObjectNode event) {
        ObjectNode request =
                Trees.object().put("apiVersion", release.apiVersion()).put("requestId", ids.next());
        request.set("event", event);
        String kind = release.since(SimulatedRelease.NAPA) ? "events/device/" : "events/";
        publish(
                kind + service + "/" + Trees.text(event, "profileName") + "/" + Trees.text(event, "deviceName") + "/"
                        + Trees.text(event, "sourceName"),
                request);
    }

    private void publish(String topic, JsonNode payload) {
        ObjectNode envelope = Trees.object()
                .put("apiVersion", release.apiVersion())
                .put("receivedTopic", "")
                .put("correlationID", ids.next())
                .put("requestID", "")
                .put("errorCode", 0);
        if (release.since(SimulatedRelease.PALAU)) {
            envelope.set("payload", payload);
        } else {
            envelope.put("payload", Base64.getEncoder().encodeToString(Trees.bytes(payload)));
        }
        envelope.put("contentType", "application/json");
        BusMessage message = new BusMessage(BASE + topic, new String(Trees.bytes(envelope), StandardCharsets.UTF_8));
        deliveries(message).forEach(this::deliver);
    }

    private synchronized List<BusMessage> deliveries(BusMessage message) {
        return switch (fault) {
            case NONE -> List.of(message);
            case DUPLICATE -> List.of(message, message);
            case LOSE -> List.of();
            case REORDER -> {
                if (heldBack == null) {
                    heldBack = message;
                    yield List.of();
                }
                List<BusMessage> swapped = new ArrayList<>(List.of(message, heldBack));
                heldBack = null;
                yield swapped;
            }
        };
    }

    private void deliver(BusMessage message) {
        listeners.forEach(listener -> listener.published(message));
    }
}
