package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** A source of random choices that all follow from one seed. Not thread-safe. */
public final class Chance {

    private final SplittableRandom random;

    private Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The choices of a seed. */
    public static Chance of(long seed) {
        return new Chance(seed);
    }

    /**
     * The choices for one part of a case: those of the other parts do not change when it is left out.
     *
     * @param seed the seed of the case
     * @param part number of the part
     */
    public static Chance of(long seed, int part) {
        return new Chance(new SplittableRandom(seed ^ (0x9E3779B97F4A7C15L * (part + 1))).nextLong());
    }

    /** Any number. */
    public long number() {
        return random.nextLong();
    }

    /** A number from the least to the most, both included. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** True once in so many times. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** One of several. */
    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** One of several. */
    public <T> T oneOf(List<? extends T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Some of several, at least one of them, in any order. */
    public <T> List<T> some(Collection<? extends T> choices) {
        List<T> shuffled = shuffled(choices);
        return shuffled.isEmpty() ? shuffled : List.copyOf(shuffled.subList(0, between(1, shuffled.size())));
    }

    /** All of several, in any order. */
    public <T> List<T> shuffled(Collection<? extends T> choices) {
        List<T> all = new ArrayList<>(choices);
        for (int i = all.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            T kept = all.get(i);
            all.set(i, all.get(other));
            all.set(other, kept);
        }
        return all;
    }

    /** A size in whole mebibytes. */
    public ByteSize mebibytes(int least, int most) {
        return ByteSize.ofMebibytes(between(least, most));
    }
}
