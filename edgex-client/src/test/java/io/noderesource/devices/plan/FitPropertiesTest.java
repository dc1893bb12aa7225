package io.noderesource.devices.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What holds of {@link Fit} whatever is declared and whatever is there. */
class FitPropertiesTest {

    private static final int RUNS = 20_000;
    private static final List<String> FIELDS = List.of(
            "description",
            "adminState",
            "labels",
            "location",
            "notify",
            "protocols",
            "tags",
            "properties",
            "autoEvents",
            "deviceResources",
            "deviceCommands",
            "unknown");
    private static final List<String> MEMBERS = List.of(
            "name",
            "sourceName",
            "deviceResource",
            "isHidden",
            "readWrite",
            "valueType",
            "minimum",
            "mask",
            "defaultValue",
            "attributes",
            "mappings",
            "properties",
            "resourceOperations",
            "a");
    private static final List<Json> LEAVES = List.of(
            Json.NULL,
            Json.TRUE,
            Json.FALSE,
            Json.of(""),
            Json.of("1"),
            Json.of(1),
            Json.parse("1.0"),
            Json.parse("1e400"),
            Json.of("true"),
            Json.of("{}"),
            Json.of("[1]"),
            Json.of("Int8"),
            Json.of("int8"),
            Json.of("Float32"),
            Json.of("RW"),
            Json.of("WR"),
            Json.of("a"),
            Json.of("b"));

    @Test
    void whatWasChangedIsAsDeclared() {
        each((random, kind) -> {
            Json.Obj desired = content(random);
            Json.Obj actual = content(random);
            Json.Obj applied = Fit.applied(actual, Fit.changes(kind, desired, actual));
            assertThat(Fit.changes(kind, desired, applied))
                    .as("desired %s, actual %s, applied %s", desired, actual, applied)
                    .isEmpty();
        });
    }

    @Test
    void whatIsDeclaredIsAsDeclared() {
        each((random, kind) -> {
            Json.Obj desired = content(random);
            assertThat(Fit.changes(kind, desired, desired)).isEmpty();
            assertThat(Fit.changes(kind, desired, Json.asObject(Json.parse(desired.write()))))
                    .isEmpty();
        });
    }

    @Test
    void nothingElseIsTouched() {
        each((random, kind) -> {
            Json.Obj desired = content(random);
            Json.Obj actual = content(random);
            List<FieldChange> changes = Fit.changes(kind, desired, actual);
            assertThat(changes).allSatisfy(c -> {
                assertThat(desired.get(c.field())).isPresent();
                assertThat(c.before())
                        .isEqualTo(actual.get(c.field()).map(Json::write).orElse(null));
            });
            Json.Obj applied = Fit.applied(actual, changes);
            actual.members().forEach((field, value) -> {
                if (desired.get(field).isEmpty()) {
                    assertThat(applied.members()).containsEntry(field, value);
                }
            });
        });
    }

    @Test
    void fieldsOfResourcesThatAreNotDeclaredStay() {
        each((random, kind) -> {
            Json.Obj desired = content(random);
            Json.Obj actual = content(random);
            Json.Obj applied = Fit.applied(actual, Fit.changes(IotKind.PROFILE, desired, actual));
            for (Json one : desired.array("deviceResources")) {
                if (one instanceof Json.Obj resource && resource.text("name").isPresent()) {
                    Map<String, Json> before = named(actual, resource);
                    Map<String, Json> after = named(applied, resource);
                    before.forEach((field, value) -> {
                        if (!resource.members().containsKey(field)) {
                            assertThat(after).containsEntry(field, value);
                        }
                    });
                }
            }
        });
    }

    private static Map<String, Json> named(Json.Obj profile, Json.Obj resource) {
        return profile.array("deviceResources").stream()
                .flatMap(r -> r instanceof Json.Obj o && o.get("name").equals(resource.get("name"))
                        ? java.util.stream.Stream.of(o.members())
                        : java.util.stream.Stream.empty())
                .findFirst()
                .orElse(Map.of());
    }

    private static void each(BiConsumer<Random, IotKind> law) {
        long seed = System.nanoTime();
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(seed + run);
            IotKind kind = pick(random, List.of(IotKind.values()));
            try {
                law.accept(random, kind);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + (seed + run) + "L, " + kind, e);
            }
        }
    }

    private static Json.Obj content(Random random) {
        Json.Obj content = Json.object();
        for (int i = random.nextInt(5); i > 0; i--) {
            content = content.with(pick(random, FIELDS), any(random, 4));
        }
        return content;
    }

    private static Json any(Random random, int depth) {
        int form = random.nextInt(depth == 0 ? 3 : 8);
        if (form < 3) {
            return pick(random, LEAVES);
        }
        if (form < 5) {
            List<Json> items = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                items.add(any(random, depth - 1));
            }
            return Json.array(items);
        }
        Json.Obj object = Json.object();
        for (int i = random.nextInt(5); i > 0; i--) {
            object = object.with(pick(random, MEMBERS), any(random, depth - 1));
        }
        return object;
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
