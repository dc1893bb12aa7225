package io.noderesource.topology;

import io.noderesource.internal.text.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parts of one region that resources of a node are declared to have, in the order of the document; not thread-safe. */
final class RegionParts {

    private static final int ALL = 100;

    /**
     * A part that cannot fit.
     *
     * @param resource what it is for
     * @param message why
     */
    record TooMuch(ResourceSpec resource, String message) {}

    private record Part(ResourceSpec resource, RegionSize size) {
        @Override
        public String toString() {
            return size + " of " + resource.address() + " at " + resource.position();
        }
    }

    private final String region;
    private final List<Part> parts = new ArrayList<>();

    RegionParts(String region) {
        this.region = region;
    }

    void add(ResourceSpec resource, RegionSize size) {
        parts.add(new Part(resource, size));
    }

    /** The first part that cannot fit beside those before it, however large the region is. */
    Optional<TooMuch> tooMuch() {
        int percent = 0;
        boolean bytes = false;
        for (int i = 0; i < parts.size(); i++) {
            RegionSize size = parts.get(i).size();
            if (size instanceof RegionSize.Percent part) {
                percent += part.percent();
            } else {
                bytes = true;
            }
            if (percent > ALL || (percent == ALL && bytes)) {
                return Optional.of(tooMuch(i, (bytes ? "more than " : "") + percent + "%"));
            }
        }
        return Optional.empty();
    }

    private TooMuch tooMuch(int index, String sum) {
        Part part = parts.get(index);
        return new TooMuch(
                part.resource(),
                "takes " + part.size() + " of " + Quoted.quote(region) + ", which comes to " + sum + " with "
                        + parts.subList(0, index).stream().map(Part::toString).collect(Collectors.joining(", ")));
    }
}
