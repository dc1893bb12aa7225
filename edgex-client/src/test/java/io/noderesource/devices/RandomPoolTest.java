package io.noderesource.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.apply.Outcome;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.AddObject;
import io.noderesource.devices.plan.EdgeStep;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import io.noderesource.inventory.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random resources, platforms, users and faults: the invariants hold at every moment, and once all works again the pool converges.
 *
 * <p>{@code -Ddevices.cases} sets how many, 2,000 unless told; {@code -Ddevices.seed} the first seed. A failure prints the seed that
 * replays it, with {@code -Ddevices.cases=1}.
 */
class RandomPoolTest {

    private static final int CASES = Integer.getInteger("devices.cases", 2_000);
    private static final long SEED = Long.getLong("devices.seed", 1);
    private static final int TURNS = 12;
    /** Names of services and profiles: few, so that devices find what they need. */
    private static final List<String> NEEDED = List.of("a", "C_1");

    private static final List<String> NAMES = List.of("a", "b", "C_1", "c-1", "d/e");

    /** What happened how often, so that a generator that has gone blind is seen. */
    private final Map<String, Integer> tally = new TreeMap<>();

    @Test
    void invariantsHoldAndPoolsConverge() {
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            try {
                new Case(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": -Ddevices.seed=" + seed + " -Ddevices.cases=1", e);
            }
        }
        System.out.println(CASES + " random pools from seed " + SEED + " met: " + tally);
        if (CASES >= 2_000) {
            for (String what : List.of(
                    "add",
                    "change",
                    "remove",
                    "set",
                    "devices/bad-property",
                    "devices/not-adopted",
                    "devices/in-use",
                    "drift",
                    "suspect",
                    "unseen",
                    "mirror",
                    "failed",
                    "answer lost",
                    "all lost")) {
                assertThat(tally.getOrDefault(what, 0)).as(what).isGreaterThanOrEqualTo(10);
            }
        }
    }

    /** What its schema does not have, the API server drops: whoever writes it writes it again in every pass. */
    private static void hasNothingThatTheApiServerDrops(IotResource resource) {
        Set<String> known = resource.kind() == IotKind.PROFILE
                ? Set.of("id", "synced")
                : Set.of("edgeId", "synced", "adminState", "operatingState", "deviceProperties", "conditions");
        assertThat(known)
                .as("%s", resource)
                .containsAll(resource.status().members().keySet());
        assertThat(resource.status().array("conditions"))
                .allSatisfy(c -> assertThat(Set.of("type", "status", "lastTransitionTime", "reason", "message"))
                        .containsAll(((Json.Obj) c).members().keySet()));
        if (resource.kind() == IotKind.SERVICE) {
            assertThat(resource.status().members()).doesNotContainKeys("operatingState", "deviceProperties");
        }
    }

    private void count(String what, int times) {
        if (times > 0) {
            tally.merge(what, times, Integer::sum);
        }
    }

    /** One pool's life. */
    private final class Case {
        private final Random random;
        private final PoolWorld world;

        Case(long seed) {
            random = new Random(seed);
            world = new PoolWorld(PoolSettings.builder(Crds.POOL)
                    .edgeBorn(random.nextInt(4) == 0 ? PoolSettings.EdgeBorn.IGNORE : PoolSettings.EdgeBorn.MIRROR)
                    .missing(random.nextInt(4) == 0 ? PoolSettings.Missing.TELL : PoolSettings.Missing.MAKE_AGAIN)
                    .build());
        }

        void run() {
            for (int i = random.nextInt(4); i >= 0; i--) {
                happenAtTheEdge();
            }
            for (int turn = 0; turn < TURNS; turn++) {
                for (int i = random.nextInt(3); i > 0; i--) {
                    happen();
                }
                fail();
                passAndCheck();
                if (random.nextInt(10) == 0) {
                    world.restart();
                }
            }
            mend();
            settle();
        }

        // ---- what happens ----------------------------------------------------------------------------------------

        private void happen() {
            switch (random.nextInt(8)) {
                case 0 -> happenAtTheEdge();
                case 1, 2, 3 -> declare();
                case 6 -> edit();
                case 5 -> edit();
                case 4 -> edit();
                default -> delete();
            }
        }

        private void happenAtTheEdge() {
            IotKind kind = one(IotKind.values());
            String name = kind == IotKind.DEVICE ? one(NAMES) : one(NEEDED);
            switch (random.nextInt(12)) {
                case 0 -> {
                    if (random.nextInt(2) == 0) {
                        world.platform.loseAll();
                        count("all lost", 1);
                    }
                }
                case 1 -> {
                    world.platform.vanishes(kind, name);
                }
                case 2 -> world.platform.unreadable.add(name);
                case 3 -> world.platform.unreadable.clear();
                case 4 ->
                    world.platform.readings.put(
                            new PropertyKey(name, "Int8"),
                            Crds.object("{'Int8':{'valueType':'Int8','value':'" + random.nextInt(4) + "'}}"));
                default -> world.platform.born(kind, name, content(kind));
            }
            for (String device : NAMES) {
                world.platform.readings.putIfAbsent(
                        new PropertyKey(device, "Int8"), Crds.object("{'Int8':{'valueType':'Int8','value':'0'}}"));
            }
        }

        private Json.Obj content(IotKind kind) {
            return switch (kind) {
                case SERVICE -> Crds.object("{'adminState':'UNLOCKED','baseAddress':'http://x'}");
                case PROFILE ->
                    Crds.object("{'manufacturer':'" + one("ours", "theirs") + "','deviceResources':["
                            + "{'name':'Int8','isHidden':false,'properties':{'valueType':'Int8','readWrite':'RW'}}]}");
                case DEVICE ->
                    Crds.object("{'adminState':'" + one("LOCKED", "UNLOCKED") + "','operatingState':'"
                            + one("UP", "DOWN", "UNKNOWN") + "','serviceName':'" + one(NEEDED) + "','profileName':'"
                            + one(NEEDED) + "','protocols':{'p':{'Port':" + one("502", "'502'")
                            + "}},'labels':['x','y']}");
            };
        }

        private void declare() {
            IotKind kind = one(IotKind.values());
            int number = random.nextInt(kind == IotKind.DEVICE ? NAMES.size() : NEEDED.size());
            String name = "r" + number;
            IotResource resource = switch (kind) {
                case SERVICE -> Crds.service(name);
                case PROFILE -> Crds.profile(name);
                case DEVICE ->
                    edited(Crds.with(
                            Crds.with(Crds.device(name), "serviceName", one(NEEDED)), "profileName", one(NEEDED)));
            };
            List<String> names = kind == IotKind.DEVICE ? NAMES : NEEDED;
            // Now and then two want the same object.
            resource = resource.withAnnotation(
                    IotResource.EDGE_NAME, random.nextInt(12) == 0 ? one(names) : names.get(number));
            if (random.nextInt(4) == 0 && kind != IotKind.PROFILE) {
                resource = Crds.unmanaged(resource);
            }
            if (random.nextInt(10) == 0) {
                resource = Crds.with(resource, "nodePool", one("elsewhere", ""));
            }
            if (world.find(resource.address()).isEmpty()) {
                world.declare(resource);
            }
        }

        private IotResource edited(IotResource device) {
            return switch (random.nextInt(9)) {
                case 0 ->
                    Crds.with(
                            Crds.with(device, "adminState", one("LOCKED", "LOCKED", "UNLOCKED", "ajar")),
                            "description",
                            "d" + random.nextInt(3));
                case 1 -> Crds.with(device, "profileName", one(NEEDED));
                case 2 -> Crds.with(device, "serviceName", one(NEEDED));
                case 3 -> Crds.with(device, "labels", Json.texts(one(List.of("x"), List.of("y", "x"), List.of())));
                case 4, 7 -> Crds.desiring(device, "Int8", one("1", "+2", "3", "300", "abc"));
                case 5 -> Crds.with(device, "operatingState", one("UP", "DOWN", "UNKNOWN"));
                default -> Crds.with(device, "description", "d" + random.nextInt(3));
            };
        }

        private void edit() {
            List<IotResource> all = world.store.list();
            if (all.isEmpty()) {
                return;
            }
            IotResource resource = all.get(random.nextInt(all.size()));
            if (resource.kind() == IotKind.DEVICE) {
                world.change(edited(resource));
            } else {
                world.change(Crds.with(resource, "description", "d" + random.nextInt(3)));
            }
        }

        private void delete() {
            List<IotResource> all = world.store.list();
            if (!all.isEmpty() && random.nextInt(3) == 0) {
                world.store.delete(all.get(random.nextInt(all.size())).address());
            }
        }

        private void fail() {
            for (IotKind kind : IotKind.values()) {
                world.platform.states.put(
                        kind,
                        random.nextInt(6) == 0
                                ? one(Section.State.PARTIAL, Section.State.UNAVAILABLE)
                                : Section.State.COMPLETE);
            }
            world.platform.fault = random.nextInt(3) > 0 ? (step, work) -> null : this::fault;
        }

        private @Nullable Outcome fault(EdgeStep step, Runnable work) {
            return switch (random.nextInt(4)) {
                case 0 -> new Outcome.Failed(DevicesErrorCode.PLATFORM_UNAVAILABLE, "the platform did not answer");
                case 1 -> {
                    work.run();
                    count("answer lost", 1);
                    yield new Outcome.Failed(DevicesErrorCode.PLATFORM_UNAVAILABLE, "the answer was lost");
                }
                case 2 -> new Outcome.Failed(DevicesErrorCode.REFUSED, "400");
                default -> null;
            };
        }

        private void mend() {
            for (IotKind kind : IotKind.values()) {
                world.platform.states.put(kind, Section.State.COMPLETE);
            }
            world.platform.fault = (step, work) -> null;
            world.platform.unreadable.clear();
        }

        // ---- what must hold --------------------------------------------------------------------------------------

        private void passAndCheck() {
            Map<IotKind, Map<String, Json.Obj>> before = new HashMap<>();
            for (IotKind kind : IotKind.values()) {
                before.put(kind, new TreeMap<>(world.platform.objects(kind)));
            }
            List<IotResource> declared = world.store.list();
            int written = world.platform.writes.size();
            Pass pass = world.pass();
            tally(pass);
            List<String> writes = world.platform.writes.subList(written, world.platform.writes.size());
            assertThat(pass.problems()).isEmpty();
            check(pass, declared, before, writes);
        }

        private void check(
                Pass pass,
                List<IotResource> declared,
                Map<IotKind, Map<String, Json.Obj>> before,
                List<String> writes) {
            for (IotKind kind : IotKind.values()) {
                if (world.platform.state(kind) != Section.State.COMPLETE) {
                    assertThat(writes)
                            .as("no removal where not all was seen")
                            .noneMatch(w -> w.startsWith("DELETE " + kind.id() + " "));
                    assertThat(pass.wayBack().deletions())
                            .noneMatch(r -> r.kind() == kind && !givesWay(declared, r.address()));
                }
            }
            for (IotResource resource : declared) {
                boolean stays = world.find(resource.address()).isPresent();
                if (!resource.isDeleting() && (resource.isManaged() || !resource.isMirror())) {
                    assertThat(stays)
                            .as("a resource that somebody wrote is never deleted: %s", resource)
                            .isTrue();
                }
                if (resource.nodePool().filter(Crds.POOL::equals).isEmpty()) {
                    assertThat(world.get(resource.address()))
                            .as("a resource of another pool is left alone")
                            .isEqualTo(resource);
                }
            }
            world.store.list().forEach(RandomPoolTest::hasNothingThatTheApiServerDrops);
            for (String write : writes) {
                String[] words = write.split(" ", 4);
                if (words[0].equals("PATCH")) {
                    lockIsSticky(declared, words[2], write);
                    isManaged(declared, words[1], words[2], write);
                }
                if (words[0].equals("DELETE")) {
                    assertThat(declared)
                            .as("only what is being deleted is removed: %s", write)
                            .anyMatch(r -> r.isDeleting()
                                    && r.isManaged()
                                    && r.kind().id().equals(words[1])
                                    && r.edgeName().equals(words[2]));
                }
                if (words[0].equals("PUT")) {
                    assertThat(write).as("a property goes by its parameters").contains("{\"Int8\":");
                    Json.Obj device = Objects.requireNonNull(
                            before.getOrDefault(IotKind.DEVICE, Map.of()).get(words[1]));
                    assertThat(device.text("adminState")).as(write).isNotEqualTo(Optional.of("LOCKED"));
                    assertThat(device.text("operatingState")).as(write).isNotEqualTo(Optional.of("DOWN"));
                }
            }
        }

        /** A mirror of an object that somebody's resource declares goes, whatever the platform shows. */
        private static boolean givesWay(List<IotResource> declared, ResourceAddress mirror) {
            String name = declared.stream()
                    .filter(r -> r.address().equals(mirror))
                    .findFirst()
                    .orElseThrow()
                    .edgeName();
            return declared.stream()
                    .anyMatch(r -> r.kind().id().equals(mirror.kind())
                            && r.edgeName().equals(name)
                            && r.nodePool().filter(Crds.POOL::equals).isPresent()
                            && !r.isMirrorOnly());
        }

        private void lockIsSticky(List<IotResource> declared, String name, String write) {
            boolean lockedByAll = declared.stream()
                    .filter(r -> r.kind() == IotKind.DEVICE && r.edgeName().equals(name))
                    .allMatch(r ->
                            r.spec().text("adminState").filter("LOCKED"::equals).isPresent());
            if (write.startsWith("PATCH device ") && lockedByAll) {
                count("locked", 1);
                assertThat(write).doesNotContain("adminState=\"UNLOCKED\"");
            }
        }

        private void isManaged(List<IotResource> declared, String kind, String name, String write) {
            assertThat(declared)
                    .as("only what is managed is changed: %s", write)
                    .anyMatch(r -> r.kind().id().equals(kind) && r.edgeName().equals(name) && r.isManaged());
        }

        /** Whoever does not converge writes for ever. */
        private void settle() {
            Pass last = world.pass();
            List<String> history = new ArrayList<>();
            // An absence that is suspect is believed when it was seen three times.
            for (int quiet = 0; quiet < 4; ) {
                boolean written = last.changed() || !last.plan().isEmpty();
                quiet = written ? 0 : quiet + 1;
                if (written) {
                    history.add(last.plan().render());
                    assertThat(history).as("passes until nothing is left to do").hasSizeLessThan(20);
                    tally(last);
                }
                world.later(Duration.ofMinutes(1));
                last = world.pass();
            }
            assertThat(last.changed()).isFalse();
            for (IotResource resource : world.store.list()) {
                declaredIsThere(resource, last);
            }
        }

        private void declaredIsThere(IotResource resource, Pass last) {
            boolean refused =
                    last.plan().refusals().stream().anyMatch(r -> r.address().equals(resource.address()));
            boolean drifts =
                    last.plan().drifts().stream().anyMatch(r -> r.address().equals(resource.address()));
            if (resource.isManaged()
                    && !resource.isDeleting()
                    && resource.nodePool().filter(Crds.POOL::equals).isPresent()
                    && !refused
                    && !drifts) {
                assertThat(world.platform.objects(resource.kind()))
                        .as("%s is there", resource)
                        .containsKey(resource.edgeName());
                resource.spec()
                        .text("description")
                        .ifPresent(d -> assertThat(world.edge(resource.kind(), resource.edgeName())
                                        .text("description"))
                                .contains(d));
                assertThat(resource.isSynced()).isTrue();
            }
        }

        private void tally(Pass pass) {
            pass.plan()
                    .steps()
                    .forEach(s -> count(
                            s.step() instanceof AddObject
                                    ? "add"
                                    : s.step().verb().name().toLowerCase(Locale.ROOT),
                            1));
            pass.plan().refusals().forEach(r -> count(r.code().id(), 1));
            count("drift", pass.plan().drifts().size());
            count("failed", pass.report().failures().size());
            count("mirror", pass.wayBack().creations().size());
            count("unseen", (int) pass.plan().refusals().stream()
                    .filter(r -> r.code() == DevicesErrorCode.UNSEEN)
                    .count());
            count("suspect", (int) pass.plan().notices().stream()
                    .filter(n -> n.code() == DevicesErrorCode.SUSPECT)
                    .count());
        }

        @SafeVarargs
        private <T> T one(T... of) {
            return of[random.nextInt(of.length)];
        }

        private String one(List<String> of) {
            return of.get(random.nextInt(of.size()));
        }
    }
}
