package io.noderesource.devices.resource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The names of resources that mirror objects which were born on a platform: pure.
 *
 * <p>The ancestor's names where they tell objects apart: the node pool's, a hyphen, and the object's own. An object whose name
 * is no name of Kubernetes as it stands gets what is left of it with a hash of it at the end; so does one that ends like such
 * a name. No two objects of a node pool get the same, whatever other objects there are.
 */
public final class ResourceNames {

    /** The longest name of a resource. */
    public static final int LONGEST = 253;

    private static final int LONGEST_LABEL = 63;
    private static final int HASH = 20;
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern HASHED = Pattern.compile("(.*-)?[0-9a-f]{" + HASH + "}", Pattern.DOTALL);
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

    private ResourceNames() {}

    /**
     * The name of the resource of an object.
     *
     * @param nodePool the node pool
     * @param edgeName the object's name on the platform, whatever it is
     */
    public static String of(String nodePool, String edgeName) {
        String plain = nodePool + "-" + edgeName;
        if (isName(plain)
                && isName(edgeName)
                && isName(nodePool)
                && !HASHED.matcher(edgeName).matches()) {
            return plain;
        }
        return hashed(nodePool, edgeName);
    }

    /**
     * The name of the resource of an object where the plain one is somebody else's: with a hash that no other object has.
     *
     * @param nodePool the node pool
     * @param edgeName the object's name on the platform, whatever it is
     */
    public static String hashed(String nodePool, String edgeName) {
        String hash = "-" + hash(nodePool + "\0" + edgeName);
        String readable = readable(nodePool + "-" + edgeName);
        return readable(readable.substring(0, Math.min(readable.length(), LONGEST - hash.length()))) + hash;
    }

    /** Whether it can be a resource's name: a DNS subdomain (RFC 1123). */
    public static boolean isName(String text) {
        return text.length() <= LONGEST && SUBDOMAIN.matcher(text).matches();
    }

    /** Whether it can be the value of a label. */
    public static boolean isLabelValue(String text) {
        return text.isEmpty()
                || (text.length() <= LONGEST_LABEL && LABEL_VALUE.matcher(text).matches());
    }

    /**
     * Returns a resource that is known to be about an object: by the label of its group where a label can hold the name, else
     * by the annotation {@link IotResource#EDGE_NAME}.
     *
     * @param resource which
     * @param edgeName the object's name on the platform, not empty
     */
    public static IotResource withEdgeName(IotResource resource, String edgeName) {
        boolean fits = isLabelValue(edgeName);
        boolean annotated = resource.annotation(IotResource.EDGE_NAME).isPresent();
        IotResource labelled = fits ? resource.withLabel(resource.group().nameLabel(), edgeName) : resource;
        return fits && !annotated ? labelled : labelled.withAnnotation(IotResource.EDGE_NAME, edgeName);
    }

    /** What is legal of a name, in lower case, with hyphens for the rest; {@code x} when nothing is. */
    private static String readable(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length() && text.length() < LONGEST; i++) {
            char c = name.charAt(i);
            char lower = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
            boolean letter = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
            boolean afterLetter = !text.isEmpty() && isLetter(text.charAt(text.length() - 1));
            if (letter) {
                text.append(lower);
            } else if (lower == '.' && afterLetter) {
                text.append('.');
            } else if (!text.isEmpty() && text.charAt(text.length() - 1) != '.') {
                text.append('-');
            }
        }
        while (!text.isEmpty() && !isLetter(text.charAt(text.length() - 1))) {
            text.setLength(text.length() - 1);
        }
        return text.isEmpty() ? "x" : text.toString();
    }

    private static boolean isLetter(char c) {
        return c != '-' && c != '.';
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
