package io.noderesource.edgex.events;

/**
 * How a bus spells the topics that EdgeX names with slashes.
 *
 * <p>Source: go-mod-messaging, {@code internal/pkg/nats/topics.go}, and its Redis client of 3.x.
 */
public enum TopicForm {
    /** Levels parted by {@code /}, the wildcards {@code +} for one level and {@code #} for all that follow. */
    MQTT('/', '+', '#'),
    /** Levels parted by {@code .}, and {@code *} for both wildcards. EdgeX up to 3.x. */
    REDIS('.', '*', '*'),
    /** Levels parted by {@code .}, the wildcards {@code *} and {@code >}. */
    NATS('.', '*', '>');

    private final char separator;
    private final char oneLevel;
    private final char allLevels;

    TopicForm(char separator, char oneLevel, char allLevels) {
        this.separator = separator;
        this.oneLevel = oneLevel;
        this.allLevels = allLevels;
    }

    /**
     * A topic or filter in this form.
     *
     * @param mqtt the topic or filter in the form of MQTT
     * @return the same in this form
     */
    public String ofMqtt(String mqtt) {
        return mqtt.replace('/', separator).replace('+', oneLevel).replace('#', allLevels);
    }

    /**
     * A received topic in the form of MQTT. A dot in a name has become a level of its own, unless EdgeX escapes names
     * ({@link NameFieldEscape}).
     *
     * @param topic a topic in this form, without wildcards
     * @return the same in the form of MQTT
     */
    public String toMqtt(String topic) {
        return topic.replace(separator, '/');
    }
}
