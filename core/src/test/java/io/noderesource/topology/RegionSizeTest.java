package io.noderesource.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.noderesource.base.ByteSize;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionSizeTest {

    @ParameterizedTest
    @CsvSource({
        "1%,1%",
        "50%,50%",
        "100%,100%",
        "512Mi,512Mi",
        "536870912,512Mi",
        "1G,1000000000",
        "1536,1536",
        "2048,2Ki"
    })
    void readsWhatADocumentHasAndWritesIt(String text, String written) {
        assertThat(RegionSize.parse(text)).hasValueSatisfying(size -> {
            assertThat(size.text()).isEqualTo(written);
            assertThat(size).hasToString(written);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "%", "0%", "101%", "1000%", "-1%", "1.5%", "01%", "50 %", " 50%", "50%%", "0", "0Mi", "x", "1x"
            })
    void refusesGarbage(String text) {
        assertThat(RegionSize.parse(text)).isEmpty();
    }

    @Test
    void nothingAndMoreThanAllAreNoParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> RegionSize.bytes(ByteSize.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> RegionSize.percent(0));
        assertThatIllegalArgumentException().isThrownBy(() -> RegionSize.percent(101));
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long bytes = random.nextLong(1, Long.MAX_VALUE) >>> random.nextInt(62);
            RegionSize size = random.nextBoolean()
                    ? RegionSize.percent(random.nextInt(1, 101))
                    : RegionSize.bytes(ByteSize.ofBytes(Math.max(1, bytes)));
            assertThat(RegionSize.parse(size.text())).contains(size);
        }
    }

    /** Of regions of any size, without an overflow. */
    @Test
    void aPercentIsOfTheRegionRoundedDown() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long region = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(62);
            int percent = random.nextInt(1, 101);
            BigInteger exact = BigInteger.valueOf(region)
                    .multiply(BigInteger.valueOf(percent))
                    .divide(BigInteger.valueOf(100));
            assertThat(RegionSize.percent(percent).in(ByteSize.ofBytes(region)).bytes())
                    .isEqualTo(exact.longValueExact());
        }
        assertThat(RegionSize.bytes(ByteSize.ofMebibytes(3)).in(ByteSize.ZERO)).isEqualTo(ByteSize.ofMebibytes(3));
    }
}
