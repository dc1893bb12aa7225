package io.noderesource.devices.resource;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.edgex.json.Json;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentNode;
import io.noderesource.topology.SourcePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One reading of manifests: takes documents apart into resources. Not thread-safe. */
final class ManifestReader implements Consumer<Diagnostic> {

    private static final int MAX_DIAGNOSTICS = 1000;

    private final String source;
    private final List<IotResource> resources = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Map<ResourceAddress, SourcePosition> positions = new HashMap<>();
    private int errors;
    private boolean dropped;

    ManifestReader(String source) {
        this.source = source;
    }

    @Override
    public void accept(Diagnostic diagnostic) {
        errors += diagnostic.severity() == Diagnostic.Severity.ERROR ? 1 : 0;
        if (diagnostics.size() < MAX_DIAGNOSTICS) {
            diagnostics.add(diagnostic);
        } else {
            dropped = true;
        }
    }

    ManifestSet toSet() {
        List<Diagnostic> all = new ArrayList<>(diagnostics);
        all.sort(null);
        if (dropped) {
            all.add(new Diagnostic(
                    errors > 0 ? Diagnostic.Severity.ERROR : Diagnostic.Severity.WARNING,
                    StandardErrorCode.TOO_LARGE,
                    new SourcePosition(source, 0, 0),
                    "",
                    "there are more than " + MAX_DIAGNOSTICS + " mistakes and warnings; the others are not shown",
                    "correct these first"));
        }
        return new ManifestSet(resources, all, positions);
    }

    void document(DocumentNode document) {
        object(document, "", "");
    }

    /**
     * A document, or an item of a list.
     *
     * @param ofVersion the apiVersion that an item has when it says none
     * @param ofKind the kind that an item has when it says none
     */
    private void object(DocumentNode node, String ofVersion, String ofKind) {
        if (node.form() != DocumentNode.Form.MAPPING) {
            error(
                    StandardErrorCode.WRONG_TYPE,
                    node,
                    "must be a mapping with apiVersion, kind, metadata and spec",
                    null);
            return;
        }
        String version = text(node, "apiVersion", ofVersion);
        String kind = text(node, "kind", ofKind);
        if (version.isEmpty() || kind.isEmpty()) {
            return;
        }
        boolean ours = isOurs(version);
        Optional<IotKind> known = IotKind.ofKubernetesKind(kind);
        if (kind.equals("List") || (ours && isListOfOurs(kind))) {
            items(node, kind.equals("List") ? "" : version, kind.substring(0, kind.length() - "List".length()));
        } else if (ours && known.isPresent()) {
            resource(node, version, known.get());
        } else {
            passOver(node, version, kind, ours);
        }
    }

    private void items(DocumentNode list, String version, String kind) {
        DocumentNode items = list.get("items").orElse(list);
        if (items.form() != DocumentNode.Form.SEQUENCE) {
            error(StandardErrorCode.WRONG_TYPE, items, "a list of resources has its items under 'items'", null);
        }
        items.items().forEach(item -> object(item, version, kind));
    }

    private void passOver(DocumentNode node, String version, String kind, boolean ours) {
        DocumentNode at = node.get("kind").orElse(node);
        Optional<IotKind> meant = Arrays.stream(IotKind.values())
                .filter(k ->
                        k.kubernetesKind().equalsIgnoreCase(kind) || k.plural().equalsIgnoreCase(kind))
                .findFirst();
        if (ours && meant.isPresent()) {
            error(
                    StandardErrorCode.UNKNOWN_KIND,
                    at,
                    "there is no kind " + shown(kind) + " in " + version,
                    "did you mean '" + meant.get().kubernetesKind() + "'?");
        } else {
            warn(
                    StandardErrorCode.UNKNOWN_KIND,
                    at,
                    "the " + shown(kind) + " of " + shown(version) + " is passed over",
                    "keep only Device, DeviceProfile and DeviceService of " + ApiGroup.IOT.apiVersion() + " here");
        }
    }

    private void resource(DocumentNode node, String version, IotKind kind) {
        if (ApiGroup.ofApiVersion(version).isEmpty()) {
            error(
                    StandardErrorCode.BAD_VALUE,
                    node.get("apiVersion").orElse(node),
                    "there is no " + kind.kubernetesKind() + " in " + shown(version),
                    "write apiVersion: " + version.substring(0, version.indexOf('/') + 1) + ApiGroup.VERSION);
            return;
        }
        int before = errors;
        Json.Obj json = Json.object().with("apiVersion", Json.of(version)).with("kind", Json.of(kind.kubernetesKind()));
        SchemaCheck check = new SchemaCheck(this, Diagnostic.Severity.ERROR);
        for (String part : List.of("metadata", "spec", "status")) {
            // The API server takes no status with a manifest, so nothing in it is an error.
            SchemaCheck checked = part.equals("status") ? new SchemaCheck(this, Diagnostic.Severity.WARNING) : check;
            Optional<Json> read = node.get(part).flatMap(n -> checked.read(n, ResourceSchemas.of(kind, part)));
            json = read.isPresent() ? json.with(part, read.get()) : json;
        }
        check.onlyKnown(node, List.of("apiVersion", "kind", "metadata", "spec", "status"));
        metadata(node, json);
        if (node.get("spec").isEmpty()) {
            error(StandardErrorCode.MISSING_FIELD, node, "the " + kind.kubernetesKind() + " has no spec", "write one");
        }
        if (errors == before) {
            take(node, IotResource.of(json));
        }
    }

    private void metadata(DocumentNode node, Json.Obj json) {
        DocumentNode metadata = node.get("metadata").orElse(node);
        Json.Obj read = json.object("metadata").orElse(Json.object());
        String name = read.text("name").orElse("");
        if (name.isEmpty()) {
            if (metadata.get("name").isEmpty()
                    || metadata.get("name").flatMap(DocumentNode::text).isPresent()) {
                error(
                        StandardErrorCode.MISSING_FIELD,
                        metadata,
                        "the field 'metadata.name' is missing or empty",
                        "give it a name");
            }
        } else if (!ResourceNames.isName(name)) {
            error(
                    StandardErrorCode.BAD_VALUE,
                    metadata.get("name").orElse(metadata),
                    shown(name)
                            + " is no name: it may have lower-case letters, digits, '-' and '.', and begins and ends"
                            + " with a letter or digit",
                    "put the platform's name into the annotation " + IotResource.EDGE_NAME);
        }
        read.text("namespace")
                .filter(n -> n.isEmpty() || !ResourceNames.isName(n) || n.contains(".") || n.length() > 63)
                .ifPresent(n -> error(
                        StandardErrorCode.BAD_VALUE,
                        metadata.get("namespace").orElse(metadata),
                        shown(n) + " is no namespace: at most 63 lower-case letters, digits and '-'",
                        null));
        read.object("labels")
                .ifPresent(labels -> labels.members().forEach((label, value) -> {
                    if (value instanceof Json.Text text && !ResourceNames.isLabelValue(text.value())) {
                        error(
                                StandardErrorCode.BAD_VALUE,
                                metadata.get("labels")
                                        .flatMap(l -> l.get(label))
                                        .orElse(metadata),
                                shown(text.value())
                                        + " cannot be a label's value: at most 63 letters, digits, '-', '_' and '.'",
                                "a name of the platform can stand in the annotation " + IotResource.EDGE_NAME);
                    }
                }));
    }

    private void take(DocumentNode node, IotResource resource) {
        SourcePosition first = positions.putIfAbsent(resource.address(), node.position());
        if (first != null) {
            error(
                    StandardErrorCode.CONFLICTING_RULES,
                    node,
                    resource.address() + " is declared twice, first at " + first,
                    "keep one of the two");
            return;
        }
        resources.add(resource);
        DesiredContent.of(resource, problem -> {
            DocumentNode at = at(node, problem.path());
            accept(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    problem.code(),
                    at.position(),
                    problem.path(),
                    problem.message(),
                    null));
        });
    }

    /** The place that a path of {@link FieldProblem} leads to, as far as it can be followed. */
    private static DocumentNode at(DocumentNode node, String path) {
        if (path.startsWith(Extra.PATH)) {
            return node.get("metadata")
                    .flatMap(m -> m.get("annotations"))
                    .flatMap(a -> a.get(IotResource.EXTRA))
                    .orElse(node);
        }
        DocumentNode at = node;
        for (String step : path.split("[.\\[\\]]+", -1)) {
            Optional<DocumentNode> next = at.form() == DocumentNode.Form.SEQUENCE ? item(at, step) : at.get(step);
            if (next.isEmpty()) {
                break;
            }
            at = next.get();
        }
        return at;
    }

    private static Optional<DocumentNode> item(DocumentNode list, String index) {
        return index.matches("[0-9]{1,6}")
                        && Integer.parseInt(index) < list.items().size()
                ? Optional.of(list.items().get(Integer.parseInt(index)))
                : Optional.empty();
    }

    /** The text of a field; empty, and told, when there is none. */
    private String text(DocumentNode node, String field, String otherwise) {
        Optional<DocumentNode> value = node.get(field);
        if (value.isEmpty() && !otherwise.isEmpty()) {
            return otherwise;
        }
        Optional<String> text = value.filter(v -> v.scalarType()
                        .filter(t -> t == DocumentNode.ScalarType.TEXT)
                        .isPresent())
                .flatMap(DocumentNode::text)
                .filter(t -> !t.isEmpty());
        if (text.isEmpty()) {
            error(
                    value.isEmpty() ? StandardErrorCode.MISSING_FIELD : StandardErrorCode.WRONG_TYPE,
                    value.orElse(node),
                    "the field '" + field + "' is missing or no text",
                    field.equals("kind")
                            ? "write kind: Device, for example"
                            : "write apiVersion: " + ApiGroup.IOT.apiVersion());
        }
        return text.orElse("");
    }

    private static boolean isOurs(String version) {
        return Arrays.stream(ApiGroup.values())
                .anyMatch(g -> version.startsWith(
                        g.apiVersion().substring(0, g.apiVersion().indexOf('/') + 1)));
    }

    private static boolean isListOfOurs(String kind) {
        return kind.endsWith("List")
                && IotKind.ofKubernetesKind(kind.substring(0, kind.length() - "List".length()))
                        .isPresent();
    }

    private static String shown(String text) {
        return Fields.shown(Json.of(text));
    }

    private void error(ErrorCode code, DocumentNode at, String message, @Nullable String hint) {
        accept(new Diagnostic(Diagnostic.Severity.ERROR, code, at.position(), at.path(), message, hint));
    }

    private void warn(ErrorCode code, DocumentNode at, String message, @Nullable String hint) {
        accept(new Diagnostic(Diagnostic.Severity.WARNING, code, at.position(), at.path(), message, hint));
    }
}
