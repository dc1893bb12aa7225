package io.noderesource.edgex.internal.cbor;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.json.JsonLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CBOR (RFC 8949) as {@link Json}. Loads with the optional library. */
final class CborReader {

    private final CBORParser parser;
    private final JsonLimits limits;
    private int values;

    private CborReader(CBORParser parser, JsonLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    static Json read(byte[] octets, JsonLimits limits) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxNumberLength(limits.digits())
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build();
        CBORFactory factory =
                CBORFactory.builder().streamReadConstraints(constraints).build();
        try (CBORParser parser = factory.createParser(octets)) {
            CborReader reader = new CborReader(parser, limits);
            Json value = reader.value(parser.nextToken(), 1);
            if (parser.nextToken() != null) {
                throw EdgexException.of(ErrorKind.PROTOCOL, "CBOR with something after its end");
            }
            return value;
        } catch (EdgexException e) {
            throw e;
        } catch (StreamConstraintsException e) {
            throw EdgexException.builder(ErrorKind.LIMIT, "CBOR that exceeds a limit: " + e.getMessage())
                    .cause(e)
                    .build();
        } catch (IOException | RuntimeException e) {
            // The parser answers some garbage with exceptions of the JDK.
            throw EdgexException.builder(ErrorKind.PROTOCOL, "octets that are no CBOR: " + e.getMessage())
                    .cause(e)
                    .build();
        }
    }

    private Json value(JsonToken token, int depth) throws IOException {
        if (token == null) {
            throw EdgexException.of(ErrorKind.PROTOCOL, "CBOR that ends too early");
        }
        count();
        return switch (token) {
            case START_OBJECT -> object(deeper(depth));
            case START_ARRAY -> array(deeper(depth));
            case VALUE_STRING -> Json.of(parser.getText());
            case VALUE_EMBEDDED_OBJECT -> octets();
            case VALUE_NUMBER_INT -> whole();
            case VALUE_NUMBER_FLOAT -> fraction();
            case VALUE_TRUE -> Json.TRUE;
            case VALUE_FALSE -> Json.FALSE;
            case VALUE_NULL -> Json.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE ->
                throw EdgexException.of(ErrorKind.PROTOCOL, "CBOR with " + token + " where a value belongs");
        };
    }

    private int deeper(int depth) {
        if (depth > limits.depth()) {
            throw EdgexException.of(ErrorKind.LIMIT, "CBOR nested deeper than the limit of " + limits.depth());
        }
        return depth + 1;
    }

    private void count() {
        values++;
        if (values > limits.values()) {
            throw EdgexException.of(ErrorKind.LIMIT, "CBOR with more values than the limit of " + limits.values());
        }
    }

    private Json object(int depth) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            if (token != JsonToken.FIELD_NAME) {
                throw EdgexException.of(ErrorKind.PROTOCOL, "CBOR that ends within a map");
            }
            count();
            String name = parser.currentName();
            members.put(name, value(parser.nextToken(), depth));
        }
        return Json.object(members);
    }

    private Json array(int depth) throws IOException {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token, depth));
        }
        return Json.array(items);
    }

    private Json octets() throws IOException {
        // "undefined" and simple values come as embedded objects that are no octets.
        return parser.getEmbeddedObject() instanceof byte[] octets
                ? Json.of(Base64.getEncoder().encodeToString(octets))
                : Json.NULL;
    }

    private Json whole() throws IOException {
        BigInteger value = parser.getBigIntegerValue();
        // To write it out takes time that grows with its square.
        if (value.bitLength() > limits.digits() * 4L) {
            throw EdgexException.of(ErrorKind.LIMIT, "CBOR with a number longer than " + limits.digits() + " digits");
        }
        return Json.of(value);
    }

    private Json fraction() throws IOException {
        return switch (parser.getNumberType()) {
            case FLOAT -> finite(Float.toString(parser.getFloatValue()));
            case DOUBLE -> finite(Double.toString(parser.getDoubleValue()));
            default -> Json.of(parser.getDecimalValue());
        };
    }

    private static Json finite(String number) {
        if (number.endsWith("y") || number.equals("NaN")) {
            throw EdgexException.of(
                    ErrorKind.PROTOCOL, "CBOR with the number " + number + ", which JSON does not have");
        }
        return Json.of(new BigDecimal(number));
    }
}
