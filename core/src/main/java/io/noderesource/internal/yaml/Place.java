package io.noderesource.internal.yaml;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column in characters (code points), from 1
 */
public record Place(int line, int column) {

    /** The first character. */
    public static final Place START = new Place(1, 1);
}
