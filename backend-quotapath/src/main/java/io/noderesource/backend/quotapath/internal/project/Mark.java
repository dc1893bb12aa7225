package io.noderesource.backend.quotapath.internal.project;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What we write on the top directory of a project before anything else, so that work that was broken off is taken up again.
 *
 * <p>It holds for the inode that it names: a copy of the directory (by {@code cp -a}, say) is no project.
 *
 * @param id project id
 * @param phase how far the work is
 * @param inode number of the directory's inode
 */
public record Mark(long id, Phase phase, long inode) {

    /** Name of the extended attribute. Only root sees and sets {@code trusted} ones (xattr(7)), so an owner cannot forge it. */
    public static final String ATTRIBUTE = "trusted.noderesource.project";

    /** How far the work on a project's tree is. */
    public enum Phase {
        /** Not all of the tree carries the id yet; until the directory itself does, the id is not even taken. */
        ASSIGNING,
        /** All of the tree carried the id at the end. */
        ASSIGNED,
        /** The id is being taken away. */
        RELEASING
    }

    private static final Pattern FORM = Pattern.compile("1 ([0-9]{1,10}) ([a-z]{1,16}) ([0-9]{1,19})");
    private static final long LARGEST = 0xfffffffeL;

    /** Reads a mark; empty when the text is not one of this version. */
    public static Optional<Mark> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            Mark mark = new Mark(
                    Long.parseLong(m.group(1)),
                    Phase.valueOf(m.group(2).toUpperCase(Locale.ROOT)),
                    Long.parseLong(m.group(3)));
            return mark.id > 0 && mark.id <= LARGEST ? Optional.of(mark) : Optional.empty();
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /** The mark in another phase. */
    public Mark in(Phase next) {
        return new Mark(id, next, inode);
    }

    /** The text that {@link #parse} reads. */
    public String text() {
        return "1 " + id + " " + phase.name().toLowerCase(Locale.ROOT) + " " + inode;
    }
}
