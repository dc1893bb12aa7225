package io.noderesource.devices;

import io.noderesource.plan.PlannedStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which steps of a plan can be done now, as others end: a count of what each still waits for, and for each those that wait for
 * it. Linear in the steps and what they require. Not thread-safe.
 */
final class Waves {

    private final List<PlannedStep> steps;
    private final List<List<Integer>> waiting = new ArrayList<>();
    private final int[] missing;
    private final boolean[] settled;
    private List<Integer> ready = new ArrayList<>();

    Waves(List<PlannedStep> steps) {
        this.steps = steps;
        missing = new int[steps.size()];
        settled = new boolean[steps.size()];
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < steps.size(); place++) {
            places.put(steps.get(place).id(), place);
            waiting.add(new ArrayList<>());
        }
        for (int place = 0; place < steps.size(); place++) {
            for (String required : steps.get(place).requires()) {
                missing[place]++; // also for one that is not in the plan, and so never done
                Integer before = places.get(required);
                if (before != null) {
                    waiting.get(before).add(place);
                }
            }
            if (missing[place] == 0) {
                ready.add(place);
            }
        }
    }

    /** What can be done now, together by class and kind, in the plan's order; each is told once. */
    List<List<Integer>> next() {
        List<Integer> wave = ready;
        ready = new ArrayList<>();
        wave.sort(Integer::compare);
        Map<List<Object>, List<Integer>> groups = new LinkedHashMap<>();
        for (int place : wave) {
            PlannedStep planned = steps.get(place);
            groups.computeIfAbsent(
                            List.of(
                                    planned.step().getClass(),
                                    planned.step().address().kind()),
                            group -> new ArrayList<>())
                    .add(place);
        }
        return List.copyOf(groups.values());
    }

    /** A step is done: what waited for it alone can be done now. */
    void done(int place) {
        settled[place] = true;
        for (int later : waiting.get(place)) {
            if (--missing[later] == 0 && !settled[later]) {
                ready.add(later);
            }
        }
    }

    /** A step is not done, and so neither are those that are given back, each for want of the one named with it. */
    Map<Integer, Integer> notDone(int place) {
        settled[place] = true;
        Map<Integer, Integer> blocked = new LinkedHashMap<>();
        List<Integer> causes = new ArrayList<>(List.of(place));
        for (int next = 0; next < causes.size(); next++) {
            int cause = causes.get(next);
            for (int later : waiting.get(cause)) {
                if (!settled[later]) {
                    settled[later] = true;
                    blocked.put(later, cause);
                    causes.add(later);
                }
            }
        }
        return blocked;
    }

    /** Those whose requirements never end: they are not in the plan, or go round in a circle. */
    List<Integer> left() {
        List<Integer> left = new ArrayList<>();
        for (int place = 0; place < settled.length; place++) {
            if (!settled[place]) {
                left.add(place);
            }
        }
        return left;
    }
}
