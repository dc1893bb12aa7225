package io.noderesource.backend.quotapath;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Where something lies in a tree, for people. It is put together when somebody asks: in a deep tree, paths are long. */
final class Place {

    /** No path that the kernel takes is longer ({@code PATH_MAX}). */
    private static final int LONGEST = 4096;

    private final @Nullable Place above;
    private final String name;

    private Place(@Nullable Place above, String name) {
        this.above = above;
        this.name = name;
    }

    /** The top of a tree. */
    static Place of(String path) {
        return new Place(null, path);
    }

    /** What lies in this directory under a name. */
    Place below(String named) {
        return new Place(this, named);
    }

    /** Returns the path; of one that is longer than any that can be used, its end. */
    @Override
    public String toString() {
        Deque<String> names = new ArrayDeque<>();
        int length = 0;
        Place place = this;
        while (place != null && length <= LONGEST) {
            names.push(place.name);
            length += place.name.length() + 1;
            place = place.above;
        }
        return (place == null ? "" : "…/") + String.join("/", names);
    }
}
