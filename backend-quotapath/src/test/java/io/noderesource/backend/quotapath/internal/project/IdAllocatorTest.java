package io.noderesource.backend.quotapath.internal.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IdAllocatorTest {

    private static OptionalLong from(NavigableSet<Long> used, long id) {
        Long found = used.ceiling(id);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /** Random lives of a file system: processes come and go, ids are drawn and given back, others take some, too. */
    @Test
    void neverDrawsWhatIsUsedOrReserved() {
        long seed = Long.getLong("random.seed", new Random().nextLong());
        int lives = 300;
        for (int life = 0; life < lives; life++) {
            Random random = new Random(seed + life);
            NavigableSet<Long> used = new TreeSet<>();
            Set<Long> reserved = new HashSet<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                reserved.add(IdAllocator.FIRST + random.nextInt(40));
                used.add(random.nextBoolean() ? random.nextInt(1000) : IdAllocator.FIRST + random.nextInt(60));
            }
            if (random.nextInt(4) == 0) {
                used.add(IdAllocator.END - 1 - random.nextInt(3));
            }
            if (random.nextInt(4) == 0) {
                used.add(0xfffffffeL);
            }
            // Few enough that they begin again from the first on.
            long end = random.nextBoolean() ? IdAllocator.END : IdAllocator.FIRST + 300;
            IdAllocator[] processes = {
                new IdAllocator(IdAllocator.FIRST, end),
                new IdAllocator(IdAllocator.FIRST, end),
                new IdAllocator(IdAllocator.FIRST, end)
            };
            for (int step = 0; step < 200; step++) {
                int which = random.nextInt(processes.length);
                switch (random.nextInt(6)) {
                    case 0 -> processes[which] = new IdAllocator(IdAllocator.FIRST, end);
                    case 1 -> used.pollFirst();
                    default -> {
                        OptionalLong id = processes[which].draw(from -> from(used, from), reserved);
                        assertThat(id)
                                .as("seed %d, life %d, step %d", seed, life, step)
                                .isPresent();
                        assertThat(IdAllocator.isOurs(id.getAsLong())).isTrue();
                        assertThat(reserved).doesNotContain(id.getAsLong());
                        assertThat(used.add(id.getAsLong()))
                                .as("seed %d, life %d, step %d: %s", seed, life, step, id)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void idThatWasGivenBackIsNotTheNext() {
        NavigableSet<Long> used = new TreeSet<>();
        IdAllocator ids = new IdAllocator();
        assertThat(ids.draw(from -> from(used, from), Set.of())).hasValue(IdAllocator.FIRST);
        assertThat(ids.draw(from -> from(used, from), Set.of())).hasValue(IdAllocator.FIRST + 1);
    }

    @Test
    void beginsAgainAtTheEndAndSaysWhenAllAreUsed() {
        NavigableSet<Long> used = new TreeSet<>(Set.of(9L, 12L, 14L, 15L));
        IdAllocator ids = new IdAllocator(10, 15);
        assertThat(ids.draw(from -> from(used, from), Set.of(10L))).hasValue(11);
        used.add(11L);
        assertThat(ids.draw(from -> from(used, from), Set.of(10L))).hasValue(13);
        used.add(13L);
        assertThat(ids.draw(from -> from(used, from), Set.of(10L))).isEmpty();
        assertThat(ids.draw(from -> from(used, from), Set.of())).hasValue(10);
    }
}
