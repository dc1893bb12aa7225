package io.noderesource.topology;

import io.noderesource.base.NodeIdentity;
import io.noderesource.base.StandardErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
     * @return one spec for each address, in the order of the addresses, and an error for each two rules that declare
     *     the same resource differently
     */
    public NodeTopology forNode(NodeIdentity node) {
        Map<String, ResourceSpec> byAddress = new TreeMap<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (ResourceSpec rule : rules) {
            if (!rule.selector().matches(node)) {
                continue;
            }
            ResourceSpec first = byAddress.putIfAbsent(rule.address().toString(), rule);
            if (first != null && !first.agreesWith(rule)) {
                diagnostics.add(new Diagnostic(
                        Diagnostic.Severity.ERROR,
                        StandardErrorCode.CONFLICTING_RULES,
                        rule.position(),
                        rule.address().toString(),
                        "declared differently at " + first.position() + ", and both rules match the node '"
                                + node.name() + "'",
                        null));
            }
        }
        return new NodeTopology(
                node,
                List.copyOf(byAddress.values()),
                diagnostics.stream().sorted().toList());
    }

    @Override
    public String toString() {
        return rules.stream().map(r -> r.address().toString()).collect(Collectors.joining(", ", "Topology[", "]"));
    }
}
