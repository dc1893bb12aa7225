package io.noderesource.topology;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.text.Quoted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that is declared, for all nodes: an immutable list of rules. */
public final class Topology {

    /** Nothing declared. */
    public static final Topology EMPTY = new Topology(List.of());

    private final List<ResourceSpec> rules;

    private Topology(List<ResourceSpec> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Makes a topology of rules, in the order of the document. */
    public static Topology of(List<? extends ResourceSpec> rules) {
        return new Topology(new ArrayList<>(rules));
    }

    /** Makes a topology of rules. */
    public static Topology of(ResourceSpec... rules) {
        return new Topology(List.of(rules));
    }

    /** All rules, in the order of the document. */
    public List<ResourceSpec> rules() {
        return rules;
    }

    /**
     * Chooses what is declared for a node.
     *
     * @return one spec for each address, in the order of the addresses; an error for each two rules that declare the same
     *     resource differently, for each device or region that two resources name, unless both take a part of it, and for each
     *     region of which the parts cannot fit whatever its size
     */
    public NodeTopology forNode(NodeIdentity node) {
        Map<ResourceAddress, ResourceSpec> chosen = new LinkedHashMap<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (ResourceSpec rule : rules) {
            if (!rule.selector().matches(node)) {
                continue;
            }
            ResourceSpec first = chosen.putIfAbsent(rule.address(), rule);
            if (first != null && !first.agreesWith(rule)) {
                diagnostics.add(error(
                        StandardErrorCode.CONFLICTING_RULES,
                        rule,
                        "declared differently at " + first.position() + ", and both rules match the node '"
                                + node.name() + "'",
                        null));
            }
        }
        diagnostics.addAll(claimedTwice(node, chosen.values()));
        diagnostics.addAll(tooMuch(node, chosen.values()));
        return new NodeTopology(
                node,
                chosen.values().stream()
                        .sorted(Comparator.comparing(ResourceSpec::address))
                        .toList(),
                diagnostics.stream().sorted().toList());
    }

    private static List<Diagnostic> claimedTwice(NodeIdentity node, Collection<ResourceSpec> resources) {
        Map<String, ResourceSpec> owners = new HashMap<>();
        Map<String, ResourceSpec> sharers = new HashMap<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (ResourceSpec resource : resources) {
            for (String name : resource.claims()) {
                ResourceSpec sharer = sharers.get(name);
                ResourceSpec owner = owners.putIfAbsent(name, resource);
                ResourceSpec first = owner == null ? sharer : owner;
                if (first != null) {
                    diagnostics.add(claimedTwice(node, name, first, resource));
                }
            }
            for (String name : resource.shares().keySet()) {
                sharers.putIfAbsent(name, resource);
                ResourceSpec owner = owners.get(name);
                if (owner != null) {
                    diagnostics.add(claimedTwice(node, name, owner, resource));
                }
            }
        }
        return diagnostics;
    }

    private static Diagnostic claimedTwice(NodeIdentity node, String name, ResourceSpec first, ResourceSpec second) {
        return error(
                StandardErrorCode.CLAIMED_TWICE,
                second,
                "names " + Quoted.quote(name) + ", as " + first.address() + " at " + first.position()
                        + " does, and both rules match the node '" + node.name() + "'",
                DeviceSourceReader.isRegion(name)
                        ? "a region is shared by rules of which each says with 'size' how much of it it takes"
                        : null);
    }

    /** Of each region, the first rule whose part cannot fit beside those before it. */
    private static List<Diagnostic> tooMuch(NodeIdentity node, Collection<ResourceSpec> resources) {
        Map<String, RegionParts> regions = new LinkedHashMap<>();
        for (ResourceSpec resource : resources) {
            resource.shares()
                    .forEach((region, size) ->
                            regions.computeIfAbsent(region, RegionParts::new).add(resource, size));
        }
        return regions.values().stream()
                .flatMap(parts -> parts.tooMuch().stream())
                .map(part -> error(
                        StandardErrorCode.CLAIMED_TWICE,
                        part.resource(),
                        part.message() + ", and all these rules match the node '" + node.name() + "'",
                        "percents are of the region's size, whatever of it is free: 100% at most in all, and less beside a size"
                                + " in bytes"))
                .toList();
    }

    private static Diagnostic error(ErrorCode code, ResourceSpec at, String message, @Nullable String hint) {
        return new Diagnostic(
                Diagnostic.Severity.ERROR, code, at.position(), at.address().toString(), message, hint);
    }

    @Override
    public String toString() {
        return rules.stream().map(r -> r.address().toString()).collect(Collectors.joining(", ", "Topology[", "]"));
    }
}
