package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Offset and limit as the services read them. */
final class Paging {
    private static final int DEFAULT_LIMIT = 20;

    private Paging() {}

    /** One page of rows under {@code field}; {@code limit=-1} means as many as the service ever gives, not all. */
    static Reply page(
            World world,
            Request request,
            String field,
            List<ObjectNode> rows,
            Function<ObjectNode, ObjectNode> render) {
        return pageOf(world, request, field, rows, row -> Optional.of(render.apply(row)));
    }

    /** As {@link #page}; a row that renders to nothing is left out of the page, and counted all the same. */
    static Reply pageOf(
            World world,
            Request request,
            String field,
            List<ObjectNode> rows,
            Function<ObjectNode, Optional<ObjectNode>> render) {
        int offset = number(request, "offset", 0, 0, Integer.MAX_VALUE);
        int limit = number(request, "limit", Math.min(DEFAULT_LIMIT, world.maxResultCount), -1, world.maxResultCount);
        int most = limit == -1 ? world.maxResultCount : limit;
        // Up to 2.x the end itself is past the end.
        boolean pastEnd = offset > rows.size()
                || (offset == rows.size() && offset > 0 && !world.release.since(SimulatedRelease.NAPA));
        if (pastEnd && limit != 0) {
            throw new Problem(416, "query objects bounds out of range. length:" + rows.size());
        }
        ArrayNode page = Trees.array();
        rows.stream()
                .skip(offset)
                .limit(most)
                .map(render)
                .flatMap(Optional::stream)
                .forEach(page::add);
        ObjectNode answer = world.envelope(200).put("totalCount", rows.size());
        answer.set(field, page);
        return Reply.json(200, answer);
    }

    private static int number(Request request, String name, int otherwise, int least, int most) {
        String text = request.query(name).map(String::strip).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw Problem.invalid("failed to parse querystring " + name + "'s value " + text
                    + " into integer. Error:strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
        if (value < least || value > most) {
            throw Problem.invalid("querystring " + name + "'s value " + value + " is out of min " + least + " ~ max "
                    + most + " range.");
        }
        return value;
    }
}
