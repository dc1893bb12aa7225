package io.noderesource.edgex.events;

import io.noderesource.edgex.json.Json;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Tells that something in EdgeX changed.
 *
 * <p>Not to be taken for the state of the object: {@code details.modified} of an update is the previous one, that of a new
 * device service has no id, and the event may be old, one of several for one change, or the last before one that was lost.
 *
 * @param topic where it was published
 * @param envelope what was around it
 * @param objectType {@code device}, {@code deviceprofile}, {@code deviceservice}, {@code provisionwatcher}, or what later
 *     releases add
 * @param action what happened
 * @param source the service that publishes it, mostly {@code core-metadata}
 * @param owner the device service concerned; {@code core-metadata} for profiles
 * @param timestamp when, in nanoseconds since 1970; 0 when the event does not say
 * @param details the object as it was, or how far a discovery is; without members when the event has none
 */
public record SystemEvent(
        String topic,
        Envelope envelope,
        String objectType,
        Action action,
        String source,
        String owner,
        long timestamp,
        Json.Obj details)
        implements EventMessage {

    /** An event. */
    public SystemEvent {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(objectType, "objectType");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(details, "details");
    }

    /** What happened. */
    public enum Action {
        /** There is a new object. */
        ADD,
        /** An object changed; one that changed its owner is told of once for each of the two. */
        UPDATE,
        /** An object is gone. */
        DELETE,
        /** A device service looks for devices, and tells how far it is. */
        DISCOVERY,
        /** A device service looks at a device to make a profile of it, and tells how far it is. */
        PROFILESCAN,
        /** Something that this release does not know. */
        OTHER;

        static Action of(String text) {
            for (Action action : values()) {
                if (action.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return action;
                }
            }
            return OTHER;
        }

        /** Whether what is told is how far something is, and not that an object changed. */
        boolean isProgress() {
            return this == DISCOVERY || this == PROFILESCAN;
        }
    }

    /** The object's name; empty when the event tells of no object. */
    public Optional<String> objectName() {
        return details.text("name").filter(name -> !name.isEmpty());
    }

    @Override
    public Type type() {
        return Type.SYSTEM_EVENT;
    }

    @Override
    public Set<ObjectKey> objects() {
        if (action.isProgress()) {
            return Set.of();
        }
        return ObjectKind.ofType(objectType)
                .flatMap(kind -> objectName().map(name -> new ObjectKey(kind, name)))
                .map(Set::of)
                .orElse(Set.of());
    }
}
