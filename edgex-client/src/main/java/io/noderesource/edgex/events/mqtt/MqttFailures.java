package io.noderesource.edgex.events.mqtt;

import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.exceptions.MqttDecodeException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What the library's failures are to us. */
final class MqttFailures {

    private MqttFailures() {}

    static EdgexException of(URI broker, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String at = "the MQTT broker at " + broker;
        String message;
        if (cause instanceof Mqtt5ConnAckException refused) {
            message =
                    at + " refuses the connection: " + refused.getMqttMessage().getReasonCode();
        } else if (cause instanceof Mqtt3ConnAckException refused) {
            message =
                    at + " refuses the connection: " + refused.getMqttMessage().getReturnCode();
        } else if (cause instanceof MqttDecodeException) {
            message = at + " answers what is no MQTT of this version: " + cause.getMessage()
                    + "; an older broker needs MqttVersion.V3_1_1";
        } else if (cause instanceof ConnectionFailedException) {
            message = "no connection to " + at + ": " + cause.getMessage();
        } else {
            message = "the connection to " + at + " ended: " + cause.getMessage();
        }
        return EdgexException.builder(kind(cause), message).cause(cause).build();
    }

    private static ErrorKind kind(Throwable cause) {
        if (cause instanceof Mqtt5ConnAckException refused) {
            return switch (refused.getMqttMessage().getReasonCode()) {
                case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, BANNED, BAD_AUTHENTICATION_METHOD ->
                    ErrorKind.UNAUTHORIZED;
                case SERVER_UNAVAILABLE, SERVER_BUSY -> ErrorKind.UNAVAILABLE;
                case QUOTA_EXCEEDED, CONNECTION_RATE_EXCEEDED -> ErrorKind.THROTTLED;
                default -> ErrorKind.PROTOCOL;
            };
        }
        if (cause instanceof Mqtt3ConnAckException refused) {
            return switch (refused.getMqttMessage().getReturnCode()) {
                case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED -> ErrorKind.UNAUTHORIZED;
                case SERVER_UNAVAILABLE -> ErrorKind.UNAVAILABLE;
                default -> ErrorKind.PROTOCOL;
            };
        }
        if (cause instanceof MqttDecodeException) {
            return ErrorKind.PROTOCOL;
        }
        if (cause instanceof TimeoutException) {
            return ErrorKind.TIMEOUT;
        }
        return cause instanceof ConnectionFailedException ? ErrorKind.UNREACHABLE : ErrorKind.INTERRUPTED;
    }
}
