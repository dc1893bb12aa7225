package io.noderesource.edgex.json;

/**
 * How much JSON is read before it is refused, so that no answer can exhaust the memory or the stack.
 *
 * @param bytes longest document, in bytes
 * @param depth deepest nesting of arrays and objects
 * @param values most values in a document, containers and names of members included
 * @param digits longest number, in characters; its exponent is limited to four digits anyway
 */
public record JsonLimits(int bytes, int depth, int values, int digits) {

    /** 32 MiB, 100 deep, 2 million values, numbers of 1000 characters. */
    public static final JsonLimits DEFAULT = new JsonLimits(32 << 20, 100, 2_000_000, 1000);

    /** Limits, each at least one, and at most 1000 deep and 1000 digits. */
    public JsonLimits {
        if (bytes < 1 || depth < 1 || values < 1 || digits < 1) {
            throw new IllegalArgumentException("each limit must be at least one");
        }
        if (depth > 1000 || digits > 1000) {
            throw new IllegalArgumentException("depth and digits must be at most 1000");
        }
    }
}
