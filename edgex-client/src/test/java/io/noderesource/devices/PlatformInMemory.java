package io.noderesource.devices;

import io.noderesource.apply.Outcome;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.AddObject;
import io.noderesource.devices.plan.ChangeObject;
import io.noderesource.devices.plan.EdgeStep;
import io.noderesource.devices.plan.FieldChange;
import io.noderesource.devices.plan.RemoveObject;
import io.noderesource.devices.plan.SetProperty;
import io.noderesource.devices.platform.EdgeObject;
import io.noderesource.devices.platform.EdgeObjects;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.devices.platform.EdgeValue;
import io.noderesource.devices.platform.EdgeValues;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An edge platform in memory for tests of what stands above the SPI: it keeps EdgeX's rules about names and dependencies, and fails
 * as it is told. What it has may be changed while a controller looks at it.
 */
final class PlatformInMemory implements EdgePlatform {

    private static final Map<IotKind, List<String>> FIELDS = Map.of(
            IotKind.SERVICE, List.of("description", "labels", "adminState", "baseAddress", "properties"),
            IotKind.PROFILE,
                    List.of("description", "labels", "manufacturer", "model", "deviceResources", "deviceCommands"),
            IotKind.DEVICE,
                    List.of(
                            "description",
                            "labels",
                            "adminState",
                            "operatingState",
                            "location",
                            "serviceName",
                            "profileName",
                            "protocols",
                            "autoEvents",
                            "tags",
                            "properties"));

    private final Map<IotKind, Map<String, Json.Obj>> objects = new EnumMap<>(IotKind.class);
    private final Map<IotKind, Map<String, String>> ids = new EnumMap<>(IotKind.class);
    final Map<PropertyKey, Json.Obj> readings = new HashMap<>();
    final Map<IotKind, Section.State> states = new EnumMap<>(IotKind.class);
    final Set<String> unreadable = new LinkedHashSet<>();
    /** What was written, one line each; reads leave none. */
    final List<String> writes = new ArrayList<>();
    /** What becomes of a step; null lets it be done. */
    volatile BiFunction<EdgeStep, Runnable, @Nullable Outcome> fault = (step, work) -> null;

    private int nextId = 1;

    PlatformInMemory() {
        for (IotKind kind : IotKind.values()) {
            objects.put(kind, new ConcurrentSkipListMap<>());
            ids.put(kind, new ConcurrentSkipListMap<>());
            states.put(kind, Section.State.COMPLETE);
        }
    }

    @Override
    public String describe() {
        return "a platform in memory";
    }

    /** An object that is there without anybody's doing. */
    void born(IotKind kind, String name, Json.Obj content) {
        objects(kind).put(name, content);
        ids(kind).computeIfAbsent(name, n -> "id-" + nextId++);
    }

    /** The objects of a kind, by name; they may be changed. */
    Map<String, Json.Obj> objects(IotKind kind) {
        return Objects.requireNonNull(objects.get(kind));
    }

    /** An object vanishes without anybody's doing. */
    void vanishes(IotKind kind, String name) {
        objects(kind).remove(name);
        ids(kind).remove(name);
    }

    /** How far the objects of a kind can be seen. */
    Section.State state(IotKind kind) {
        return states.getOrDefault(kind, Section.State.COMPLETE);
    }

    private Map<String, String> ids(IotKind kind) {
        return Objects.requireNonNull(ids.get(kind));
    }

    private static List<String> fields(IotKind kind) {
        return Objects.requireNonNull(FIELDS.get(kind));
    }

    /** All is lost, as when a store without persistence starts anew. */
    void loseAll() {
        objects.values().forEach(Map::clear);
        ids.values().forEach(Map::clear);
    }

    @Override
    public List<Section<EdgeObjects>> observe(Set<IotKind> kinds, Duration limit) {
        List<Section<EdgeObjects>> sections = new ArrayList<>();
        for (IotKind kind : new TreeSet<>(kinds)) {
            List<EdgeObject> all = new ArrayList<>();
            List<EdgeObjects.Unreadable> bad = new ArrayList<>();
            objects(kind).forEach((name, content) -> {
                if (unreadable.contains(name)) {
                    bad.add(new EdgeObjects.Unreadable(name, "'location' is poisoned"));
                } else {
                    all.add(EdgeObject.of(kind, name, ids(kind).get(name), content));
                }
            });
            sections.add(
                    switch (state(kind)) {
                        case COMPLETE ->
                            Section.complete(EdgeObjects.section(kind), new EdgeObjects(all, bad, fields(kind)));
                        case PARTIAL ->
                            Section.partial(
                                    EdgeObjects.section(kind),
                                    new EdgeObjects(all.subList(0, all.size() / 2), List.of(), fields(kind)),
                                    "the listing broke off");
                        case UNAVAILABLE -> Section.unavailable(EdgeObjects.section(kind), "the platform answered 500");
                    });
        }
        return sections;
    }

    @Override
    public EdgeValues values(Set<PropertyKey> properties, Duration limit) {
        return new EdgeValues(properties.stream()
                .map(key -> {
                    Json.Obj found = readings.get(key);
                    return found == null
                            ? new EdgeValue(key.device(), key.property(), null, "the device does not answer")
                            : new EdgeValue(key.device(), key.property(), found.write(), null);
                })
                .toList());
    }

    @Override
    public List<Outcome> perform(List<? extends Step> steps, Duration limit) {
        return steps.stream().map(s -> perform((EdgeStep) s)).toList();
    }

    private Outcome perform(EdgeStep step) {
        Outcome failed = fault.apply(step, () -> work(step));
        return failed == null ? work(step) : failed;
    }

    private Outcome work(EdgeStep step) {
        IotKind kind = kind(step);
        Map<String, Json.Obj> mine = objects(kind);
        if (step instanceof AddObject add) {
            writes.add("POST " + kind.id() + " " + add.name() + " " + add.content());
            Json.Obj content = (Json.Obj) Json.parse(add.content());
            if (mine.containsKey(add.name())) {
                return new Outcome.Stale(DevicesErrorCode.NOT_ADOPTED, "it is there already");
            }
            for (IotKind needed : List.of(IotKind.SERVICE, IotKind.PROFILE)) {
                String field = needed == IotKind.SERVICE ? "serviceName" : "profileName";
                if (kind == IotKind.DEVICE
                        && !objects(needed).containsKey(content.text(field).orElse(""))) {
                    return new Outcome.Failed(DevicesErrorCode.REFUSED, "400: no such " + needed.id());
                }
            }
            born(kind, add.name(), content);
            return new Outcome.Changed();
        }
        if (step instanceof ChangeObject change) {
            writes.add("PATCH " + kind.id() + " " + change.name() + " "
                    + change.changes().stream()
                            .map(c -> c.field() + "=" + c.after())
                            .toList());
            Json.Obj content = mine.get(change.name());
            if (content == null) {
                return new Outcome.Failed(DevicesErrorCode.REFUSED, "404: not there");
            }
            for (FieldChange c : change.changes()) {
                content = content.with(c.field(), Json.parse(c.after()));
            }
            mine.put(change.name(), content);
            return new Outcome.Changed();
        }
        if (step instanceof RemoveObject remove) {
            writes.add("DELETE " + kind.id() + " " + remove.name());
            if (kind != IotKind.DEVICE && isUsed(kind, remove.name())) {
                return new Outcome.Failed(DevicesErrorCode.IN_USE, "409: in use");
            }
            ids(kind).remove(remove.name());
            return mine.remove(remove.name()) == null ? new Outcome.AlreadyInPlace() : new Outcome.Changed();
        }
        SetProperty set = (SetProperty) step;
        writes.add("PUT " + set.name() + " " + set.property() + " " + set.parameters());
        Json.Obj before = readings.getOrDefault(new PropertyKey(set.name(), set.property()), Json.object());
        Json.Obj after = before;
        for (Map.Entry<String, Json> parameter :
                ((Json.Obj) Json.parse(set.parameters())).members().entrySet()) {
            Json.Obj reading = before.object(parameter.getKey()).orElse(Json.object());
            after = after.with(parameter.getKey(), reading.with("value", parameter.getValue()));
        }
        if (!before.members().isEmpty()) {
            readings.put(new PropertyKey(set.name(), set.property()), after);
        }
        return new Outcome.Changed();
    }

    private boolean isUsed(IotKind kind, String name) {
        String field = kind == IotKind.SERVICE ? "serviceName" : "profileName";
        return objects(IotKind.DEVICE).values().stream()
                .anyMatch(d -> d.text(field).filter(name::equals).isPresent());
    }

    private static IotKind kind(EdgeStep step) {
        for (IotKind kind : IotKind.values()) {
            if (kind.id().equals(step.address().kind())) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind " + step.address());
    }

    @Override
    public AutoCloseable watch(Runnable changed) {
        return () -> {};
    }

    @Override
    public void close() {}
}
