package io.noderesource.devices.resource;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.edgex.json.Json;
import io.noderesource.topology.Diagnostic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Joins manifests, which say what is wanted and are only read, with a directory of what is known of it: status, finalizers,
 * and the resources that were created here, such as mirrors. For devices without a Kubernetes cluster.
 *
 * <p>Thread-safe; only one process has the state directory. Manifests count from the moment of {@link #refresh}; with a
 * mistake in any of them the last good ones stay in force, also over a restart. A resource whose file is gone is no longer
 * declared, and nothing more: it is not listed, what is known of it stays, and comes back with the file. To have it removed it
 * is deleted explicitly, after its file; then it is listed until its last finalizer is gone.
 */
public final class ManifestStore implements ResourceStore, AutoCloseable {

    private static final List<String> KNOWN_HERE = List.of(
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion",
            "finalizers");

    private final Path manifests;
    private final FileStore declared;
    private final FileStore created;
    private final AddressList list;
    private final Set<ResourceAddress> addresses;
    private ManifestSet lastRead = new ManifestSet(List.of(), List.of(), Map.of());
    private List<String> stamp = List.of();
    private List<String> lastLook = List.of();

    private ManifestStore(Path manifests, FileStore declared, FileStore created, AddressList list) {
        this.manifests = manifests;
        this.declared = declared;
        this.created = created;
        this.list = list;
        this.addresses = list.read();
    }

    /**
     * Opens it and reads the manifests.
     *
     * @param manifests a file or a directory, as {@link Manifests#read} takes it
     * @param state a directory; made when there is none
     * @throws NodeResourceException {@code devices/store} when the state directory cannot be read or written, or another
     *     process has it
     */
    public static ManifestStore open(Path manifests, Path state) {
        return open(manifests, state, Clock.systemUTC());
    }

    /**
     * Opens it with a clock and reads the manifests.
     *
     * @throws NodeResourceException {@code devices/store} when the state directory cannot be read or written, or another
     *     process has it
     */
    public static ManifestStore open(Path manifests, Path state, Clock clock) {
        return open(manifests, state, clock, new Disk());
    }

    static ManifestStore open(Path manifests, Path state, Clock clock, Disk disk) {
        List<FileStore> opened = new ArrayList<>();
        try {
            opened.add(FileStore.open(state.resolve("declared"), clock, disk));
            opened.add(FileStore.open(state.resolve("created"), clock, disk));
            ManifestStore store =
                    new ManifestStore(manifests, opened.get(0), opened.get(1), new AddressList(state, disk));
            store.refresh();
            opened.clear();
            return store;
        } finally {
            opened.forEach(FileStore::close);
        }
    }

    /**
     * Opens it to look only: it holds what {@link #open(Path, Path, Clock)} would find, what is changed in it is forgotten when
     * it is closed, and the state directory stays as it is, be it another process's, or not there.
     *
     * @throws NodeResourceException {@code devices/store} when the state directory cannot be read
     */
    public static ManifestStore look(Path manifests, Path state, Clock clock) {
        ManifestStore store = new ManifestStore(
                manifests,
                FileStore.looking(state.resolve("declared"), clock),
                FileStore.looking(state.resolve("created"), clock),
                new AddressList(state, new UntouchedDisk()));
        store.refresh();
        return store;
    }

    /**
     * Reads the manifests again, and takes them when there is no mistake in them.
     *
     * @return what was read, with every mistake
     * @throws NodeResourceException {@code devices/store} when the state directory cannot be written
     */
    public synchronized ManifestSet refresh() {
        stamp = Manifests.stamp(manifests);
        ManifestSet read = Manifests.read(manifests);
        lastRead = read;
        if (read.isGood()) {
            read.resources().forEach(this::declare);
            Set<ResourceAddress> now = new TreeSet<>(read.positions().keySet());
            if (!now.equals(addresses)) {
                write(now);
                addresses.clear();
                addresses.addAll(now);
            }
        }
        return read;
    }

    /** What the last {@link #refresh} read; when it is not good, an earlier one is in force. */
    public synchronized ManifestSet lastRead() {
        return lastRead;
    }

    /**
     * Whether the manifests look otherwise than before the last {@link #refresh}, and as they did when this was asked last: what
     * somebody is still writing may read well and say something else. Told without reading them.
     */
    public synchronized boolean isOutdated() {
        List<String> now = Manifests.stamp(manifests);
        boolean settled = now.equals(lastLook);
        lastLook = now;
        return settled && !now.equals(stamp);
    }

    /** Those that are no longer declared, and of which something is known that a deletion would end. */
    public synchronized List<IotResource> undeclared() {
        return declared.list().stream().filter(r -> !isShown(r)).toList();
    }

    /** What is in the state directory and is none of its resources; each is a warning. */
    public synchronized List<Diagnostic> problems() {
        List<Diagnostic> all = new ArrayList<>(declared.problems());
        all.addAll(created.problems());
        return all;
    }

    @Override
    public synchronized List<IotResource> list() {
        Map<ResourceAddress, IotResource> all = new TreeMap<>();
        created.list().forEach(r -> all.put(r.address(), r));
        declared.list().stream().filter(this::isShown).forEach(r -> all.put(r.address(), r));
        return List.copyOf(all.values());
    }

    @Override
    public synchronized Optional<IotResource> find(ResourceAddress address) {
        IotResource known = shown(address);
        return known == null ? created.find(address) : Optional.of(known);
    }

    @Override
    public synchronized IotResource create(IotResource resource) {
        IotResource known = declared.kept(resource.address());
        if (known != null && isShown(known)) {
            return declared.create(resource);
        }
        IotResource made = created.create(resource);
        if (known != null) {
            declared.drop(resource.address());
        }
        return made;
    }

    /**
     * {@inheritDoc}
     *
     * @throws NodeResourceException also {@code devices/read-only} when more than finalizers of one that a file declares would
     *     change
     */
    @Override
    public synchronized IotResource update(IotResource resource) {
        IotResource known = shown(resource.address());
        if (known == null) {
            return created.update(resource);
        }
        if (resource.resourceVersion().equals(known.resourceVersion()) && !sayTheSame(resource, known)) {
            throw StoreRules.refusal(
                    DevicesErrorCode.READ_ONLY, resource.address(), "is declared by a file; change it there");
        }
        return declared.update(resource);
    }

    @Override
    public synchronized IotResource updateStatus(IotResource resource) {
        return shown(resource.address()) == null ? created.updateStatus(resource) : declared.updateStatus(resource);
    }

    /**
     * {@inheritDoc}
     *
     * @throws NodeResourceException also {@code devices/read-only} when a file still declares it
     */
    @Override
    public synchronized void delete(ResourceAddress address) {
        requireDeletable(address);
        if (created.kept(address) == null && declared.kept(address) != null) {
            declared.delete(address);
        } else {
            created.delete(address);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws NodeResourceException also {@code devices/read-only} when a file still declares it
     */
    @Override
    public synchronized void deleteSeen(IotResource resource) {
        requireDeletable(resource.address());
        if (created.kept(resource.address()) == null) {
            declared.deleteSeen(resource);
        } else {
            created.deleteSeen(resource);
        }
    }

    /**
     * Tells whether {@link #delete} would be refused.
     *
     * @throws NodeResourceException {@code devices/not-found} when there is none; {@code devices/read-only} when a file still
     *     declares it
     */
    public synchronized void requireDeletable(ResourceAddress address) {
        if (addresses.contains(address)) {
            throw StoreRules.refusal(
                    DevicesErrorCode.READ_ONLY,
                    address,
                    "is declared by a file; take it out of there before it is deleted");
        }
        if (created.kept(address) == null && declared.kept(address) == null) {
            throw StoreRules.missing(address);
        }
    }

    @Override
    public synchronized Optional<Json.Obj> recall() {
        return created.recall();
    }

    @Override
    public synchronized void remember(Json.Obj memory) {
        created.remember(memory);
    }

    /** Lets go of the state directory. */
    @Override
    public synchronized void close() {
        declared.close();
        created.close();
    }

    /** Keeps what a file says beside what is known; one that was created here becomes the file's. */
    private void declare(IotResource file) {
        ResourceAddress address = file.address();
        IotResource known = declared.kept(address);
        IotResource own = created.kept(address);
        IotResource base = own == null ? known : own;
        if (base == null) {
            declared.create(StoreRules.without(file, "resourceVersion"));
        } else {
            IotResource joined = joined(file, base);
            if (!joined.equals(known)) {
                declared.put(joined);
            }
        }
        if (own != null) {
            created.drop(address);
        }
    }

    private static IotResource joined(IotResource file, IotResource base) {
        Json.Obj json = file.json().without("status");
        IotResource joined =
                IotResource.of(base.json().get("status").isPresent() ? json.with("status", base.status()) : json);
        joined = joined.withMetadata("namespace", Json.of(file.namespace()));
        for (String field : KNOWN_HERE) {
            joined = StoreRules.copied(field, base, joined);
        }
        List<String> finalizers = base.finalizers().stream()
                .map(f -> f.equals(base.group().finalizer(base.kind()))
                        ? file.group().finalizer(file.kind())
                        : f)
                .toList();
        if (!finalizers.isEmpty()) {
            joined = joined.withMetadata("finalizers", Json.texts(finalizers));
        }
        return StoreRules.essence(joined).equals(StoreRules.essence(base)) ? joined : StoreRules.nextGeneration(joined);
    }

    private static boolean sayTheSame(IotResource one, IotResource other) {
        return said(one).equals(said(other));
    }

    /** All that files say. */
    private static Json.Obj said(IotResource resource) {
        return StoreRules.without(resource, KNOWN_HERE.toArray(String[]::new))
                .json()
                .without("status");
    }

    private @Nullable IotResource shown(ResourceAddress address) {
        IotResource known = declared.kept(address);
        return known != null && isShown(known) ? known : null;
    }

    private boolean isShown(IotResource known) {
        return addresses.contains(known.address()) || (known.isDeleting() && created.kept(known.address()) == null);
    }

    private void write(Set<ResourceAddress> now) {
        try {
            list.write(now);
        } catch (IOException e) {
            throw new NodeResourceException(
                    DevicesErrorCode.STORE,
                    "cannot write the list of declared resources: " + e
                            + "; make the state directory readable and writable and give it space",
                    e);
        }
    }
}
