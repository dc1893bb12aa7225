/**
 * The message bus over MQTT.
 *
 * <p>Needs {@code com.hivemq:hivemq-mqtt-client}, an optional dependency; on the module path also {@code --add-modules
 * com.hivemq.client.mqtt}.
 */
@NullMarked
package io.noderesource.edgex.events.mqtt;

import org.jspecify.annotations.NullMarked;
