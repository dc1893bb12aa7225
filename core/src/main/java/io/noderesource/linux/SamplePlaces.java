package io.noderesource.linux;

import java.util.ArrayList;
import java.util.List;

/** Chooses the places of a device that are looked at for content: the same for the same size, always. */
final class SamplePlaces {

    /** The most that a batch takes: all the blocks between fit, and a MiB is a few of them. */
    static final int BATCH = 1 << 18;

    private static final int MEBIBYTE = 1 << 20;
    private static final int BLOCK = 4096;
    private static final int BETWEEN = 64;

    private SamplePlaces() {}

    /** A run of bytes; its start is a multiple of 4096. */
    record Place(long offset, int length) {}

    /** The first MiB, the last MiB and 64 blocks of 4 KiB between them; all of it when there is not more than that. */
    static List<Place> of(long size) {
        List<Place> places = new ArrayList<>();
        if (size <= 2L * MEBIBYTE + BETWEEN * BLOCK) {
            for (long at = 0; at < size; at += MEBIBYTE) {
                places.add(new Place(at, (int) Math.min(MEBIBYTE, size - at)));
            }
            return places;
        }
        places.add(new Place(0, MEBIBYTE));
        long slice = (size - 2L * MEBIBYTE) / BETWEEN;
        for (int i = 0; i < BETWEEN; i++) {
            // Somewhere in its slice, not at its start: what is laid out in equal strides would hide between.
            long within = Math.floorMod(mix(i), slice - BLOCK + 1);
            places.add(new Place((MEBIBYTE + i * slice + within) & -BLOCK, BLOCK));
        }
        long last = (size - MEBIBYTE) & -BLOCK;
        places.add(new Place(last, (int) (size - last)));
        return places;
    }

    /**
     * Cuts long places up and puts short ones together, in their order, so that none takes more room than {@link #BATCH}.
     * A cut lies at a multiple of it.
     */
    static List<List<Place>> batches(List<Place> places) {
        List<List<Place>> batches = new ArrayList<>();
        List<Place> batch = new ArrayList<>();
        int taken = 0;
        for (Place place : places) {
            for (int at = 0; at < place.length; at += BATCH) {
                Place piece = new Place(place.offset + at, Math.min(BATCH, place.length - at));
                if (taken + room(piece) > BATCH) {
                    batches.add(batch);
                    batch = new ArrayList<>();
                    taken = 0;
                }
                batch.add(piece);
                taken += room(piece);
            }
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    /** What a place takes in memory, so that the next begins where direct reads may put it. */
    static int room(Place place) {
        return (place.length + BLOCK - 1) & -BLOCK;
    }

    /** SplitMix64's output function (Steele, Lea, Flood 2014). */
    private static long mix(long index) {
        long z = (index + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
