package io.noderesource.examples.nrm;

import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.devices.resource.IotResource;
import io.noderesource.devices.resource.ManifestSet;
import io.noderesource.devices.resource.ManifestStore;
import io.noderesource.plan.Policy;
import io.noderesource.topology.TopologyException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which devices are declared for which node pool, and what may be done about them. */
final class PoolOptions {

    private static final int NAMED = 5;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--manifests",
            required = true,
            paramLabel = "DIR",
            description =
                    "What is declared: a directory of Device, DeviceProfile and DeviceService resources in YAML or"
                            + " JSON, or one such file.")
    private Path manifests = Path.of("");

    @Option(
            names = "--node-pool",
            paramLabel = "POOL",
            description = "The node pool whose platform it is; the one that all manifests name unless told.")
    private @Nullable String nodePool;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = "/var/lib/noderesource/devices",
            description =
                    "Where is kept what is known of the resources, a directory for each node pool; ${DEFAULT-VALUE}"
                            + " unless told.")
    private Path state = Path.of("/var/lib/noderesource/devices");

    @Option(
            names = "--adopt",
            paramLabel = "KIND/NS/NAME",
            converter = Address.class,
            description = "Change an object as declared that was there before its resource and differs, such as"
                    + " device/default/pump-1; may be given again.")
    private Set<ResourceAddress> adopt = new LinkedHashSet<>();

    @Option(
            names = "--delete",
            paramLabel = "KIND/NS/NAME",
            converter = Address.class,
            description =
                    "Delete a resource that is in no manifest any more, and its object; may be given again. That it"
                            + " is in no manifest deletes nothing.")
    private Set<ResourceAddress> delete = new LinkedHashSet<>();

    @Option(
            names = "--no-mirror",
            description = "Make no resources for objects that are on the platform and that nothing declares.")
    private boolean noMirror;

    Path manifests() {
        return manifests;
    }

    /** What is declared and known now, to be looked at; nothing of it is kept. */
    ManifestStore look(Session session) {
        return ManifestStore.look(manifests, state, session.clock());
    }

    /** What is declared and known; the state directory is this process's until it is closed. */
    ManifestStore open(Session session) {
        return ManifestStore.open(manifests, state, session.clock());
    }

    /**
     * Tells of what is worth a look in the manifests.
     *
     * @throws TopologyException when there is a mistake in them
     */
    void requireGood(ManifestStore store, Session session) {
        ManifestSet read = store.lastRead();
        if (!read.isGood()) {
            throw new TopologyException(read.diagnostics());
        }
        read.diagnostics().forEach(session.err()::println);
        store.problems().forEach(session.err()::println);
    }

    /** Deletes what is to be deleted: all of it, or nothing when one cannot be. */
    void delete(ManifestStore store) {
        delete.forEach(store::requireDeletable);
        delete.forEach(store::delete);
    }

    /** Deletes what is to be deleted and is still there: a watch that begins anew has deleted it before. */
    void deleteWhatIsThere(ManifestStore store) {
        Set<ResourceAddress> there = Stream.concat(store.list().stream(), store.undeclared().stream())
                .map(IotResource::address)
                .collect(Collectors.toSet());
        delete.stream().filter(there::contains).forEach(store::delete);
    }

    /**
     * The settings for the node pool.
     *
     * @throws CommandLine.ParameterException when neither an option nor all manifests name the same one
     */
    PoolSettings settings(ManifestStore store) {
        return PoolSettings.builder(pool(store))
                .policy(Policy.builder().adopt(Set.copyOf(adopt)).build())
                .edgeBorn(noMirror ? PoolSettings.EdgeBorn.IGNORE : PoolSettings.EdgeBorn.MIRROR)
                .build();
    }

    /** What a reader of the manifests might miss in the plan. */
    List<String> notes(ManifestStore store, PoolSettings settings) {
        List<IotResource> gone = store.undeclared();
        List<IotResource> foreign = declared(store)
                .filter(r -> r.nodePool().filter(settings.nodePool()::equals).isEmpty())
                .toList();
        return Stream.concat(
                        gone.stream()
                                .map(r -> r.address() + " is in no manifest any more and stays as it is; --delete "
                                        + r.address() + " removes it")
                                .limit(NAMED),
                        Stream.of(
                                        gone.size() > NAMED
                                                ? (gone.size() - NAMED) + " more are in no manifest any more"
                                                : "",
                                        foreign.isEmpty()
                                                ? ""
                                                : foreign.size() + " of the resources are of another node pool than "
                                                        + settings.nodePool() + " or of none, and passed over, such as "
                                                        + foreign.get(0).address())
                                .filter(text -> !text.isEmpty()))
                .toList();
    }

    private String pool(ManifestStore store) {
        String given = nodePool;
        if (given != null && !given.isEmpty()) {
            return given;
        }
        Set<String> named = new TreeSet<>();
        declared(store).forEach(r -> named.add(r.nodePool().orElse("")));
        if (named.size() == 1 && !named.contains("")) {
            return named.iterator().next();
        }
        String found = named.isEmpty()
                ? "no resource is declared that names a node pool"
                : named.contains("")
                        ? "not every resource in " + manifests + " has a spec.nodePool"
                        : "the resources in " + manifests + " name several node pools: " + String.join(", ", named);
        throw wrong(found + "; say with --node-pool whose platform it is");
    }

    private static Stream<IotResource> declared(ManifestStore store) {
        return store.list().stream().filter(r -> !r.isMirrorOnly());
    }

    private CommandLine.ParameterException wrong(String what) {
        CommandSpec mine = spec;
        return new CommandLine.ParameterException(mine == null ? new CommandLine(this) : mine.commandLine(), what);
    }

    /** Reads an address, with the kind as plans, resources or kubectl write it. */
    private static final class Address implements ITypeConverter<ResourceAddress> {
        @Override
        public ResourceAddress convert(String text) {
            String[] parts = text.split("/", -1);
            if (parts.length == 3 && !parts[1].isEmpty() && !parts[2].isEmpty()) {
                for (IotKind kind : IotKind.values()) {
                    if (Stream.of(kind.id(), kind.plural()).anyMatch(parts[0]::equalsIgnoreCase)) {
                        return new ResourceAddress(kind.id(), parts[1] + "/" + parts[2]);
                    }
                }
            }
            throw new TypeConversionException("'" + text
                    + "' is not the address of a resource: write it as KIND/NS/NAME,"
                    + " such as device/default/pump-1, with one of the kinds "
                    + String.join(
                            ", ",
                            Arrays.stream(IotKind.values()).map(IotKind::id).toList()));
        }
    }
}
