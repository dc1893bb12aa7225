package io.noderesource.backend.pmem;

import io.noderesource.backend.pmem.internal.device.LayoutContent;
import io.noderesource.backend.pmem.internal.device.ReservedNamespace;
import io.noderesource.backend.pmem.internal.device.SectorMap;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.backend.pmem.internal.jna.PmemLayout;
import io.noderesource.backend.pmem.internal.volume.FoundVolume;
import io.noderesource.backend.pmem.internal.volume.Unseen;
import io.noderesource.backend.pmem.internal.volume.VolumeNames;
import io.noderesource.backend.pmem.internal.volume.VolumeRoom;
import io.noderesource.backend.pmem.internal.volume.VolumeSizes;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.kinds.PmemConditions;
import io.noderesource.linux.ExclusiveDevice;
import io.noderesource.plan.Violation;
import io.noderesource.spi.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes, looks at and destroys volumes; its callers hold the node's lock where they change anything. Thread-safe; it has no state.
 *
 * <p>The order of each change is such that, cut off anywhere, it leaves none of the volume, or a namespace whose name says how far it
 * is: until it is cleared it ends in {@code .new}, and gets that end again before it is destroyed.
 */
final class VolumeWork {

    private static final Path ROOT = Path.of("/");

    private final Ndctl ndctl;
    private final VolumeNames names;
    private final VolumeUse use;

    VolumeWork(Ndctl ndctl, Node node, String driver, Duration limit) {
        this.ndctl = ndctl;
        this.names = new VolumeNames(driver);
        this.use = new VolumeUse(node, limit.dividedBy(3));
    }

    // ---- looking

    private Pmem look() {
        try {
            return ndctl.look();
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.SECTION_UNAVAILABLE,
                    "cannot see the persistent memory: " + e.getMessage()
                            + "; nothing is changed; ndctl list -RNi may say more",
                    e);
        }
    }

    List<PmemVolume> list() {
        return names.all(look()).stream()
                .map(VolumeWork::volume)
                .sorted(Comparator.comparing(PmemVolume::id).thenComparing(PmemVolume::region))
                .toList();
    }

    private static PmemVolume volume(FoundVolume found) {
        PmemNamespace namespace = found.namespace();
        boolean ready = found.stage() == FoundVolume.Stage.READY;
        return new PmemVolume(
                found.label().volume(),
                namespace.region(),
                found.label().mode(),
                ready ? namespace.usable() : ByteSize.ZERO,
                namespace.size(),
                ready ? found.devices().get(0) : null,
                switch (found.stage()) {
                    case READY -> PmemVolume.State.READY;
                    case NOT_CLEARED -> PmemVolume.State.UNFINISHED;
                    case WITHOUT_LAYOUT ->
                        namespace.enabled() ? PmemVolume.State.UNFINISHED : PmemVolume.State.DISABLED;
                    case OTHER_LAYOUT -> PmemVolume.State.CHANGED;
                });
    }

    List<RegionCapacity> capacity(Mode mode) {
        Pmem pmem = look();
        VolumeRoom room = new VolumeRoom(pmem, mode);
        return pmem.regions().stream()
                .map(region -> new RegionCapacity(
                        region.name(),
                        region.size(),
                        region.available(),
                        room.largest(region),
                        room.obstacleToMaking(region).map(Violation::fact).orElse(null)))
                .toList();
    }

    /** The volume of an id; empty when there surely is none. */
    Optional<PmemVolume> volume(String id) {
        Pmem pmem = look();
        List<FoundVolume> all = of(pmem, id);
        if (all.isEmpty()) {
            requireAllSeen("find the volume " + id, pmem);
        }
        return all.stream().map(VolumeWork::volume).min(Comparator.comparing(PmemVolume::region));
    }

    private List<FoundVolume> of(Pmem pmem, String id) {
        return names.all(pmem).stream()
                .filter(found -> found.label().volume().equals(id))
                .toList();
    }

    /** What is not shown is not gone: a second volume would be made, or one that is there told to be destroyed. */
    private static void requireAllSeen(String what, Pmem pmem) {
        Unseen.in(pmem).ifPresent(why -> {
            throw VolumeFailures.of(why.code(), what, why.fact() + ", so that nobody can tell whether it is there");
        });
    }

    /**
     * The volume of an id; one that is there twice, or that only looks like it, is refused, and so is that none is found where not
     * all is seen.
     */
    private Optional<FoundVolume> find(Pmem pmem, String what, String id) {
        Optional<PmemNamespace> alike = names.alike(pmem, id);
        if (alike.isPresent()) {
            throw VolumeFailures.of(
                    PmemErrorCode.VOLUME_CHANGED,
                    what,
                    alike.get().name() + " has its name or its UUID, "
                            + alike.get().label() + " and " + alike.get().uuid() + ", but was not made here so");
        }
        List<FoundVolume> all = of(pmem, id);
        if (all.isEmpty()) {
            requireAllSeen(what, pmem);
        }
        if (all.size() > 1) {
            throw VolumeFailures.of(
                    PmemErrorCode.VOLUME_CHANGED,
                    what,
                    all.get(0).namespace().name() + " and "
                            + all.get(1).namespace().name() + " are both of its name");
        }
        return all.stream().findFirst();
    }

    private FoundVolume needed(String what, String id) {
        return find(look(), what, id)
                .orElseThrow(() -> VolumeFailures.of(
                        PmemErrorCode.VOLUME_CHANGED, what, "its namespace was there a moment ago, and is gone"));
    }

    /** What is made is shown when it is whole; another program may have been at it meanwhile, and the kernel may have enabled it otherwise. */
    private PmemVolume ready(String what, String id) {
        PmemVolume volume = volume(needed(what, id));
        if (volume.state() == PmemVolume.State.READY) {
            return volume;
        }
        throw VolumeFailures.of(
                PmemErrorCode.VOLUME_CHANGED, what, "it was made, and is " + volume.state() + " now; repeat it first");
    }

    // ---- creating

    PmemVolume create(VolumeRequest request, long end) {
        String what = "create the volume " + request.id();
        Pmem pmem = look();
        Optional<FoundVolume> found = find(pmem, what, request.id());
        if (found.isPresent()) {
            requireAsAsked(what, request, found.get(), pmem);
            if (found.get().stage() != FoundVolume.Stage.READY) {
                requireWritable(what, found.get(), pmem);
            }
            finished(what, found.get(), end);
            return ready(what, request.id());
        }
        PmemRegion region = region(what, request, pmem);
        FoundVolume planned = names.planned(
                request.id(), request.mode(), region.name(), size(what, request.mode(), request.size(), region));
        call(what, () -> ndctl.dropSeeds(planned.uuid()));
        make(what, planned, end);
        return ready(what, request.id());
    }

    private static void requireAsAsked(String what, VolumeRequest request, FoundVolume found, Pmem pmem) {
        PmemNamespace namespace = found.namespace();
        String is = namespace.name() + " is of mode " + mode(found.label().mode()) + " and takes up " + namespace.size()
                + " of " + namespace.region();
        if (found.label().mode() != request.mode()
                || request.region()
                        .filter(region -> !region.equals(namespace.region()))
                        .isPresent()) {
            throw VolumeFailures.of(PmemErrorCode.VOLUME_DIFFERS, what, is);
        }
        PmemRegion region = pmem.region(namespace.region()).orElseThrow();
        boolean same = VolumeSizes.sizeFor(request.mode(), request.size(), region)
                .filter(namespace.size()::equals)
                .isPresent();
        boolean between = request.limit().isPresent()
                && VolumeSizes.usable(request.mode(), namespace.size()).compareTo(request.size()) >= 0
                && VolumeSizes.usableAtMost(request.mode(), namespace.size())
                                .compareTo(request.limit().get())
                        <= 0;
        if (!same && !between) {
            throw VolumeFailures.of(
                    PmemErrorCode.VOLUME_DIFFERS,
                    what,
                    is + ", of which at least " + VolumeSizes.usable(request.mode(), namespace.size())
                            + " are its device; asked was for " + request.size());
        }
    }

    private static String mode(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static PmemRegion region(String what, VolumeRequest request, Pmem pmem) {
        VolumeRoom room = new VolumeRoom(pmem, request.mode());
        Optional<String> named = request.region();
        PmemRegion region;
        if (named.isPresent()) {
            region = pmem.region(named.get())
                    .orElseThrow(() -> VolumeFailures.of(
                            StandardErrorCode.PMEM_REGION_ABSENT, what, "there is no " + named.get()));
            room.obstacleTo(region, request.size()).ifPresent(why -> {
                throw VolumeFailures.of(what, List.of(why));
            });
        } else {
            region = room.best(request.size())
                    .orElseThrow(() -> VolumeFailures.of(
                            what,
                            pmem.regions().stream()
                                    .flatMap(each -> room.obstacleTo(each, request.size()).stream())
                                    .toList()));
        }
        ByteSize size = size(what, request.mode(), request.size(), region);
        ByteSize most = VolumeSizes.usableAtMost(request.mode(), size);
        if (request.limit().filter(limit -> limit.compareTo(most) < 0).isPresent()) {
            throw VolumeFailures.of(
                    PmemErrorCode.NO_SUCH_SIZE,
                    what,
                    "a namespace of " + size + " in " + region.name() + " is the smallest with " + request.size()
                            + ", and its device may have " + most);
        }
        return region;
    }

    private static ByteSize size(String what, Mode mode, ByteSize asked, PmemRegion region) {
        return VolumeSizes.sizeFor(mode, asked, region)
                .orElseThrow(() -> VolumeFailures.of(
                        StandardErrorCode.PMEM_FULL,
                        what,
                        region.name() + " has " + region.size() + " in all, too little for " + asked));
    }

    /** Brings a volume that is there to its end. */
    private FoundVolume finished(String what, FoundVolume found, long end) {
        FoundVolume now = found.stage() == FoundVolume.Stage.WITHOUT_LAYOUT ? restored(what, found) : found;
        switch (now.stage()) {
            case READY -> {
                return now;
            }
            case OTHER_LAYOUT ->
                throw VolumeFailures.of(
                        PmemErrorCode.VOLUME_CHANGED,
                        what,
                        now.namespace().name() + " was made as "
                                + mode(now.label().mode()) + ", and is "
                                + mode(now.namespace().mode()) + " now");
            case WITHOUT_LAYOUT, NOT_CLEARED -> {
                requireNothingHidden(what, now);
                use.requireNone(what, now);
                requireUnused(what, now);
                make(what, now, end);
                return needed(what, now.label().volume());
            }
        }
        throw new AssertionError(now.stage());
    }

    /** Making it clears it, wherever it lies. */
    private void requireNothingHidden(String what, FoundVolume found) {
        look().region(found.namespace().region())
                .flatMap(PmemConditions::hiddenLabels)
                .ifPresent(why -> {
                    throw VolumeFailures.of(what, List.of(why));
                });
    }

    /** What it shows when it is enabled with the layout that is on it, which it may lack in memory only. */
    private FoundVolume restored(String what, FoundVolume found) {
        use.requireNone(what, found);
        call(what, () -> ndctl.restore(found.namespace().region(), found.uuid()));
        return needed(what, found.label().volume());
    }

    /** What is not whole shows nothing that is ours: a signature on it is somebody's, or what lay there when the making was cut off at its beginning. */
    private void requireUnused(String what, FoundVolume found) {
        boolean cleared = found.label().cleared();
        for (String path : found.blockDevices()) {
            try (ExclusiveDevice device = open(what, path)) {
                if (cleared ? !device.isBlank() : device.hasSignature()) {
                    throw holdsData(what, path + ", which is not finished,", cleared ? "content" : "a signature");
                }
            }
        }
    }

    /**
     * All of it is one device now. Under a layout its data begins behind the layout and the kernel's records of pages, also where it is
     * not finished: then somebody has put the layout there.
     */
    private static void requireNothingOn(String what, String path, ExclusiveDevice device, FoundVolume found) {
        long from = found.dataBegins();
        if (from > 0) {
            if (!device.isZeroFrom(from)) {
                throw holdsData(what, path, "content where its data lies");
            }
            return;
        }
        Optional<SectorMap> sectors =
                found.namespace().mode() == Mode.SECTOR ? sectors(what, path, device, found) : Optional.empty();
        if (sectors.isPresent()) {
            if (!isZero(what, path, device, sectors.get())) {
                throw holdsData(what, path, "content where its data lies");
            }
        } else if (found.label().cleared()) {
            if (!device.isBlank()) {
                throw holdsData(what, path, "content");
            }
        } else if (device.hasSignature()) {
            throw holdsData(what, path, "a signature");
        } else {
            // A layout that the kernel does not show, as somebody has enabled all of it.
            LayoutContent.of(device, found.namespace().size().bytes()).ifPresent(content -> {
                throw holdsData(what, path, content);
            });
        }
    }

    /** The kernel's map of mode sector, which tells where its data lies; empty when no such layout was put on yet. */
    private static Optional<SectorMap> sectors(String what, String path, ExclusiveDevice device, FoundVolume found) {
        PmemNamespace namespace = found.namespace();
        try {
            Optional<SectorMap> map =
                    SectorMap.read(device::read, namespace.size().bytes());
            long usable = namespace.usable().bytes();
            if (map.isPresent() && usable > 0 && map.get().size() != usable) {
                throw new IOException(
                        "its layout of mode sector has " + map.get().size() + " bytes, and its device had " + usable);
            }
            return map;
        } catch (IOException e) {
            throw unreadable(what, path, e);
        }
    }

    private static boolean isZero(String what, String path, ExclusiveDevice device, SectorMap sectors) {
        try {
            return sectors.isZeroOn(device);
        } catch (IOException e) {
            throw unreadable(what, path, e);
        }
    }

    private static NodeResourceException unreadable(String what, String path, IOException e) {
        return VolumeFailures.of(
                PmemErrorCode.VOLUME_HOLDS_DATA, what, "nobody can tell what " + path + " holds: " + e.getMessage());
    }

    private static NodeResourceException holdsData(String what, String path, String content) {
        return VolumeFailures.of(
                PmemErrorCode.VOLUME_HOLDS_DATA,
                what,
                path + " has " + content
                        + ": somebody has put it there since, or it lay there before and the making was cut off");
    }

    /** Makes a namespace, or takes it on again, clears it, and puts its layout on. */
    private void make(String what, FoundVolume found, long end) {
        PmemNamespace namespace = found.namespace();
        Ndctl.Reserved reserved = reserve(what, found);
        boolean begun = false;
        try (ExclusiveDevice device = raw(what, found, reserved)) {
            if (reserved.wasThere()) {
                requireNothingOn(what, "/dev/" + reserved.device(), device, found);
            }
            begun = true;
            device.zero(left(end), message -> {});
        } catch (NodeResourceException e) {
            if (!begun && reserved.wasThere()) {
                bringBack(found, e);
            }
            throw e;
        }
        call(
                what,
                () -> ndctl.format(new PmemLayout(
                        namespace.region(),
                        found.uuid(),
                        UUID.randomUUID().toString(),
                        found.label().finished().text(),
                        found.label().mode(),
                        VolumeSizes.ALIGNMENT.bytes())));
    }

    /** All of it as a block device; where that fails nothing stays begun. */
    private Ndctl.Reserved reserve(String what, FoundVolume found) {
        PmemNamespace namespace = found.namespace();
        try {
            return ndctl.reserve(
                    namespace.region(),
                    found.uuid(),
                    found.rawNames(),
                    namespace.size().bytes());
        } catch (IOException e) {
            NodeResourceException refused = VolumeFailures.refused(what, e);
            try {
                ndctl.dropSeeds(found.uuid());
            } catch (IOException too) {
                refused.addSuppressed(too);
            }
            throw refused;
        }
    }

    /** Open for us alone, and proven to be that namespace. */
    private static ExclusiveDevice raw(String what, FoundVolume found, Ndctl.Reserved reserved) {
        ExclusiveDevice device = open(what, "/dev/" + reserved.device());
        boolean same = false;
        try {
            Optional<String> difference = new ReservedNamespace(
                            ROOT,
                            found.uuid(),
                            found.rawNames(),
                            found.namespace().size())
                    .difference(reserved.device(), device.number());
            if (difference.isPresent()) {
                throw new NodeResourceException(
                        StandardErrorCode.DEVICE_CHANGED,
                        "cannot " + what + ": /dev/" + reserved.device() + " is not what was reserved: "
                                + difference.get() + "; repeat it");
            }
            same = true;
            return device;
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, "cannot " + what + ": " + e.getMessage() + "; repeat it", e);
        } finally {
            if (!same) {
                device.close();
            }
        }
    }

    private static ExclusiveDevice open(String what, String path) {
        try {
            return ExclusiveDevice.open(path);
        } catch (NodeResourceException e) {
            if (e.code() == StandardErrorCode.DEVICE_HELD || e.code() == StandardErrorCode.DEVICE_LOCKED) {
                throw VolumeFailures.of(PmemErrorCode.VOLUME_IN_USE, what, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    // ---- resizing and destroying

    PmemVolume resize(VolumeRequest asked, long end) {
        String what = "resize the volume " + asked.id();
        Pmem pmem = look();
        FoundVolume found = find(pmem, what, asked.id())
                .orElseThrow(() -> VolumeFailures.of(PmemErrorCode.NO_VOLUME, what, "no namespace has its name"));
        PmemNamespace namespace = found.namespace();
        PmemRegion region = pmem.region(namespace.region()).orElseThrow();
        Mode mode = found.label().mode();
        if (found.stage() == FoundVolume.Stage.READY && namespace.usable().compareTo(asked.size()) >= 0) {
            return volume(found);
        }
        ByteSize size = size(what, mode, asked.size(), region);
        ByteSize room = VolumeSizes.largestWithout(namespace, region, pmem.namespacesIn(region.name()));
        if (size.compareTo(room) > 0) {
            throw VolumeFailures.of(
                    StandardErrorCode.PMEM_FULL,
                    what,
                    "without it, " + region.name() + " has " + room + " in one piece, and " + size + " are needed");
        }
        requireWritable(what, found, pmem);
        PmemConditions.obstacleToMaking(pmem, region, namespace).ifPresent(why -> {
            throw VolumeFailures.of(what, List.of(why));
        });
        remove(what, found, HeldData.REFUSE, end);
        make(what, names.planned(asked.id(), mode, region.name(), size), end);
        return ready(what, asked.id());
    }

    void destroy(String id, HeldData held, long end) {
        String what = "destroy the volume " + id;
        Pmem pmem = look();
        Optional<FoundVolume> found = find(pmem, what, id);
        if (found.isPresent()) {
            requireWritable(what, found.get(), pmem);
            remove(what, found.get(), held, end);
        } else {
            call(what, () -> ndctl.dropSeeds(names.uuid(id)));
        }
    }

    /** A change that the kernel refuses halfway leaves a volume disabled. */
    private static void requireWritable(String what, FoundVolume found, Pmem pmem) {
        PmemRegion region = pmem.region(found.namespace().region()).orElseThrow();
        new VolumeRoom(pmem, found.label().mode()).obstacle(region).ifPresent(why -> {
            throw VolumeFailures.of(what, List.of(why));
        });
    }

    private void remove(String what, FoundVolume found, HeldData held, long end) {
        FoundVolume now = found.stage() == FoundVolume.Stage.WITHOUT_LAYOUT ? restored(what, found) : found;
        use.requireNone(what, now);
        if (held == HeldData.REFUSE) {
            requireEmpty(what, now);
        }
        String region = now.namespace().region();
        if (now.label().cleared()) {
            call(
                    what,
                    () -> ndctl.rename(
                            region, now.uuid(), now.label().unfinished().text()));
        }
        Ndctl.Reserved reserved = reserve(what, now);
        boolean begun = false;
        try (ExclusiveDevice device = raw(what, now, reserved)) {
            if (held == HeldData.REFUSE) {
                requireNothingOn(what, "/dev/" + reserved.device(), device, now);
            }
            begun = true;
            device.zeroEnds(left(end));
        } catch (NodeResourceException e) {
            if (!begun) {
                bringBack(now, e);
            }
            throw e;
        }
        call(what, () -> ndctl.delete(region, now.uuid()));
    }

    /** Gives what stays its name and its layout again; only its layout where it is not what it was taken for. */
    private void bringBack(FoundVolume found, NodeResourceException refused) {
        String region = found.namespace().region();
        try {
            if (refused.code() != StandardErrorCode.DEVICE_CHANGED) {
                ndctl.rename(region, found.uuid(), found.label().text());
            }
            ndctl.restore(region, found.uuid());
        } catch (IOException e) {
            refused.addSuppressed(e);
        }
    }

    private void requireEmpty(String what, FoundVolume found) {
        if (!found.label().cleared()) {
            requireUnused(what, found);
        } else if (found.devices().isEmpty()) {
            throw VolumeFailures.of(
                    PmemErrorCode.VOLUME_CHANGED, what, found.namespace().name() + " shows no device to look at");
        } else if (found.namespace().mode() == Mode.DEVDAX) {
            requireEmptyMemory(what, found);
        } else {
            for (String path : found.blockDevices()) {
                try (ExclusiveDevice device = open(what, path)) {
                    if (!device.isBlank()) {
                        throw VolumeFailures.of(
                                PmemErrorCode.VOLUME_HOLDS_DATA,
                                what,
                                path + " has "
                                        + (device.hasSignature() ? "a signature" : "content without a signature"));
                    }
                }
            }
        }
    }

    /** A character device cannot be read, and mapping it could end the process where the memory is damaged: it is read raw. */
    private void requireEmptyMemory(String what, FoundVolume found) {
        PmemNamespace namespace = found.namespace();
        boolean empty = false;
        Ndctl.Reserved reserved = reserve(what, found);
        try (ExclusiveDevice device = raw(what, found, reserved)) {
            empty = device.isZeroFrom(found.dataBegins());
        } finally {
            if (!empty) {
                call(what, () -> ndctl.restore(namespace.region(), found.uuid()));
            }
        }
        if (!empty) {
            throw VolumeFailures.of(
                    PmemErrorCode.VOLUME_HOLDS_DATA, what, found.devices().get(0) + " has content");
        }
    }

    /** A call of the library. */
    private interface Call {
        void call() throws IOException;
    }

    private static void call(String what, Call call) {
        try {
            call.call();
        } catch (IOException e) {
            throw VolumeFailures.refused(what, e);
        }
    }
}
