package io.noderesource.devices.edgex;

import io.noderesource.apply.Outcome;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.AddObject;
import io.noderesource.devices.plan.ChangeObject;
import io.noderesource.devices.plan.RemoveObject;
import io.noderesource.devices.plan.SetProperty;
import io.noderesource.devices.platform.EdgeObjects;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.devices.platform.EdgeValue;
import io.noderesource.devices.platform.EdgeValues;
import io.noderesource.devices.platform.PropertyKey;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.CommandClient;
import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.MetadataClient;
import io.noderesource.edgex.ServiceVersion;
import io.noderesource.edgex.Snapshot;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.events.EventTransport;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.EdgexObject;
import io.noderesource.edgex.model.Event;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Step;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An EdgeX as an edge platform: core-metadata for what there is, core-command for what it shows, and the message bus, if one
 * is given, for when to look.
 *
 * <p>What is listed is whole or not there: a page that fails, a list that moves, an answer of another service make a section
 * unavailable, with the reason. What is changed goes in batches; after an answer that does not tell what became of a request,
 * it is looked up, and nothing is sent again without a look. Failures carry the codes of {@link DevicesErrorCode}.
 *
 * <p>Thread-safe. Holds no thread of its own but those of its watches. The client stays the caller's, to be closed by whoever
 * made it.
 */
public final class EdgexPlatform implements EdgePlatform {

    private final EdgexClient client;
    private final URI address;
    private final @Nullable EventTransport bus;
    private final Watches watches = new Watches();

    /** What core-metadata last said of itself; null before it was asked. */
    private volatile @Nullable ServiceVersion version;

    /** The device service of each device as last seen: no more than a hint which changes may share a request. */
    private volatile Map<String, String> serviceOf = Map.of();

    private EdgexPlatform(EdgexClient client, @Nullable EventTransport bus) {
        this.client = Objects.requireNonNull(client, "client");
        this.address = client.address(EdgexService.METADATA);
        this.bus = bus;
    }

    /**
     * A platform that tells nothing by itself: {@link #watch} hears nothing.
     *
     * @param client with the addresses of core-metadata and, for properties, of core-command
     * @throws IllegalStateException when the client has no address for core-metadata
     */
    public static EdgexPlatform of(EdgexClient client) {
        return new EdgexPlatform(client, null);
    }

    /**
     * A platform that is also listened to.
     *
     * @param client with the addresses of core-metadata and, for properties, of core-command
     * @param bus where core-metadata publishes its system events
     * @throws IllegalStateException when the client has no address for core-metadata
     */
    public static EdgexPlatform of(EdgexClient client, EventTransport bus) {
        return new EdgexPlatform(client, Objects.requireNonNull(bus, "bus"));
    }

    @Override
    public String describe() {
        ServiceVersion known = version;
        return "EdgeX " + (known == null ? "" : known.version() + " ") + "at " + address;
    }

    // ---- what there is ---------------------------------------------------------------------------------------------

    @Override
    public List<Section<EdgeObjects>> observe(Set<IotKind> kinds, Duration limit) {
        List<IotKind> ordered = List.copyOf(new TreeSet<>(kinds));
        if (ordered.isEmpty()) {
            return List.of();
        }
        Time time = Time.of(limit);
        Answer<ServiceVersion> asked = askVersion(time);
        ServiceVersion told = asked.value();
        if (told == null) {
            EdgexException failure = Objects.requireNonNull(asked.failure());
            return ordered.stream().map(kind -> Observer.unseen(kind, failure)).toList();
        }
        List<CompletableFuture<Supplier<Section<EdgeObjects>>>> listings = ordered.stream()
                .map(kind -> listing(Shelf.of(kind, metadata()), told.dialect(), time))
                .toList();
        List<Section<EdgeObjects>> sections = new ArrayList<>();
        List<Answer<Supplier<Section<EdgeObjects>>>> answers = Answer.await(listings);
        for (int index = 0; index < ordered.size(); index++) {
            Answer<Supplier<Section<EdgeObjects>>> answer = answers.get(index);
            Supplier<Section<EdgeObjects>> section = answer.value();
            sections.add(
                    section != null
                            ? section.get()
                            : Observer.unseen(ordered.get(index), Objects.requireNonNull(answer.failure())));
        }
        return List.copyOf(sections);
    }

    /** A listing on its way, and what is made of it then: by whoever waits, as the client's threads have others to serve. */
    @SuppressWarnings("FutureReturnValueIgnored") // it only passes a cancellation on
    private <T extends EdgexObject> CompletableFuture<Supplier<Section<EdgeObjects>>> listing(
            Shelf<T, ?> shelf, Dialect dialect, Time time) {
        CompletableFuture<Snapshot<T>> snapshot =
                time.bound(shelf.all().get().snapshot()).async();
        CompletableFuture<Supplier<Section<EdgeObjects>>> section = snapshot.thenApply(all -> () -> {
            rememberServices(all.items());
            return Observer.seen(shelf.kind(), dialect, all);
        });
        section.whenComplete((made, failure) -> {
            if (section.isCancelled()) {
                snapshot.cancel(true);
            }
        });
        return section;
    }

    private void rememberServices(List<? extends EdgexObject> seen) {
        Map<String, String> services = new HashMap<>();
        for (EdgexObject object : seen) {
            if (object instanceof Device device) {
                services.put(device.name(), device.serviceName());
            }
        }
        if (!services.isEmpty()) {
            serviceOf = Collections.unmodifiableMap(services);
        }
    }

    /** Asked with each look, so that an upgrade is noticed, and another service at core-metadata's address. */
    private Answer<ServiceVersion> askVersion(Time time) {
        Answer<ServiceVersion> answer =
                Answer.of(time.bound(metadata().operations().version()));
        ServiceVersion told = answer.value();
        if (told != null) {
            version = told;
        }
        return answer;
    }

    // ---- what it shows ---------------------------------------------------------------------------------------------

    @Override
    public EdgeValues values(Set<PropertyKey> properties, Duration limit) {
        List<PropertyKey> ordered = List.copyOf(new TreeSet<>(properties));
        if (ordered.isEmpty()) {
            return new EdgeValues(List.of());
        }
        CommandClient command;
        try {
            command = client.command();
        } catch (IllegalStateException noAddress) {
            return unread(ordered, String.valueOf(noAddress.getMessage()));
        }
        Time time = Time.of(limit);
        // Asked once, and not by each of the reads; when it does not answer, none of them would be answered.
        EdgexException silent =
                Answer.of(time.bound(command.operations().version())).failure();
        if (silent != null) {
            return unread(ordered, String.valueOf(silent.getMessage()));
        }
        List<Answer<Event>> answers = Answer.all(ordered.stream()
                .map(key -> time.bound(command.read(key.device(), key.property())))
                .toList());
        List<EdgeValue> values = new ArrayList<>();
        for (int index = 0; index < ordered.size(); index++) {
            values.add(value(ordered.get(index), answers.get(index)));
        }
        return new EdgeValues(values);
    }

    private static EdgeValue value(PropertyKey key, Answer<Event> answer) {
        Event event = answer.value();
        return event != null
                ? new EdgeValue(key.device(), key.property(), Shown.of(event).write(), null)
                : unread(
                        key,
                        String.valueOf(Objects.requireNonNull(answer.failure()).getMessage()));
    }

    private static EdgeValues unread(List<PropertyKey> keys, String problem) {
        return new EdgeValues(keys.stream().map(key -> unread(key, problem)).toList());
    }

    private static EdgeValue unread(PropertyKey key, String problem) {
        return new EdgeValue(key.device(), key.property(), null, problem);
    }

    // ---- changes ---------------------------------------------------------------------------------------------------

    @Override
    public List<Outcome> perform(List<? extends Step> steps, Duration limit) {
        Time time = Time.of(limit);
        List<@Nullable Outcome> outcomes = new ArrayList<>(Collections.nCopies(steps.size(), null));
        Map<List<Object>, List<Integer>> groups = new LinkedHashMap<>();
        for (int place = 0; place < steps.size(); place++) {
            Step step = steps.get(place);
            groups.computeIfAbsent(List.of(step.getClass(), step.address().kind()), key -> new ArrayList<>())
                    .add(place);
        }
        for (List<Integer> places : groups.values()) {
            List<Outcome> some = alike(places.stream().<Step>map(steps::get).toList(), time);
            for (int index = 0; index < places.size(); index++) {
                outcomes.set(places.get(index), some.get(index));
            }
        }
        return outcomes.stream().map(Objects::requireNonNull).toList();
    }

    /** Steps of one class and kind. */
    private List<Outcome> alike(List<Step> steps, Time time) {
        Step first = steps.get(0);
        IotKind kind = kind(first);
        if (kind == null) {
            return unknownSteps(steps);
        }
        ServiceVersion told = version;
        if (told == null) {
            Answer<ServiceVersion> asked = askVersion(time);
            told = asked.value();
            if (told == null) {
                return unavailable(
                        steps,
                        String.valueOf(Objects.requireNonNull(asked.failure()).getMessage()));
            }
        }
        Dialect dialect = told.dialect();
        if (first instanceof AddObject) {
            return added(Shelf.of(kind, metadata()), all(steps, AddObject.class), dialect, time);
        }
        if (first instanceof ChangeObject) {
            List<ChangeObject> changes = all(steps, ChangeObject.class);
            return kind == IotKind.PROFILE
                    ? new ProfileChanges<>(Shelf.profiles(metadata()), dialect, time).perform(changes)
                    : changed(Shelf.of(kind, metadata()), changes, dialect, time);
        }
        if (first instanceof RemoveObject) {
            return removed(Shelf.of(kind, metadata()), all(steps, RemoveObject.class), time);
        }
        return first instanceof SetProperty && kind == IotKind.DEVICE
                ? set(all(steps, SetProperty.class), time)
                : unknownSteps(steps);
    }

    private static @Nullable IotKind kind(Step step) {
        for (IotKind kind : IotKind.values()) {
            if (kind.id().equals(step.address().kind())) {
                return kind;
            }
        }
        return null;
    }

    private static <S> List<S> all(List<Step> steps, Class<S> type) {
        return steps.stream().map(type::cast).toList();
    }

    private static <T extends EdgexObject> List<Outcome> added(
            Shelf<T, ?> shelf, List<AddObject> steps, Dialect dialect, Time time) {
        return new Additions<>(shelf, dialect, time).perform(steps);
    }

    private <T extends EdgexObject, U extends EdgexObject> List<Outcome> changed(
            Shelf<T, U> shelf, List<ChangeObject> steps, Dialect dialect, Time time) {
        Map<String, String> services = serviceOf;
        // Of 2.x no device service is asked, so that nobody waits for one that is down.
        boolean together = shelf.kind() != IotKind.DEVICE || dialect == Dialect.V2;
        Function<String, String> group = together ? name -> "" : name -> services.getOrDefault(name, "");
        return new Changes<>(shelf, dialect, time, group).perform(steps);
    }

    private static <T extends EdgexObject> List<Outcome> removed(
            Shelf<T, ?> shelf, List<RemoveObject> steps, Time time) {
        return new Removals<>(shelf, time).perform(steps);
    }

    private List<Outcome> set(List<SetProperty> steps, Time time) {
        CommandClient command;
        try {
            command = client.command();
        } catch (IllegalStateException noAddress) {
            return unavailable(List.copyOf(steps), String.valueOf(noAddress.getMessage()));
        }
        EdgexException silent =
                Answer.of(time.bound(command.operations().version())).failure();
        return silent != null
                ? unavailable(List.copyOf(steps), String.valueOf(silent.getMessage()))
                : new PropertyWrites(metadata(), command, time).perform(steps);
    }

    private static List<Outcome> unavailable(List<? extends Step> steps, String reason) {
        return steps.stream()
                .<Outcome>map(step -> new Outcome.Failed(
                        DevicesErrorCode.PLATFORM_UNAVAILABLE,
                        "cannot " + step.summary() + ": " + reason + "; nothing was sent; "
                                + DevicesErrorCode.PLATFORM_UNAVAILABLE.remedy()))
                .toList();
    }

    private static List<Outcome> unknownSteps(List<Step> steps) {
        return steps.stream()
                .<Outcome>map(step -> new Outcome.Failed(
                        StandardErrorCode.NO_BACKEND, "cannot " + step.summary() + ": EdgeX knows no such step"))
                .toList();
    }

    // ---- what it tells ---------------------------------------------------------------------------------------------

    @Override
    public AutoCloseable watch(Runnable changed) {
        EventTransport transport = bus;
        return transport == null ? () -> {} : watches.over(transport, changed);
    }

    /** Ends the watches; the client stays open. */
    @Override
    public void close() {
        watches.close();
    }

    private MetadataClient metadata() {
        return client.metadata();
    }
}
