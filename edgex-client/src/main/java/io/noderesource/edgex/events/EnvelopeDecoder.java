package io.noderesource.edgex.events;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.internal.cbor.Cbor;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.json.JsonLimits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Unwraps the messages of EdgeX 3.x and 4.x in all their forms. Immutable and thread-safe.
 *
 * <p>The envelope is JSON, or CBOR where EdgeX 4.1 runs with {@code EDGEX_MSG_CBOR_ENCODE}. The payload is base64 text of
 * JSON or of CBOR in 3.x, and in 4.x with {@code EDGEX_MSG_BASE64_PAYLOAD}; otherwise in 4.x it is JSON as it is. No
 * envelope says which of them it is, so it is told by looking: text that is base64 of a JSON or CBOR value stands for that
 * value, any other text for itself.
 *
 * <p>CBOR needs {@code com.fasterxml.jackson.dataformat:jackson-dataformat-cbor}, an optional dependency. What CBOR has and
 * JSON has not is written as Go writes it: octets as base64 text; {@code NaN} and the infinities are refused.
 *
 * <p>Source: go-mod-messaging, {@code pkg/types/message_envelope.go} of v3 and v4.
 */
public final class EnvelopeDecoder {

    /** 8 MiB a message, 100 deep, 500,000 values: far more than a device with all its readings needs. */
    public static final JsonLimits DEFAULT_LIMITS = new JsonLimits(8 << 20, 100, 500_000, 1000);

    private final JsonLimits limits;

    /** A decoder with the {@link #DEFAULT_LIMITS}. */
    public EnvelopeDecoder() {
        this(DEFAULT_LIMITS);
    }

    /**
     * A decoder with limits of its own.
     *
     * @param limits how much of a message is read before it is refused
     */
    public EnvelopeDecoder(JsonLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /**
     * Unwraps a message.
     *
     * @param message as the bus delivered it
     * @return the envelope
     * @throws EdgexException of kind {@code PROTOCOL} when it is no envelope, {@code LIMIT} when it exceeds a limit,
     *     {@code NOT_INSTALLED} when it is CBOR and the library for it is not there; nothing else is thrown, whatever the
     *     bytes
     */
    public Envelope decode(byte[] message) {
        if (message.length > limits.bytes()) {
            throw EdgexException.of(
                    ErrorKind.LIMIT,
                    "a message of " + message.length + " bytes: longer than the limit of " + limits.bytes());
        }
        Json whole = Cbor.isMap(message) ? Cbor.read(message, limits) : Json.parse(message, limits);
        if (!(whole instanceof Json.Obj envelope)) {
            throw EdgexException.of(ErrorKind.PROTOCOL, "a message that is no object, so no envelope of EdgeX");
        }
        Json payload = envelope.members().get("payload");
        if (payload == null) {
            throw EdgexException.of(ErrorKind.PROTOCOL, "a message without a payload, so no envelope of EdgeX");
        }
        int errorCode = errorCode(envelope);
        String contentType = envelope.text("contentType").orElse("");
        return new Envelope(
                envelope.text("correlationID").orElse(""),
                envelope.text("requestID").orElse(""),
                errorCode,
                contentType,
                payload instanceof Json.Text text ? unwrapped(text, errorCode) : payload,
                queryParams(envelope));
    }

    private static int errorCode(Json.Obj envelope) {
        if (envelope.get("errorCode").isEmpty()) {
            return 0;
        }
        long code = envelope.whole("errorCode")
                .orElseThrow(
                        () -> EdgexException.of(ErrorKind.PROTOCOL, "an envelope whose errorCode is no whole number"));
        // Only whether it is 0 has a meaning.
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, code));
    }

    private static Map<String, String> queryParams(Json.Obj envelope) {
        Map<String, String> params = new LinkedHashMap<>();
        envelope.object("queryParams")
                .ifPresent(given -> given.members().forEach((name, value) -> {
                    if (value instanceof Json.Text text) {
                        params.put(name, text.value());
                    }
                }));
        return params;
    }

    private Json unwrapped(Json.Text text, int errorCode) {
        Optional<byte[]> octets = base64(text.value());
        if (octets.isEmpty()) {
            return text;
        }
        if (octets.get().length == 0) {
            return Json.NULL;
        }
        if (errorCode == 0) {
            try {
                return Cbor.isMap(octets.get()) ? Cbor.read(octets.get(), limits) : Json.parse(octets.get(), limits);
            } catch (EdgexException e) {
                if (e.kind() != ErrorKind.PROTOCOL) {
                    throw e;
                }
            }
        }
        return plain(octets.get()).map(value -> (Json) Json.of(value)).orElse(text);
    }

    private static Optional<byte[]> base64(String text) {
        if (text.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The text that octets are; empty when they are none, so that a word that happens to be base64 stays that word. */
    private static Optional<String> plain(byte[] octets) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            boolean control = text.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
            return control ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
