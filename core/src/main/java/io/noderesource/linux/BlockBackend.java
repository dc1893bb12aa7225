package io.noderesource.linux;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.DeviceUse;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Mount;
import io.noderesource.inventory.Partition;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.inventory.UdevRecord;
import io.noderesource.kinds.WipeDevice;
import io.noderesource.plan.DeviceIntake;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/**
 * Observes the block layer of a Linux node: {@link BlockDevices#SECTION}.
 *
 * <p>Thread-safe. Each device in scope is read with a deadline of its own, so that one that hangs delays nothing but
 * itself; the hung thread is left behind and replaced, and that device is not read again before it has come back.
 */
public final class BlockBackend implements Backend {

    /** Its id. */
    public static final String ID = "block";

    private static final Duration LONGEST_SETTLE = Duration.ofSeconds(10);
    private static final Duration SETTLE_WHILE_CLAIMED = Duration.ofMillis(200);
    private static final Duration SETTLE_PAUSE = Duration.ofMillis(20);

    private final Roots roots;
    private final DeviceAccess access;
    private final Duration deadline;
    private final List<String> systemPaths;
    private final Claims claims;
    private final Path images;
    private final DeviceWiper wiper;
    private final Workers workers = new Workers();

    /** Keys of calls, so that a call of one sort that hangs does not count for another. */
    private record CallKey(String call, DeviceNumber number, long diskSequence) {
        static CallKey of(String call, BlockDevice device) {
            return new CallKey(call, device.number(), device.diskSequence());
        }
    }

    /** A backend that keeps the images of what it wipes below the state directory. */
    BlockBackend(
            Roots roots,
            DeviceAccess access,
            Duration deadline,
            List<String> systemPaths,
            Claims claims,
            Path stateDirectory) {
        this.roots = roots;
        this.access = access;
        this.deadline = deadline;
        this.systemPaths = List.copyOf(systemPaths);
        this.claims = claims;
        this.images = stateDirectory.resolve("wiped");
        this.wiper = new DeviceWiper(roots.dev());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<SectionType<?>> sections() {
        return Set.of(BlockDevices.SECTION);
    }

    @Override
    public Set<StepType<?>> steps() {
        return Set.of(WipeDevice.TYPE);
    }

    @Override
    public List<Section<?>> observe(Observation request) {
        if (!request.scope().needs(BlockDevices.SECTION)) {
            return List.of();
        }
        long end = System.nanoTime()
                + Math.min(request.limit().toSeconds(), 86_400) * 1_000_000_000L
                + request.limit().toNanosPart();
        boolean settled = settle(request.scope(), request.limit());
        Duration left = left(end);
        Duration third = left.dividedBy(3);
        Workers.Result<Section<BlockDevices>> listed = workers.runAfterOthers(
                new CallKey("list", new DeviceNumber(0, 0), 0),
                () -> list(request.scope(), settled, end),
                left,
                third.compareTo(LONGEST_SETTLE) < 0 ? third : LONGEST_SETTLE);
        Section<BlockDevices> section = listed.value();
        if (section != null) {
            return List.of(section);
        }
        Throwable failure = listed.failure();
        return List.of(Section.unavailable(
                BlockDevices.SECTION,
                failure != null
                        ? "listing the block devices failed: " + failure
                        : switch (listed.end()) {
                            case STUCK_BEFORE -> "an earlier listing of the block devices has not ended yet";
                            case NOT_BEGUN -> "the time for listing the block devices was over, or it was interrupted";
                            default ->
                                "sysfs did not answer within " + request.limit().toMillis() + " ms";
                        }));
    }

    /**
     * The kernel's number of its last event, the mounts, and the swaps. A device that comes, goes, or changes its size
     * makes an event, and so does udev for each device that was open for writing and is closed (udev(7), "watch").
     * While udev has events to handle, its database is about to change without another number: there is no stamp then.
     */
    @Override
    public Optional<Stamp> stamp(Inventory last) {
        Optional<byte[]> event = KernelFiles.bytes(roots.sys().resolve("kernel/uevent_seqnum"));
        Optional<byte[]> mounts = KernelFiles.bytes(roots.proc().resolve("self/mountinfo"));
        Optional<byte[]> swaps = KernelFiles.bytes(roots.proc().resolve("swaps"));
        if (event.isEmpty() || mounts.isEmpty() || swaps.isEmpty() || new UdevDatabase(roots.udev()).isBusy()) {
            return Optional.empty();
        }
        // In a container with the host's process ids, the host's own mounts.
        byte[] hostMounts =
                KernelFiles.bytes(roots.proc().resolve("1/mountinfo")).orElse(new byte[0]);
        return Optional.of(Stamp.builder()
                .add(event.get())
                .add(mounts.get())
                .add(swaps.get())
                .add(hostMounts)
                .build());
    }

    @Override
    public void perform(Step step, StepContext context) {
        WipeDevice wipe = wiping(step);
        BlockDevice device = device(wipe, context);
        try {
            Files.createDirectories(images);
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, "cannot make " + images + " for what the device holds: " + e, e);
        }
        String name = wipe.digest().substring(0, Math.min(16, wipe.digest().length())) + "-"
                + context.now().observedAt().toEpochMilli();
        wiper.wipe(device, images.resolve(name), context.limit(), context.progress());
    }

    @Override
    public void flush(Step step, StepContext context) {
        wiper.flush(device(wiping(step), context));
    }

    private static WipeDevice wiping(Step step) {
        if (step instanceof WipeDevice wipe) {
            return wipe;
        }
        throw new NodeResourceException(
                StandardErrorCode.NO_BACKEND,
                "the block layer performs no step of type " + step.getClass().getName());
    }

    private static BlockDevice device(WipeDevice wipe, StepContext context) {
        List<BlockDevice> found = context.now()
                .seen(BlockDevices.SECTION)
                .map(b -> b.known(wipe.device().identity()))
                .orElse(List.of());
        if (found.size() != 1) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_CHANGED,
                    "cannot wipe " + wipe.device() + ": it is there " + found.size() + " times; make a new plan");
        }
        return found.get(0);
    }

    @Override
    public void close() {
        // Threads that hang in the kernel cannot be ended; they are daemons and hold nothing but a read-only
        // descriptor.
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Waits until udev has handled its events, and tells whether it has. */
    private boolean settle(Scope scope, Duration limit) {
        if (!scope.whole() && scope.devices().isEmpty()) {
            return true;
        }
        // While we hold a device's lock, udev puts its events for that device off: waiting long would be for nothing.
        Duration most = claims.isAnyObserved() ? SETTLE_WHILE_CLAIMED : LONGEST_SETTLE;
        Duration third = limit.dividedBy(3);
        claims.observed();
        UdevDatabase udev = new UdevDatabase(roots.udev());
        try {
            return Waiting.until(() -> !udev.isBusy(), third.compareTo(most) < 0 ? third : most, SETTLE_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Section<BlockDevices> list(Scope scope, boolean settled, long end) {
        String bootId = KernelFiles.attribute(roots.proc().resolve("sys/kernel/random/boot_id"))
                .orElse("unknown boot");
        UdevDatabase udev = new UdevDatabase(roots.udev());
        Optional<SysfsScan.Result> scan = SysfsScan.scan(roots, udev, bootId);
        if (scan.isEmpty()) {
            return Section.unavailable(
                    BlockDevices.SECTION, "cannot list " + roots.sys().resolve("class/block") + "; is sysfs mounted?");
        }
        Optional<String> mountinfo = KernelFiles.text(roots.proc().resolve("self/mountinfo"));
        if (mountinfo.isEmpty()) {
            return Section.unavailable(
                    BlockDevices.SECTION,
                    "cannot read " + roots.proc().resolve("self/mountinfo") + ", so nothing tells what is mounted");
        }
        List<String> problems = new ArrayList<>(scan.get().problems());
        Map<String, SysfsScan.Listed> devices = scan.get().devices();
        List<Mount> mounts = MountTable.parse(mountinfo.get());
        Map<String, Set<DeviceUse>> uses = Uses.of(
                devices,
                facts(devices, mounts, problems, Duration.ofNanos(left(end).toNanos() / 3)));
        Map<String, DeviceAccess.Look> looks = look(scope, devices, uses, left(end));
        List<BlockDevice> seen = new ArrayList<>();
        devices.forEach((name, listed) -> {
            BlockDevice device = listed.device();
            boolean inScope = probes(scope, device, devices);
            Set<DeviceUse> own = new TreeSet<>(uses.getOrDefault(name, Set.of()));
            BlockDevice.Builder builder = device.toBuilder();
            DeviceAccess.Look look = looks.get(name);
            if (look != null) {
                builder.probe(look.probe());
                if (look.exclusivelyOpen()) {
                    own.add(new DeviceUse(DeviceUse.Kind.EXCLUSIVELY_OPEN, ""));
                }
                if (look.probe().state() == Probe.State.TIMED_OUT) {
                    problems.add(name + " did not answer: " + look.probe().reason());
                }
            }
            if (inScope && !settled && device.udev().state() == UdevRecord.State.READY) {
                builder.udev(
                        new UdevRecord(UdevRecord.State.UNSETTLED, device.udev().signatures()));
            }
            seen.add(builder.uses(List.copyOf(own)).build());
        });
        BlockDevices facts = new BlockDevices(bootId, seen, mounts);
        return problems.isEmpty()
                ? Section.complete(BlockDevices.SECTION, facts)
                : Section.partial(BlockDevices.SECTION, facts, String.join("; ", problems));
    }

    private Uses.Facts facts(
            Map<String, SysfsScan.Listed> devices, List<Mount> mounts, List<String> problems, Duration limit) {
        List<Mount> all = new ArrayList<>(mounts);
        // In a container with the host's process ids, the host's own mounts.
        KernelFiles.text(roots.proc().resolve("1/mountinfo"))
                .map(MountTable::parse)
                .ifPresent(more -> more.stream().filter(m -> !all.contains(m)).forEach(all::add));
        Optional<String> swaps = KernelFiles.text(roots.proc().resolve("swaps"));
        if (swaps.isEmpty()) {
            problems.add("cannot read " + roots.proc().resolve("swaps") + ", so swap is not seen");
        }
        Set<String> untold = new TreeSet<>();
        Map<String, DeviceNumber> backings = loopBackings(devices, problems, untold, limit);
        return new Uses.Facts(
                all,
                MountTable.swapDevices(swaps.orElse("")),
                btrfsGroups(),
                backings,
                untold,
                systemPaths,
                path -> access.numberOf(roots.dev().resolve(path.substring("/dev/".length()))));
    }

    /** The members of each mounted btrfs, which shows only one of them as a mount's source. */
    private List<Set<String>> btrfsGroups() {
        List<Set<String>> groups = new ArrayList<>();
        Path btrfs = roots.sys().resolve("fs/btrfs");
        for (String name : KernelFiles.names(btrfs)) {
            List<String> members = KernelFiles.names(btrfs.resolve(name).resolve("devices"));
            if (!members.isEmpty()) {
                groups.add(Set.copyOf(members));
            }
        }
        return groups;
    }

    private Map<String, DeviceNumber> loopBackings(
            Map<String, SysfsScan.Listed> devices, List<String> problems, Set<String> untold, Duration limit) {
        Map<CallKey, String> names = new LinkedHashMap<>();
        Map<CallKey, Callable<Optional<DeviceNumber>>> calls = new LinkedHashMap<>();
        devices.forEach((name, listed) -> {
            BlockDevice device = listed.device();
            if (device.type() == DeviceType.LOOP && device.loopFile() != null) {
                CallKey key = CallKey.of("loop", device);
                names.put(key, name);
                calls.put(key, () -> access.loopBacking(device));
            }
        });
        Map<String, DeviceNumber> backings = new HashMap<>();
        workers.runAll(calls, deadline, limit).forEach((key, result) -> {
            String name = names.getOrDefault(key, "");
            Optional<DeviceNumber> backing = result.value();
            if (backing != null) {
                backing.ifPresent(number -> backings.put(name, number));
            } else {
                Throwable failure = result.failure();
                untold.add(name);
                problems.add("what lies under " + name + " cannot be told: "
                        + (failure instanceof IOException ? failure.getMessage() : why(result)));
            }
        });
        return backings;
    }

    private Map<String, DeviceAccess.Look> look(
            Scope scope, Map<String, SysfsScan.Listed> devices, Map<String, Set<DeviceUse>> uses, Duration limit) {
        Map<String, DeviceAccess.Look> looks = new HashMap<>();
        Map<CallKey, String> names = new LinkedHashMap<>();
        Map<CallKey, Callable<DeviceAccess.Look>> calls = new LinkedHashMap<>();
        devices.forEach((name, listed) -> {
            BlockDevice device = listed.device();
            if (!probes(scope, device, devices)) {
                looks.put(name, skipped("out of scope"));
            } else if (device.size().bytes() == 0) {
                looks.put(name, skipped("it has no medium"));
            } else if (listed.suspended()) {
                looks.put(name, skipped("it is suspended, and reading it would hang"));
            } else {
                CallKey key = CallKey.of("look", device);
                // What can never be claimed need not be shown to be blank.
                DeviceAccess.Sampling sampling =
                        uses.getOrDefault(name, Set.of()).isEmpty() && DeviceIntake.isClaimable(device.type())
                                ? DeviceAccess.Sampling.CONTENT
                                : DeviceAccess.Sampling.SIGNATURES;
                names.put(key, name);
                calls.put(key, () -> access.look(device, sampling));
            }
        });
        workers.runAll(calls, deadline, limit.multipliedBy(9).dividedBy(10)).forEach((key, result) -> {
            DeviceAccess.Look look = result.value();
            Probe.State state = result.end() == Workers.End.THREW ? Probe.State.FAILED : Probe.State.TIMED_OUT;
            looks.put(
                    names.getOrDefault(key, ""),
                    look != null ? look : new DeviceAccess.Look(Probe.unknown(state, why(result)), false));
        });
        return looks;
    }

    private static boolean probes(Scope scope, BlockDevice device, Map<String, SysfsScan.Listed> devices) {
        Partition partition = device.partition();
        SysfsScan.Listed disk = partition == null ? null : devices.get(partition.disk());
        return scope.probes(device.identity())
                || (disk != null && scope.probes(disk.device().identity()));
    }

    private static DeviceAccess.Look skipped(String reason) {
        return new DeviceAccess.Look(Probe.unknown(Probe.State.SKIPPED, reason), false);
    }

    private String why(Workers.Result<?> result) {
        return switch (result.end()) {
            case LATE -> "no answer within " + deadline.toMillis() + " ms or the observation's own limit";
            case STUCK_BEFORE -> "an earlier look at it still hangs";
            case NOT_BEGUN -> "the time for the observation was over before its turn";
            case THREW, RETURNED -> String.valueOf(result.failure());
        };
    }
}
