package io.noderesource.testkit;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.DeviceType;
import io.noderesource.plan.StepType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Steps being done on a simulated node, with the faults that were asked for. Thread-safe. */
final class StepWork {

    private final Object guard;
    private final Machine machine;
    private final SimulatedClock clock;
    private final Locks locks;
    private final Faults faults = new Faults();

    private Duration duration = Duration.ofMillis(300);
    private final Map<StepType<?>, CountDownLatch> hanging = new HashMap<>();
    private @Nullable StepType<?> cutWithin;
    private int writes;
    private boolean late;

    StepWork(Object guard, Machine machine, SimulatedClock clock, Locks locks) {
        this.guard = guard;
        this.machine = machine;
        this.clock = clock;
        this.locks = locks;
    }

    Faults faults() {
        return faults;
    }

    /** Sets how long a step takes; called under the guard. */
    void lasts(Duration each) {
        duration = each;
    }

    /**
     * Does a step's work, with the faults that were asked for.
     *
     * @param type the step's type
     * @param touched the devices that it writes to, or the members of its volume group
     * @param work what it does
     */
    void run(StepType<?> type, Supplier<List<Device>> touched, Runnable work) {
        faults.takeInterference(type).forEach(Runnable::run);
        List<StepFault> coming = faults.take(type);
        boolean hang = coming.contains(StepFault.HANG);
        if (hang) {
            hang(StepFault.HANG, type);
        }
        synchronized (guard) {
            late = hang || coming.contains(StepFault.HANG_AFTER);
            try {
                runNow(type, coming, touched, work);
            } catch (SimulatedCrash crash) {
                locks.releaseAll();
                if (coming.contains(StepFault.REBOOT)) {
                    machine.reboot(machine.shuffledDisks(), machine.shuffledModules());
                }
                throw crash;
            } finally {
                late = false;
                cutWithin = null;
                if (hang) {
                    ended(type);
                }
            }
        }
        if (coming.contains(StepFault.HANG_AFTER)) {
            hang(StepFault.HANG_AFTER, type);
            synchronized (guard) {
                ended(type);
            }
        }
    }

    private void runNow(StepType<?> type, List<StepFault> coming, Supplier<List<Device>> touched, Runnable work) {
        clock.advance(duration);
        faults.takeFailure(type).ifPresent(code -> {
            throw failed(type, code);
        });
        for (StepFault fault : coming) {
            before(fault, type, touched);
        }
        writes = 0;
        if (coming.contains(StepFault.CRASH_WITHIN)) {
            cutWithin = type;
        }
        if (!coming.contains(StepFault.LIE)) {
            work.run();
        }
        for (StepFault fault : coming) {
            after(fault, type);
        }
    }

    private void before(StepFault fault, StepType<?> type, Supplier<List<Device>> touched) {
        switch (fault) {
            case FAIL -> {
                faults.came(fault, type);
                throw failed(type, StandardErrorCode.IO);
            }
            case CRASH_BEFORE -> {
                faults.came(fault, type);
                throw new SimulatedCrash("before " + type.id());
            }
            case LIE -> faults.came(fault, type);
            case PULL ->
                disksOf(touched).stream().findFirst().ifPresent(disk -> {
                    faults.came(fault, type);
                    machine.pull(disk);
                });
            case SWAP_MEDIUM ->
                disksOf(touched).stream().findFirst().ifPresent(disk -> {
                    faults.came(fault, type);
                    machine.replaceMedium(disk);
                });
            case FAIL_AFTER, CRASH_WITHIN, CRASH_AFTER, REBOOT, HANG, HANG_AFTER -> {}
        }
    }

    private void after(StepFault fault, StepType<?> type) {
        switch (fault) {
            case FAIL_AFTER -> {
                faults.came(fault, type);
                throw failed(type, StandardErrorCode.IO);
            }
            case CRASH_AFTER, REBOOT, CRASH_WITHIN -> {
                faults.came(fault == StepFault.CRASH_WITHIN ? StepFault.CRASH_AFTER : fault, type);
                throw new SimulatedCrash("after " + type.id());
            }
            case FAIL, CRASH_BEFORE, HANG, HANG_AFTER, LIE, PULL, SWAP_MEDIUM -> {}
        }
    }

    private static List<Device> disksOf(Supplier<List<Device>> touched) {
        return touched.get().stream()
                .map(d -> d.disk == null ? d : d.disk)
                .filter(d -> d.type == DeviceType.DISK && !d.key.equals(Machine.SYSTEM_DISK))
                .toList();
    }

    private static NodeResourceException failed(StepType<?> type, ErrorCode code) {
        return new NodeResourceException(code, type.id() + " failed because the test wanted it; " + code.remedy());
    }

    /** A second write of a step that is to be cut does not come about. */
    void writes(String by) {
        if (cutWithin != null && cutWithin.id().equals(by) && ++writes == 2) {
            faults.came(StepFault.CRASH_WITHIN, cutWithin);
            throw new SimulatedCrash("in the middle of " + by);
        }
    }

    // ---- calls that hang ----------------------------------------------------------------------------------------

    private void hang(StepFault fault, StepType<?> type) {
        CountDownLatch released = new CountDownLatch(1);
        faults.came(fault, type);
        synchronized (guard) {
            hanging.put(type, released);
        }
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ended(StepType<?> type) {
        hanging.remove(type);
        guard.notifyAll();
    }

    /** Lets all hanging calls go on, and waits until they have done what they were to do. */
    void release() {
        synchronized (guard) {
            hanging.values().forEach(CountDownLatch::countDown);
            while (!hanging.isEmpty()) {
                try {
                    guard.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    boolean isHanging() {
        return !hanging.isEmpty();
    }

    /** Tells whether a call into LVM hangs: it holds LVM's lock. */
    boolean isLvmStuck() {
        return isStuck("lvm/");
    }

    /** Tells whether a call into libndctl hangs: others wait for their turn. */
    boolean isPmemStuck() {
        return isStuck("pmem/");
    }

    private boolean isStuck(String types) {
        return hanging.keySet().stream().anyMatch(t -> t.id().startsWith(types));
    }

    /**
     * Tells whether a call that hangs or hung does its work now: its caller goes with an answer, before or after, and the node's lock with
     * him.
     */
    boolean isLate() {
        return late;
    }
}
