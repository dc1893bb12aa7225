package io.noderesource.edgex.events;

import static io.noderesource.edgex.events.Samples.base64;
import static io.noderesource.edgex.events.Samples.envelope;
import static io.noderesource.edgex.events.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.json.JsonLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeDecoderTest {

    private static final String JSON = "application/json";
    private static final String CBOR = "application/cbor";

    /** With 19 digits, which a double does not hold. */
    private static final Json.Obj PAYLOAD =
            Json.object().with("timestamp", Json.of(1795405208386481807L)).with("tags", Json.NULL);

    private final EnvelopeDecoder decoder = new EnvelopeDecoder();

    @Test
    void payloadOf3xIsBase64OfJson() {
        Envelope envelope = decode(envelope(base64(utf8(PAYLOAD.write())), 0, JSON));

        assertThat(envelope.payload()).isEqualTo(PAYLOAD);
        assertThat(envelope.payload().write()).isEqualTo(PAYLOAD.write());
        assertThat(envelope.correlationId()).isEqualTo("4f6d1c52-9b1e-4a52-8f5e-0d9f4f0c7b11");
        assertThat(envelope.contentType()).isEqualTo(JSON);
        assertThat(envelope.error()).isEmpty();
    }

    @Test
    void payloadOf4xIsPlainJson() {
        assertThat(decode(envelope(PAYLOAD, 0, JSON)).payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void payloadMayBeBase64OfCbor() throws IOException {
        assertThat(decode(envelope(base64(cbor(PAYLOAD)), 0, CBOR)).payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void wholeEnvelopeMayBeCbor() throws IOException {
        assertThat(decoder.decode(cbor(envelope(PAYLOAD, 0, CBOR))).payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void wholeEnvelopeInCborMayHoldItsPayloadAsOctets() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = new CBORFactory().createGenerator(out)) {
            generator.writeStartObject();
            generator.writeNumberField("errorCode", 0);
            generator.writeBinaryField("payload", utf8(PAYLOAD.write()));
            generator.writeEndObject();
        }
        assertThat(decoder.decode(out.toByteArray()).payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void cborMaySayThatItIsCbor() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CBORGenerator generator = new CBORFactory().createGenerator(out)) {
            generator.enable(CBORGenerator.Feature.WRITE_TYPE_HEADER);
            generator.writeTag(55799);
            generator.writeStartObject();
            generator.writeNullField("payload");
            generator.writeEndObject();
        }
        assertThat(HexFormat.of().formatHex(out.toByteArray())).startsWith("d9d9f7");
        assertThat(decoder.decode(out.toByteArray()).payload()).isEqualTo(Json.NULL);
    }

    @Test
    void payloadMayBeNull() {
        assertThat(decode(envelope(Json.NULL, 0, JSON)).payload()).isEqualTo(Json.NULL);
        assertThat(decode(envelope(Json.of(""), 0, JSON)).payload()).isEqualTo(Json.NULL);
    }

    @Test
    void errorOf3xIsBase64OfItsText() {
        Envelope envelope = decode(envelope(base64(utf8("device pump-7 not found")), 1, "text/plain"));

        assertThat(envelope.errorCode()).isOne();
        assertThat(envelope.error()).contains("device pump-7 not found");
    }

    @Test
    void errorOf4xIsItsText() {
        assertThat(decode(envelope(Json.of("device pump-7 not found"), 1, "text/plain"))
                        .error())
                .contains("device pump-7 not found");
    }

    @Test
    void errorThatHappensToBeBase64StaysItself() {
        // 4 letters each: base64 of octets that are no text.
        assertThat(decode(envelope(Json.of("lost"), 1, "text/plain")).error()).contains("lost");
        assertThat(decode(envelope(Json.of("timeouts"), 1, "text/plain")).error())
                .contains("timeouts");
    }

    @Test
    void errorMayBeAnObject() {
        assertThat(decode(envelope(PAYLOAD, 1, JSON)).error()).contains(PAYLOAD.write());
    }

    @Test
    void textThatIsNoBase64StandsForItself() {
        assertThat(decode(envelope(Json.of("plain, as it is"), 0, "text/plain")).payload())
                .isEqualTo(Json.of("plain, as it is"));
    }

    @Test
    void base64OfTextStandsForTheText() {
        assertThat(decode(envelope(base64(utf8("as it is: {")), 0, "text/plain"))
                        .payload())
                .isEqualTo(Json.of("as it is: {"));
    }

    @Test
    void queryParamsAreKept() {
        Json.Obj envelope = envelope(Json.NULL, 0, JSON)
                .with(
                        "queryParams",
                        Json.object().with("ds-pushevent", Json.of("true")).with("n", Json.of(1)));
        assertThat(decode(envelope).queryParams()).containsOnlyKeys("ds-pushevent");
    }

    @Test
    void valuesThatOnlyCborHasAreWrittenAsGoDoes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CBORGenerator generator = new CBORFactory().createGenerator(out)) {
            generator.writeStartObject();
            generator.writeObjectFieldStart("payload");
            generator.writeBinaryField("octets", new byte[] {1, 2, 3});
            generator.writeNumberField("float", 40.9f);
            generator.writeNumberField("double", 40.9);
            generator.writeNumberField("uint64", new BigInteger("18446744073709551615"));
            generator.writeNumberField("decimal", new BigDecimal("1.50"));
            generator.writeBooleanField("yes", true);
            generator.writeArrayFieldStart("items");
            generator.writeNumber(-1);
            generator.writeNull();
            generator.writeString("罐");
            generator.writeEndArray();
            generator.writeEndObject();
            generator.writeEndObject();
        }
        assertThat(decoder.decode(out.toByteArray()).payload().write())
                .isEqualTo("{\"octets\":\"AQID\",\"float\":40.9,\"double\":40.9,\"uint64\":18446744073709551615,"
                        + "\"decimal\":1.50,\"yes\":true,\"items\":[-1,null,\"罐\"]}");
    }

    /** Written by hand after RFC 8949, as the library that reads writes none of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bf 67 7061796c6f6164 9f 01 ff ff", // lengths that are told at the end
                "a1 67 7061796c6f6164 f7", // undefined
                "a1 67 7061796c6f6164 f9 3e00", // a half
                "a1 67 7061796c6f6164 c1 1a 514b67b0", // a tag
                "a1 7f 63 706179 64 6c6f6164 ff 00", // a name in pieces
            })
    void cborOfAllSpellingsIsRead(String hex) {
        assertThat(decoder.decode(hex(hex)).payload().write()).isIn("[1]", "null", "1.5", "1363896240", "0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a1", // ends early
                "a1 67 7061796c6f6164", // ends before the value
                "a1 67 7061796c6f6164 01 01", // goes on after its end
                "a1 67 7061796c6f6164 fb 7ff8000000000000", // NaN
                "a1 67 7061796c6f6164 fb fff0000000000000", // minus infinity
                "a1 67 7061796c6f6164 5b 7fffffffffffffff 00", // octets beyond the end
                "a1 67 7061796c6f6164 9b 7fffffffffffffff", // items beyond the end
                "bb ffffffffffffffff", // more members than can be
                "bf 61 61 00", // no end
                "a1 67 7061796c6f6164 ff", // an end where a value belongs
                "a1 67 7061796c6f6164 1c", // reserved
                "a1 67 7061796c6f6164 62 c328", // no UTF-8
                "81 00", // an array
                "00",
                "f6",
                "d9d9f7"
            })
    void badCborIsRefused(String hex) {
        assertThatThrownBy(() -> decoder.decode(hex(hex)))
                .asInstanceOf(type(EdgexException.class))
                .extracting(EdgexException::kind)
                .isEqualTo(ErrorKind.PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "{}",
                "{\"payload\":",
                "{\"payload\":{}}}",
                "{\"payload\":{},\"errorCode\":\"1\"}",
                "{\"payload\":{},\"errorCode\":1.5}",
                "{\"payload\":{},\"errorCode\":99999999999999999999}",
                "<html>"
            })
    void whatIsNoEnvelopeIsRefused(String message) {
        assertThatThrownBy(() -> decoder.decode(utf8(message)))
                .asInstanceOf(type(EdgexException.class))
                .extracting(EdgexException::kind)
                .isEqualTo(ErrorKind.PROTOCOL);
    }

    @Test
    void longMessageIsRefusedUnread() {
        EnvelopeDecoder narrow = new EnvelopeDecoder(new JsonLimits(100, 10, 100, 100));
        assertThatThrownBy(() -> narrow.decode(new byte[101]))
                .hasMessageContaining("101 bytes")
                .asInstanceOf(type(EdgexException.class))
                .extracting(EdgexException::kind)
                .isEqualTo(ErrorKind.LIMIT);
    }

    @Test
    void deepPayloadIsRefusedInEveryForm() throws IOException {
        Json deep = Json.NULL;
        for (int i = 0; i < 200; i++) {
            deep = Json.object().with("a", deep);
        }
        assertRefusedByALimit(utf8(envelope(deep, 0, JSON).write()));
        assertRefusedByALimit(utf8(envelope(base64(utf8(deep.write())), 0, JSON).write()));
        assertRefusedByALimit(cbor(envelope(deep, 0, CBOR)));
        assertRefusedByALimit(utf8(envelope(base64(cbor(deep)), 0, CBOR).write()));
    }

    @Test
    void payloadOfManyValuesIsRefusedInEveryForm() throws IOException {
        Json many = Json.array(java.util.Collections.nCopies(2000, Json.TRUE));
        Json.Obj payload = Json.object().with("a", many);
        EnvelopeDecoder narrow = new EnvelopeDecoder(new JsonLimits(1 << 20, 10, 1000, 100));
        for (byte[] message : new byte[][] {
            utf8(envelope(payload, 0, JSON).write()),
            utf8(envelope(base64(utf8(payload.write())), 0, JSON).write()),
            cbor(envelope(payload, 0, CBOR)),
            utf8(envelope(base64(cbor(payload)), 0, CBOR).write())
        }) {
            assertThatThrownBy(() -> narrow.decode(message))
                    .asInstanceOf(type(EdgexException.class))
                    .extracting(EdgexException::kind)
                    .isEqualTo(ErrorKind.LIMIT);
        }
    }

    @Test
    void longNumberInCborIsRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CBORGenerator generator = new CBORFactory().createGenerator(out)) {
            generator.writeStartObject();
            generator.writeNumberField("payload", BigInteger.ONE.shiftLeft(4_000_000));
            generator.writeEndObject();
        }
        assertThatThrownBy(() -> decoder.decode(out.toByteArray())).isInstanceOf(EdgexException.class);
    }

    private void assertRefusedByALimit(byte[] message) {
        assertThatThrownBy(() -> decoder.decode(message))
                .asInstanceOf(type(EdgexException.class))
                .extracting(EdgexException::kind)
                .isEqualTo(ErrorKind.LIMIT);
    }

    private Envelope decode(Json envelope) {
        return decoder.decode(utf8(envelope.write()));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] cbor(Json value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = new CBORFactory().createGenerator(out)) {
            write(value, generator);
        }
        return out.toByteArray();
    }

    /** A value without its fractions, which need not be spelt alike in CBOR. */
    static Json onlyWhole(Json value) {
        if (value instanceof Json.Obj object) {
            Json.Obj whole = Json.object();
            for (var member : object.members().entrySet()) {
                whole = whole.with(member.getKey(), onlyWhole(member.getValue()));
            }
            return whole;
        }
        if (value instanceof Json.Arr array) {
            return Json.array(
                    array.items().stream().map(EnvelopeDecoderTest::onlyWhole).toList());
        }
        return value instanceof Json.Num number && number.whole().isEmpty() ? Json.of(0) : value;
    }

    private static void write(Json value, JsonGenerator generator) throws IOException {
        if (value instanceof Json.Obj object) {
            generator.writeStartObject();
            for (var member : object.members().entrySet()) {
                generator.writeFieldName(member.getKey());
                write(member.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (value instanceof Json.Arr array) {
            generator.writeStartArray();
            for (Json item : array.items()) {
                write(item, generator);
            }
            generator.writeEndArray();
        } else if (value instanceof Json.Text text) {
            generator.writeString(text.value());
        } else if (value instanceof Json.Num number) {
            generator.writeNumber(number.whole().orElseThrow());
        } else if (value instanceof Json.Bool truth) {
            generator.writeBoolean(truth.value());
        } else {
            generator.writeNull();
        }
    }
}
