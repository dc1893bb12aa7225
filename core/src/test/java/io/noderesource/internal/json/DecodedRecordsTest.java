package io.noderesource.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.apply.JournalRecord;
import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.FileSystems;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.QuotaPathKind;
import io.noderesource.kinds.VolumeGroupKind;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.LedgerEntry;
import io.noderesource.plan.StepType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read from a file has all that its type promises, or is refused while it is read. */
class DecodedRecordsTest {

    @Test
    void noneIsMadeWithoutAComponentThatIsNotNullable() throws ReflectiveOperationException {
        Set<Class<?>> records = new LinkedHashSet<>();
        collect(BlockDevices.class, records);
        collect(Lvm.class, records);
        collect(FileSystems.class, records);
        collect(Ledger.class, records);
        collect(JournalRecord.class, records);
        for (StepType<?> type : new VolumeGroupKind().steps()) {
            collect(type.step(), records);
        }

        for (StepType<?> type : new QuotaPathKind().steps()) {
            collect(type.step(), records);
        }

        List<String> accepted = new ArrayList<>();
        for (Class<?> type : records) {
            for (RecordComponent left : type.getRecordComponents()) {
                boolean mayBeNull =
                        left.getType().isPrimitive() || left.getAnnotatedType().isAnnotationPresent(Nullable.class);
                if (!mayBeNull && !refuses(type, left)) {
                    accepted.add(type.getSimpleName() + "." + left.getName());
                }
            }
        }

        assertThat(accepted).isEmpty();
        assertThat(records).contains(VolumeGroup.class, DeviceIdentity.class).hasSizeGreaterThan(20);
    }

    @Test
    void saysWhichFieldIsMissing() {
        assertThatThrownBy(() -> JsonCodec.FULL.decode(Json.parse("{\"value\":\"A\"}"), DeviceIdentity.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a DeviceIdentity: a field is missing: kind");
    }

    @Test
    void refusesAPrimitiveThatIsMissingAndNullInAList() {
        assertThatThrownBy(() -> JsonCodec.FULL.decode(Json.parse("{\"major\":8}"), DeviceNumber.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
        assertThatThrownBy(() -> JsonCodec.FULL.decode(
                        Json.parse("{\"address\":\"volumegroup/vg\",\"devices\":[null]}"), LedgerEntry.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
    }

    private static void collect(Type type, Set<Class<?>> records) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, records);
            }
        }
        // A size and an address are read from a number and a text.
        if (type instanceof Class<?> record
                && record.isRecord()
                && record != ByteSize.class
                && record != ResourceAddress.class
                && records.add(record)) {
            for (RecordComponent component : record.getRecordComponents()) {
                collect(component.getGenericType(), records);
            }
        }
    }

    private static boolean refuses(Class<?> type, RecordComponent left) throws ReflectiveOperationException {
        try {
            make(type, left);
            return false;
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            return cause instanceof NullPointerException && left.getName().equals(cause.getMessage());
        }
    }

    private static Object make(Class<?> type, @Nullable RecordComponent left) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            boolean missing = left != null && components[i].getName().equals(left.getName());
            values[i] = missing ? null : sample(types[i]);
        }
        return constructor.newInstance(values);
    }

    private static Object sample(Class<?> type) throws ReflectiveOperationException {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == ResourceAddress.class) {
            return new ResourceAddress("volumegroup", "vg-data");
        }
        if (type.isRecord()) {
            return make(type, null);
        }
        return switch (type.getName()) {
            case "int" -> 1;
            case "long" -> 1L;
            case "boolean" -> false;
            case "java.lang.Double" -> 1.0;
            case "java.lang.String" -> "a";
            case "java.util.List" -> List.of();
            case "java.time.Instant" -> Instant.EPOCH;
            default -> throw new IllegalStateException("a sample of " + type + " is needed");
        };
    }
}
