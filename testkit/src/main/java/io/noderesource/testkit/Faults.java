package io.noderesource.testkit;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.plan.StepType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The faults that a test asked for; each comes once. Thread-safe. */
final class Faults {

    private final Map<StepType<?>, ErrorCode> failures = new HashMap<>();
    private final Set<StepType<?>> crashesBefore = new HashSet<>();
    private final Set<StepType<?>> crashesAfter = new HashSet<>();
    private final Map<StepType<?>, List<Runnable>> interferences = new HashMap<>();

    synchronized void fail(StepType<?> type, ErrorCode code) {
        failures.put(type, code);
    }

    synchronized void crashBefore(StepType<?> type) {
        crashesBefore.add(type);
    }

    synchronized void crashAfter(StepType<?> type) {
        crashesAfter.add(type);
    }

    synchronized void interfere(StepType<?> type, Runnable interference) {
        interferences.computeIfAbsent(type, t -> new ArrayList<>()).add(interference);
    }

    synchronized List<Runnable> takeInterference(StepType<?> type) {
        List<Runnable> taken = interferences.remove(type);
        return taken == null ? List.of() : taken;
    }

    synchronized void before(StepType<?> type) {
        if (crashesBefore.remove(type)) {
            throw new SimulatedCrash("before " + type.id());
        }
        ErrorCode code = failures.remove(type);
        if (code != null) {
            throw new NodeResourceException(code, type.id() + " failed because the test wanted it; " + code.remedy());
        }
    }

    synchronized void after(StepType<?> type) {
        if (crashesAfter.remove(type)) {
            throw new SimulatedCrash("after " + type.id());
        }
    }
}
