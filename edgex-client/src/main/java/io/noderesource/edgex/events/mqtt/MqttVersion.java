package io.noderesource.edgex.events.mqtt;

/** The version of MQTT that is spoken with the broker. */
public enum MqttVersion {
    /**
     * MQTT 5. The client tells the broker how long a message may be, so that nobody who may publish can exhaust its memory.
     * All brokers of the last years speak it (mosquitto since 1.6).
     */
    V5,
    /** MQTT 3.1.1, for older brokers. A message may then be as long as the broker lets pass, up to 256 MB. */
    V3_1_1
}
