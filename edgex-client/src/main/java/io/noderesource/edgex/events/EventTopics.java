package io.noderesource.edgex.events;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The topics of one EdgeX, in the form of MQTT. Immutable.
 *
 * <p>Source: go-mod-core-contracts, {@code common/constants.go}; EdgeX 3.0 and later.
 */
public final class EventTopics {

    /** The topics under {@code edgex}, which is where EdgeX publishes unless it is told otherwise. */
    public static final EventTopics DEFAULT = new EventTopics("edgex");

    private static final String SYSTEM_EVENTS = "system-events";
    private static final String READINGS = "events";
    /** Who publishes readings: a device service, or core-data for those that were posted to it. */
    private static final List<String> PUBLISHERS = List.of("device", "core");

    private final String prefix;

    private EventTopics(String prefix) {
        this.prefix = prefix;
    }

    /**
     * The topics of an EdgeX with another {@code MessageBus.BaseTopicPrefix}.
     *
     * @param prefix the prefix, which may have several levels; neither wildcards nor empty levels
     * @return its topics
     */
    public static EventTopics under(String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        if (List.of(prefix.split("/", -1)).contains("") || prefix.indexOf('+') >= 0 || prefix.indexOf('#') >= 0) {
            throw new IllegalArgumentException("not a prefix of topics: '" + prefix
                    + "'; give BaseTopicPrefix as EdgeX has it, without a last slash");
        }
        return new EventTopics(prefix);
    }

    /** The filter for what changes in core-metadata, and for the progress of discoveries. */
    public String systemEvents() {
        return prefix + "/" + SYSTEM_EVENTS + "/#";
    }

    /** The filter for the readings of all devices, from their services and through core-data. */
    public String readings() {
        return prefix + "/" + READINGS + "/#";
    }

    /**
     * The topic of a change in core-metadata, as EdgeX publishes it without escaping names.
     *
     * @param type {@code device}, {@code deviceprofile}, {@code deviceservice} or {@code provisionwatcher}
     * @param action {@code add}, {@code update} or {@code delete}
     * @param owner the device service concerned, or {@code core-metadata}
     * @return the topic up to the owner; that of a device goes on with its profile
     */
    public String systemEvent(String type, String action, String owner) {
        return String.join("/", prefix, SYSTEM_EVENTS, "core-metadata", type, action, owner);
    }

    /**
     * The topic of one source's readings, as a device service publishes it without escaping names.
     *
     * @param service the device service's name
     * @param profile the device's profile
     * @param device the device's name
     * @param source the resource or command they come from
     * @return the topic
     */
    public String readings(String service, String profile, String device, String source) {
        return String.join("/", prefix, READINGS, PUBLISHERS.get(0), service, profile, device, source);
    }

    /** Whether it is a topic of system events. */
    boolean isSystemEvent(String topic) {
        return topic.startsWith(prefix + "/" + SYSTEM_EVENTS + "/");
    }

    /** Whether it is a topic of readings. */
    boolean isReadings(String topic) {
        return topic.startsWith(prefix + "/" + READINGS + "/");
    }

    /**
     * The names in a topic of readings.
     *
     * @param topic any topic, in the form of MQTT
     * @return the names, unescaped; empty when it is none of readings, or when a name with a slash, not escaped, makes it
     *     impossible to tell where a name ends
     */
    public Optional<ReadingsTopic> parseReadings(String topic) {
        if (!isReadings(topic)) {
            return Optional.empty();
        }
        List<String> levels = namesAfter(READINGS, topic);
        return levels.size() == 5 && PUBLISHERS.contains(levels.get(0))
                ? Optional.of(new ReadingsTopic(levels.get(1), levels.get(2), levels.get(3), levels.get(4)))
                : Optional.empty();
    }

    /**
     * What a topic of system events says.
     *
     * @param topic any topic, in the form of MQTT
     * @return its levels, unescaped; empty when it is none of system events, or when a name with a slash, not escaped, makes
     *     it impossible to tell where a name ends
     */
    public Optional<SystemEventTopic> parseSystemEvent(String topic) {
        if (!isSystemEvent(topic)) {
            return Optional.empty();
        }
        List<String> names = namesAfter(SYSTEM_EVENTS, topic);
        if (names.size() < 4 || names.size() > 5) {
            return Optional.empty();
        }
        return Optional.of(new SystemEventTopic(
                names.get(0), names.get(1), names.get(2), names.get(3), names.size() == 5 ? names.get(4) : null));
    }

    private List<String> namesAfter(String levels, String topic) {
        String names = topic.substring(prefix.length() + levels.length() + 2);
        return List.of(names.split("/", -1)).stream()
                .map(NameFieldEscape::unescape)
                .toList();
    }
}
