package io.noderesource.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An immutable JSON value; the library behind it does not show. */
public final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxStringLength(8 << 20)
                            .maxDocumentLength(256L << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private final JsonNode node;

    Json(JsonNode node) {
        this.node = node;
    }

    JsonNode node() {
        return node;
    }

    /**
     * Reads JSON text.
     *
     * @throws IllegalArgumentException when it is not well-formed
     */
    public static Json parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new IllegalArgumentException("the JSON text is empty");
            }
            return new Json(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not well-formed JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Starts an object; its fields keep the order in which they are put. */
    public static ObjectBuilder object() {
        return new ObjectBuilder();
    }

    /** The field of an object, when it is there and not null. */
    public Optional<Json> find(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(new Json(value));
    }

    /** The field of an object. */
    public Json get(String field) {
        return find(field).orElseThrow(() -> new IllegalArgumentException("field '" + field + "' is missing"));
    }

    /** The text in a field. */
    public String text(String field) {
        return get(field).asText();
    }

    /** The integer in a field. */
    public long number(String field) {
        JsonNode value = get(field).node;
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("field '" + field + "' is not an integer");
        }
        return value.longValue();
    }

    /** The elements of the array in a field. */
    public List<Json> list(String field) {
        JsonNode value = get(field).node;
        if (!value.isArray()) {
            throw new IllegalArgumentException("field '" + field + "' is not an array");
        }
        List<Json> elements = new ArrayList<>(value.size());
        value.forEach(e -> elements.add(new Json(e)));
        return elements;
    }

    /** This value as text. */
    public String asText() {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("expected a string, not " + node.getNodeType());
        }
        return node.textValue();
    }

    /** One line without blanks. */
    public String compact() {
        return node.toString();
    }

    /** Indented by two blanks, with Unix line ends. */
    public String pretty() {
        try {
            return MAPPER.writer(PRINTER).writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 in hex over {@link #compact()}. */
    public String sha256() {
        return sha256(compact());
    }

    /** SHA-256 in hex over a text's UTF-8 bytes. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json json && node.equals(json.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    @Override
    public String toString() {
        return compact();
    }

    /** Builds an object; not thread-safe. */
    public static final class ObjectBuilder {
        private final ObjectNode fields = JsonNodeFactory.instance.objectNode();

        private ObjectBuilder() {}

        public ObjectBuilder put(String field, String value) {
            fields.put(field, value);
            return this;
        }

        public ObjectBuilder put(String field, long value) {
            fields.put(field, value);
            return this;
        }

        public ObjectBuilder put(String field, Json value) {
            fields.set(field, value.node);
            return this;
        }

        public ObjectBuilder put(String field, List<Json> values) {
            ArrayNode array = fields.putArray(field);
            values.forEach(v -> array.add(v.node));
            return this;
        }

        /** Puts texts; use {@link #put(String, List)} for values. */
        public ObjectBuilder putTexts(String field, List<String> values) {
            ArrayNode array = fields.putArray(field);
            values.forEach(array::add);
            return this;
        }

        public Json build() {
            return new Json(fields.deepCopy());
        }
    }
}
