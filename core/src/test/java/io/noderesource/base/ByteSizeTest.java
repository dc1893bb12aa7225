package io.noderesource.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "1Ki, 1024",
        "1KiB, 1024",
        "1k, 1000",
        "10Mi, 10485760",
        "10 GiB, 10737418240",
        "1.5Gi, 1610612736",
        "2T, 2000000000000",
        "9223372036854775807, 9223372036854775807",
        "0.5Ki, 512",
        "7B, 7"
    })
    void readsWhatPeopleWrite(String text, long bytes) {
        assertThat(ByteSize.parse(text)).contains(ByteSize.ofBytes(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "1.5",
                "0.3Ki",
                "ten",
                "1 0",
                "1Gi ?",
                "9223372036854775808",
                "16Ei",
                "1e3",
                "0x10",
                "99999999999999999999Gi",
                "Gi",
                "1..5Gi"
            })
    void takesNothingElse(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1610612736, 1.5 GiB",
        "10737418240, 10 GiB",
        "1099511627775, 1023.99 GiB",
        "9223372036854775807, 7.99 EiB",
        "1126, 1.09 KiB"
    })
    void writesForPeople(long bytes, String text) {
        assertThat(ByteSize.ofBytes(bytes)).hasToString(text);
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> ByteSize.ofBytes(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
