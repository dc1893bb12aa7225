package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Hardware;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.inventory.Signature;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.kinds.MarkVolumeGroup;
import io.noderesource.plan.Scope;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node in memory: disks with their content, the kernel's names for them, udev and LVM, behind the same SPI as Linux.
 *
 * <p>Plans and steps do not know that it is not a real one. What a test does to it by hand - a disk pulled, a file
 * system made, a reboot - goes through its methods, which name disks by serial number, partitions by
 * {@code SERIAL-partN}, and anything by kernel name, path or link.
 *
 * <p>Each node has a system disk, {@code vda}, with the root file system on its first partition; the builder's disks come
 * behind it. Every write is judged by the model, which knows the truth: see {@link #forbiddenWrites()}.
 *
 * <p>Thread-safe. With the same seed and the same calls it behaves the same. Closing it ends nothing: the node goes on, as
 * a real one does when the process on it ends.
 */
public final class SimulatedNode implements Node {

    /** How long one look at the node takes by the node's own clock. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** How long one step takes by the node's own clock. */
    private static final Duration WORK = Duration.ofMillis(300);

    private final Object guard = new Object();
    private final NodeIdentity identity;
    private final Machine machine;
    private final @Nullable String systemId;
    private final Ticking ticking;
    private final Clock clock;
    private final Faults faults = new Faults();
    private final List<Backend> backends;

    private final Semaphore nodeLock = new Semaphore(1, true);
    private @Nullable Object nodeLockedBy;
    private final Map<Device, Object> claimed = new HashMap<>();

    private final List<SimulatedWrite> writes = new ArrayList<>();
    private @Nullable Set<Device> declared;
    private final Map<String, Section.State> sections = new HashMap<>();
    private final Map<String, String> reasons = new HashMap<>();

    private SimulatedNode(Builder builder) {
        identity = new NodeIdentity(builder.name, builder.labels);
        systemId = builder.systemId;
        machine = new Machine(builder.seed);
        ticking = new Ticking();
        clock = builder.clock == null ? ticking : builder.clock;
        Device system = machine.attach(SimulatedDisk.virtio(Machine.SYSTEM_DISK, ByteSize.ofGibibytes(20)));
        Device root = machine.partition(system, ByteSize.ofGibibytes(19));
        root.content.add(signature("ext4"));
        root.content.fill();
        root.settle();
        machine.mounts.put("/", root);
        builder.disks.forEach(machine::attach);
        backends = List.of(new SimulatedBlock(this), new SimulatedLvm(this));
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
        private long seed = 1;
        private @Nullable String systemId;
        private @Nullable Clock clock;

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
        try {
            if (!nodeLock.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new NodeResourceException(
                        StandardErrorCode.NODE_LOCKED,
                        "cannot take the lock of node " + identity.name() + " in " + limit
                                + ": another process holds it; " + StandardErrorCode.NODE_LOCKED.remedy());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeResourceException(
                    StandardErrorCode.NODE_LOCKED, "interrupted while waiting for the node's lock; try again", e);
        }
        Object token = new Object();
        synchronized (guard) {
            nodeLockedBy = token;
        }
        return () -> {
            synchronized (guard) {
                if (nodeLockedBy == token) {
                    nodeLockedBy = null;
                    nodeLock.release();
                }
            }
        };
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
            return claim(there);
        }
    }

    private Lock claim(Device device) {
        Object token = new Object();
        if (claimed.putIfAbsent(device, token) != null) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_LOCKED,
                    "cannot lock " + device.path() + ": somebody holds its lock; "
                            + StandardErrorCode.DEVICE_LOCKED.remedy());
        }
        return () -> {
            synchronized (guard) {
                if (claimed.remove(device, token)) {
                    // udev respects the lock: it looks at a device that was written to once the lock is gone.
                    device.settle();
                }
            }
        };
    }

    /** Ends nothing: the node goes on without the process. */
    @Override
    public void close() {}

    // ---- what was written ---------------------------------------------------------------------------------------

    /** Every write so far, in order. */
    public List<SimulatedWrite> writes() {
        synchronized (guard) {
            return List.copyOf(writes);
        }
    }

    /** The writes that must never have happened, whatever the input, the timing or the fault. */
    public List<SimulatedWrite> forbiddenWrites() {
        return writes().stream().filter(SimulatedWrite::isForbidden).toList();
    }

    /** Forgets the writes so far. */
    public void forgetWrites() {
        synchronized (guard) {
            writes.clear();
        }
    }

    /** Says which devices steps may write to from now on; a write to any other is forbidden. */
    public void declare(String... called) {
        synchronized (guard) {
            Set<Device> all = new HashSet<>();
            for (String one : called) {
                all.add(machine.find(one));
            }
            declared = all;
        }
    }

    // ---- faults -------------------------------------------------------------------------------------------------

    /** Makes the next step of a type fail with a code before it does anything. */
    public void failNext(StepType<?> type, ErrorCode code) {
        faults.fail(type, code);
    }

    /** Kills the process right before the next step of a type does anything. */
    public void crashBefore(StepType<?> type) {
        faults.crashBefore(type);
    }

    /** Kills the process right after the next step of a type has done its work, before it has told anybody. */
    public void crashAfter(StepType<?> type) {
        faults.crashAfter(type);
    }

    /** Runs something right before the next step of a type does its work: the hand of another, at the worst moment. */
    public void interfereBefore(StepType<?> type, Runnable interference) {
        faults.interfere(type, interference);
    }

    /** Makes a section unobservable until {@link #restore}. */
    public void lose(SectionType<?> section, String reason) {
        synchronized (guard) {
            sections.put(section.id(), Section.State.UNAVAILABLE);
            reasons.put(section.id(), reason);
        }
    }

    /** Makes a section incomplete until {@link #restore}. */
    public void limit(SectionType<?> section, String reason) {
        synchronized (guard) {
            sections.put(section.id(), Section.State.PARTIAL);
            reasons.put(section.id(), reason);
        }
    }

    /** Makes a section whole again. */
    public void restore(SectionType<?> section) {
        synchronized (guard) {
            sections.remove(section.id());
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
        change(serial, d -> {
            machine.mounts.values().removeIf(m -> m == d || m.disk == d);
            machine.detach(d);
        });
    }

    /** Gives a disk this size. */
    public void resize(String serial, ByteSize size) {
        change(serial, d -> d.size = size);
    }

    /** Makes a disk of the same content with an identity of its own. */
    public void copy(String serial, String copy) {
        change(serial, d -> {
            Device twin = machine.attach(SimulatedDisk.virtio(copy, d.size));
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

    /** Boots again; disks are found in the order in which they were attached. */
    public void reboot() {
        synchronized (guard) {
            reboot(machine.disks());
        }
    }

    /** Boots again; these disks are found first, in this order. */
    public void reboot(String... serials) {
        synchronized (guard) {
            List<Device> order = new ArrayList<>();
            for (String serial : serials) {
                order.add(machine.find(serial));
            }
            reboot(order);
        }
    }

    /** Boots again; disks are found in any order. */
    public void rebootShuffled() {
        synchronized (guard) {
            reboot(machine.shuffledDisks());
        }
    }

    private void reboot(List<Device> order) {
        releaseAll();
        machine.reboot(order);
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
        change(called, this::erase);
    }

    private void erase(Device device) {
        device.content.wipe();
        machine.forgetPartitions(device);
        if (!claimed.containsKey(device)) {
            device.settle();
        }
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
            machine.mounts.put(target, d);
        });
    }

    /** Unmounts what is mounted there. */
    public void unmount(String target) {
        synchronized (guard) {
            machine.mounts.remove(target);
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

    /** Holds a device's lock ({@code flock}), as another process does, until the result is closed. */
    public Lock holdDeviceLock(String called) {
        return with(called, this::claim);
    }

    // ---- looks that fail ----------------------------------------------------------------------------------------

    /** Makes a device a PV of which libblkid and udev see nothing, while LVM does. */
    public void hideFromBlkid(String called) {
        change(called, d -> d.hidden = true);
        pvcreate(called);
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
            List<Device> all = prepare(devices);
            administrator().vgcreate(name, all, List.of());
            all.forEach(Device::settle);
        }
    }

    /** An administrator's {@code pvcreate} and {@code vgextend} with blank devices. */
    public void vgextend(String name, String... devices) {
        synchronized (guard) {
            List<Device> all = prepare(devices);
            administrator().vgextend(group(name), all);
            all.forEach(Device::settle);
        }
    }

    /** An administrator's {@code pvcreate}. */
    public void pvcreate(String called) {
        synchronized (guard) {
            prepare(called);
        }
    }

    private List<Device> prepare(String... devices) {
        List<Device> all = new ArrayList<>();
        for (String called : devices) {
            Device device = machine.find(called);
            if (device.content.label() == null) {
                administrator().pvcreate(device, machine.newUuid());
                device.settle();
            }
            all.add(device);
        }
        return all;
    }

    /** An administrator's {@code vgremove} and {@code pvremove}: its devices are blank afterwards. */
    public void vgremove(String name) {
        synchronized (guard) {
            Group group = group(name);
            administrator().members(group).forEach(this::erase);
            group.volumes.forEach(v -> machine.devices.remove(v.device().key));
            machine.groups.remove(group.uuid);
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
        changeGroup(group, g -> {
            long extents = (size.bytes() + Group.EXTENT - 1) / Group.EXTENT;
            LvmView view = new LvmView(machine, systemId);
            String on = g.extents.keySet().stream()
                    .filter(pv -> g.extents.getOrDefault(pv, 0L) - g.used(pv) >= extents)
                    .filter(pv -> !view.carrying(pv).isEmpty())
                    .findFirst()
                    .orElseThrow(() ->
                            LvmCommands.refused(StandardErrorCode.IO, "lvcreate " + name, "insufficient free space"));
            String uuid = machine.newUuid();
            Device device =
                    new Device(group + "/" + name, DeviceType.LOGICAL_VOLUME, ByteSize.ofBytes(extents * Group.EXTENT));
            device.dmName = group.replace("-", "--") + "-" + name.replace("-", "--");
            device.dmUuid = "LVM-" + g.uuid.replace("-", "") + uuid.replace("-", "");
            device.below.add(view.carrying(on).get(0));
            machine.add(device);
            g.volumes.add(new Group.Volume(uuid, name, extents, on, device));
        });
    }

    private void changeGroup(String name, Consumer<Group> change) {
        synchronized (guard) {
            Group group = group(name);
            change.accept(group);
            group.sequence++;
            writes.add(new SimulatedWrite(SimulatedWrite.ADMINISTRATOR, "vg " + name, List.of()));
        }
    }

    private Group group(String name) {
        List<Group> groups = new LvmView(machine, systemId).named(name);
        if (groups.size() != 1) {
            throw new IllegalArgumentException(
                    "the simulated node has " + groups.size() + " volume groups called '" + name + "'");
        }
        return groups.get(0);
    }

    // ---- time ---------------------------------------------------------------------------------------------------

    /** Moves the node's own clock on; without effect on a clock that was given to the builder. */
    public void advance(Duration by) {
        ticking.advance(by);
    }

    /** A clock that only moves when it is told to; one in another zone moves with it. */
    private static final class Ticking extends Clock {
        private final AtomicLong millis;
        private final ZoneId zone;

        Ticking() {
            this(new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli()), ZoneOffset.UTC);
        }

        private Ticking(AtomicLong millis, ZoneId zone) {
            this.millis = millis;
            this.zone = zone;
        }

        void advance(Duration by) {
            millis.addAndGet(by.toMillis());
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Ticking(millis, other);
        }
    }

    // ---- for the backends ---------------------------------------------------------------------------------------

    Object guard() {
        return guard;
    }

    Machine machine() {
        return machine;
    }

    LvmView lvmView() {
        return new LvmView(machine, systemId);
    }

    /** What a look costs. */
    void looked() {
        ticking.advance(LOOK);
    }

    <T> Section<T> section(SectionType<T> type, T facts) {
        Section.State state = sections.getOrDefault(type.id(), Section.State.COMPLETE);
        String reason = reasons.getOrDefault(type.id(), "");
        return switch (state) {
            case COMPLETE -> Section.complete(type, facts);
            case PARTIAL -> Section.partial(type, facts, reason);
            case UNAVAILABLE -> Section.unavailable(type, reason);
        };
    }

    /** The stamp of what a section would show; none while it cannot be seen whole. */
    Optional<Stamp> stamp(SectionType<?> type, Record facts) {
        return sections.containsKey(type.id())
                ? Optional.empty()
                : Optional.of(Stamp.builder().add(facts.toString()).build());
    }

    /** Does a step's work, with the faults that were asked for before and after it. */
    void work(StepType<?> type, Runnable work) {
        faults.takeInterference(type).forEach(Runnable::run);
        synchronized (guard) {
            ticking.advance(WORK);
            try {
                faults.before(type);
                work.run();
                faults.after(type);
            } catch (SimulatedCrash crash) {
                releaseAll();
                throw crash;
            }
        }
    }

    /** LVM's commands by an administrator's hand: logged, not judged. */
    private LvmCommands administrator() {
        return lvm(SimulatedWrite.ADMINISTRATOR);
    }

    /** LVM's commands, with each of their writes logged, and judged unless they are an administrator's. */
    LvmCommands lvm(String by) {
        boolean judged = !by.equals(SimulatedWrite.ADMINISTRATOR);
        return new LvmCommands(machine, systemId, new LvmCommands.Log() {
            @Override
            public void formats(Device device) {
                List<String> wrong = new ArrayList<>(authority(device));
                wrong.addAll(WriteJudge.format(machine, device));
                writes.add(new SimulatedWrite(by, device.key, judged ? wrong : List.of()));
            }

            @Override
            public void joins(Device device, Group group) {
                List<String> wrong = new ArrayList<>(authority(device));
                wrong.addAll(WriteJudge.use(machine, device));
                writes.add(new SimulatedWrite(by, device.key, judged ? wrong : List.of()));
            }

            @Override
            public void changes(Group group) {
                List<String> wrong = new ArrayList<>(lock());
                if (!by.equals(MarkVolumeGroup.TYPE.id())) {
                    wrong.addAll(WriteJudge.ownership(group, identity.name()));
                }
                writes.add(new SimulatedWrite(by, "vg " + group.name, judged ? wrong : List.of()));
            }
        });
    }

    /** Wipes a device for which a consent was given. */
    void wipe(String by, Device device) {
        List<String> wrong = new ArrayList<>(authority(device));
        wrong.addAll(WriteJudge.use(machine, device));
        Content.Label label = device.content.label();
        if (label != null && label.group() != null) {
            wrong.add("it was a PV of a volume group");
        }
        writes.add(new SimulatedWrite(by, device.key, wrong));
        erase(device);
    }

    /** What is wrong with a write apart from the device: locks not held, a device that nobody declared. */
    private List<String> authority(Device device) {
        List<String> wrong = new ArrayList<>(lock());
        if (!claimed.containsKey(device)) {
            wrong.add("the device's lock was not held");
        }
        if (declared != null && !declared.contains(device)) {
            wrong.add("nobody declared it");
        }
        return wrong;
    }

    private List<String> lock() {
        return nodeLockedBy == null ? List.of("the node's lock was not held") : List.of();
    }

    private void releaseAll() {
        claimed.keySet().forEach(Device::settle);
        claimed.clear();
        if (nodeLockedBy != null) {
            nodeLockedBy = null;
            nodeLock.release();
        }
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

    private static Signature signature(String type) {
        return new Signature(type, Machine.usageOf(type), null, null, type.equals("gpt") ? 512 : 1080);
    }
}
