package io.noderesource.topology;

import io.noderesource.base.NodeIdentity;
import java.util.List;

/**
 * Which nodes a rule is for: those that meet all requirements.
 *
 * @param requirements the requirements; a selector without any matches every node
 */
public record NodeSelector(List<Requirement> requirements) {

    /** Every node. */
    public static final NodeSelector EVERY_NODE = new NodeSelector(List.of());

    public NodeSelector {
        requirements = List.copyOf(requirements);
    }

    /** The nodes whose label has one of the values. */
    public static NodeSelector in(String key, String... values) {
        return new NodeSelector(List.of(new Requirement(key, Requirement.Operator.IN, List.of(values))));
    }

    /** Tells whether the rule is for this node. */
    public boolean matches(NodeIdentity node) {
        return requirements.stream().allMatch(r -> r.matches(node.labels()));
    }
}
