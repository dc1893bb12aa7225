package io.noderesource.examples.nrm;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.noderesource.apply.ApplyListener;
import io.noderesource.apply.StepOutcome;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.devices.DeviceLoop;
import io.noderesource.devices.Pass;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.devices.resource.ManifestSet;
import io.noderesource.devices.resource.ManifestStore;
import io.noderesource.plan.Drift;
import io.noderesource.plan.Notice;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Refusal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes what a watch over devices does, a line for each change; what stands as it stood is not told again. Thread-safe. */
final class DeviceLog {

    /** More resources than these that are refused for the same reason are one line. */
    private static final int EACH = 5;

    private final EventLog log;
    private @Nullable String lastFailure;

    DeviceLog(EventLog log) {
        this.log = log;
    }

    void started(String nodePool, Path manifests, EdgePlatform platform) {
        log.event(
                "started", null, "watching " + manifests + " for node pool " + nodePool + " on " + platform.describe());
    }

    void stopped() {
        log.event("stopped", null, "no step is under way");
    }

    void note(String text) {
        log.event("note", null, text);
    }

    /** Tells what is in force from now on. */
    void read(ManifestSet read, ManifestStore store) {
        read.diagnostics().forEach(d -> log.event(read.isGood() ? "warning" : "mistake", d.code(), d.toString()));
        if (read.isGood()) {
            log.event(
                    "in-force",
                    null,
                    "the manifests are good: " + read.resources().size() + " resources");
        } else {
            log.event(
                    "rejected",
                    null,
                    store.list().stream().allMatch(IotResource::isMirrorOnly)
                            ? "the manifests are bad, and there are none that were good; nothing is changed"
                            : "the manifests are bad; the last good ones stay in force");
        }
    }

    /** What comes of it, or, when it fails, which is told, what there was before. */
    <T> T attempt(Supplier<T> what, T before) {
        try {
            return what.get();
        } catch (NodeResourceException e) {
            failed(e);
            return before;
        }
    }

    /** Tells what a turn of the loop found and did beyond its steps. */
    void turn(DeviceLoop.Turn turn) {
        RuntimeException failure = turn.failure();
        if (failure != null) {
            failed(
                    failure instanceof NodeResourceException known
                            ? known
                            : new NodeResourceException(
                                    StandardErrorCode.INTERNAL,
                                    "cannot finish this pass: " + failure + "; the next one comes later",
                                    failure));
        }
        turn.pass().ifPresent(this::made);
    }

    private void made(Pass pass) {
        worked();
        pass.wayBack()
                .creations()
                .forEach(r -> log.event(
                        "mirrored",
                        null,
                        r.address() + ": '" + r.edgeName() + "' is on the platform and not declared"));
        pass.wayBack()
                .deletions()
                .forEach(r -> log.event("unmirrored", null, r.address() + ": there is nothing to mirror any more"));
        pass.wayBack().updates().stream()
                .filter(IotResource::isDeleting)
                .forEach(r -> log.event("deleted", null, r.address() + ": its object is gone, and so is it"));
        refusals(pass.plan());
        for (Drift drift : pass.plan().drifts()) {
            log.standing("drift", drift.code(), drift.address() + ": " + drift.subject() + ": " + drift.fact());
        }
        for (Notice notice : pass.plan().notices()) {
            log.standing("note", notice.code(), notice.address() + ": " + notice.subject() + ": " + notice.fact());
        }
        pass.problems().forEach(problem -> log.standing("error", null, problem));
        log.settle();
    }

    private void refusals(Plan plan) {
        plan.refusals().stream()
                .collect(groupingBy(r -> List.of(r.code(), r.facts()), LinkedHashMap::new, toList()))
                .values()
                .forEach(alike -> {
                    if (alike.size() > EACH) {
                        Refusal one = alike.get(0);
                        log.standing("refused", one.code(), alike.size() + " resources, such as " + text(one));
                    } else {
                        alike.forEach(r -> log.standing("refused", r.code(), text(r)));
                    }
                });
    }

    private static String text(Refusal refusal) {
        return refusal.address() + ": " + String.join("; ", refusal.facts()) + ". " + refusal.remedy();
    }

    private synchronized void worked() {
        lastFailure = null;
    }

    private synchronized void failed(NodeResourceException failure) {
        String message = failure.code().id() + failure.getMessage();
        if (!message.equals(lastFailure)) {
            log.event("error", failure.code(), String.valueOf(failure.getMessage()));
        }
        lastFailure = message;
    }

    /** Hears the steps of each pass. */
    ApplyListener steps() {
        return new ApplyListener() {
            @Override
            public void stepEnded(StepOutcome ended) {
                log.ended(ended);
            }
        };
    }
}
