package io.noderesource.edgex.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of one service. Among several that fit, the first one is taken. */
final class Routes {
    /** What answers one operation. */
    @FunctionalInterface
    interface Handler {
        Reply handle(Request request);
    }

    /** A handler and whether it may have to wait for a device service. */
    record Route(String method, List<String> template, Handler handler, boolean waits) {}

    /** A route with the parameters it found in the path. */
    record Found(Route route, Map<String, String> parameters) {}

    private final List<Route> routes = new ArrayList<>();

    Routes on(String method, String template, Handler handler) {
        routes.add(new Route(method, segments(template), handler, false));
        return this;
    }

    /** A route whose handler may wait longer than the service lets a request take. */
    Routes onWaiting(String method, String template, Handler handler) {
        routes.add(new Route(method, segments(template), handler, true));
        return this;
    }

    Optional<Found> find(String method, List<String> path) {
        for (Route route : routes) {
            if (route.method().equals(method)) {
                Optional<Map<String, String>> parameters = match(route.template(), path);
                if (parameters.isPresent()) {
                    return Optional.of(new Found(route, parameters.get()));
                }
            }
        }
        return Optional.empty();
    }

    boolean knows(List<String> path) {
        return routes.stream().anyMatch(route -> match(route.template(), path).isPresent());
    }

    private static List<String> segments(String template) {
        return List.of(template.substring(1).split("/", -1));
    }

    private static Optional<Map<String, String>> match(List<String> template, List<String> path) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String wanted = template.get(i);
            if (wanted.endsWith("...}") && path.size() > i) {
                parameters.put(
                        wanted.substring(1, wanted.length() - 4), String.join("/", path.subList(i, path.size())));
                return Optional.of(parameters);
            }
            if (i >= path.size()) {
                return Optional.empty();
            }
            if (wanted.startsWith("{")) {
                parameters.put(wanted.substring(1, wanted.length() - 1), path.get(i));
            } else if (!wanted.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return template.size() == path.size() ? Optional.of(parameters) : Optional.empty();
    }
}
