package io.noderesource.base;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who the node is to the declaration: its name and its labels.
 *
 * @param name the node's name, as Kubernetes knows it
 * @param labels the node's labels, in the order of their keys
 */
public record NodeIdentity(String name, Map<String, String> labels) {

    public NodeIdentity {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a node needs a name");
        }
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
