package io.noderesource.testkit;

import io.noderesource.base.ErrorCode;
import io.noderesource.plan.StepType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults that a test asked for, each of which comes once, and those that came. Thread-safe. */
final class Faults {

    private final Map<StepType<?>, ErrorCode> failures = new HashMap<>();
    private final Map<StepType<?>, List<StepFault>> faults = new HashMap<>();
    private final Map<StepType<?>, List<Runnable>> interferences = new HashMap<>();
    private final List<SimulatedFault> came = new ArrayList<>();

    synchronized void fail(StepType<?> type, ErrorCode code) {
        failures.put(type, code);
    }

    synchronized void next(StepType<?> type, StepFault fault) {
        faults.computeIfAbsent(type, t -> new ArrayList<>()).add(fault);
    }

    synchronized void interfere(StepType<?> type, Runnable interference) {
        interferences.computeIfAbsent(type, t -> new ArrayList<>()).add(interference);
    }

    synchronized void clear() {
        failures.clear();
        faults.clear();
        interferences.clear();
    }

    synchronized List<Runnable> takeInterference(StepType<?> type) {
        List<Runnable> taken = interferences.remove(type);
        return taken == null ? List.of() : taken;
    }

    synchronized Optional<ErrorCode> takeFailure(StepType<?> type) {
        return Optional.ofNullable(failures.remove(type));
    }

    /** The faults of the next step of a type, in the order in which they were asked for. */
    synchronized List<StepFault> take(StepType<?> type) {
        List<StepFault> taken = faults.remove(type);
        return taken == null ? List.of() : taken;
    }

    synchronized void came(StepFault fault, StepType<?> type) {
        came.add(new SimulatedFault(fault, type));
    }

    synchronized List<SimulatedFault> came() {
        return List.copyOf(came);
    }
}
