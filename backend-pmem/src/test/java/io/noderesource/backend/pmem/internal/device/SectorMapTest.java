package io.noderesource.backend.pmem.internal.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts of two arenas in memory; that of a real kernel is read in the sandbox. */
class SectorMapTest {

    private static final int BLOCKS = 1100;
    private static final int PLACES = BLOCKS + 256;
    private static final int DATA = 4096;
    private static final int MAP = DATA + PLACES * 4096;
    /** The map has more entries than a page has room for. */
    private static final int ARENA = MAP + 2 * 4096;

    private static final int ALL = 4096 + 2 * ARENA;

    private final ByteBuffer image = ByteBuffer.allocate(ALL).order(ByteOrder.LITTLE_ENDIAN);

    private SectorMap map() throws IOException {
        return SectorMap.read((offset, length) -> image.slice((int) offset, length), ALL)
                .orElseThrow();
    }

    private void arena(int begin, int next) {
        image.put(begin, "BTT_ARENA_INFO\0\0".getBytes(StandardCharsets.US_ASCII));
        image.putInt(begin + 56, SectorMap.BLOCK);
        image.putInt(begin + 60, BLOCKS);
        image.putInt(begin + 64, SectorMap.BLOCK);
        image.putInt(begin + 68, PLACES);
        image.putLong(begin + 80, next);
        image.putLong(begin + 88, DATA);
        image.putLong(begin + 96, MAP);
        sum(begin);
    }

    private void sum(int begin) {
        image.putLong(begin + 4088, SectorMap.checksum(image.slice(begin, 4096).order(ByteOrder.LITTLE_ENDIAN)));
    }

    private void entry(int begin, int block, int kind, int lies) {
        image.putInt(begin + MAP + 4 * block, kind << 30 | lies);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4096})
    void aBlockLiesWhereTheMapOfItsArenaSays(int begin) throws IOException {
        arena(begin, ARENA);
        arena(begin + ARENA, 0);
        entry(begin, 1, 3, 7);
        entry(begin, 2, 2, 8);
        entry(begin, 1099, 3, 1355);
        entry(begin + ARENA, 1099, 3, 0);
        SectorMap map = map();
        assertThat(map.size()).isEqualTo(2 * BLOCKS * 4096);
        assertThat(map.place(0)).as("never written").isEqualTo(begin + DATA);
        assertThat(map.place(4096)).as("written").isEqualTo(begin + DATA + 7 * 4096);
        assertThat(map.place(2 * 4096)).as("trimmed").isNegative();
        assertThat(map.place(1099 * 4096)).as("the last").isEqualTo(begin + DATA + 1355 * 4096);
        assertThat(map.place(1100 * 4096)).as("of the second, never written").isEqualTo(begin + ARENA + DATA);
        assertThat(map.place(2199 * 4096)).as("of the second, written").isEqualTo(begin + ARENA + DATA);
        assertThatThrownBy(() -> map.place(2200 * 4096)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCannotBeReadIsTold() throws IOException {
        arena(0, 0);
        entry(0, 3, 1, 9);
        entry(0, 4, 3, PLACES);
        SectorMap map = map();
        for (int block : new int[] {3, 4}) {
            assertThatThrownBy(() -> map.place(block * 4096L))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("block cannot be read, " + block);
        }
    }

    @Test
    void whatHasNoSuchLayoutHasNone() throws IOException {
        assertThat(SectorMap.read((offset, length) -> image.slice((int) offset, length), ALL))
                .isEmpty();
    }

    @Test
    void anArenaThatIsNotThereIsTold() {
        arena(0, ARENA);
        assertThatThrownBy(this::map).isInstanceOf(IOException.class).hasMessageContaining("no arena at " + ARENA);
    }

    @ParameterizedTest
    @CsvSource({
        "56, 512, its blocks have 512 bytes",
        "60, 0, larger than the namespace",
        "60, 1357, larger than the namespace",
        "60, -1, larger than the namespace",
        "64, 4160, its blocks have 4096 bytes",
        "68, -1, larger than the namespace"
    })
    void numbersThatNoKernelWritesAreTold(int field, int value, String told) {
        arena(0, 0);
        image.putInt(field, value);
        sum(0);
        assertThatThrownBy(this::map).isInstanceOf(IOException.class).hasMessageContaining(told);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 88, 96})
    void placesThatCannotBeAreTold(int field) {
        for (long value : new long[] {-1, -4096, 2, Long.MAX_VALUE, Long.MIN_VALUE, ALL + 4096}) {
            arena(0, 0);
            image.putLong(field, value);
            sum(0);
            assertThatThrownBy(this::map)
                    .as("%d", value)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a place in it cannot be");
        }
    }

    @Test
    void aWrongChecksumIsTold() {
        arena(0, 0);
        image.put(1000, (byte) 1);
        assertThatThrownBy(this::map).isInstanceOf(IOException.class).hasMessageContaining("checksum");
    }
}
