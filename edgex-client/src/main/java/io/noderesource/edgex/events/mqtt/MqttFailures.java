package io.noderesource.edgex.events.mqtt;

import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.exceptions.MqttDecodeException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import java.net.URI;
import java.util.concurrent.CompletionException;

/** What the library's failures are to us. */
final class MqttFailures {

    private MqttFailures() {}

    static EdgexException of(URI broker, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String at = "the MQTT broker at " + broker;
        String older = "; an older broker needs MqttVersion.V3_1_1";
        String message;
        if (cause instanceof Mqtt5ConnAckException refused) {
            Mqtt5ConnAckReasonCode code = refused.getMqttMessage().getReasonCode();
            message = at + " refuses the connection: " + code
                    + (code == Mqtt5ConnAckReasonCode.UNSUPPORTED_PROTOCOL_VERSION ? older : "");
        } else if (cause instanceof Mqtt3ConnAckException refused) {
            message =
                    at + " refuses the connection: " + refused.getMqttMessage().getReturnCode();
        } else if (isUnreadable(cause)) {
            message = at + " answers what is no MQTT of this version: " + cause.getMessage() + older;
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
        if (isUnreadable(cause)) {
            return ErrorKind.PROTOCOL;
        }
        return cause instanceof ConnectionFailedException ? ErrorKind.UNREACHABLE : ErrorKind.INTERRUPTED;
    }

    private static boolean isUnreadable(Throwable cause) {
        return cause instanceof MqttDecodeException || cause.getCause() instanceof MqttDecodeException;
    }
}
