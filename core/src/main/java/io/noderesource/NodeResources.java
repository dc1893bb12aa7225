package io.noderesource;

import io.noderesource.apply.ApplyOptions;
import io.noderesource.apply.ApplyReport;
import io.noderesource.apply.Executor;
import io.noderesource.apply.Observer;
import io.noderesource.apply.Stamps;
import io.noderesource.apply.StateStore;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.NodeResourceException;
import io.noderesource.internal.limit.Limits;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.kinds.MemoryKind;
import io.noderesource.kinds.QuotaPathKind;
import io.noderesource.kinds.VolumeGroupKind;
import io.noderesource.linux.LinuxNode;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlanRequest;
import io.noderesource.plan.Planner;
import io.noderesource.plan.Policy;
import io.noderesource.plan.ResourceKind;
import io.noderesource.plan.Scope;
import io.noderesource.plan.StepCodec;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Availability;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import io.noderesource.spi.Node;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.NodeTopology;
import io.noderesource.topology.Topology;
import io.noderesource.topology.TopologyDocument;
import io.noderesource.topology.TopologyException;
import io.noderesource.topology.TopologyReader;
import io.noderesource.topology.TopologySource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way in: brings a node's local storage to a declared state.
 *
 * <pre>{@code
 * try (NodeResources node = NodeResources.open()) {
 *   Topology topology = node.read(TopologySource.file(Path.of("node-resource-topo.yaml"))).orElseThrow();
 *   Plan plan = node.plan(topology);
 *   System.out.println(plan.render());
 *   node.apply(plan).orThrow();
 * }
 * }</pre>
 *
 * <p>Thread-safe. Reading and planning change nothing; only {@link #apply} does.
 */
public final class NodeResources implements AutoCloseable {

    private final Supplier<NodeIdentity> identity;
    private final Node node;
    private final boolean ownsNode;
    private final List<Backend> opened;
    private final Map<String, Availability> availability;
    private final Observer observer;

    /** The whole node was looked at, so that backends know which devices do not answer. */
    private volatile boolean observed;

    private final Executor executor;
    private final StateStore state;
    private final Stamps stamps;
    private final Planner planner;
    private final TopologyReader reader;
    private final Set<StepType<?>> stepTypes;
    private final Duration observeLimit;

    private NodeResources(Builder builder) {
        NodeIdentity self = builder.identity.get();
        identity = builder.identity;
        observeLimit = Limits.positive("the limit of an observation", builder.observeLimit);
        BackendContext context = new BackendContext(
                self.name(),
                builder.stateDirectory,
                Limits.positive("the deadline of a native call", builder.nativeDeadline));
        ownsNode = builder.node == null;
        Node given = builder.node;
        node = given != null ? given : LinuxNode.open(context);
        availability = new LinkedHashMap<>();
        opened = given != null && builder.providers == null
                ? List.of()
                : open(builder.providers != null ? builder.providers : installed(availability), context, availability);
        List<Backend> backends = new ArrayList<>(node.backends());
        backends.addAll(opened);
        planner = Planner.of(builder.kinds);
        reader = TopologyReader.of(List.copyOf(builder.kinds));
        stepTypes = builder.kinds.stream().flatMap(k -> k.steps().stream()).collect(Collectors.toUnmodifiableSet());
        StepCodec codec = StepCodec.of(stepTypes);
        state = new StateStore(builder.stateDirectory, codec);
        observer = new Observer(self.name(), node.clock(), backends);
        stamps = new Stamps(backends);
        executor = new Executor(self.name(), node, backends, state, codec);
    }

    /** Opens this Linux machine with the backends on the class path or module path. */
    public static NodeResources open() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The kinds of resources that are built in. */
    public static List<ResourceKind> builtInKinds() {
        return List.of(new VolumeGroupKind(), new QuotaPathKind(), new MemoryKind());
    }

    /** Who the node is now; labels are asked for anew each time. */
    public NodeIdentity identity() {
        return identity.get();
    }

    /** The state directory. */
    public Path stateDirectory() {
        return state.directory();
    }

    /** The backends found, each with whether it can work here. */
    public Map<String, Availability> availability() {
        return new LinkedHashMap<>(availability);
    }

    /** Reads a declaration; never throws for what it holds, but tells every mistake at once. */
    public TopologyDocument read(TopologySource source) {
        return reader.read(source);
    }

    /** Looks at the whole node; what cannot be seen is said in the sections' states. */
    public Inventory observe() {
        return observe(Scope.NODE);
    }

    private Inventory observe(Scope scope) {
        Inventory seen = observer.observe(scope, observeLimit);
        if (seen.seen(BlockDevices.SECTION).isPresent()) {
            observed = true;
        }
        return seen;
    }

    /** Looks at the whole node, and at what the resources declared for it need besides, such as their mount points. */
    public Inventory observe(Topology topology) {
        return observe(Scope.NODE.with(
                planner.directories(topology.forNode(identity.get()).resources())));
    }

    /** Plans with the default policy. */
    public Plan plan(Topology topology) {
        return plan(topology, Policy.defaults());
    }

    /**
     * Observes the node and plans what leads to the declared state; changes nothing, but for what {@link
     * io.noderesource.spi.Backend#observe} may enable again.
     *
     * @throws TopologyException when rules contradict each other on this node
     */
    public Plan plan(Topology topology, Policy policy) {
        return plan(topology, policy, observe(topology));
    }

    /**
     * Plans on an inventory that was observed before; pure but for reading the ledger.
     *
     * @throws TopologyException when rules contradict each other on this node
     */
    public Plan plan(Topology topology, Policy policy, Inventory inventory) {
        NodeIdentity self = identity.get();
        NodeTopology wanted = topology.forNode(self);
        if (wanted.diagnostics().stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR)) {
            throw new TopologyException(wanted.diagnostics());
        }
        return planner.plan(new PlanRequest(self, wanted.resources(), inventory, state.ledger(), policy));
    }

    /**
     * Reads a plan that {@link Plan#toJson()} wrote.
     *
     * @throws NodeResourceException {@code plan/format}
     */
    public Plan parsePlan(String json) {
        return Plan.parse(json, stepTypes);
    }

    /** Applies with the default options. */
    public ApplyReport apply(Plan plan) {
        return apply(plan, ApplyOptions.defaults());
    }

    /**
     * Carries a plan out; each step is checked on the node right before and right after. Where nothing has looked at the whole node yet, as
     * the plan was made by another process, that is done first: a step is looked at with few devices, and the others may hang whoever opens
     * them.
     *
     * @throws NodeResourceException before any step: {@code apply/stale} when the plan is for another node,
     *     {@code policy/blast-radius}, {@code apply/journal}, {@code apply/node-locked}; what happens in a step is in
     *     the report
     */
    public ApplyReport apply(Plan plan, ApplyOptions options) {
        if (!observed) {
            observe();
        }
        return executor.apply(plan, options);
    }

    /** A gate that has not seen anything yet: for one who plans again and again. */
    public Gate gate() {
        return gate(Gate.LONGEST);
    }

    /**
     * A gate that has not seen anything yet.
     *
     * @param longest after how long the node is looked at although nothing seems to have changed; zero for always
     */
    public Gate gate(Duration longest) {
        return new Gate(this, longest);
    }

    StateStore state() {
        return state;
    }

    Stamps stamps() {
        return stamps;
    }

    Clock clock() {
        return node.clock();
    }

    private static List<BackendProvider> installed(Map<String, Availability> problems) {
        List<BackendProvider> found = new ArrayList<>();
        ServiceLoader.load(BackendProvider.class).stream().forEach(provider -> {
            try {
                found.add(provider.get());
            } catch (ServiceConfigurationError | LinkageError e) {
                problems.put(
                        provider.type().getName(),
                        new Availability.Missing(
                                "the provider could not be loaded: " + e, "check the versions of its artifacts"));
            }
        });
        found.sort(Comparator.comparing(BackendProvider::id));
        return found;
    }

    private static List<Backend> open(
            List<BackendProvider> providers, BackendContext context, Map<String, Availability> availability) {
        List<Backend> opened = new ArrayList<>();
        Set<String> ids = new TreeSet<>();
        for (BackendProvider provider : providers) {
            Availability found = available(provider, context);
            if (found instanceof Availability.Ready && ids.add(provider.id())) {
                try {
                    opened.add(provider.open(context));
                } catch (RuntimeException | LinkageError e) {
                    found = new Availability.Missing("it could not be opened: " + e.getMessage(), "run doctor as root");
                }
            }
            availability.put(provider.id(), found);
        }
        return List.copyOf(opened);
    }

    private static Availability available(BackendProvider provider, BackendContext context) {
        try {
            return provider.availability(context);
        } catch (RuntimeException | LinkageError e) {
            return new Availability.Missing("its provider failed: " + e, "report it to the provider's authors");
        }
    }

    @Override
    public void close() {
        opened.forEach(Backend::close);
        if (ownsNode) {
            node.close();
        }
    }

    /** Builds {@link NodeResources}; not thread-safe. */
    public static final class Builder {
        private Supplier<NodeIdentity> identity = LocalHost::identity;
        private Path stateDirectory = Path.of("/var/lib/noderesource");
        private @Nullable Node node;
        private @Nullable List<BackendProvider> providers;
        private Collection<? extends ResourceKind> kinds = builtInKinds();
        private Duration observeLimit = Duration.ofSeconds(60);
        private Duration nativeDeadline = Duration.ofSeconds(60);

        private Builder() {}

        /** Says who the node is; the host's name without labels unless told. */
        public Builder identity(NodeIdentity identity) {
            this.identity = () -> identity;
            return this;
        }

        /** Says who the node is, asked for before each plan; the name must stay. */
        public Builder identity(Supplier<NodeIdentity> identity) {
            this.identity = identity;
            return this;
        }

        /** Sets where ledger and journal are kept; {@code /var/lib/noderesource} unless told. */
        public Builder stateDirectory(Path stateDirectory) {
            this.stateDirectory = stateDirectory;
            return this;
        }

        /** Works on another node than this Linux machine, such as a simulated one. The caller closes it. */
        public Builder node(Node node) {
            this.node = node;
            return this;
        }

        /** Takes these backends instead of those that {@link ServiceLoader} finds. */
        public Builder providers(List<BackendProvider> providers) {
            this.providers = List.copyOf(providers);
            return this;
        }

        /** Takes these kinds; {@link NodeResources#builtInKinds()} unless told. */
        public Builder kinds(Collection<? extends ResourceKind> kinds) {
            this.kinds = List.copyOf(kinds);
            return this;
        }

        /** Sets how long a backend may take to observe; a minute unless told. */
        public Builder observeLimit(Duration observeLimit) {
            this.observeLimit = observeLimit;
            return this;
        }

        /** Sets how long one native call may take; a minute unless told. */
        public Builder nativeDeadline(Duration nativeDeadline) {
            this.nativeDeadline = nativeDeadline;
            return this;
        }

        /**
         * Opens the node.
         *
         * @throws NodeResourceException {@code input/bad-option} when a limit is not positive or longer than a day
         */
        public NodeResources build() {
            return new NodeResources(this);
        }
    }
}
