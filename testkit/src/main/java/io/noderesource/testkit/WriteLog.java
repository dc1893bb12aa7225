package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.MarkVolumeGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
    private final Set<String> namespacesMade = new HashSet<>();
    private final NdctlCommands ndctl;
    private @Nullable Set<Device> declared;
    private Set<Nvdimm> declaredModules = Set.of();

    WriteLog(String node, Machine machine, @Nullable String systemId, Locks locks, Sight sight, StepWork work) {
        this.node = node;
        this.machine = machine;
        this.systemId = systemId;
        this.locks = locks;
        this.sight = sight;
        this.work = work;
        this.ndctl = new NdctlCommands(machine);
    }

    List<SimulatedWrite> writes() {
        return List.copyOf(writes);
    }

    void forget() {
        writes.clear();
    }

    /** Tells whether a step made a namespace. */
    boolean isMadeByStep(Namespace namespace) {
        return namespacesMade.contains(namespace.key);
    }

    /** Says which devices steps may write to from now on, and on which modules they may make some. */
    void declare(Set<Device> all, Set<Nvdimm> modules) {
        declared = Set.copyOf(all);
        declaredModules = Set.copyOf(modules);
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
            List<String> wrong = new ArrayList<>(claim(device));
            wrong.addAll(WriteJudge.growth(device, group));
            changes(group, wrong);
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
        administered("vg " + group.name);
    }

    /** An administrator changes something. */
    void administered(String subject) {
        writes.add(new SimulatedWrite(SimulatedWrite.ADMINISTRATOR, subject, List.of()));
    }

    /** A step is about to be done in another region than was meant. */
    void mistakes(String what, Nvdimm module) {
        writes.add(new SimulatedWrite(what, "region " + module.key, List.of("another region was meant")));
    }

    /** Gives a module labels; the device that all of it was is gone then. */
    void initializeLabels(String by, Nvdimm module) {
        List<String> wrong = authority(module);
        for (Namespace each : module.namespaces) {
            Device device = each.device;
            if (device == null) {
                wrong.add("what " + each + " held could not be seen");
            } else {
                wrong.addAll(claim(device));
                wrong.addAll(WriteJudge.format(machine, device));
            }
        }
        if (module.labelled) {
            wrong.add("it had labels already");
        }
        record(by, "region " + module.key, wrong);
        ndctl.initializeLabels(module);
    }

    /** Makes a namespace of which both ends are cleared, and nothing else yet. */
    Namespace createNamespace(String by, Nvdimm module, String uuid, String label, ByteSize size) {
        List<String> wrong = authority(module);
        Namespace namespace = ndctl.create(module, uuid, label, size);
        namespacesMade.add(namespace.key);
        record(by, namespace.key, wrong);
        namespace.content.wipeSignatures();
        Device device = namespace.device;
        if (device != null) {
            device.settle();
        }
        return namespace;
    }

    /** Clears a namespace that is being made, and gives it its layout and its name. */
    void finishNamespace(String by, Namespace namespace, Mode mode, String layoutUuid, String name) {
        List<String> wrong = authority(namespace.module);
        wrong.addAll(WriteJudge.unfinished(namespace, name));
        Device device = namespace.device;
        if (device != null) {
            wrong.addAll(claim(device));
            wrong.addAll(WriteJudge.use(machine, device));
        }
        record(by, namespace.key, wrong);
        namespace.content.wipe();
        namespace.label = name;
        ndctl.lay(namespace, mode, layoutUuid);
    }

    /** Gives a namespace that is idle our name in place of its own; it is disabled for that moment, and no system memory. */
    void markNamespace(String by, Namespace namespace, String name) {
        List<String> wrong = authority(namespace.module);
        wrong.addAll(WriteJudge.adoptable(namespace, name));
        Device device = namespace.device;
        if (device != null) {
            wrong.addAll(WriteJudge.use(machine, device));
        }
        record(by, namespace.key, wrong);
        ndctl.offline(namespace);
        ndctl.disableMemory(namespace);
        ndctl.disable(namespace);
        record(by, namespace.key, authority(namespace.module));
        namespacesMade.add(namespace.key);
        namespace.label = name;
        ndctl.enable(namespace);
    }

    /** Enables a namespace that is not ours, to see what it is. */
    void showNamespace(String by, Namespace namespace, @Nullable String label) {
        List<String> wrong = authority(namespace.module);
        if (!Objects.equals(label, namespace.label)) {
            wrong.add("it is not the one that was meant");
        }
        record(by, namespace.key, wrong);
        ndctl.enable(namespace);
    }

    /** Enables a namespace, which changes nothing of what it holds. */
    void enableNamespace(String by, Namespace namespace, String name) {
        List<String> wrong = authority(namespace.module);
        wrong.addAll(ownership(namespace, name));
        record(by, namespace.key, wrong);
        ndctl.enable(namespace);
    }

    /** Makes the memory of a namespace the system's: by giving its device to another driver first. */
    void addMemory(String by, Namespace namespace, String name) {
        List<String> wrong = memory(namespace, name);
        if (namespace.open) {
            wrong.add("a process had its device open");
        }
        record(by, namespace.key, wrong);
        ndctl.enableMemory(namespace);
        record(by, namespace.key, wrong);
        ndctl.online(namespace, true);
    }

    /** Takes the memory of a namespace back from the system. */
    void takeMemoryBack(String by, Namespace namespace, String name) {
        List<String> wrong = memory(namespace, name);
        record(by, namespace.key, wrong);
        ndctl.offline(namespace);
        record(by, namespace.key, wrong);
        ndctl.disableMemory(namespace);
    }

    private List<String> memory(Namespace namespace, String name) {
        List<String> wrong = authority(namespace.module);
        wrong.addAll(ownership(namespace, name));
        return wrong;
    }

    /** What is wrong with the use of a namespace that is whole. */
    private List<String> ownership(Namespace namespace, String name) {
        return name.equals(namespace.label) && namespacesMade.contains(namespace.key)
                ? List.of()
                : List.of("namespace " + namespace + " is not ours, its name is " + namespace.label);
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
        record(by, device.key, wrong);
    }

    /** Mounts a file system, which writes to it. */
    void mount(String by, Device device) {
        List<String> wrong = authority(device);
        wrong.addAll(WriteJudge.use(machine, device));
        record(by, device.key, wrong);
    }

    /** Changes a mounted file system: its size, its label. */
    void change(String by, Device device) {
        record(by, device.key, authority(device));
    }

    private void record(String by, String subject, List<String> wrong) {
        work.writes(by);
        writes.add(new SimulatedWrite(by, subject, wrong));
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
        Namespace namespace = device.namespace;
        boolean onModule = namespace != null
                && declaredModules.contains(namespace.module)
                && namespacesMade.contains(namespace.key);
        if (declared != null && !declared.contains(device) && !onModule) {
            wrong.add("nobody declared it");
        }
        return wrong;
    }

    /** What is wrong with a change of a module's labels apart from what they say. */
    private List<String> authority(Nvdimm module) {
        List<String> wrong = lock();
        if (declared != null && !declaredModules.contains(module)) {
            wrong.add("nobody declared it");
        }
        if (module.readOnly || module.locked || !module.enabled) {
            wrong.add("its region could not be changed");
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
