package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystemSupport;
import io.noderesource.inventory.Hardware;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.plan.Scope;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node in memory: disks with their content, the kernel's names for them, udev and LVM, behind the same SPI as Linux.
 *
 * <p>Plans and steps do not know that it is not a real one. What a test does to it by hand - a disk pulled, a file
 * system made, a reboot - goes through its methods, which name disks by serial number, partitions by
 * {@code SERIAL-partN}, a module of persistent memory and the device that all of it is by serial number, and anything by
 * kernel name, path or link.
 *
 * <p>Each node has a system disk, {@code vda}, with the root file system on its first partition; the builder's disks come
 * behind it. Every write is judged by the model, which knows the truth: see {@link #forbiddenWrites()}.
 *
 * <pre>{@code
 * SimulatedNode node = SimulatedNode.builder("edge-1").disk("NR-1", ByteSize.ofGibibytes(1)).build();
 * NodeResources resources = NodeResources.builder().node(node).identity(node.identity()).stateDirectory(state).build();
 * Topology topology = Topology.of(VolumeGroupSpec.builder("vg-data").from(DeviceSource.devices("/dev/vdb")).build());
 * node.next(CreateVolumeGroup.TYPE, StepFault.FAIL_AFTER);
 * ApplyReport first = resources.apply(resources.plan(topology));
 * assertThat(first.succeeded()).isFalse();
 * node.reboot();
 * resources.apply(resources.plan(topology)).orThrow();
 * assertThat(resources.plan(topology).isEmpty()).isTrue();
 * assertThat(node.forbiddenWrites()).isEmpty();
 * }</pre>
 *
 * <p>Thread-safe. With the same seed and the same calls it behaves the same. Closing it ends nothing: the node goes on, as
 * a real one does when the process on it ends.
 */
public final class SimulatedNode implements Node {

    private final Object guard = new Object();
    private final NodeIdentity identity;
    private final long seed;
    private final Machine machine;
    private final SimulatedClock ownClock = new SimulatedClock();
    private final Clock clock;
    private final Locks locks;
    private final Sight sight;
    private final StepWork work;
    private final WriteLog log;
    private final Administrator administrator;
    private final PmemAdministrator pmemAdministrator;
    private final List<Backend> backends;
    private Duration look = Duration.ofMillis(500);

    private SimulatedNode(Builder builder) {
        identity = new NodeIdentity(builder.name, builder.labels);
        seed = builder.seed;
        machine = new Machine(builder.seed);
        clock = builder.clock == null ? ownClock : builder.clock;
        locks = new Locks(guard, builder.name);
        sight = new Sight(machine, builder.systemId);
        work = new StepWork(guard, machine, ownClock, locks);
        log = new WriteLog(builder.name, machine, builder.systemId, locks, sight, work);
        administrator = new Administrator(machine, sight, log);
        pmemAdministrator = new PmemAdministrator(machine, log);
        Device system = machine.attach(SimulatedDisk.virtio(Machine.SYSTEM_DISK, ByteSize.ofGibibytes(20)));
        Device root = machine.partition(system, ByteSize.ofGibibytes(19));
        root.content.add(signature("ext4"));
        root.content.fill();
        root.settle();
        machine.mounts.put("/", root);
        builder.disks.forEach(machine::attach);
        builder.nvdimms.forEach((serial, nvdimm) -> machine.attach(serial, nvdimm.size(), nvdimm.labels()));
        List<Backend> all = new ArrayList<>(
                List.of(new SimulatedBlock(this), new SimulatedLvm(this), new SimulatedFileSystems(this)));
        if (!builder.nvdimms.isEmpty()) {
            all.add(new SimulatedPmem(this));
        }
        backends = List.copyOf(all);
    }

    /**
     * Starts a node.
     *
     * @param name the node's name
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Builds a {@link SimulatedNode}; not thread-safe. */
    public static final class Builder {
        private final String name;
        private Map<String, String> labels = Map.of();
        private final List<SimulatedDisk> disks = new ArrayList<>();
        private final Map<String, Module> nvdimms = new LinkedHashMap<>();
        private long seed = 1;
        private @Nullable String systemId;
        private @Nullable Clock clock;

        private record Module(ByteSize size, long labels) {}

        private Builder(String name) {
            this.name = name;
        }

        /** Sets the node's labels. */
        public Builder labels(Map<String, String> labels) {
            this.labels = labels;
            return this;
        }

        /** Adds a blank virtio disk. */
        public Builder disk(String serial, ByteSize size) {
            return disk(SimulatedDisk.virtio(serial, size));
        }

        /** Adds a blank disk. */
        public Builder disk(SimulatedDisk disk) {
            disks.add(disk);
            return this;
        }

        /**
         * Adds a module of persistent memory with a blank region of its own, and with it the section and the steps for such
         * memory. It has room for labels and none yet, so that it is one block device.
         */
        public Builder nvdimm(String serial, ByteSize size) {
            nvdimms.put(serial, new Module(size, Nvdimm.LABELS));
            return this;
        }

        /** Adds a module of persistent memory that can have no labels, so that it stays one block device. */
        public Builder nvdimmWithoutLabels(String serial, ByteSize size) {
            nvdimms.put(serial, new Module(size, 0));
            return this;
        }

        /** Sets what all chance in the node follows from; 1 unless told otherwise. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Sets LVM's system id of this host; none unless told otherwise. */
        public Builder systemId(String systemId) {
            this.systemId = systemId;
            return this;
        }

        /** Sets the clock; without it the node has one of its own, which only looks, steps and tests move on. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Makes the node. */
        public SimulatedNode build() {
            return new SimulatedNode(this);
        }
    }

    // ---- the node -----------------------------------------------------------------------------------------------

    /** The node's name and labels. */
    public NodeIdentity identity() {
        return identity;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public List<Backend> backends() {
        return backends;
    }

    /** Looks at the whole node. */
    public Inventory observe() {
        Inventory seen = Inventory.of(identity.name(), clock.instant(), List.of());
        for (Backend backend : backends) {
            for (Section<?> section : backend.observe(new Observation(Scope.NODE, seen, Duration.ofMinutes(1)))) {
                seen = seen.with(section);
            }
        }
        return seen;
    }

    @Override
    public Lock lock(Duration limit) {
        return locks.lockNode(limit);
    }

    @Override
    public Lock claim(BlockDevice device) {
        synchronized (guard) {
            Device there = machine.numbered(device.number());
            if (there == null
                    || !there.identity(machine.bootId).equals(device.identity())
                    || BlockView.device(machine, there, false).diskSequence() != device.diskSequence()) {
                throw new NodeResourceException(
                        StandardErrorCode.DEVICE_CHANGED,
                        "cannot lock " + device.describe() + ": the node at " + device.path()
                                + " is another device now; make a new plan");
            }
            return locks.claim(there);
        }
    }

    /** Ends nothing: the node goes on without the process. */
    @Override
    public void close() {}

    // ---- what was written ---------------------------------------------------------------------------------------

    /** Every write so far, in order. */
    public List<SimulatedWrite> writes() {
        synchronized (guard) {
            return log.writes();
        }
    }

    /** The writes that must never have happened, whatever the input, the timing or the fault. */
    public List<SimulatedWrite> forbiddenWrites() {
        return writes().stream().filter(SimulatedWrite::isForbidden).toList();
    }

    /** Forgets the writes so far. */
    public void forgetWrites() {
        synchronized (guard) {
            log.forget();
        }
    }

    /**
     * Says which devices steps may write to from now on; a write to any other is forbidden. A module of persistent memory
     * stands for all devices that are made on it.
     */
    public void declare(String... called) {
        synchronized (guard) {
            Set<Device> all = new HashSet<>();
            Set<Nvdimm> modules = new HashSet<>();
            for (String one : called) {
                if (machine.isModule(one)) {
                    modules.add(machine.module(one));
                } else {
                    all.add(machine.find(one));
                }
            }
            log.declare(all, modules);
        }
    }

    // ---- faults -------------------------------------------------------------------------------------------------

    /** Makes the next step of a type fail with a code before it does anything. */
    public void failNext(StepType<?> type, ErrorCode code) {
        work.faults().fail(type, code);
    }

    /** Asks for a fault at the next step of a type; several asked for come together, at the same step. */
    public void next(StepType<?> type, StepFault fault) {
        work.faults().next(type, fault);
    }

    /** The faults of {@link #next} that came, in order. */
    public List<SimulatedFault> faultsSeen() {
        return work.faults().came();
    }

    /** Takes back the faults and interferences that were asked for and have not come. */
    public void forgetFaults() {
        work.faults().clear();
    }

    /** Lets all hanging calls go on, and waits until they have done what they were to do. */
    public void release() {
        work.release();
    }

    /** Tells whether a call hangs. */
    public boolean isHanging() {
        synchronized (guard) {
            return work.isHanging();
        }
    }

    /** Sets how long each look of a backend and each step takes, by the node's own clock. */
    public void latency(Duration look, Duration work) {
        synchronized (guard) {
            this.look = look;
            this.work.lasts(work);
        }
    }

    /** Runs something right before the next step of a type does its work: the hand of another, at the worst moment. */
    public void interfereBefore(StepType<?> type, Runnable interference) {
        work.faults().interfere(type, interference);
    }

    /** Makes a section unobservable until {@link #restore}. */
    public void lose(SectionType<?> section, String reason) {
        synchronized (guard) {
            sight.limit(section, Section.State.UNAVAILABLE, reason);
        }
    }

    /** Makes a section incomplete until {@link #restore}. */
    public void limit(SectionType<?> section, String reason) {
        synchronized (guard) {
            sight.limit(section, Section.State.PARTIAL, reason);
        }
    }

    /** Makes LVM's report lack what lies on some devices, and say that it is not whole, until it is restored. */
    public void limitLvm(String reason, String... without) {
        synchronized (guard) {
            limit(Lvm.SECTION, reason);
            for (String called : without) {
                sight.hideFromLvm(machine.find(called));
            }
        }
    }

    /** Makes a section whole again. */
    public void restore(SectionType<?> section) {
        synchronized (guard) {
            sight.restore(section);
        }
    }

    // ---- disks --------------------------------------------------------------------------------------------------

    /** The serial numbers of the disks that are attached, without the system's. */
    public List<String> disks() {
        synchronized (guard) {
            return machine.disks().stream()
                    .map(d -> d.key)
                    .filter(k -> !k.equals(Machine.SYSTEM_DISK))
                    .toList();
        }
    }

    /** The names of the volume groups that LVM shows. */
    public List<String> groups() {
        synchronized (guard) {
            return sight.lvm().visible().stream().map(g -> g.name).toList();
        }
    }

    /** The path at which a device is now. */
    public String path(String called) {
        return with(called, Device::path);
    }

    /** The device as an observation shows it now, probed. */
    public BlockDevice device(String called) {
        return with(called, d -> BlockView.device(machine, d, true));
    }

    /** Puts another disk in. */
    public void plug(SimulatedDisk disk) {
        synchronized (guard) {
            machine.attach(disk);
        }
    }

    /** Puts a disk that was pulled back in, with what it held; it may get another name. */
    public void plug(String serial) {
        change(serial, machine::reattach);
    }

    /** Pulls a disk out. */
    public void pull(String serial) {
        change(serial, machine::pull);
    }

    /** Gives a disk this size. */
    public void resize(String serial, ByteSize size) {
        change(serial, d -> {
            d.size = size;
            Content.Label label = d.content.label();
            if (label != null) {
                machine.groups
                        .values()
                        .forEach(group -> group.madeSmaller.computeIfPresent(
                                label.uuid(), (pv, least) -> least.compareTo(size) < 0 ? least : size));
            }
        });
    }

    /** Makes a disk of the same content with an identity of its own. */
    public void copy(String serial, String copy) {
        change(serial, d -> {
            Device twin = machine.attach(SimulatedDisk.virtio(copy, d.size).sectors(d.logicalSectorSize()));
            twin.content = new Content(d.content);
            twin.settle();
        });
    }

    /** Makes a disk show the world wide name of another, as one disk over two paths without multipath does. */
    public void duplicateWwn(String of, String on) {
        synchronized (guard) {
            Device original = machine.find(of);
            Device other = machine.find(on);
            String wwn = original.hardware.wwn() == null ? "naa.5000c5000badcafe" : original.hardware.wwn();
            original.hardware = withWwn(original.hardware, wwn);
            other.hardware = withWwn(other.hardware, wwn);
        }
    }

    private static Hardware withWwn(Hardware h, @Nullable String wwn) {
        return new Hardware(wwn, h.serial(), h.model(), h.vendor(), h.transport());
    }

    /** Makes the kernel refuse writes to a device. */
    public void readOnly(String called) {
        change(called, d -> d.readOnly = true);
    }

    /** Gives a device another kernel name; the device that has the name gets this one's. */
    public void rename(String called, String name) {
        change(called, d -> machine.rename(d, name));
    }

    /** Boots again; disks and modules are found in the order in which they were attached. */
    public void reboot() {
        synchronized (guard) {
            reboot(machine.disks(), List.of());
        }
    }

    /** Boots again; these disks and modules of persistent memory are found first, in this order. */
    public void reboot(String... serials) {
        synchronized (guard) {
            List<Device> order = new ArrayList<>();
            List<Nvdimm> regions = new ArrayList<>();
            for (String serial : serials) {
                if (machine.isModule(serial)) {
                    regions.add(machine.module(serial));
                } else {
                    order.add(machine.find(serial));
                }
            }
            reboot(order, regions);
        }
    }

    /** Boots again; disks and modules are found in any order. */
    public void rebootShuffled() {
        synchronized (guard) {
            reboot(machine.shuffledDisks(), machine.shuffledModules());
        }
    }

    private void reboot(List<Device> order, List<Nvdimm> regions) {
        locks.releaseAll();
        machine.reboot(order, regions);
    }

    // ---- content and uses ---------------------------------------------------------------------------------------

    /** Leaves a signature on a device, as mkfs, mkswap, cryptsetup and the like do. */
    public void dirty(String called, String signature) {
        change(called, d -> {
            d.content.add(signature(signature));
            d.content.fill();
            d.settle();
        });
    }

    /** Fills a device with what has no signature: an encrypted volume, a raw database. */
    public void randomContent(String called) {
        change(called, d -> d.content.fill());
    }

    /** Makes a device blank again. */
    public void blank(String called) {
        change(called, log::erase);
    }

    /**
     * Makes a partition behind those that there are, and a partition table before the first.
     *
     * @return what it is called from now on: {@code SERIAL-partN}
     */
    public String partition(String serial, ByteSize size) {
        return with(serial, d -> machine.partition(d, size).key);
    }

    /** Sets the type of a partition, a GUID. */
    public void partitionType(String partition, String type) {
        change(partition, d -> d.partitionType = type);
    }

    /** Makes a file system on a device unless it has one, and mounts it. */
    public void mount(String called, String target) {
        change(called, d -> {
            if (d.content.signatures().isEmpty()) {
                d.content.add(signature("ext4"));
                d.content.fill();
                d.settle();
            }
            machine.mount(target, d, Machine.Mounting.PLAIN);
        });
    }

    /** Unmounts what is mounted there. */
    public void unmount(String target) {
        synchronized (guard) {
            machine.unmount(target);
        }
    }

    /**
     * Makes a file system with a UUID, as an administrator's mkfs does.
     *
     * @param called the device
     * @param type its type
     * @param label its label; null for none
     * @param quota {@link FileSystem.ProjectQuota#UNSUPPORTED} for one without project quotas, anything else for one with
     */
    public void mkfs(String called, String type, @Nullable String label, FileSystem.ProjectQuota quota) {
        change(called, d -> {
            d.content.wipe();
            d.content.add(new Signature(
                    type,
                    Signature.Usage.FILESYSTEM,
                    new java.util.UUID((machine.random.nextLong() & ~0xf000L) | 0x4000L, machine.random.nextLong())
                            .toString(),
                    label,
                    type.equals("xfs") ? 0 : 1080));
            d.content.superblock(new Content.Superblock(d.size, quota != FileSystem.ProjectQuota.UNSUPPORTED));
            d.content.fill();
            d.settle();
        });
    }

    /** Switches enforcement off on what is mounted at a target, as {@code quotaoff -P} does. */
    public void quotaOff(String target) {
        synchronized (guard) {
            Device device = machine.mounts.get(target);
            if (device == null) {
                throw new IllegalArgumentException("nothing is mounted on '" + target + "'");
            }
            Machine.Mounting was = machine.mounting(target);
            machine.mount(
                    target,
                    device,
                    new Machine.Mounting(was.options(), was.propagation(), FileSystem.ProjectQuota.ACCOUNTED));
        }
    }

    /** Says what is at a path on which nothing is mounted; nothing unless told. */
    public void directory(String path, Directory.State state) {
        synchronized (guard) {
            machine.directories.put(path, new Directory(path, state, false));
        }
    }

    /** Tells whether nobody can make anything in a directory while nothing is mounted on it. */
    public boolean isImmutable(String path) {
        synchronized (guard) {
            Directory directory = machine.directories.get(path);
            return directory != null && directory.immutable();
        }
    }

    /** Says what the node can do with a type of file system; everything unless told. */
    public void support(FileSystemSupport support) {
        synchronized (guard) {
            machine.support.put(support.type(), support);
        }
    }

    /** Makes a device swap, and switches it on. */
    public void swapOn(String called) {
        change(called, d -> {
            d.content.add(signature("swap"));
            d.content.fill();
            d.settle();
            d.uses.add(new DeviceUse(DeviceUse.Kind.SWAP, d.path()));
        });
    }

    /** Puts a device to a use, without anything on it that shows it. */
    public void use(String called, DeviceUse.Kind kind, String by) {
        change(called, d -> d.uses.add(new DeviceUse(kind, by)));
    }

    /** Ends all such uses. */
    public void endUses(String called) {
        change(called, d -> d.uses.clear());
    }

    /** Puts a loop device on a device. */
    public void loopOn(String called) {
        change(called, d -> {
            Device loop = new Device("loop on " + d.key, DeviceType.LOOP, d.size);
            loop.below.add(d);
            loop.content = d.content;
            machine.add(loop).settle();
        });
    }

    /**
     * Joins disks that are one disk over several paths into a multipath map; they get one world wide name and content.
     *
     * @return what the map is called
     */
    public String multipath(String map, String... serials) {
        synchronized (guard) {
            Device first = machine.find(serials[0]);
            String wwn = "naa.6001405" + String.format("%08x", map.hashCode());
            Device top = new Device(map, DeviceType.MULTIPATH, first.size);
            top.dmName = map;
            top.dmUuid = "mpath-" + wwn;
            top.content = first.content;
            for (String serial : serials) {
                Device path = machine.find(serial);
                path.hardware = withWwn(path.hardware, wwn);
                path.content = first.content;
                path.uses.add(new DeviceUse(DeviceUse.Kind.MULTIPATH_MEMBER, map));
                top.below.add(path);
            }
            machine.add(top).settle();
            return map;
        }
    }

    /** Tells whether somebody holds a device's lock. */
    public boolean isLocked(String called) {
        return with(called, locks::isClaimed);
    }

    /** Holds a device's lock ({@code flock}), as another process does, until the result is closed. */
    public Lock holdDeviceLock(String called) {
        return with(called, locks::claim);
    }

    // ---- looks that fail ----------------------------------------------------------------------------------------

    /** Makes a device a PV of which libblkid and udev see nothing, while LVM does. */
    public void hideFromBlkid(String called) {
        change(called, d -> d.hidden = true);
        pvcreate(called);
    }

    /** Tells whether what a device holds is {@linkplain #hideFromBlkid hidden}. */
    public boolean isHidden(String called) {
        return with(called, d -> d.hidden);
    }

    /** Sets how reading a device ends from now on. */
    public void probeEnds(String called, Probe.State state) {
        change(called, d -> d.probe = state);
    }

    /** Sets what there is of a device in the udev database. */
    public void udev(String called, UdevRecord.State state) {
        change(called, d -> d.udev = state);
    }

    /** Makes the udev database say something of a device that is not so, or not so any more. */
    public void udevSays(String called, String... signatures) {
        change(called, d -> {
            List<Signature> said = new ArrayList<>();
            for (String signature : signatures) {
                said.add(signature(signature));
            }
            d.udevSignatures = said;
        });
    }

    /** Takes the udev database away, as in a container without {@code /run/udev}. */
    public void udevDown() {
        synchronized (guard) {
            machine.devices.values().forEach(d -> d.udev = UdevRecord.State.NO_DATABASE);
        }
    }

    /** Brings the udev database back. */
    public void udevUp() {
        synchronized (guard) {
            machine.devices.values().forEach(d -> {
                d.udev = UdevRecord.State.READY;
                d.settle();
            });
        }
    }

    // ---- LVM, by an administrator's hand ------------------------------------------------------------------------

    /** An administrator's {@code pvcreate} and {@code vgcreate} on blank devices. */
    public void vgcreate(String name, String... devices) {
        synchronized (guard) {
            administrator.vgcreate(name, List.of(devices));
        }
    }

    /** An administrator's {@code pvcreate} and {@code vgextend} with blank devices. */
    public void vgextend(String name, String... devices) {
        synchronized (guard) {
            administrator.vgextend(name, List.of(devices));
        }
    }

    /** An administrator's {@code pvresize --setphysicalvolumesize}. */
    public void pvresize(String called, ByteSize size) {
        synchronized (guard) {
            administrator.pvresize(called, size);
        }
    }

    /** An administrator's {@code pvcreate}. */
    public void pvcreate(String called) {
        synchronized (guard) {
            administrator.pvcreate(List.of(called));
        }
    }

    /** An administrator's {@code vgremove} and {@code pvremove}: its devices are blank afterwards. */
    public void vgremove(String name) {
        synchronized (guard) {
            administrator.vgremove(name);
        }
    }

    /** An administrator's {@code vgrename}. */
    public void vgrename(String name, String to) {
        changeGroup(name, g -> g.name = to);
    }

    /** An administrator's {@code vgchange --addtag}. */
    public void tag(String name, String tag) {
        changeGroup(name, g -> g.tags.add(tag));
    }

    /** An administrator's {@code vgchange --deltag}. */
    public void untag(String name, String tag) {
        changeGroup(name, g -> g.tags.remove(tag));
    }

    /** An administrator's {@code vgexport}. */
    public void vgexport(String name) {
        changeGroup(name, g -> g.exported = true);
    }

    /** Gives a volume group a system id, as a host that has one does. */
    public void systemId(String name, String systemId) {
        changeGroup(name, g -> g.systemId = systemId);
    }

    /** An administrator's {@code lvcreate}: the volume is active, so its PV is held. */
    public void lvcreate(String group, String name, ByteSize size) {
        synchronized (guard) {
            administrator.lvcreate(group, name, size);
        }
    }

    private void changeGroup(String name, Consumer<Group> change) {
        synchronized (guard) {
            administrator.change(name, change);
        }
    }

    // ---- persistent memory, by an administrator's hand ---------------------------------------------------------

    /** The name that the kernel gives the region of a module now, such as {@code region0}. */
    public String region(String module) {
        synchronized (guard) {
            return machine.module(module).region();
        }
    }

    /** The serial numbers of the modules of persistent memory. */
    public List<String> modules() {
        synchronized (guard) {
            return machine.modules.stream().map(m -> m.key).toList();
        }
    }

    /** What the namespaces of a module are called, with what is the whole of one without labels. */
    public List<String> namespaces(String module) {
        synchronized (guard) {
            return machine.module(module).namespaces.stream().map(n -> n.key).toList();
        }
    }

    /** The name that the kernel gives a namespace now, such as {@code namespace0.1}. */
    public String namespaceName(String namespace) {
        synchronized (guard) {
            return machine.namespace(namespace).name();
        }
    }

    /** An administrator's {@code ndctl init-labels}: the namespaces of the module are gone, and what they held is not. */
    public void initializeLabels(String module) {
        synchronized (guard) {
            pmemAdministrator.initializeLabels(module);
        }
    }

    /**
     * An administrator's {@code ndctl create-namespace}. What lay in that memory shows in it, as nothing is cleared.
     *
     * @param module serial number of the module, or the name of its region
     * @param mode how it is laid out
     * @param size how much of the region it gets
     * @param label its name; null for none
     * @return what the namespace and its block device are called
     */
    public String createNamespace(String module, PmemNamespace.Mode mode, ByteSize size, @Nullable String label) {
        synchronized (guard) {
            return pmemAdministrator.createNamespace(module, mode, size, label);
        }
    }

    /** An administrator's {@code ndctl create-namespace --reconfigure}: the namespace has another mode, and what it held. */
    public void reconfigureNamespace(String namespace, PmemNamespace.Mode mode) {
        synchronized (guard) {
            pmemAdministrator.reconfigureNamespace(namespace, mode);
        }
    }

    /** An administrator's {@code ndctl disable-namespace}: its block device is gone. */
    public void disableNamespace(String namespace) {
        synchronized (guard) {
            pmemAdministrator.disableNamespace(namespace);
        }
    }

    /** An administrator's {@code ndctl enable-namespace}: it shows its device again. */
    public void enableNamespace(String namespace) {
        synchronized (guard) {
            pmemAdministrator.enableNamespace(namespace);
        }
    }

    /** An administrator's {@code daxctl reconfigure-device -m system-ram}: what was written to the namespace is lost. */
    public void addMemory(String namespace) {
        synchronized (guard) {
            pmemAdministrator.addMemory(namespace);
        }
    }

    /**
     * An administrator's {@code daxctl reconfigure-device -m system-ram --no-movable}: the kernel puts into that memory what it
     * cannot move, so that it is not given back before {@link #offlineMemory} or the next boot.
     */
    public void pinMemory(String namespace) {
        synchronized (guard) {
            pmemAdministrator.pinMemory(namespace);
        }
    }

    /** An administrator ends what keeps the memory of a namespace from being given back, then {@code daxctl offline-memory}. */
    public void offlineMemory(String namespace) {
        synchronized (guard) {
            pmemAdministrator.offlineMemory(namespace);
        }
    }

    /** A process opens the character device of a namespace, until {@link #closeDax} or the next boot. */
    public void openDax(String namespace) {
        synchronized (guard) {
            machine.namespace(namespace).open = true;
        }
    }

    /** The process that has the character device of a namespace open closes it. */
    public void closeDax(String namespace) {
        synchronized (guard) {
            machine.namespace(namespace).open = false;
        }
    }

    /** An administrator's {@code ndctl destroy-namespace}: what it held stays in the memory. */
    public void destroyNamespace(String namespace) {
        synchronized (guard) {
            pmemAdministrator.destroyNamespace(namespace);
        }
    }

    /**
     * Makes the kernel take a namespace for the seed of its region, as when the region is enabled and the driver is quicker than the
     * kernel; it has another one once the namespace is enabled again, and at the next boot.
     */
    public void takeForSeed(String namespace) {
        synchronized (guard) {
            Namespace taken = machine.namespace(namespace);
            taken.module.takenForSeed = taken;
        }
    }

    /**
     * Makes labels hold so much of the end of a module's region without a namespace that the kernel shows, as when another module has
     * lost its own.
     */
    public void hideLabels(String module, ByteSize size) {
        synchronized (guard) {
            machine.module(module).hidden = size.bytes();
        }
    }

    /** Makes the kernel refuse changes to the region of a module. */
    public void readOnlyRegion(String module) {
        synchronized (guard) {
            machine.module(module).readOnly = true;
        }
    }

    /** Locks a module by its passphrase. */
    public void lockModule(String module) {
        synchronized (guard) {
            machine.module(module).locked = true;
        }
    }

    // ---- time ---------------------------------------------------------------------------------------------------

    /** Moves the node's own clock on; without effect on a clock that was given to the builder. */
    public void advance(Duration by) {
        ownClock.advance(by);
    }

    // ---- for the backends ---------------------------------------------------------------------------------------

    Object guard() {
        return guard;
    }

    Machine machine() {
        return machine;
    }

    Sight sight() {
        return sight;
    }

    StepWork work() {
        return work;
    }

    WriteLog log() {
        return log;
    }

    Locks locks() {
        return locks;
    }

    /** What a look costs. */
    void looked() {
        ownClock.advance(look);
    }

    private void change(String called, Consumer<Device> change) {
        synchronized (guard) {
            change.accept(machine.find(called));
        }
    }

    private <T> T with(String called, Function<Device, T> read) {
        synchronized (guard) {
            return read.apply(machine.find(called));
        }
    }

    @Override
    public String toString() {
        return "simulated node " + identity.name() + ", seed " + seed;
    }

    private static Signature signature(String type) {
        return new Signature(type, Machine.usageOf(type), null, null, type.equals("gpt") ? 512 : 1080);
    }
}
