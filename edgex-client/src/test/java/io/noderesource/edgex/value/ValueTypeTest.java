package io.noderesource.edgex.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValueTypeTest {
    @Test
    void areFoundByNameInAnyCase() {
        for (ValueType type : ValueType.values()) {
            assertThat(ValueType.find(type.edgexName())).contains(type);
            assertThat(ValueType.find(type.edgexName().toUpperCase(java.util.Locale.ROOT)))
                    .contains(type);
        }
        assertThat(ValueType.find("Int7")).isEmpty();
        assertThat(ValueType.find("")).isEmpty();
    }

    @Test
    void saysWhatItHolds() {
        assertThat(ValueType.UINT8.description()).isEqualTo("a whole number from 0 to 255");
        assertThat(ValueType.INT64.description())
                .isEqualTo("a whole number from -9223372036854775808 to 9223372036854775807");
        assertThat(ValueType.UINT64.description()).endsWith("to 18446744073709551615");
        assertThat(ValueType.INT8_ARRAY.description())
                .isEqualTo("an array, such as [a, b], each element a whole number from -128 to 127");
    }

    @Test
    void arraysKnowTheirElements() {
        assertThat(ValueType.FLOAT32_ARRAY.element()).contains(ValueType.FLOAT32);
        assertThat(ValueType.OBJECT_ARRAY.element()).isEmpty();
        assertThat(ValueType.OBJECT_ARRAY.isArray()).isFalse();
        assertThat(ValueType.UINT64.isInteger()).isTrue();
        assertThat(ValueType.FLOAT64.isFloat()).isTrue();
    }
}
