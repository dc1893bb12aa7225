package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The HTTP side: a server for each service and one gateway for all; token, faults, routes, log. */
final class Front {
    private static final String CORRELATION = "X-Correlation-ID";

    static {
        // Headers and body go in two writes; without this each answer would wait for the client's delayed
        // acknowledgement.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final World world;
    private final Map<SimulatedService, Routes> routes;
    private final @Nullable String token;
    private final @Nullable SSLContext tls;
    private final Faults faults;
    private final RequestLog log;
    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads;

    Front(
            World world,
            Map<SimulatedService, Routes> routes,
            @Nullable String token,
            @Nullable SSLContext tls,
            Faults faults,
            RequestLog log) {
        this.world = world;
        this.routes = new EnumMap<>(routes);
        this.token = token;
        this.tls = tls;
        this.faults = faults;
        this.log = log;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "edgex-simulator");
            thread.setDaemon(true);
            return thread;
        });
    }

    URI serve(SimulatedService service) throws IOException {
        return serve(exchange -> answer(exchange, service, 0), "");
    }

    /** All services below their names, as the gateway has them. */
    URI serveGateway() throws IOException {
        return serve(
                exchange -> {
                    String first = exchange.getRequestURI().getRawPath().split("/", 3)[1];
                    Optional<SimulatedService> service = routes.keySet().stream()
                            .filter(one -> one.serviceName().equals(first))
                            .findFirst();
                    if (service.isPresent()) {
                        answer(exchange, service.get(), 1);
                    } else {
                        send(exchange, Reply.text(404, "text/html", "<html><h1>404 Not Found</h1></html>"), "", false);
                    }
                },
                "");
    }

    /** What answers an exchange. */
    @FunctionalInterface
    private interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private URI serve(Answering answering, String path) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server;
        if (tls == null) {
            server = HttpServer.create(address, 0);
        } else {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = secure;
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                answering.answer(exchange);
            }
        });
        server.start();
        servers.add(server);
        String scheme = tls == null ? "http" : "https";
        String host = tls == null ? "127.0.0.1" : "localhost";
        return URI.create(scheme + "://" + host + ":" + server.getAddress().getPort() + path);
    }

    void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, SimulatedService service, int prefix) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String correlation = Optional.ofNullable(exchange.getRequestHeaders().getFirst(CORRELATION))
                .orElse("");
        Request whole = Request.of(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                body,
                world.release.since(SimulatedRelease.NAPA));
        boolean ours = whole.path().size() > prefix + 2
                && whole.path().get(prefix).equals("api")
                && whole.path().get(prefix + 1).equals(world.release.apiVersion());
        Request request = ours ? whole.below(prefix + 2) : whole;
        Optional<Fault> fault = faults.next(service, request.method(), "/" + String.join("/", request.path()));
        Optional<Fault.Kind> kind = fault.map(Fault::kind);
        Reply reply = fault.map(one -> one.answer(world, request))
                .orElseGet(() -> handled(
                        service, ours, request, exchange.getRequestHeaders().getFirst("Authorization"), fault));
        boolean silent = kind.filter(one -> one == Fault.Kind.LOSE_REQUEST || one == Fault.Kind.LOSE_ANSWER)
                .isPresent();
        String rawPath = exchange.getRequestURI().getRawPath();
        log.add(new RecordedRequest(
                service,
                request.method(),
                ours ? rawPath.substring(rawPath.indexOf("/api/" + world.release.apiVersion()) + 7) : rawPath,
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                correlation,
                new String(body, StandardCharsets.UTF_8),
                body.length,
                silent ? 0 : reply.status(),
                silent ? 0 : reply.body().length));
        if (!silent) {
            send(
                    exchange,
                    reply,
                    correlation,
                    kind.filter(Fault.Kind.TRUNCATE::equals).isPresent());
        }
    }

    private Reply handled(
            SimulatedService service,
            boolean ours,
            Request request,
            @Nullable String authorization,
            Optional<Fault> fault) {
        try {
            fault.filter(one -> one.kind() == Fault.Kind.BEFORE).ifPresent(one -> {
                one.act();
                if (!one.delay().isZero()) {
                    world.pause(one.delay());
                }
            });
            Routes operations = routes.get(service);
            if (operations == null || !ours) {
                return unknown(404, "Not Found");
            }
            boolean ping = request.path().equals(List.of("ping"));
            if (token != null && !ping && !("Bearer " + token).equals(authorization)) {
                return Reply.text(401, "application/json", "{\"message\":\"Unauthorized\"}\n");
            }
            Optional<Routes.Found> found = operations.find(request.method(), request.path());
            if (found.isEmpty()) {
                return operations.knows(request.path())
                        ? unknown(405, "Method Not Allowed")
                        : unknown(404, "Not Found");
            }
            Request matched = request.with(found.get().parameters());
            return found.get().route().waits()
                    ? withinTime(() -> guarded(found.get().route().handler()::handle, matched))
                    : guarded(found.get().route().handler()::handle, matched);
        } catch (Problem problem) {
            return Reply.json(problem.status(), world.error(problem));
        }
    }

    private Reply unknown(int status, String message) {
        return world.release.since(SimulatedRelease.NAPA)
                ? Reply.text(status, "application/json; charset=UTF-8", "{\"message\":\"" + message + "\"}\n")
                : Reply.text(status, "text/plain; charset=utf-8", status == 404 ? "404 page not found\n" : "");
    }

    private Reply guarded(Function<Request, Reply> handler, Request request) {
        try {
            return handler.apply(request);
        } catch (Problem problem) {
            return Reply.json(problem.status(), world.error(problem));
        }
    }

    /** What a handler does in time. One that is late goes on, but nobody hears of its result. */
    private Reply withinTime(Supplier<Reply> handler) {
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(handler, threads);
        try {
            return reply.get(world.requestTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return Reply.timeout(world.release);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a handler failed", failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Reply.timeout(world.release);
        }
    }

    private static void send(HttpExchange exchange, Reply reply, String correlation, boolean truncated)
            throws IOException {
        if (!correlation.isEmpty()) {
            exchange.getResponseHeaders().set(CORRELATION, correlation);
        }
        byte[] body = reply.body();
        if (body.length == 0) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body, 0, truncated ? body.length / 2 : body.length);
    }

    /** Ping, version, configuration and secrets, which all services have. */
    static Routes common(World world, SimulatedService service, boolean secure, Routes routes) {
        boolean named = world.release.since(SimulatedRelease.NAPA);
        routes.on("GET", "/ping", request -> {
                    ObjectNode answer = Trees.object()
                            .put("apiVersion", world.release.apiVersion())
                            .put(
                                    "timestamp",
                                    Instant.ofEpochMilli(world.ticks.millis()).toString());
                    return Reply.json(200, named ? answer.put("serviceName", service.serviceName()) : answer);
                })
                .on("GET", "/version", request -> {
                    ObjectNode answer = Trees.object()
                            .put("apiVersion", world.release.apiVersion())
                            .put("version", world.release.version());
                    return Reply.json(200, named ? answer.put("serviceName", service.serviceName()) : answer);
                })
                .on("GET", "/config", request -> {
                    ObjectNode answer = Trees.object().put("apiVersion", world.release.apiVersion());
                    answer.putObject("config")
                            .putObject("Service")
                            .put("MaxResultCount", world.maxResultCount)
                            .put("RequestTimeout", world.requestTimeout.toMillis() + "ms");
                    return Reply.json(200, named ? answer.put("serviceName", service.serviceName()) : answer);
                });
        if (named || service == SimulatedService.NOTIFICATIONS) {
            routes.on("POST", "/secret", request -> secret(world, secure, request));
        }
        if (!named) {
            routes.on("GET", "/metrics", request -> {
                ObjectNode answer = Trees.object().put("apiVersion", world.release.apiVersion());
                answer.putObject("metrics").put("memAlloc", 1).put("cpuBusyAvg", 1);
                return Reply.json(200, answer);
            });
        }
        return routes;
    }

    /** Takes a secret and forgets it; without the secret store there is no place for one. */
    private static Reply secret(World world, boolean secure, Request request) {
        boolean named = world.release.since(SimulatedRelease.NAPA);
        JsonNode body = request.json().orElse(Trees.object());
        if (Trees.text(body, named ? "secretName" : "path").isEmpty()
                || body.path("secretData").isEmpty()) {
            throw Problem.invalid("JSON decode failed");
        }
        if (!secure) {
            throw new Problem(named ? 405 : 500, "adding secret failed -> can't store secrets");
        }
        return Reply.json(201, world.envelope(201));
    }
}
