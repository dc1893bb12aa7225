package io.noderesource.backend.lvm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes as lvm2's lib/format_text/layout.h has them; that LVM's own are read is shown in the sandbox. */
class MetadataHeadsTest {

    private static final int LABEL = 512;

    private final ByteBuffer start = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);

    /** A label in sector 1 with one data area and these metadata areas. */
    private void label(long... areas) {
        start.put(LABEL, "LABELONE".getBytes(StandardCharsets.US_ASCII));
        start.putLong(LABEL + 8, 1);
        start.putInt(LABEL + 20, 32);
        start.put(LABEL + 24, "LVM2 001".getBytes(StandardCharsets.US_ASCII));
        start.put(LABEL + 32, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        start.putLong(LABEL + 64, 1L << 30);
        int at = LABEL + 72;
        start.putLong(at, 1 << 20);
        at += 32;
        for (long area : areas) {
            start.putLong(at, area).putLong(at + 8, 1 << 20);
            at += 16;
        }
    }

    @Test
    void findsTheAreasBehindTheDataAreas() throws IOException {
        label(4096, (1L << 30) - (1 << 20));
        assertThat(MetadataHeads.label(start)).isEqualTo(LABEL);
        assertThat(MetadataHeads.areas(start, LABEL)).containsExactly(4096L, (1L << 30) - (1 << 20));
    }

    @Test
    void aVolumeWithoutMetadataHasNoAreas() throws IOException {
        label();
        assertThat(MetadataHeads.areas(start, LABEL)).isEmpty();
    }

    @Test
    void anAreaThatBeginsWithinASectorIsNotUnderstood() {
        label(4096, 8192 + 8);
        assertThatThrownBy(() -> MetadataHeads.areas(start, LABEL)).isInstanceOf(IOException.class);
    }

    @Test
    void aWipedLabelIsNoLabel() {
        label(4096);
        start.put(LABEL, (byte) 0);
        assertThatThrownBy(() -> MetadataHeads.label(start)).isInstanceOf(IOException.class);
    }

    @Test
    void damagedLabelsEndInAnAreaOrAnIoExceptionAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            label(4096);
            for (int flips = random.nextInt(8); flips >= 0; flips--) {
                start.put(LABEL + random.nextInt(512), (byte) random.nextInt());
            }
            try {
                assertThat(MetadataHeads.areas(start, MetadataHeads.label(start)))
                        .as("seed %d", seed)
                        .allMatch(area -> area > 0);
            } catch (IOException expected) {
                assertThat(expected).as("seed %d", seed).hasMessageContaining("label");
            }
        }
    }
}
