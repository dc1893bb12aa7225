package io.noderesource.edgex.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import io.noderesource.edgex.error.ErrorKind;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@link Json} with Jackson's streams. */
final class JsonText {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?([0-9]+))?");

    /** Beyond this an exact value takes work out of proportion to its text; 64-bit floats end at 308. */
    private static final int LONGEST_EXPONENT = 4;

    private static final JsonFactory WRITER = new JsonFactory();

    private final JsonParser parser;
    private final JsonLimits limits;
    private int values;

    private JsonText(JsonParser parser, JsonLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    static Json parse(byte[] utf8, JsonLimits limits) {
        if (utf8.length > limits.bytes()) {
            throw beyond(utf8.length + " bytes", limits.bytes() + " bytes");
        }
        JsonFactory factory = factory(limits);
        try (JsonParser parser = factory.createParser(utf8)) {
            JsonText reader = new JsonText(parser, limits);
            Json value = reader.value(parser.nextToken());
            if (parser.nextToken() != null) {
                throw noJson("something follows the value", null);
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw EdgexException.builder(ErrorKind.LIMIT, "JSON exceeds a limit: " + e.getOriginalMessage())
                    .effect(Effect.UNKNOWN)
                    .cause(e)
                    .build();
        } catch (IOException e) {
            throw noJson(e.getClass().getSimpleName(), e);
        }
    }

    private static JsonFactory factory(JsonLimits limits) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxNumberLength(limits.digits())
                        .maxStringLength(limits.bytes())
                        .build())
                // What a service names its members is not known beforehand: nothing of it may stay in a table.
                .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                .build();
    }

    private Json value(@Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw noJson("it ends too early", null);
        }
        count();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> new Json.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
            case VALUE_TRUE -> Json.TRUE;
            case VALUE_FALSE -> Json.FALSE;
            case VALUE_NULL -> Json.NULL;
            default -> throw noJson("a value is missing", null);
        };
    }

    private Json object() throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            count();
            String name = parser.currentName();
            members.put(name, value(parser.nextToken()));
        }
        return new Json.Obj(members);
    }

    private Json array() throws IOException {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token));
        }
        return new Json.Arr(items);
    }

    private void count() {
        if (++values > limits.values()) {
            throw beyond("more values", limits.values() + " values");
        }
    }

    static void checkNumber(String literal, JsonLimits limits) {
        if (literal.length() > limits.digits()) {
            throw beyond("a number of " + literal.length() + " characters", limits.digits() + " characters");
        }
        Matcher matcher = NUMBER.matcher(literal);
        if (!matcher.matches()) {
            throw noJson("'" + literal + "' is no number", null);
        }
        String exponent = matcher.group(4);
        if (exponent != null && exponent.length() > LONGEST_EXPONENT) {
            throw beyond("the number " + literal, "exponents of " + LONGEST_EXPONENT + " digits");
        }
    }

    static String write(Json value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = WRITER.createGenerator(text)) {
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        return text.toString();
    }

    private static void write(Json value, JsonGenerator generator) throws IOException {
        if (value instanceof Json.Obj object) {
            generator.writeStartObject();
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
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
            generator.writeNumber(number.literal());
        } else if (value instanceof Json.Bool truth) {
            generator.writeBoolean(truth.value());
        } else {
            generator.writeNull();
        }
    }

    static EdgexException wrong(String wanted, Json value) {
        return EdgexException.builder(
                        ErrorKind.PROTOCOL,
                        "expected " + wanted + " but found " + value.getClass().getSimpleName())
                .effect(Effect.UNKNOWN)
                .build();
    }

    private static EdgexException noJson(String why, @Nullable IOException cause) {
        EdgexException.Builder builder =
                EdgexException.builder(ErrorKind.PROTOCOL, "not JSON: " + why).effect(Effect.UNKNOWN);
        if (cause != null) {
            builder.cause(cause);
        }
        return builder.build();
    }

    private static EdgexException beyond(String found, String allowed) {
        return EdgexException.builder(ErrorKind.LIMIT, "JSON exceeds a limit: " + found + ", at most " + allowed)
                .effect(Effect.UNKNOWN)
                .build();
    }
}
