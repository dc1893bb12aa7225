package io.noderesource.plan;

/** What a step does to its resource. */
public enum Verb {
    CREATE('+'),
    EXTEND('+'),
    GROW('+'),
    MOUNT('+'),
    ENABLE('+'),
    CHANGE('~'),
    SET('~'),
    MARK('~'),
    UNMARK('~'),
    REMOVE('-'),
    WIPE('!');

    private final char glyph;

    Verb(char glyph) {
        this.glyph = glyph;
    }

    /** The character that stands before the step in a rendered plan. */
    public char glyph() {
        return glyph;
    }
}
