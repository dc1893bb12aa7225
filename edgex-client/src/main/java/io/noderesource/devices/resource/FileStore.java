package io.noderesource.devices.resource;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.edgex.json.Json;
import io.noderesource.topology.Diagnostic;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps resources in a directory, a JSON file each. Thread-safe; only one process, and in it one store, has a directory.
 *
 * <p>What a method has returned from is on disk. A crash at any moment leaves each resource as it was before or after the
 * request that it cut off. A file that is no resource is told of, left where it is, and keeps nothing else away.
 */
public final class FileStore implements ResourceStore, AutoCloseable {

    private static final String LOCK = "lock";
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final @Nullable FileChannel channel;
    private final ResourceFiles files;
    private final KeptFile memory;
    private final StoreRules rules;
    private final Map<ResourceAddress, IotResource> kept = new TreeMap<>();
    private final Map<Path, Diagnostic> problems = new TreeMap<>();
    private boolean closed;

    private FileStore(Path directory, @Nullable FileChannel channel, Disk disk, Clock clock) {
        this.directory = directory;
        this.channel = channel;
        this.files = new ResourceFiles(directory, disk);
        this.memory = new KeptFile(directory, "memory", disk);
        // No version of an earlier process, of which nobody may know any more, comes again.
        String start = Long.toUnsignedString(new SecureRandom().nextLong(), Character.MAX_RADIX);
        AtomicLong last = new AtomicLong();
        this.rules = new StoreRules(clock, () -> start + "-" + last.incrementAndGet());
    }

    /**
     * Opens a directory, and makes it when there is none.
     *
     * @throws NodeResourceException {@code devices/store} when it cannot be read or written, or another store has it
     */
    public static FileStore open(Path directory) {
        return open(directory, Clock.systemUTC());
    }

    /**
     * Opens a directory with a clock.
     *
     * @throws NodeResourceException {@code devices/store} when it cannot be read or written, or another store has it
     */
    public static FileStore open(Path directory, Clock clock) {
        return open(directory, clock, new Disk());
    }

    static FileStore open(Path directory, Clock clock, Disk disk) {
        try {
            Path real = Files.createDirectories(directory).toRealPath();
            FileStore store = new FileStore(real, lock(real), disk, clock);
            try {
                store.load();
                return store;
            } catch (IOException e) {
                store.close();
                throw e;
            }
        } catch (IOException e) {
            throw failure("open", directory, e);
        }
    }

    /** Opens a directory to look only: changes are kept in memory, and whoever else has the directory keeps it. */
    static FileStore looking(Path directory, Clock clock) {
        try {
            FileStore store = new FileStore(directory.toAbsolutePath(), null, new UntouchedDisk(), clock);
            store.load();
            return store;
        } catch (IOException e) {
            throw failure("look at", directory, e);
        }
    }

    /** What is in the directory and is no resource of it; each is a warning. */
    public synchronized List<Diagnostic> problems() {
        return List.copyOf(problems.values());
    }

    @Override
    public synchronized List<IotResource> list() {
        requireOpen();
        return List.copyOf(kept.values());
    }

    @Override
    public synchronized Optional<IotResource> find(ResourceAddress address) {
        requireOpen();
        return Optional.ofNullable(kept.get(address));
    }

    @Override
    public synchronized IotResource create(IotResource resource) {
        return keep(rules.created(kept.get(resource.address()), resource));
    }

    @Override
    public synchronized IotResource update(IotResource resource) {
        return keep(rules.updated(kept.get(resource.address()), resource));
    }

    @Override
    public synchronized IotResource updateStatus(IotResource resource) {
        return keep(rules.withStatus(kept.get(resource.address()), resource));
    }

    @Override
    public synchronized void delete(ResourceAddress address) {
        keep(rules.deleted(kept.get(address), address));
    }

    @Override
    public synchronized void deleteSeen(IotResource resource) {
        keep(rules.deletedSeen(kept.get(resource.address()), resource));
    }

    @Override
    public synchronized Optional<Json.Obj> recall() {
        requireOpen();
        return memory.read().flatMap(json -> json instanceof Json.Obj object ? Optional.of(object) : Optional.empty());
    }

    @Override
    public synchronized void remember(Json.Obj what) {
        requireOpen();
        try {
            memory.write(what);
        } catch (IOException e) {
            throw failure("remember what is missing in", directory, e);
        }
    }

    /** Lets go of the directory. */
    @Override
    public synchronized void close() {
        if (!closed && channel != null) {
            release(directory, channel);
        }
        closed = true;
    }

    /** The resource of an address, as it is kept. */
    synchronized @Nullable IotResource kept(ResourceAddress address) {
        return kept.get(address);
    }

    /** Keeps one as it is, but for its version; what callers may change is not asked. */
    synchronized IotResource put(IotResource resource) {
        return keep(rules.versioned(resource));
    }

    /** Removes one, whatever keeps it. */
    synchronized void drop(ResourceAddress address) {
        requireOpen();
        change(address, () -> files.remove(address));
        kept.remove(address);
    }

    private IotResource keep(IotResource resource) {
        requireOpen();
        ResourceAddress address = resource.address();
        if (StoreRules.isGone(resource)) {
            change(address, () -> files.remove(address));
            kept.remove(address);
        } else if (!resource.equals(kept.get(address))) {
            requireNothingUnread(address);
            change(address, () -> files.write(resource));
            kept.put(address, resource);
        }
        return resource;
    }

    private void requireNothingUnread(ResourceAddress address) {
        Path file = files.file(address);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            problems.remove(file);
        }
        Diagnostic unread = problems.get(file);
        if (unread != null) {
            throw new NodeResourceException(DevicesErrorCode.STORE, "cannot keep " + address + ": " + unread);
        }
    }

    private void change(ResourceAddress address, Change change) {
        try {
            change.make();
        } catch (IOException e) {
            reload(address);
            throw failure("change " + address + " in", directory, e);
        }
    }

    /** After a failure the file may be the old or the new one. */
    private void reload(ResourceAddress address) {
        Path file = files.file(address);
        files.read(file, problem -> problems.put(file, problem))
                .ifPresentOrElse(found -> kept.put(address, found), () -> kept.remove(address));
    }

    private void load() throws IOException {
        List<Diagnostic> found = new ArrayList<>();
        kept.putAll(files.readAll(found::add));
        found.forEach(problem -> problems.put(Path.of(problem.position().source()), problem));
    }

    private void requireOpen() {
        if (closed) {
            throw new NodeResourceException(
                    DevicesErrorCode.STORE, "cannot use the store in " + directory + ": it is closed; open it again");
        }
    }

    /** A lock of the operating system's is the process's, and lost when any channel to the file is closed: so a set, too. */
    private static FileChannel lock(Path directory) throws IOException {
        if (!OPEN.add(directory)) {
            throw new IOException("another store has it open");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    directory.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            if (channel.tryLock() != null) {
                return channel;
            }
            throw new IOException("another process has it open");
        } catch (IOException e) {
            release(directory, channel);
            throw e;
        }
    }

    private static void release(Path directory, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        } finally {
            OPEN.remove(directory);
        }
    }

    private static NodeResourceException failure(String what, Path directory, IOException cause) {
        return new NodeResourceException(
                DevicesErrorCode.STORE,
                "cannot " + what + " the store in " + directory + ": " + cause
                        + "; make the directory readable and writable and give it space",
                cause);
    }

    /** A change of the directory. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }
}
