package io.noderesource.internal.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.noderesource.base.ByteSize;
import io.noderesource.base.Counter;
import io.noderesource.base.ResourceAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * Turns records into JSON and back by their components, without an annotation on them.
 *
 * <p>A record may be made of records, enums, strings, numbers, booleans, lists, maps with string keys,
 * {@link ByteSize} (bytes), {@link Instant} (ISO 8601) and {@link ResourceAddress} (its text form). Components that
 * are null are left out; an unknown field is an error, and so is null in a list or for a primitive. Which other
 * components may be null is for the record's constructor to say.
 *
 * <p> * Records of plug-ins must be public, in an exported package.
 */
public final class JsonCodec {

    /** All components. */
    public static final JsonCodec FULL = new JsonCodec(false);

    /** All but those marked {@link Counter}. */
    public static final JsonCodec WITHOUT_COUNTERS = new JsonCodec(true);

    private final JsonMapper mapper;

    private JsonCodec(boolean withoutCounters) {
        SimpleModule values = new SimpleModule();
        values.addSerializer(new ValueWriter<>(ByteSize.class, (size, out) -> out.writeNumber(size.bytes())));
        values.addDeserializer(ByteSize.class, new ValueReader<>(ByteSize.class, in -> {
            if (!in.isIntegralNumber() || !in.canConvertToLong()) {
                throw new IllegalArgumentException("a size must be an integer number of bytes");
            }
            return new ByteSize(in.longValue());
        }));
        text(values, Instant.class, Instant::parse);
        text(values, ResourceAddress.class, ResourceAddress::parse);
        mapper = JsonMapper.builder()
                // Public records of exported packages only: nothing has to be opened to the JSON library.
                .disable(MapperFeature.CAN_OVERRIDE_ACCESS_MODIFIERS)
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .annotationIntrospector(withoutCounters ? new CounterBlind() : new JacksonAnnotationIntrospector())
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .addModule(values)
                .build();
    }

    /** Turns a record, or a tree that is one already, into a tree. */
    public Json encode(Object value) {
        return value instanceof Json json ? json : new Json(mapper.valueToTree(value));
    }

    /** Puts a record into a tree as it is, to be written by {@link #sha256} of the same codec; nothing in it can be looked up. */
    public Json embed(Object value) {
        return new Json(JsonNodeFactory.instance.pojoNode(value));
    }

    /** SHA-256 in hex over what {@link Json#compact()} gives for a tree, {@linkplain #embed embedded} records included. */
    public String sha256(Json tree) {
        MessageDigest digest = Json.digest();
        try (Writer out = new OutputStreamWriter(
                new DigestOutputStream(OutputStream.nullOutputStream(), digest), StandardCharsets.UTF_8)) {
            mapper.writeValue(out, tree.node());
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write it: " + e.getMessage(), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Turns a tree into a record.
     *
     * @throws IllegalArgumentException when the tree does not have the record's form, or the record refuses the values
     */
    public <T> T decode(Json json, Class<T> type) {
        try {
            return mapper.treeToValue(json.node(), type);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause();
            String problem = cause instanceof NullPointerException
                    ? "a field is missing: " + cause.getMessage()
                    : e.getOriginalMessage();
            throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + problem, e);
        }
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> read) {
        module.addSerializer(new ValueWriter<>(type, (value, out) -> out.writeString(value.toString())));
        module.addDeserializer(type, new ValueReader<>(type, in -> {
            if (!in.isTextual()) {
                throw new IllegalArgumentException("a " + type.getSimpleName() + " must be a string");
            }
            return read.apply(in.textValue());
        }));
    }

    private interface Write<T> {
        void accept(T value, JsonGenerator out) throws IOException;
    }

    private static final class ValueWriter<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Write<T> write;

        ValueWriter(Class<T> type, Write<T> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            write.accept(value, out);
        }
    }

    private static final class ValueReader<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<JsonNode, T> read;

        ValueReader(Class<T> type, Function<JsonNode, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            JsonNode node = in.readValueAsTree();
            try {
                return read.apply(node);
            } catch (RuntimeException e) {
                throw com.fasterxml.jackson.databind.JsonMappingException.from(in, e.getMessage(), e);
            }
        }
    }

    /** Leaves out what is marked {@link Counter} when writing. */
    private static final class CounterBlind extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean hasIgnoreMarker(AnnotatedMember member) {
            return isCounter(member) || super.hasIgnoreMarker(member);
        }

        private static boolean isCounter(AnnotatedMember member) {
            Class<?> owner = member.getDeclaringClass();
            if (!owner.isRecord()) {
                return false;
            }
            for (var component : owner.getRecordComponents()) {
                if (component.getName().equals(member.getName())) {
                    return component.isAnnotationPresent(Counter.class);
                }
            }
            return false;
        }
    }
}
