package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplePlacesTest {

    private static final long MIB = 1L << 20;

    @Test
    void coverBothEndsWithinTheDevice() {
        long seed = 4711;
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            long size = 512 * (1 + random.nextLong(1L << random.nextInt(1, 44)));
            List<SamplePlaces.Place> places = SamplePlaces.of(size);
            String what = "size " + size + ", seed " + seed;
            assertThat(places).as(what).isEqualTo(SamplePlaces.of(size)).allSatisfy(p -> {
                assertThat(p.offset()).isNotNegative().isEqualTo(p.offset() & -4096);
                assertThat(p.length()).isBetween(1, (int) MIB + 4096);
                assertThat(p.offset() + p.length()).isLessThanOrEqualTo(size);
            });
            long head = Math.min(MIB, size);
            assertThat(covered(places, 0, head)).as(what).isTrue();
            assertThat(covered(places, size - head, size)).as(what).isTrue();
        }
    }

    /** Tells whether the places, which are in order, leave no hole in the range. */
    private static boolean covered(List<SamplePlaces.Place> places, long from, long to) {
        long at = from;
        for (SamplePlaces.Place p : places) {
            if (p.offset() <= at && p.offset() + p.length() > at) {
                at = p.offset() + p.length();
            }
        }
        return at >= to;
    }

    @Test
    void batchesAreThePlacesInTheirOrderCutUp() {
        long seed = 4712;
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            long size = 512 * (1 + random.nextLong(1L << random.nextInt(1, 34)));
            List<SamplePlaces.Place> places = SamplePlaces.of(size);
            List<List<SamplePlaces.Place>> batches = SamplePlaces.batches(places);
            String what = "size " + size + ", seed " + seed;
            assertThat(batches)
                    .as(what)
                    .allSatisfy(batch -> assertThat(
                                    batch.stream().mapToInt(SamplePlaces::room).sum())
                            .isBetween(1, SamplePlaces.BATCH));
            Iterator<SamplePlaces.Place> pieces =
                    batches.stream().flatMap(List::stream).iterator();
            for (SamplePlaces.Place place : places) {
                for (long at = 0; at < place.length(); ) {
                    SamplePlaces.Place piece = pieces.next();
                    assertThat(piece.offset()).as(what).isEqualTo(place.offset() + at);
                    assertThat(at % SamplePlaces.BATCH).as(what).isZero();
                    at += piece.length();
                    assertThat(at).as(what).isLessThanOrEqualTo(place.length());
                }
            }
            assertThat(pieces.hasNext()).as(what).isFalse();
        }
        assertThat(SamplePlaces.batches(SamplePlaces.of(1L << 30)))
                .as("the blocks between are one batch")
                .anySatisfy(batch -> assertThat(batch).hasSize(64));
    }

    @Test
    void smallDeviceIsReadWhole() {
        assertThat(covered(SamplePlaces.of(2 * MIB + 4096), 0, 2 * MIB + 4096)).isTrue();
        assertThat(SamplePlaces.of(0)).isEmpty();
    }

    @Test
    void placesBetweenAreSpreadOverTheDevice() {
        long size = 100L << 30;
        List<SamplePlaces.Place> between = SamplePlaces.of(size).subList(1, 65);
        for (int i = 1; i < between.size(); i++) {
            assertThat(between.get(i).offset() - between.get(i - 1).offset()).isBetween(1L, size / 32);
        }
    }
}
