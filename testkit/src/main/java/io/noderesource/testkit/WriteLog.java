package io.noderesource.testkit;

import io.noderesource.inventory.Lvm;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.MarkVolumeGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The writes to a simulated node, each judged before it is made. Guarded by the node's guard. */
final class WriteLog {

    private final String node;
    private final Machine machine;
    private final @Nullable String systemId;
    private final Locks locks;
    private final Sight sight;
    private final StepWork work;

    private final List<SimulatedWrite> writes = new ArrayList<>();
    private final Set<String> madeBySteps = new HashSet<>();
    private @Nullable Set<Device> declared;

    WriteLog(String node, Machine machine, @Nullable String systemId, Locks locks, Sight sight, StepWork work) {
        this.node = node;
        this.machine = machine;
        this.systemId = systemId;
        this.locks = locks;
        this.sight = sight;
        this.work = work;
    }

    List<SimulatedWrite> writes() {
        return List.copyOf(writes);
    }

    void forget() {
        writes.clear();
    }

    /** Says which devices steps may write to from now on. */
    void declare(Set<Device> all) {
        declared = Set.copyOf(all);
    }

    /** LVM's commands, with each of their writes logged, and judged unless they are an administrator's. */
    LvmCommands lvm(String by) {
        return new LvmCommands(machine, systemId, new Judge(by));
    }

    private final class Judge implements LvmCommands.Log {
        private final String by;
        private final boolean judged;

        Judge(String by) {
            this.by = by;
            this.judged = !by.equals(SimulatedWrite.ADMINISTRATOR);
        }

        @Override
        public void formats(Device device) {
            List<String> wrong = authority(device);
            wrong.addAll(WriteJudge.format(machine, device));
            log(device.key, wrong);
        }

        @Override
        public void made(String uuid) {
            if (judged) {
                madeBySteps.add(uuid);
            }
        }

        @Override
        public void joins(Device device, Group group) {
            List<String> wrong = authority(device);
            wrong.addAll(WriteJudge.use(machine, device));
            Content.Label label = device.content.label();
            if (label == null || !madeBySteps.contains(label.uuid())) {
                wrong.add("its PV was not made by a step");
            }
            if (!device.content.others().isEmpty()) {
                wrong.add("it carried " + device.content.others() + " besides");
            }
            if (by.equals(CreateVolumeGroup.TYPE.id()) && !sight.isWhole(Lvm.SECTION)) {
                wrong.add("a volume group was made though LVM's report was not whole");
            }
            log(device.key, wrong);
        }

        @Override
        public void grows(Device device, Group group) {
            changes(group, claim(device));
        }

        @Override
        public void changes(Group group) {
            changes(group, List.of());
        }

        private void changes(Group group, List<String> alreadyWrong) {
            List<String> wrong = lock();
            wrong.addAll(alreadyWrong);
            if (!by.equals(MarkVolumeGroup.TYPE.id())) {
                wrong.addAll(WriteJudge.ownership(group, node));
            }
            // Not a write of its own: a step that is cut after its first device has changed the group as well.
            writes.add(new SimulatedWrite(by, "vg " + group.name, judged ? wrong : List.of()));
        }

        private void log(String subject, List<String> wrong) {
            work.writes(by);
            writes.add(new SimulatedWrite(by, subject, judged ? wrong : List.of()));
        }
    }

    /** An administrator changes a volume group. */
    void administered(Group group) {
        writes.add(new SimulatedWrite(SimulatedWrite.ADMINISTRATOR, "vg " + group.name, List.of()));
    }

    /** Wipes a device for which a consent was given. */
    void wipe(String by, Device device) {
        List<String> wrong = authority(device);
        wrong.addAll(WriteJudge.use(machine, device));
        Content.Label label = device.content.label();
        if (label != null && label.group() != null) {
            wrong.add("it was a PV of a volume group");
        }
        work.writes(by);
        writes.add(new SimulatedWrite(by, device.key, wrong));
        device.content.wipeSignatures();
        machine.forgetPartitions(device);
        work.writes(by);
        erase(device);
    }

    /** Makes a file system on a device that no consent was given for. */
    void mkfs(String by, Device device) {
        List<String> wrong = authority(device);
        wrong.addAll(WriteJudge.format(machine, device));
        record(by, device, wrong);
    }

    /** Mounts a file system, which writes to it. */
    void mount(String by, Device device) {
        List<String> wrong = authority(device);
        wrong.addAll(WriteJudge.use(machine, device));
        record(by, device, wrong);
    }

    /** Changes a mounted file system: its size, its label. */
    void change(String by, Device device) {
        record(by, device, authority(device));
    }

    private void record(String by, Device device, List<String> wrong) {
        work.writes(by);
        writes.add(new SimulatedWrite(by, device.key, wrong));
    }

    /** Makes a device blank. */
    void erase(Device device) {
        device.content.wipe();
        machine.forgetPartitions(device);
        if (!locks.isClaimed(device)) {
            device.settle();
        }
    }

    /** What is wrong with a write apart from the device: locks not held, a device that nobody declared. */
    private List<String> authority(Device device) {
        List<String> wrong = lock();
        wrong.addAll(claim(device));
        if (declared != null && !declared.contains(device)) {
            wrong.add("nobody declared it");
        }
        return wrong;
    }

    private List<String> claim(Device device) {
        return locks.isClaimed(device) ? List.of() : List.of("the device's lock was not held");
    }

    private List<String> lock() {
        List<String> wrong = new ArrayList<>();
        if (!locks.nodeIsLocked() && !work.isLate()) {
            wrong.add("the node's lock was not held");
        }
        return wrong;
    }
}
