package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystemMount.Propagation;
import io.noderesource.inventory.FileSystemSupport;
import io.noderesource.inventory.Hardware;
import io.noderesource.inventory.Mount;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.Signature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The simulated hardware and kernel: disks, their names, their content, their uses. Guarded by the node's lock. */
final class Machine {

    static final String SYSTEM_DISK = "NR-SYSTEM";

    /** More disks than any test has. */
    private static final int SLOTS = 4096;

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    final Random random;
    String bootId;

    /** All devices that there ever were, attached or not, by key, in the order in which they came. */
    final Map<String, Device> devices = new LinkedHashMap<>();

    /** File systems that are mounted, in the kernel's order: target and device. */
    final Map<String, Device> mounts = new LinkedHashMap<>();

    /** How they are mounted, where that is not just as the kernel does it by itself: by target. */
    private final Map<String, Mounting> mountings = new TreeMap<>();

    /** What is at paths where something is to be mounted: nothing unless told. */
    final Map<String, Directory> directories = new TreeMap<>();

    /** What the node can do with types of file systems. */
    final Map<String, FileSystemSupport> support = new TreeMap<>();

    final Map<String, Group> groups = new TreeMap<>();

    /** Modules of persistent memory, in the order in which they came. */
    final List<Nvdimm> modules = new ArrayList<>();

    /**
     * How a file system is mounted.
     *
     * @param options the options that the kernel shows
     * @param propagation how mounts below it spread
     * @param quota what becomes of project quotas
     */
    record Mounting(List<String> options, Propagation propagation, FileSystem.ProjectQuota quota) {
        static final Mounting PLAIN =
                new Mounting(List.of("rw", "relatime"), Propagation.PRIVATE, FileSystem.ProjectQuota.OFF);
    }

    private long lastSequence;

    Machine(long seed) {
        random = new Random(seed);
        bootId = newBootId();
        for (String type : List.of("ext4", "xfs")) {
            support.put(
                    type,
                    new FileSystemSupport(
                            type,
                            "/usr/sbin/mkfs." + type,
                            type.equals("xfs") ? "/usr/sbin/xfs_growfs" : "/usr/sbin/resize2fs",
                            FileSystemSupport.Kernel.WITH_QUOTAS,
                            null));
        }
    }

    private String newBootId() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** A UUID in LVM's form. */
    String newUuid() {
        String digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        StringBuilder uuid = new StringBuilder();
        for (int group : new int[] {6, 4, 4, 4, 4, 4, 6}) {
            if (!uuid.isEmpty()) {
                uuid.append('-');
            }
            for (int i = 0; i < group; i++) {
                uuid.append(digits.charAt(random.nextInt(digits.length())));
            }
        }
        return uuid.toString();
    }

    // ---- finding ------------------------------------------------------------------------------------------------

    List<Device> attached() {
        return devices.values().stream().filter(d -> d.attached).toList();
    }

    /** Finds a device by what a test calls it: serial, key, kernel name, path or link. */
    Device find(String called) {
        Device byKey = devices.get(called);
        if (byKey != null) {
            return byKey;
        }
        return attached().stream()
                .filter(d -> d.name.equals(called)
                        || d.path().equals(called)
                        || d.links().contains(called))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the simulated node has no device '" + called + "'"));
    }

    @Nullable
    Device numbered(DeviceNumber number) {
        return attached().stream()
                .filter(d -> d.number.equals(number))
                .findFirst()
                .orElse(null);
    }

    List<Device> partitionsOf(Device disk) {
        return attached().stream().filter(d -> d.disk == disk).toList();
    }

    List<Device> holdersOf(Device device) {
        return attached().stream().filter(d -> d.below.contains(device)).toList();
    }

    // ---- uses ---------------------------------------------------------------------------------------------------

    private Set<DeviceUse> ownUses(Device device) {
        Set<DeviceUse> uses = new HashSet<>(device.uses);
        mounts.forEach((target, d) -> {
            if (d == device) {
                uses.add(new DeviceUse(DeviceUse.Kind.MOUNTED, target));
            }
        });
        for (Device holder : holdersOf(device)) {
            uses.add(new DeviceUse(
                    holder.type == DeviceType.LOOP ? DeviceUse.Kind.LOOP_BACKING : DeviceUse.Kind.HELD, holder.name));
        }
        return uses;
    }

    /** The uses of a device; those of a disk hold for its partitions and the other way round, but not for the next. */
    List<DeviceUse> usesOf(Device device) {
        Set<DeviceUse> uses = ownUses(device);
        Device disk = device.disk;
        if (disk != null) {
            uses.addAll(ownUses(disk));
        }
        partitionsOf(device).forEach(p -> uses.addAll(ownUses(p)));
        for (String target : List.of("/", "/boot")) {
            Device root = mounts.get(target);
            if (root != null && isUnder(device, root)) {
                uses.add(new DeviceUse(DeviceUse.Kind.SYSTEM, target));
            }
        }
        return uses.stream().sorted().toList();
    }

    private static boolean isUnder(Device device, Device top) {
        Device disk = top.disk;
        return device == top
                || (disk != null && isUnder(device, disk))
                || top.below.stream().anyMatch(b -> isUnder(device, b));
    }

    List<Mount> mountTable() {
        List<Mount> table = new ArrayList<>();
        table.add(new Mount(new DeviceNumber(0, 22), "/", "/proc", "proc", "proc", List.of("rw")));
        mounts.forEach((target, device) -> table.add(new Mount(
                device.number,
                "/",
                target,
                device.content.signatures().isEmpty()
                        ? "ext4"
                        : device.content.signatures().get(0).type(),
                device.path(),
                mounting(target).options())));
        return table;
    }

    /** How the file system at a target is mounted. */
    Mounting mounting(String target) {
        return mountings.getOrDefault(target, Mounting.PLAIN);
    }

    /** Mounts, on top of nothing. */
    void mount(String target, Device device, Mounting how) {
        mounts.put(target, device);
        mountings.put(target, how);
    }

    void unmount(String target) {
        mounts.remove(target);
        mountings.remove(target);
    }

    // ---- attaching ----------------------------------------------------------------------------------------------

    Device attach(SimulatedDisk disk) {
        if (devices.containsKey(disk.serial())) {
            throw new IllegalArgumentException("the simulated node has a disk '" + disk.serial() + "' already");
        }
        Device device = new Device(disk.serial(), DeviceType.DISK, disk.size());
        device.hardware = disk.hardware();
        device.rotational = disk.rotational();
        device.removable = disk.removable();
        device.zoned = disk.zoned();
        device.sectorSize = disk.sectorSize();
        devices.put(device.key, device);
        announce(device);
        return device;
    }

    /** Plugs a module of persistent memory in: without labels, it is one block device. */
    void attach(String serial, ByteSize size, long labels) {
        if (modules.stream().anyMatch(m -> m.key.equals(serial))) {
            throw new IllegalArgumentException("the simulated node has a module '" + serial + "' already");
        }
        Nvdimm module = new Nvdimm(serial, size, modules.size(), labels);
        modules.add(module);
        Namespace whole = module.addWhole();
        whole.device = addPmem(whole);
    }

    /** Adds the block device of a namespace, as the kernel does when it is enabled. */
    Device addPmem(Namespace namespace) {
        Device device = new Device(namespace.key, DeviceType.PMEM, namespace.usable());
        String uuid = namespace.layoutUuid == null ? namespace.uuid : namespace.layoutUuid;
        device.namespace = namespace;
        device.hardware = uuid == null ? Hardware.UNKNOWN : new Hardware(Device.UUID + uuid, null, null, null, null);
        device.content = namespace.content;
        add(device).settle();
        return device;
    }

    /** Takes a device away for good; what was mounted from it is not any more. */
    void forget(Device device) {
        device.attached = false;
        forgetPartitions(device);
        mounts.values().removeIf(m -> m == device || m.disk == device);
        devices.remove(device.key);
    }

    /** Tells whether a module has this serial number. */
    boolean isModule(String serial) {
        return modules.stream().anyMatch(m -> m.key.equals(serial));
    }

    /** Finds a module by its serial number or by its region's name. */
    Nvdimm module(String called) {
        return modules.stream()
                .filter(m -> m.key.equals(called) || m.region().equals(called))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the simulated node has no module '" + called + "'"));
    }

    /** Finds a namespace by its key, by its kernel name, or by its device. */
    Namespace namespace(String called) {
        return modules.stream()
                .flatMap(m -> m.namespaces.stream())
                .filter(n -> n.key.equals(called)
                        || n.name().equals(called)
                        || (n.device != null
                                && (n.device.name.equals(called)
                                        || n.device.path().equals(called))))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("the simulated node has no namespace '" + called + "'"));
    }

    /** Adds a device that the kernel makes itself: a partition, a map, a loop. */
    Device add(Device device) {
        devices.put(device.key, device);
        announce(device);
        return device;
    }

    /** Gives an attached device a name and a number that are free. */
    private void announce(Device device) {
        device.sequence = ++lastSequence;
        Device disk = device.disk;
        if (disk != null) {
            device.name = disk.name + (disk.name.startsWith("nvme") ? "p" : "") + device.partitionNumber;
            device.number = new DeviceNumber(disk.number.major(), disk.number.minor() + device.partitionNumber);
            return;
        }
        Namespace namespace = device.namespace;
        if (namespace != null) {
            device.name = namespace.deviceName();
            device.number = namespace.deviceNumber();
            return;
        }
        for (int slot = 0; ; slot++) {
            String name = nameOf(device, slot);
            if (attached().stream().noneMatch(d -> d != device && d.name.equals(name))) {
                device.name = name;
                device.number = numberOf(device, slot);
                return;
            }
        }
    }

    private static String nameOf(Device device, int slot) {
        return switch (device.type) {
            case LOOP -> "loop" + slot;
            case LOGICAL_VOLUME, MULTIPATH, CRYPT, MAPPED -> "dm-" + slot;
            case RAID -> "md" + slot;
            default ->
                switch (String.valueOf(device.hardware.transport())) {
                    case "virtio" -> "vd" + letters(slot);
                    case "nvme" -> "nvme" + slot + "n1";
                    default -> "sd" + letters(slot);
                };
        };
    }

    private static DeviceNumber numberOf(Device device, int slot) {
        return switch (device.type) {
            case LOOP -> new DeviceNumber(7, slot);
            case LOGICAL_VOLUME, MULTIPATH, CRYPT, MAPPED -> new DeviceNumber(253, slot);
            case RAID -> new DeviceNumber(9, slot);
            default ->
                switch (String.valueOf(device.hardware.transport())) {
                    case "virtio" -> new DeviceNumber(252, 16 * slot);
                    case "nvme" -> new DeviceNumber(259, 16 * slot);
                    default -> new DeviceNumber(8, 16 * slot);
                };
        };
    }

    private static String letters(int slot) {
        int high = slot / LETTERS.length();
        return (high == 0 ? "" : letters(high - 1)) + LETTERS.charAt(slot % LETTERS.length());
    }

    private void detach(Device device) {
        partitionsOf(device).forEach(p -> p.attached = false);
        device.attached = false;
    }

    /** Pulls a disk out; what was mounted from it is not any more. */
    void pull(Device disk) {
        mounts.values().removeIf(m -> m == disk || m.disk == disk);
        detach(disk);
    }

    void reattach(Device device) {
        device.attached = true;
        announce(device);
        devices.values().stream().filter(d -> d.disk == device).forEach(p -> {
            p.attached = true;
            announce(p);
        });
        device.settle();
    }

    /** Takes the partitions away for good. */
    void forgetPartitions(Device disk) {
        devices.values().removeIf(d -> d.disk == disk);
    }

    /** Boots: what the kernel only had in memory is gone, and disks and modules are found in the given order. */
    void reboot(List<Device> order, List<Nvdimm> regions) {
        List<Nvdimm> numbered = new ArrayList<>(regions);
        modules.stream().filter(m -> !regions.contains(m)).forEach(numbered::add);
        numbered.forEach(m -> {
            m.number = numbered.indexOf(m);
            m.takenForSeed = null;
        });
        bootId = newBootId();
        lastSequence = 0;
        mounts.keySet().removeIf(t -> !t.equals("/") && !t.equals("/boot"));
        devices.values().removeIf(d -> d.type == DeviceType.LOOP);
        List<Device> all = new ArrayList<>(order);
        attached().stream().filter(d -> !order.contains(d) && d.disk == null).forEach(all::add);
        all.addAll(attached().stream().filter(d -> d.disk != null).toList());
        for (Device device : attached()) {
            device.name = "";
            device.uses.removeIf(u -> u.kind() == DeviceUse.Kind.SWAP
                    || u.kind() == DeviceUse.Kind.EXCLUSIVELY_OPEN
                    || u.kind() == DeviceUse.Kind.SUSPENDED);
            device.settle();
        }
        all.forEach(this::announce);
        modules.stream().flatMap(m -> m.namespaces.stream()).forEach(this::boot);
    }

    /** What was out of use is in use again, as the kernel enables all it finds; memory was the last kernel's, and so were processes. */
    private void boot(Namespace namespace) {
        namespace.memory = null;
        namespace.pinned = false;
        namespace.open = false;
        if (!namespace.enabled) {
            namespace.enabled = true;
            if (namespace.mode != PmemNamespace.Mode.DEVDAX) {
                namespace.device = addPmem(namespace);
            }
        }
    }

    List<Device> disks() {
        return attached().stream().filter(d -> d.type == DeviceType.DISK).toList();
    }

    List<Device> shuffledDisks() {
        List<Device> order = new ArrayList<>(disks());
        Collections.shuffle(order, random);
        return order;
    }

    List<Nvdimm> shuffledModules() {
        List<Nvdimm> order = new ArrayList<>(modules);
        Collections.shuffle(order, random);
        return order;
    }

    /** Gives a disk another kernel name; whoever has it gets this one's. */
    void rename(Device device, String name) {
        String old = device.name;
        DeviceNumber oldNumber = device.number;
        Device other =
                attached().stream().filter(d -> d.name.equals(name)).findFirst().orElse(null);
        if (other != null) {
            device.number = other.number;
            other.name = old;
            other.number = oldNumber;
        } else {
            device.number = IntStream.range(0, SLOTS)
                    .filter(slot -> nameOf(device, slot).equals(name))
                    .mapToObj(slot -> numberOf(device, slot))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the kernel never calls a device like " + device.key + " '" + name + "'"));
        }
        device.name = name;
        device.sequence = ++lastSequence;
        if (other != null) {
            other.sequence = ++lastSequence;
            partitionsOf(other).forEach(this::announce);
        }
        partitionsOf(device).forEach(this::announce);
    }

    void replaceMedium(Device device) {
        device.sequence = ++lastSequence;
    }

    // ---- content ------------------------------------------------------------------------------------------------

    Device partition(Device disk, ByteSize size) {
        if (partitionsOf(disk).isEmpty()) {
            disk.content.add(new Signature("gpt", Signature.Usage.PARTITION_TABLE, null, null, 512));
            disk.content.fill();
            disk.settle();
        }
        int number = partitionsOf(disk).size() + 1;
        Device partition = new Device(disk.key + "-part" + number, DeviceType.PARTITION, size);
        partition.disk = disk;
        partition.partitionNumber = number;
        partition.start = (1L << 20)
                + partitionsOf(disk).stream().mapToLong(p -> p.size.bytes()).sum();
        partition.partitionType = "0fc63daf-8483-4772-8e79-3d69d8477de4";
        partition.hardware = Hardware.UNKNOWN;
        partition.rotational = disk.rotational;
        return add(partition);
    }

    static Signature.Usage usageOf(String type) {
        return switch (type) {
            case "dos", "gpt" -> Signature.Usage.PARTITION_TABLE;
            case "crypto_LUKS" -> Signature.Usage.CRYPTO;
            case "swap" -> Signature.Usage.OTHER;
            case "linux_raid_member", "mpath_member", Signature.LVM_PV -> Signature.Usage.RAID;
            default -> Signature.Usage.FILESYSTEM;
        };
    }
}
