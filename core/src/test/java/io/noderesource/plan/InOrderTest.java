package io.noderesource.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ResourceAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InOrderTest {

    private static ResourcePlan part(String address, String... follows) {
        ResourcePlan.Builder plan = ResourcePlan.builder(ResourceAddress.parse(address));
        for (String other : follows) {
            plan.follow(ResourceAddress.parse(other));
        }
        return plan.build();
    }

    private static List<String> order(ResourcePlan... parts) {
        return InOrder.of(List.of(parts)).stream()
                .map(p -> p.address().toString())
                .toList();
    }

    @Test
    void withoutWordsTheAddressesDecide() {
        assertThat(order(part("b/1"), part("a/2"), part("a/1"))).containsExactly("a/1", "a/2", "b/1");
    }

    @Test
    void whoFollowsComesLater() {
        assertThat(order(part("a/1", "b/1", "c/1"), part("b/1", "c/1"), part("c/1")))
                .containsExactly("c/1", "b/1", "a/1");
    }

    @Test
    void whoIsNotThereHoldsNobody() {
        assertThat(order(part("a/1", "z/9"), part("b/1"))).containsExactly("a/1", "b/1");
    }

    @Test
    void aCircleIsCutSomewhereAndLosesNobody() {
        assertThat(order(part("a/1", "b/1"), part("b/1", "c/1"), part("c/1", "a/1")))
                .containsExactlyInAnyOrder("a/1", "b/1", "c/1");
        assertThat(order(part("a/1", "a/1"))).containsExactly("a/1");
    }

    @Test
    void longChainsAndTwoPlansOfOneAddressAreNoMatter() {
        List<ResourcePlan> chain = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            chain.add(part("a/" + (100_000 + i), "a/" + (100_001 + i)));
        }
        chain.add(part("a/100000"));
        List<ResourcePlan> ordered = InOrder.of(chain);
        assertThat(ordered).hasSize(20_001);
        assertThat(ordered.get(0).address()).hasToString("a/119999");
    }

    @Test
    void whateverTheOrderTheyAreGivenInTheOutcomeIsOneAndKeepsToTheWords() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            List<ResourcePlan> parts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ResourcePlan.Builder plan = ResourcePlan.builder(new ResourceAddress("k", "r" + i));
                for (int j = 0; j < i; j++) {
                    if (random.nextInt(4) == 0) {
                        plan.follow(new ResourceAddress("k", "r" + j));
                    }
                }
                parts.add(plan.build());
            }
            List<ResourcePlan> ordered = InOrder.of(parts);
            Map<ResourceAddress, Integer> places = new HashMap<>();
            ordered.forEach(p -> places.put(p.address(), places.size()));
            for (ResourcePlan part : ordered) {
                assertThat(part.follows())
                        .as("seed %d, %s", seed, part.address())
                        .allMatch(a -> places.getOrDefault(a, -1) < places.getOrDefault(part.address(), -1));
            }
            Collections.shuffle(parts, random);
            assertThat(InOrder.of(parts)).as("seed %d", seed).isEqualTo(ordered);
        }
    }
}
