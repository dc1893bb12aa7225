package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** support-scheduler: intervals and actions up to 3.x, jobs and records from 4.0 on. Nothing runs by itself. */
final class Scheduler {
    private final World world;
    private final Shapes shapes;

    Scheduler(World world, Shapes shapes) {
        this.world = world;
        this.shapes = shapes;
    }

    Routes routes() {
        Routes routes = new Routes();
        return world.release.since(SimulatedRelease.PALAU) ? jobs(routes) : intervals(routes);
    }

    private Routes intervals(Routes routes) {
        return routes.on("POST", "/interval", this::addIntervals)
                .on("PATCH", "/interval", this::patchIntervals)
                .on("GET", "/interval/all", request -> all(request, "intervals", world.intervals, shapes.interval))
                .on(
                        "GET",
                        "/interval/name/{name}",
                        request -> one(request, "interval", world.intervals, shapes.interval))
                .on("DELETE", "/interval/name/{name}", this::deleteInterval)
                .on("POST", "/intervalaction", this::addActions)
                .on("PATCH", "/intervalaction", this::patchActions)
                .on(
                        "GET",
                        "/intervalaction/all",
                        request -> all(request, "actions", world.intervalActions, shapes.intervalAction))
                .on(
                        "GET",
                        "/intervalaction/name/{name}",
                        request -> one(request, "action", world.intervalActions, shapes.intervalAction))
                .on("DELETE", "/intervalaction/name/{name}", this::deleteAction);
    }

    private Routes jobs(Routes routes) {
        return routes.on("POST", "/job", this::addJobs)
                .on("PATCH", "/job", this::patchJobs)
                .on("GET", "/job/all", request -> all(request, "scheduleJobs", world.jobs, shapes.job))
                .on("GET", "/job/name/{name}", request -> one(request, "scheduleJob", world.jobs, shapes.job))
                .on("DELETE", "/job/name/{name}", this::deleteJob)
                .on("POST", "/job/trigger/name/{name}", this::trigger)
                .on("GET", "/scheduleactionrecord/all", request -> records(request, row -> true))
                .on("GET", "/scheduleactionrecord/latest/job/name/{name}", this::latestRecords)
                .on("GET", "/scheduleactionrecord/job/name/{name}", request -> records(request, ofJob(request)))
                .on(
                        "GET",
                        "/scheduleactionrecord/job/name/{name}/status/{status}",
                        request -> records(request, ofJob(request).and(ofStatus(request))))
                .on("GET", "/scheduleactionrecord/status/{status}", request -> records(request, ofStatus(request)));
    }

    private Reply addIntervals(Request request) {
        return Batch.add(
                world, request, "interval", shapes.interval, interval -> added("interval", world.intervals, interval));
    }

    private Optional<String> added(String kind, Table table, ObjectNode object) {
        synchronized (world) {
            Metadata.requireNew(table, kind, object);
            ObjectNode added = Metadata.stamped(world, object);
            table.put(added);
            return Optional.of(Trees.text(added, "id"));
        }
    }

    private Optional<String> patched(String kind, Table table, Shape shape, ObjectNode patch) {
        ObjectNode after = shape.patched(Metadata.named(table, kind, patch), patch);
        table.put(after.put("modified", world.ticks.millis()));
        return Optional.empty();
    }

    private Reply patchIntervals(Request request) {
        return Batch.patch(world, request, "interval", shapes.interval, patch -> {
            synchronized (world) {
                ObjectNode before = Metadata.named(world.intervals, "interval", patch);
                if (world.intervalActions.has("intervalName", Trees.text(before, "name"))) {
                    throw Problem.conflict("fail to patch the interval when associated intervalAction exists");
                }
                return patched("interval", world.intervals, shapes.interval, patch);
            }
        });
    }

    private Reply deleteInterval(Request request) {
        synchronized (world) {
            ObjectNode interval = Metadata.byName(world.intervals, "interval", request.parameter("name"));
            if (world.intervalActions.has("intervalName", Trees.text(interval, "name"))) {
                throw Problem.conflict("fail to delete the interval when associated intervalAction exists");
            }
            world.intervals.remove(interval);
        }
        return Reply.json(200, world.envelope(200));
    }

    private Reply addActions(Request request) {
        return Batch.add(world, request, "action", shapes.intervalAction, action -> {
            synchronized (world) {
                requireInterval(action);
                return added("intervalAction", world.intervalActions, action);
            }
        });
    }

    private Reply patchActions(Request request) {
        return Batch.patch(world, request, "action", shapes.intervalAction, patch -> {
            synchronized (world) {
                if (patch.has("intervalName")) {
                    requireInterval(patch);
                }
                return patched("intervalAction", world.intervalActions, shapes.intervalAction, patch);
            }
        });
    }

    private void requireInterval(ObjectNode action) {
        String name = Trees.text(action, "intervalName");
        if (world.intervals.byName(name).isEmpty()) {
            throw Problem.notFound("interval '" + name + "' does not exists");
        }
    }

    private Reply deleteAction(Request request) {
        return delete(request, "intervalAction", world.intervalActions);
    }

    private Reply deleteJob(Request request) {
        return delete(request, "schedule job", world.jobs);
    }

    private Reply delete(Request request, String kind, Table table) {
        synchronized (world) {
            table.remove(Metadata.byName(table, kind, request.parameter("name")));
        }
        return Reply.json(200, world.envelope(200));
    }

    private Reply addJobs(Request request) {
        return Batch.add(world, request, "scheduleJob", shapes.job, job -> {
            if (Trees.text(job, "adminState").isEmpty()) {
                job.put("adminState", "UNLOCKED");
            }
            return added("schedule job", world.jobs, job);
        });
    }

    private Reply patchJobs(Request request) {
        return Batch.patch(world, request, "scheduleJob", shapes.job, patch -> {
            synchronized (world) {
                return patched("schedule job", world.jobs, shapes.job, patch);
            }
        });
    }

    private Reply trigger(Request request) {
        synchronized (world) {
            ObjectNode job = Metadata.byName(world.jobs, "schedule job", request.parameter("name"));
            for (JsonNode action : job.path("actions")) {
                ObjectNode row = Trees.object()
                        .put("id", world.ids.next())
                        .put("jobName", Trees.text(job, "name"))
                        .put("status", "SUCCEEDED")
                        .put("scheduledAt", world.ticks.millis())
                        .put("created", world.ticks.millis());
                row.set("action", action);
                world.jobRecords.put(row);
            }
        }
        return Reply.json(202, world.envelope(202));
    }

    private Reply records(Request request, Predicate<ObjectNode> wanted) {
        long start = request.query("start").map(Long::parseLong).orElse(0L);
        long end = request.query("end").map(Long::parseLong).orElse(Long.MAX_VALUE);
        synchronized (world) {
            List<ObjectNode> rows = world.jobRecords.all().stream()
                    .filter(wanted)
                    .filter(row -> row.path("created").asLong() >= start
                            && row.path("created").asLong() <= end)
                    .toList();
            return Paging.page(world, request, "scheduleActionRecords", rows, shapes.jobRecord::render);
        }
    }

    /** The records of the job's last run: one for each of its actions. */
    private Reply latestRecords(Request request) {
        synchronized (world) {
            ObjectNode job = Metadata.byName(world.jobs, "schedule job", request.parameter("name"));
            List<ObjectNode> rows = new ArrayList<>(
                    world.jobRecords.all().stream().filter(ofJob(request)).toList());
            Collections.reverse(rows);
            List<ObjectNode> latest =
                    rows.stream().limit(job.path("actions").size()).toList();
            return Paging.page(world, request, "scheduleActionRecords", latest, shapes.jobRecord::render);
        }
    }

    private static Predicate<ObjectNode> ofJob(Request request) {
        return row -> Trees.text(row, "jobName").equals(request.parameter("name"));
    }

    private static Predicate<ObjectNode> ofStatus(Request request) {
        return row -> Trees.text(row, "status").equals(request.parameter("status"));
    }

    private Reply all(Request request, String key, Table table, Shape shape) {
        synchronized (world) {
            return Paging.page(world, request, key, Metadata.labelled(request, table.all()), shape::render);
        }
    }

    private Reply one(Request request, String key, Table table, Shape shape) {
        synchronized (world) {
            ObjectNode answer = world.envelope(200);
            answer.set(key, shape.render(Metadata.byName(table, key, request.parameter("name"))));
            return Reply.json(200, answer);
        }
    }
}
