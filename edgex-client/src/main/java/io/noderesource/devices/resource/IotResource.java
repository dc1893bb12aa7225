package io.noderesource.devices.resource;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.edgex.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Device}, {@code DeviceProfile} or {@code DeviceService} as Kubernetes keeps it, with every field it came with.
 *
 * <p>Immutable and thread-safe; equality is that of the JSON. Only what is needed to tell which object it is about is checked
 * when it is made: what is wrong in the rest is the planner's to refuse, so that one bad field keeps nothing else from being
 * known.
 */
public final class IotResource {

    /**
     * The annotation with a JSON object of what the resource's schema has no place for and the API server would prune:
     * {@code autoEvents}, {@code tags}, {@code properties}, typed {@code protocols} and so on, in EdgeX's form.
     */
    public static final String EXTRA = "noderesource.io/extra";

    /** The annotation with an object's name on the platform, where a label cannot hold it; it wins over the label. */
    public static final String EDGE_NAME = "noderesource.io/edge-name";

    /** The annotation that says that the resource only mirrors an object that was born on the platform: {@code true}. */
    public static final String MIRROR = "noderesource.io/mirror";

    private final Json.Obj json;
    private final IotKind kind;
    private final ApiGroup group;
    private final ResourceAddress address;

    private IotResource(Json.Obj json, IotKind kind, ApiGroup group) {
        this.json = json;
        this.kind = kind;
        this.group = group;
        Json.Obj metadata = json.object("metadata").orElse(Json.object());
        this.address = new ResourceAddress(
                kind.id(),
                metadata.text("namespace").filter(n -> !n.isEmpty()).orElse("default") + "/"
                        + metadata.text("name").orElse(""));
    }

    /**
     * Reads one.
     *
     * @throws NodeResourceException {@code devices/bad-resource} when it is none, or has no name
     */
    public static IotResource of(Json.Obj json) {
        Optional<IotKind> kind = json.text("kind").flatMap(IotKind::ofKubernetesKind);
        Optional<ApiGroup> group = json.text("apiVersion").flatMap(ApiGroup::ofApiVersion);
        if (kind.isEmpty() || group.isEmpty()) {
            throw new NodeResourceException(
                    DevicesErrorCode.BAD_RESOURCE,
                    "kind '" + json.text("kind").orElse("") + "' of '"
                            + json.text("apiVersion").orElse("")
                            + "' is no Device, DeviceProfile or DeviceService of " + ApiGroup.IOT.apiVersion()
                            + "; correct kind and apiVersion");
        }
        if (json.object("metadata")
                .flatMap(m -> m.text("name"))
                .filter(n -> !n.isEmpty())
                .isEmpty()) {
            throw new NodeResourceException(
                    DevicesErrorCode.BAD_RESOURCE,
                    "the " + kind.get().kubernetesKind() + " has no metadata.name; give it one");
        }
        return new IotResource(json, kind.get(), group.get());
    }

    /** Starts one of the present group without anything in it. */
    public static IotResource of(IotKind kind, String namespace, String name) {
        return of(Json.object()
                .with("apiVersion", Json.of(ApiGroup.IOT.apiVersion()))
                .with("kind", Json.of(kind.kubernetesKind()))
                .with(
                        "metadata",
                        Json.object().with("namespace", Json.of(namespace)).with("name", Json.of(name)))
                .with("spec", Json.object()));
    }

    /** All of it. */
    public Json.Obj json() {
        return json;
    }

    public IotKind kind() {
        return kind;
    }

    public ApiGroup group() {
        return group;
    }

    /** Its address in plans: the kind, and namespace and name. */
    public ResourceAddress address() {
        return address;
    }

    /** {@code metadata.name}. */
    public String name() {
        return metadata().text("name").orElse("");
    }

    /** {@code metadata.namespace}; {@code default} when there is none. */
    public String namespace() {
        return address.name().substring(0, address.name().indexOf('/'));
    }

    /** {@code metadata.resourceVersion}, by which whoever keeps it tells that it is unchanged. */
    public Optional<String> resourceVersion() {
        return metadata().text("resourceVersion");
    }

    /** {@code metadata.uid}, by which one of the same address that was deleted and made anew is told from it. */
    public Optional<String> uid() {
        return metadata().text("uid");
    }

    /** {@code metadata.generation}, which counts the changes of the spec. */
    public Optional<Long> generation() {
        return metadata().whole("generation");
    }

    /** Whether its deletion was asked for: {@code metadata.deletionTimestamp} is set. */
    public boolean isDeleting() {
        return metadata().text("deletionTimestamp").isPresent();
    }

    /** {@code metadata.finalizers}. */
    public List<String> finalizers() {
        return metadata().array("finalizers").stream()
                .flatMap(f -> f instanceof Json.Text text ? Stream.of(text.value()) : Stream.empty())
                .toList();
    }

    /** Whether our finalizer keeps it. */
    public boolean hasFinalizer() {
        return finalizers().contains(group.finalizer(kind));
    }

    /** A label. */
    public Optional<String> label(String name) {
        return metadata().object("labels").flatMap(l -> l.text(name));
    }

    /** An annotation. */
    public Optional<String> annotation(String name) {
        return metadata().object("annotations").flatMap(a -> a.text(name));
    }

    /** {@code spec}; empty when there is none. */
    public Json.Obj spec() {
        return json.object("spec").orElse(Json.object());
    }

    /** {@code status}; empty when there is none. */
    public Json.Obj status() {
        return json.object("status").orElse(Json.object());
    }

    /** {@code spec.nodePool}; empty when it belongs to nobody. */
    public Optional<String> nodePool() {
        return spec().text("nodePool").filter(p -> !p.isEmpty());
    }

    /** The object's name on the platform: the annotation's, else the label's, else the resource's own. */
    public String edgeName() {
        return annotation(EDGE_NAME)
                .filter(n -> !n.isEmpty())
                .or(() -> label(group.nameLabel()).filter(n -> !n.isEmpty()))
                .orElse(name());
    }

    /**
     * Whether it only mirrors an object that was born on the platform. OpenYurt's own mirrors carry no mark: they are known by the
     * name that it makes of node pool and object, a label with the object's name, and, where the schema has it, {@code managed:
     * false}.
     */
    public boolean isMirror() {
        return annotation(MIRROR).map(m -> m.equals("true")).orElseGet(this::isMirrorOfOpenYurt);
    }

    /** Whether it says itself that it is a mirror. */
    public boolean isMarkedMirror() {
        return annotation(MIRROR).filter("true"::equals).isPresent();
    }

    private boolean isMirrorOfOpenYurt() {
        Optional<String> named = label(group.nameLabel())
                .flatMap(object -> nodePool()
                        .map(pool ->
                                pool + "-" + object.toLowerCase(Locale.ROOT).replace('_', '-')));
        return named.filter(name()::equals).isPresent()
                && (kind == IotKind.PROFILE
                        || spec().get("managed").filter(Json.FALSE::equals).isPresent());
    }

    /** Whether the object's fields are to be as declared. A profile has no word for it, and is managed unless it is a mirror. */
    public boolean isManaged() {
        return kind == IotKind.PROFILE
                ? !isMirror()
                : spec().get("managed").filter(m -> m.equals(Json.TRUE)).isPresent();
    }

    /** Whether it mirrors an object and nothing else: nobody has taken charge of the object by it. */
    public boolean isMirrorOnly() {
        return isMirror() && !isManaged();
    }

    /** {@code status.synced}: whether its object was on the platform when that was last known. */
    public boolean isSynced() {
        return status().get("synced").filter(s -> s.equals(Json.TRUE)).isPresent();
    }

    /** Whether its object was ever seen, or made, on the platform, whether it is still there or not. */
    public boolean wasThere() {
        return isSynced() || edgeId().isPresent();
    }

    /** The id of its object as last seen: {@code status.edgeId}, of a profile {@code status.id}. */
    public Optional<String> edgeId() {
        return status().text(kind == IotKind.PROFILE ? "id" : "edgeId").filter(i -> !i.isEmpty());
    }

    /** Returns it with another status. */
    public IotResource withStatus(Json.Obj status) {
        return new IotResource(json.with("status", status), kind, group);
    }

    /** Returns it with another spec. */
    public IotResource withSpec(Json.Obj spec) {
        return new IotResource(json.with("spec", spec), kind, group);
    }

    /** Returns it with an annotation. */
    public IotResource withAnnotation(String name, String value) {
        Json.Obj annotations = metadata().object("annotations").orElse(Json.object());
        return withMetadata("annotations", annotations.with(name, Json.of(value)));
    }

    /** Returns it without an annotation. */
    public IotResource withoutAnnotation(String name) {
        return metadata()
                .object("annotations")
                .map(annotations -> withMetadata("annotations", annotations.without(name)))
                .orElse(this);
    }

    /** Returns it with a label. */
    public IotResource withLabel(String name, String value) {
        Json.Obj labels = metadata().object("labels").orElse(Json.object());
        return withMetadata("labels", labels.with(name, Json.of(value)));
    }

    /** Returns it with our finalizer beside those that are there. */
    public IotResource withFinalizer() {
        if (hasFinalizer()) {
            return this;
        }
        List<String> all = new ArrayList<>(finalizers());
        all.add(group.finalizer(kind));
        return withMetadata("finalizers", Json.texts(all));
    }

    /** Returns it without our finalizer; those of others stay. */
    public IotResource withoutFinalizer() {
        return withMetadata(
                "finalizers",
                Json.texts(finalizers().stream()
                        .filter(f -> !f.equals(group.finalizer(kind)))
                        .toList()));
    }

    /** Returns it with a field of its metadata set. */
    public IotResource withMetadata(String field, Json value) {
        return new IotResource(json.with("metadata", metadata().with(field, value)), kind, group);
    }

    private Json.Obj metadata() {
        return json.object("metadata").orElse(Json.object());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IotResource resource && json.equals(resource.json);
    }

    @Override
    public int hashCode() {
        return Objects.hash(json);
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
