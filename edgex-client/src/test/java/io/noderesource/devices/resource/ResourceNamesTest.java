package io.noderesource.devices.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {

    @ParameterizedTest
    @CsvSource({"pump-1,hangzhou-pump-1", "a,hangzhou-a", "a.b.c,hangzhou-a.b.c", "007,hangzhou-007"})
    void aNameThatIsOneStaysAsTheAncestorMadeIt(String edgeName, String name) {
        assertThat(ResourceNames.of("hangzhou", edgeName)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "Dev_1,hangzhou-dev-1-",
        "DEV-1,hangzhou-dev-1-",
        "Random-Integer-Device,hangzhou-random-integer-device-",
        "bad name/x,hangzhou-bad-name-x-",
        "泵,hangzhou-",
        "a..b,hangzhou-a.b-",
        "-a-,hangzhou--a-",
        ".,hangzhou-",
        "a:b;c=d~e,hangzhou-a-b-c-d-e-"
    })
    void anyOtherGetsAHash(String edgeName, String start) {
        String name = ResourceNames.of("hangzhou", edgeName);
        assertThat(name).startsWith(start).matches(".*-[0-9a-f]{20}");
        assertThat(ResourceNames.isName(name)).isTrue();
        assertThat(ResourceNames.of("hangzhou", edgeName)).isEqualTo(name);
    }

    @Test
    void namesStayTheSameForEver() {
        assertThat(ResourceNames.of("hangzhou", "Dev_1")).isEqualTo("hangzhou-dev-1-ddb635b0b9ddfb89abbb");
    }

    @Test
    void aNameThatLooksHashedIsHashedAgain() {
        String hashed = ResourceNames.of("p", "Dev_1");
        String asEdgeName = hashed.substring("p-".length());
        assertThat(ResourceNames.of("p", asEdgeName)).isNotEqualTo(hashed).startsWith(hashed);
        assertThat(ResourceNames.of("p", "0123456789abcdef0123")).hasSize(2 + 20 + 21);
    }

    @Test
    void noTwoNamesOfAPoolBecomeOne() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> taken = new HashMap<>();
        for (int run = 0; run < 50_000; run++) {
            String edgeName = edgeName(random);
            String name = ResourceNames.of("p-1", edgeName);
            assertThat(ResourceNames.isName(name)).as("seed %s: %s", seed, name).isTrue();
            assertThat(name).as("seed %s", seed).startsWith("p-1-");
            String other = taken.put(name, edgeName);
            assertThat(other == null || other.equals(edgeName))
                    .as("seed %s: %s and %s are %s", seed, other, edgeName, name)
                    .isTrue();
        }
    }

    private static String edgeName(Random random) {
        List<String> parts = List.of(
                "a", "A", "-", "_", ".", "1", " ", "/", "泵", "é", "\uD83D", "x".repeat(130), "0123456789abcdef0123");
        StringBuilder name = new StringBuilder();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            name.append(parts.get(random.nextInt(parts.size())));
        }
        return name.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Pool", "-", "a..b", "泵"})
    void aPoolOfAnyNameGivesNames(String pool) {
        assertThat(ResourceNames.isName(ResourceNames.of(pool, "a"))).isTrue();
        assertThat(ResourceNames.isName(ResourceNames.of(pool + "x".repeat(300), "a")))
                .isTrue();
        assertThat(ResourceNames.of(pool, "a")).isNotEqualTo(ResourceNames.of(pool + "_", "a"));
    }

    @Test
    void aLabelHoldsTheNameWhereItCan() {
        IotResource device = IotResource.of(IotKind.DEVICE, "plant", "p-x");
        for (String name : List.of("Pump_1", "a.b", "x".repeat(63))) {
            IotResource named = ResourceNames.withEdgeName(device, name);
            assertThat(named.edgeName()).isEqualTo(name);
            assertThat(named.label(ApiGroup.IOT.nameLabel())).hasValue(name);
            assertThat(named.annotation(IotResource.EDGE_NAME)).isEmpty();
        }
        for (String name : List.of("a b", "-a", "a-", "泵", "x".repeat(64), "a/b")) {
            IotResource named = ResourceNames.withEdgeName(device, name);
            assertThat(named.edgeName()).isEqualTo(name);
            assertThat(named.label(ApiGroup.IOT.nameLabel())).isEmpty();
            assertThat(ResourceNames.withEdgeName(named, "plain").edgeName()).isEqualTo("plain");
        }
    }
}
