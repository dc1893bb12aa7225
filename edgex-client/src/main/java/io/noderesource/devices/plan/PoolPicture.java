package io.noderesource.devices.plan;

import static java.util.stream.Collectors.groupingBy;

import io.noderesource.base.ErrorKind;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.platform.EdgeObjects;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.edgex.json.Json;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Notice;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Refusal;
import io.noderesource.plan.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node pool as it stands, object by object, for people: what its platform has beside what is declared. Immutable.
 *
 * @param listings how completely each kind was seen, in the order of the kinds
 * @param items the objects that are there or declared: services, profiles, devices, each in the order of their names
 */
public record PoolPicture(List<Listing> listings, List<PictureItem> items) {

    /**
     * How completely the objects of a kind were seen.
     *
     * @param kind the kind
     * @param state how completely
     * @param reason why not completely; null when they were
     */
    public record Listing(
            IotKind kind, Section.State state, @Nullable String reason) {}

    public PoolPicture {
        listings = List.copyOf(listings);
        items = List.copyOf(items);
    }

    /** Draws it: pure. */
    public static PoolPicture of(EdgePlanner planner, Plan plan) {
        return new Drawing(planner.view(), plan).draw();
    }

    /** The objects of a kind. */
    public List<PictureItem> items(IotKind kind) {
        return items.stream().filter(i -> i.kind() == kind).toList();
    }

    /** Whether nothing of the platform could be seen. */
    public boolean isBlind() {
        return listings.stream().allMatch(l -> l.state() == Section.State.UNAVAILABLE);
    }

    /** Whether everything that resources have charge of is as they declare it. */
    public boolean isAsDeclared() {
        return items.stream().allMatch(PictureItem::isAsDeclared);
    }

    /** One drawing. */
    private static final class Drawing {
        private final EdgeView view;
        private final Map<ResourceAddress, List<PlannedStep>> steps;
        private final Map<ResourceAddress, List<Refusal>> refusals;
        private final Map<ResourceAddress, List<Drift>> drifts;
        private final Map<ResourceAddress, List<Notice>> notices;

        Drawing(EdgeView view, Plan plan) {
            this.view = view;
            steps = plan.steps().stream().collect(groupingBy(s -> s.step().address()));
            refusals = plan.refusals().stream().collect(groupingBy(Refusal::address));
            drifts = plan.drifts().stream().collect(groupingBy(Drift::address));
            notices = plan.notices().stream().collect(groupingBy(Notice::address));
        }

        PoolPicture draw() {
            List<PictureItem> items = new ArrayList<>();
            for (IotKind kind : IotKind.values()) {
                for (String name : names(kind)) {
                    List<IotResource> written = view.written(kind, name);
                    List<IotResource> resources = written.isEmpty() ? view.declaring(kind, name) : written;
                    if (resources.isEmpty()) {
                        items.add(item(kind, name, null));
                    }
                    resources.forEach(r -> items.add(item(kind, name, r)));
                }
            }
            return new PoolPicture(
                    Arrays.stream(IotKind.values())
                            .map(kind -> new Listing(
                                    kind,
                                    view.section(kind).state(),
                                    view.section(kind).reason()))
                            .toList(),
                    items);
        }

        private Set<String> names(IotKind kind) {
            Set<String> names = new TreeSet<>(view.objects(kind).keySet());
            view.section(kind)
                    .seen()
                    .ifPresent(seen -> seen.unreadable().stream()
                            .map(EdgeObjects.Unreadable::name)
                            .forEach(names::add));
            view.resources().values().stream()
                    .filter(r -> r.kind() == kind)
                    .map(IotResource::edgeName)
                    .forEach(names::add);
            return names;
        }

        private PictureItem item(IotKind kind, String name, @Nullable IotResource resource) {
            Json.Obj shown = view.find(kind, name).map(EdgeView.Seen::content).orElse(Json.object());
            Json.Obj placed = view.isThere(kind, name) || resource == null ? shown : resource.spec();
            boolean device = kind == IotKind.DEVICE;
            return new PictureItem(
                    kind,
                    name,
                    resource == null ? null : resource.address(),
                    charge(resource),
                    presence(kind, name),
                    shown.text("adminState").orElse(""),
                    shown.text("operatingState").orElse(""),
                    device ? placed.text("serviceName").orElse("") : "",
                    device ? placed.text("profileName").orElse("") : "",
                    resource == null ? List.of() : differences(resource),
                    notes(kind, name, resource));
        }

        private static PictureItem.Charge charge(@Nullable IotResource resource) {
            if (resource == null) {
                return PictureItem.Charge.NOBODY;
            }
            if (resource.isMirrorOnly()) {
                return PictureItem.Charge.MIRRORED;
            }
            return resource.isManaged() ? PictureItem.Charge.MANAGED : PictureItem.Charge.UNMANAGED;
        }

        private PictureItem.Presence presence(IotKind kind, String name) {
            if (view.isThere(kind, name)) {
                return PictureItem.Presence.THERE;
            }
            return view.isComplete(kind) ? PictureItem.Presence.ABSENT : PictureItem.Presence.UNSEEN;
        }

        private List<String> differences(IotResource resource) {
            ResourceAddress address = resource.address();
            List<String> all = new ArrayList<>();
            steps.getOrDefault(address, List.of()).stream()
                    .flatMap(s -> pending(s.step()))
                    .forEach(all::add);
            refusals.getOrDefault(address, List.of())
                    .forEach(r -> all.add("refused: " + String.join("; ", r.facts()) + " ["
                            + r.code().id() + "]"));
            drifts.getOrDefault(address, List.of())
                    .forEach(d -> all.add(d.fact() + " [" + d.code().id() + "]"));
            notices.getOrDefault(address, List.of()).stream()
                    .filter(Drawing::isUnknown)
                    .forEach(n -> all.add(
                            n.subject() + ": " + n.fact() + " [" + n.code().id() + "]"));
            return all;
        }

        private static Stream<String> pending(Step step) {
            if (step instanceof ChangeObject change) {
                return change.changes().stream().map(FieldChange::describe);
            }
            if (step instanceof SetProperty set) {
                String before = set.before();
                return Stream.of(
                        before == null
                                ? set.property() + " (can only be written)"
                                : set.property() + " " + Names.printable(before) + " -> "
                                        + Names.printable(set.parameters()));
            }
            return Stream.of(step instanceof RemoveObject ? "to be removed" : "to be added");
        }

        private List<String> notes(IotKind kind, String name, @Nullable IotResource resource) {
            List<String> all = new ArrayList<>();
            if (resource == null) {
                view.unreadable(kind, name).ifPresent(all::add);
                return all;
            }
            if (resource.isDeleting()) {
                all.add("its resource is being deleted");
            }
            notices.getOrDefault(resource.address(), List.of()).stream()
                    .filter(n -> !isUnknown(n))
                    .forEach(n -> all.add(n.fact()));
            return all;
        }

        /** Whether it may be as declared and may not be, as it could not be seen. */
        private static boolean isUnknown(Notice notice) {
            return notice.code().kind() == ErrorKind.UNAVAILABLE;
        }
    }
}
