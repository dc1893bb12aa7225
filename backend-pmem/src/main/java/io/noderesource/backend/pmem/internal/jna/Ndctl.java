package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.noderesource.base.ByteSize;
import io.noderesource.inventory.Pmem;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * libndctl and libdaxctl, loaded. Thread-safe: each operation has a context of its own, and one at a time is under way, as the
 * libraries know of threads and are not safe for them (comment at the head of ndctl's {@code libndctl.c}).
 */
public final class Ndctl {

    private static final String NDCTL = "libndctl.so.6";
    private static final String DAXCTL = "libdaxctl.so.1";

    /** A device may come between two looks at the same. */
    private static final int LOOKS = 2;

    /** In the whole process, however often they are loaded. */
    private static final Object ONE_AT_A_TIME = new Object();

    /** One for all contexts, as one at a time is open. */
    private static final LibraryLog LOG = new LibraryLog();

    private final LibNdctl ndctl;
    private final LibDaxctl daxctl;
    private final Path devices;
    private final LabelsUnderWay labelsUnderWay;

    Ndctl(LibNdctl ndctl, LibDaxctl daxctl) {
        this(ndctl, daxctl, KernelNames.DEVICES, LabelsUnderWay.RUN);
    }

    /**
     * The libraries, or what stands for them.
     *
     * @param devices where the kernel shows its devices
     * @param run a directory that a boot empties
     */
    Ndctl(LibNdctl ndctl, LibDaxctl daxctl, Path devices, Path run) {
        this.labelsUnderWay = new LabelsUnderWay(run);
        this.ndctl = ndctl;
        this.daxctl = daxctl;
        this.devices = devices;
    }

    /**
     * Loads the libraries.
     *
     * @throws UnsatisfiedLinkError when one is not there, or lacks a function that is needed
     */
    public static Ndctl load() {
        return new Ndctl(load(NDCTL, LibNdctl.class), load(DAXCTL, LibDaxctl.class));
    }

    static <T extends Library> T load(String name, Class<T> functions) {
        T loaded = Native.load(name, functions);
        NativeLibrary library = NativeLibrary.getInstance(name);
        List<String> missing = new ArrayList<>();
        for (Method function : functions.getMethods()) {
            try {
                library.getFunction(function.getName());
            } catch (UnsatisfiedLinkError e) {
                missing.add(function.getName());
            }
        }
        if (!missing.isEmpty()) {
            Collections.sort(missing);
            throw new UnsatisfiedLinkError(name + " is too old: it has no " + String.join(", ", missing));
        }
        return loaded;
    }

    /** The file of libndctl that was loaded, whose name has its version. */
    public static Optional<Path> file() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.map(line -> line.substring(line.indexOf('/') < 0 ? line.length() : line.indexOf('/')))
                    .filter(path -> path.contains("/libndctl.so."))
                    .findFirst()
                    .map(Path::of);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * All persistent memory of the node, as it is now, but for the health of its modules. Reads sysfs, and writes nothing.
     *
     * @throws IOException when the library has no answer
     */
    public Pmem look() throws IOException {
        return look(false);
    }

    /**
     * As {@link #look}, and the firmware of each module is asked for its health, which may take it a while.
     *
     * @throws IOException when the library has no answer
     */
    public Pmem examine() throws IOException {
        return look(true);
    }

    private Pmem look(boolean asked) throws IOException {
        Optional<String> missing = Optional.empty();
        ByteSize memoryBlock = MemoryBlocks.size(MemoryBlocks.SIZE);
        for (int i = 0; i < LOOKS; i++) {
            PmemLook look = new PmemLook(ndctl, daxctl, devices, memoryBlock, asked);
            // Much is told for debugging while a look is made.
            Pmem seen = with(LibraryLog.ERRORS, look::look);
            missing = KernelNames.without(devices, look.names());
            // What is made or destroyed between two parts of a look seems to be missing, too.
            boolean whole =
                    seen.regions().stream().allMatch(region -> region.hidden().bytes() == 0);
            if (missing.isEmpty() && (whole || i == LOOKS - 1)) {
                return seen;
            }
        }
        // The library takes what it cannot read for absent.
        throw new IOException("it does not show " + missing.orElseThrow() + ", which the kernel has");
    }

    /**
     * Gives the modules of a region labels; its block device is gone afterwards. Modules and region are enabled again, whatever becomes of
     * it: where the process ends in between, by {@link #enableLeft}.
     *
     * @throws IOException when the library or the kernel refuses
     */
    public void initializeLabels(String region) throws IOException {
        with(context -> {
            new PmemLabels(ndctl, labelsUnderWay).initialize(new PmemObjects(ndctl, context).region(region));
            return true;
        });
    }

    /**
     * Tells whether modules are getting labels, or a process has ended over that and has left them disabled.
     *
     * @throws IOException when that cannot be told
     */
    public boolean areLabelsUnderWay() throws IOException {
        return !labelsUnderWay.all().isEmpty();
    }

    /**
     * Enables the modules and regions that {@link #initializeLabels} of a process that is gone has left disabled; wants the node's lock,
     * under which labels are given. Their block devices are there when it returns.
     *
     * @return whether any was noted
     * @throws IOException when the library or the kernel refuses
     */
    public boolean enableLeft() throws IOException {
        return with(
                context -> new PmemLabels(ndctl, labelsUnderWay).enableLeft(new PmemObjects(ndctl, context).regions()));
    }

    /**
     * Takes room for a namespace, or takes the one of that UUID on again, and makes a block device of all of it that shows what lies
     * there. A call that comes late may find one that others have finished since: that is left as it is.
     *
     * @param names the names that one that is there may have; a new one gets the first
     * @param size the size that it has, or gets
     * @throws IOException when the library or the kernel refuses, or when one that is there is another than was meant
     */
    public Reserved reserve(String region, String uuid, List<String> names, long size) throws IOException {
        boolean there = with(context -> {
            PmemSpace space = space(context);
            boolean found = space.isThere(region, uuid, names, size);
            space.disable(region, uuid);
            return found;
        });
        if (!there) {
            with(context -> {
                space(context).requireNothingHidden(region);
                space(context).dropSeed(region, uuid);
                return true;
            });
        }
        String device = with(context -> space(context).reserve(region, uuid, names.get(0), size));
        return new Reserved(device, there);
    }

    /**
     * A namespace that is to be cleared.
     *
     * @param device the kernel name of its block device
     * @param wasThere whether it had been reserved before
     */
    public record Reserved(String device, boolean wasThere) {}

    /**
     * Puts a layout on a namespace, which is then in use.
     *
     * @throws IOException when the library or the kernel refuses
     */
    public void format(PmemLayout layout) throws IOException {
        change(space -> space.disable(layout.region(), layout.uuid()));
        switch (layout.mode()) {
            case FSDAX, DEVDAX -> change(space -> space.format(layout));
            case SECTOR -> {
                change(space -> space.sectors(layout));
                change(space -> space.disable(layout.region(), layout.uuid()));
                change(space -> space.finish(layout));
            }
            case RAW -> change(space -> space.finish(layout));
            case UNKNOWN -> throw new IOException("there is no mode " + layout.mode());
        }
    }

    /**
     * Enables a namespace with the layout that is on it, also one that shows all of it raw so far.
     *
     * @throws IOException when the library or the kernel refuses, also as it is in use
     */
    public void restore(String region, String uuid) throws IOException {
        change(space -> space.disable(region, uuid));
        change(space -> space.restore(region, uuid));
    }

    /**
     * Gives a namespace another name; it is disabled then.
     *
     * @throws IOException when the library or the kernel refuses, also as it is in use
     */
    public void rename(String region, String uuid, String name) throws IOException {
        change(space -> space.disable(region, uuid));
        change(space -> space.rename(region, uuid, name));
    }

    /**
     * Gives back what a namespace has of its region. What is on it shows again in the next one that lies there.
     *
     * @throws IOException when the library or the kernel refuses, also as it is in use
     */
    public void delete(String region, String uuid) throws IOException {
        change(space -> space.disable(region, uuid));
        change(space -> space.delete(region, uuid));
    }

    /**
     * Undoes what was begun of a namespace that has no size yet.
     *
     * @throws IOException when the library or the kernel refuses
     */
    public void dropSeeds(String uuid) throws IOException {
        change(space -> space.dropSeeds(uuid));
    }

    /**
     * Gives the system the memory of a devdax namespace.
     *
     * @throws IOException when the library or the kernel refuses
     */
    public void addMemory(String region, String uuid) throws IOException {
        with(context -> {
            new PmemMemory(ndctl, daxctl, new PmemObjects(ndctl, context)).add(region, uuid);
            return true;
        });
    }

    /**
     * Takes it back; what can be taken back in part only stays the system's.
     *
     * @return which of its blocks would not go offline; empty when it is taken back
     * @throws IOException when the library or the kernel refuses anything else
     */
    public Optional<String> takeMemoryBack(String region, String uuid) throws IOException {
        return with(context -> new PmemMemory(ndctl, daxctl, new PmemObjects(ndctl, context)).takeBack(region, uuid));
    }

    /**
     * Enables a namespace as what it is.
     *
     * @throws IOException when the library or the kernel refuses
     */
    public void enable(String region, String uuid) throws IOException {
        with(context -> {
            space(context).detach(region, uuid);
            return true;
        });
        with(context -> {
            space(context).enable(region, uuid);
            return true;
        });
    }

    private PmemSpace space(Pointer context) {
        return new PmemSpace(ndctl, new PmemObjects(ndctl, context), devices);
    }

    /** A change of namespaces. */
    private interface Change {
        void of(PmemSpace space) throws IOException;
    }

    private void change(Change change) throws IOException {
        with(context -> {
            change.of(space(context));
            return true;
        });
    }

    /** What is done with a context. */
    private interface Work<T> {
        T with(Pointer context) throws IOException;
    }

    /** A context shows what was there when it was made, and objects may be gone after a change: each part of a work has its own. */
    private <T> T with(Work<T> work) throws IOException {
        return with(LibraryLog.ALL, work);
    }

    private <T> T with(int logged, Work<T> work) throws IOException {
        synchronized (ONE_AT_A_TIME) {
            return inContext(logged, work);
        }
    }

    private <T> T inContext(int logged, Work<T> work) throws IOException {
        PointerByReference made = new PointerByReference();
        int result = ndctl.ndctl_new(made);
        if (result < 0) {
            throw new IOException("ndctl_new returned " + result);
        }
        Pointer context = made.getValue();
        try {
            // Else the libraries write to standard error.
            LOG.clear();
            ndctl.ndctl_set_log_fn(context, LOG);
            daxctl.daxctl_set_log_fn(ndctl.ndctl_get_daxctl_ctx(context), LOG);
            ndctl.ndctl_set_log_priority(context, logged);
            return work.with(context);
        } catch (IOException e) {
            throw LOG.with(e);
        } finally {
            ndctl.ndctl_unref(context);
        }
    }
}
