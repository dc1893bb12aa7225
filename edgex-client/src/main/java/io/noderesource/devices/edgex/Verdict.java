package io.noderesource.devices.edgex;

import io.noderesource.apply.Outcome;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.AddObject;
import io.noderesource.devices.plan.ChangeObject;
import io.noderesource.devices.plan.EdgeStep;
import io.noderesource.devices.plan.RemoveObject;
import io.noderesource.devices.plan.SetProperty;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.Effect;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an answer of EdgeX means for a step: by kind and effect of the failure, never by its text. Pure. */
final class Verdict {

    /** Fields that name another object, which may be the one that is not there. */
    private static final Set<String> REFERENCES = Set.of("serviceName", "profileName", "parent");

    private Verdict() {}

    /** Whether only a look can tell what the request did. */
    static boolean isOpen(EdgexException failure) {
        return failure.effect() == Effect.UNKNOWN;
    }

    /** What a failure means that is certain to have changed nothing, or after which nothing was found changed. */
    static Outcome of(EdgeStep step, EdgexException failure) {
        return switch (failure.kind()) {
            case NOT_FOUND -> notFound(step, failure);
            case CONFLICT -> conflict(step, failure);
            case LOCKED -> locked(step, failure);
            case UNSUPPORTED_DIALECT ->
                failed(DevicesErrorCode.FIELD_NOT_CARRIED, step, failure, "leave out what this release does not know");
            case NOT_SUPPORTED ->
                step instanceof SetProperty
                        ? failed(
                                DevicesErrorCode.BAD_PROPERTY,
                                step,
                                failure,
                                "declare only properties that can be written")
                        : refused(step, failure);
            case INVALID, TOO_LARGE -> refused(step, failure);
            case SERVER ->
                // Core-command answers 500 also when the device did not take the value.
                step instanceof SetProperty ? refused(step, failure) : unavailable(step, failure);
            default -> unavailable(step, failure);
        };
    }

    private static Outcome notFound(EdgeStep step, EdgexException failure) {
        if (step instanceof AddObject) {
            return missingDependency(step, failure);
        }
        if (step instanceof RemoveObject) {
            return new Outcome.AlreadyInPlace();
        }
        boolean refers = step instanceof ChangeObject change
                && change.changes().stream().anyMatch(c -> REFERENCES.contains(c.field()));
        return refers ? missingDependency(step, failure) : gone(step);
    }

    private static Outcome missingDependency(EdgeStep step, EdgexException failure) {
        return failed(
                DevicesErrorCode.MISSING_DEPENDENCY,
                step,
                failure,
                "declare the service, profile or parent that it names, or start the device service that registers itself");
    }

    private static Outcome conflict(EdgeStep step, EdgexException failure) {
        return step instanceof RemoveObject
                ? failed(DevicesErrorCode.IN_USE, step, failure, "remove first what uses it")
                : refused(step, failure);
    }

    private static Outcome locked(EdgeStep step, EdgexException failure) {
        return step instanceof SetProperty
                ? failed(DevicesErrorCode.DEVICE_STOPPED, step, failure, DevicesErrorCode.DEVICE_STOPPED.remedy())
                : failed(
                        DevicesErrorCode.REFUSED,
                        step,
                        failure,
                        "see core-metadata's settings Writable.ProfileChange, which forbid it");
    }

    private static Outcome refused(EdgeStep step, EdgexException failure) {
        return failed(DevicesErrorCode.REFUSED, step, failure, "correct the declaration");
    }

    private static Outcome unavailable(EdgeStep step, EdgexException failure) {
        return failed(
                DevicesErrorCode.PLATFORM_UNAVAILABLE, step, failure, DevicesErrorCode.PLATFORM_UNAVAILABLE.remedy());
    }

    /** The object that a step is about is not there any more. */
    static Outcome gone(EdgeStep step) {
        return new Outcome.Stale(
                DevicesErrorCode.MISSING, "cannot " + step.summary() + ": it is not there; make a new plan");
    }

    /** Neither the answer nor a look tells what became of it. */
    static Outcome unknown(EdgeStep step, EdgexException failure, EdgexException look) {
        return new Outcome.Failed(
                DevicesErrorCode.PLATFORM_UNAVAILABLE,
                "cannot tell whether it could " + step.summary() + ": " + failure.getMessage()
                        + "; and it could not be looked up: " + look.getMessage()
                        + "; see whether the platform works, the next pass looks again");
    }

    /** Nothing can be done because it could not be looked at. */
    static Outcome unseen(EdgeStep step, EdgexException look) {
        return failed(
                DevicesErrorCode.PLATFORM_UNAVAILABLE, step, look, DevicesErrorCode.PLATFORM_UNAVAILABLE.remedy());
    }

    /** An object of the name is there, and is not what was to be added. */
    static Outcome taken(AddObject step, List<String> fields) {
        return new Outcome.Stale(
                DevicesErrorCode.NOT_ADOPTED,
                "cannot " + step.summary() + ": there is one of this name, which differs in "
                        + String.join(", ", fields) + "; adopt it, or give the resource another name");
    }

    /** What it was planned on has changed. */
    static Outcome moved(ChangeObject step, List<String> fields) {
        return new Outcome.Stale(
                DevicesErrorCode.DIFFERS,
                "cannot " + step.summary() + ": " + String.join(", ", fields)
                        + " changed since the plan was made; make a new plan");
    }

    /** The step cannot be what it says. */
    static Outcome unreadable(EdgeStep step, @Nullable String reason) {
        return new Outcome.Failed(
                DevicesErrorCode.BAD_RESOURCE,
                "cannot " + step.summary() + ": " + reason + "; correct the field that is named");
    }

    /** A property cannot be written as declared; nothing was sent. */
    static Outcome badProperty(SetProperty step, String reason) {
        return new Outcome.Failed(
                DevicesErrorCode.BAD_PROPERTY, "cannot " + step.summary() + ": " + reason + "; nothing was sent");
    }

    /** A device takes no commands; nothing was sent. */
    static Outcome stopped(SetProperty step, String state) {
        return new Outcome.Failed(
                DevicesErrorCode.DEVICE_STOPPED,
                "cannot " + step.summary() + ": the device is " + state + ", and nothing was sent; "
                        + DevicesErrorCode.DEVICE_STOPPED.remedy());
    }

    private static Outcome failed(DevicesErrorCode code, EdgeStep step, EdgexException failure, String remedy) {
        return new Outcome.Failed(code, "cannot " + step.summary() + ": " + failure.getMessage() + "; " + remedy);
    }
}
