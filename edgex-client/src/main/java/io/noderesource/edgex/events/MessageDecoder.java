package io.noderesource.edgex.events;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import java.util.Objects;
import java.util.Optional;

/** Reads messages of the bus: what they are by their topic, what they say by their payload. Immutable and thread-safe. */
public final class MessageDecoder {

    private final EventTopics topics;
    private final EnvelopeDecoder envelopes;

    /**
     * A decoder.
     *
     * @param topics where EdgeX publishes
     * @param envelopes unwraps
     */
    public MessageDecoder(EventTopics topics, EnvelopeDecoder envelopes) {
        this.topics = Objects.requireNonNull(topics, "topics");
        this.envelopes = Objects.requireNonNull(envelopes, "envelopes");
    }

    /**
     * Reads a message.
     *
     * @param topic where it was published, in the form of MQTT
     * @param message as the bus delivered it
     * @return the message
     * @throws EdgexException of kind {@code PROTOCOL}, {@code LIMIT} or {@code NOT_INSTALLED} as
     *     {@link EnvelopeDecoder#decode} says; {@code PROTOCOL} also when it does not name the object that changed, or the
     *     device that was read. Nothing else is thrown, whatever the bytes.
     */
    public EventMessage decode(String topic, byte[] message) {
        Envelope envelope = envelopes.decode(message);
        if (envelope.errorCode() != 0) {
            return new OtherMessage(topic, envelope);
        }
        if (topics.isSystemEvent(topic)) {
            return systemEvent(topic, envelope);
        }
        if (topics.isReadings(topic)) {
            return readings(topic, envelope);
        }
        return new OtherMessage(topic, envelope);
    }

    private SystemEvent systemEvent(String topic, Envelope envelope) {
        Json.Obj payload = object(envelope.payload(), "a system event");
        Optional<SystemEventTopic> levels = topics.parseSystemEvent(topic);
        String type = payload.text("type")
                .or(() -> levels.map(SystemEventTopic::type))
                .orElseThrow(() -> lacks("a system event", "a type"));
        String action = payload.text("action")
                .or(() -> levels.map(SystemEventTopic::action))
                .orElseThrow(() -> lacks("a system event", "an action"));
        SystemEvent event = new SystemEvent(
                topic,
                envelope,
                type,
                SystemEvent.Action.of(action),
                payload.text("source")
                        .or(() -> levels.map(SystemEventTopic::source))
                        .orElse(""),
                payload.text("owner")
                        .or(() -> levels.map(SystemEventTopic::owner))
                        .orElse(""),
                payload.whole("timestamp").orElse(0L),
                payload.object("details").orElse(Json.object()));
        boolean changed =
                !event.action().isProgress() && ObjectKind.ofType(type).isPresent();
        if (changed && event.objectName().isEmpty()) {
            throw lacks("a system event", "the name of the " + type + " that it tells of");
        }
        return event;
    }

    private ReadingsEvent readings(String topic, Envelope envelope) {
        Json.Obj payload = object(envelope.payload(), "a message of readings");
        Json.Obj event = payload.object("event").orElseThrow(() -> lacks("a message of readings", "an event"));
        Optional<ReadingsTopic> levels = topics.parseReadings(topic);
        return new ReadingsEvent(
                topic,
                envelope,
                text(event, "deviceName")
                        .or(() -> levels.map(ReadingsTopic::device))
                        .orElseThrow(() -> lacks("a message of readings", "a device")),
                text(event, "profileName")
                        .or(() -> levels.map(ReadingsTopic::profile))
                        .orElse(""),
                text(event, "sourceName")
                        .or(() -> levels.map(ReadingsTopic::source))
                        .orElse(""),
                event.whole("origin").orElse(0L),
                event);
    }

    private static Optional<String> text(Json.Obj object, String name) {
        return object.text(name).filter(value -> !value.isEmpty());
    }

    private static Json.Obj object(Json payload, String what) {
        if (payload instanceof Json.Obj object) {
            return object;
        }
        throw EdgexException.of(ErrorKind.PROTOCOL, what + " whose payload is no object");
    }

    private static EdgexException lacks(String what, String part) {
        return EdgexException.of(ErrorKind.PROTOCOL, what + " without " + part);
    }
}
