package io.noderesource.base;

/**
 * The identity of a declared resource on a node, such as {@code volumegroup/vg-data}.
 *
 * @param kind the kind's id, as it stands as the key in the ConfigMap
 * @param name the resource's name within its kind
 */
public record ResourceAddress(String kind, String name) implements Comparable<ResourceAddress> {

    public ResourceAddress {
        if (kind.isEmpty() || name.isEmpty() || kind.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not a resource address: " + kind + "/" + name);
        }
    }

    /**
     * Reads {@code kind/name}; the name may contain further slashes.
     *
     * @throws NodeResourceException {@code input/bad-address} when the text has no kind or no name
     */
    public static ResourceAddress parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            throw new NodeResourceException(
                    StandardErrorCode.BAD_ADDRESS,
                    "cannot read the address '" + text + "': write it as kind/name, such as volumegroup/vg-data");
        }
        return new ResourceAddress(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(ResourceAddress other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
