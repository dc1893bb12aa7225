package io.noderesource.apply;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ErrorKind;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.plan.Condition;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.LedgerEntry;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.Risk;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepCodec;
import io.noderesource.plan.Violation;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.StepContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries plans out, by one protocol for every step: journal the intent, lock the devices, check every precondition on the node now,
 * perform, see that the postconditions hold, journal the outcome.
 *
 * <p>Thread-safe: runs exclude each other through the node's lock, held for the steps of one resource, as those of other
 * processes do.
 */
public final class Executor {

    private static final Logger LOG = System.getLogger(Executor.class.getName());

    /** How long to wait for udev to finish with a device, and for a lock that udev itself takes for a moment. */
    private static final Duration SETTLE = Duration.ofSeconds(10);

    /**
     * How long devices are left unlocked before they are looked at once more: udev tries a locked one again each 200 ms ({@code
     * EVENT_RETRY_INTERVAL_USEC} of systemd), and looks at each that was open for writing and is closed, as it is when its lock is given back.
     */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Set<ErrorCode> TRANSIENT = Set.of(
            StandardErrorCode.DEVICE_NO_UDEV,
            StandardErrorCode.DEVICE_PROBES_DISAGREE,
            StandardErrorCode.DEVICE_LOCKED);

    private final String nodeName;
    private final Node node;
    private final List<Backend> backends;
    private final Observer observer;
    private final StateStore state;
    private final StepCodec codec;

    /**
     * An executor.
     *
     * @param nodeName the node's name
     * @param node gives clock and locks
     * @param backends perform the steps
     * @param state where journal and ledger are
     * @param codec writes steps into the journal
     */
    public Executor(String nodeName, Node node, List<Backend> backends, StateStore state, StepCodec codec) {
        this.nodeName = nodeName;
        this.node = node;
        this.backends = List.copyOf(backends);
        this.observer = new Observer(nodeName, node.clock(), backends);
        this.state = state;
        this.codec = codec;
    }

    /**
     * Applies a plan; a step that fails stops what requires it, what would be done for that alone, and nothing else.
     *
     * @throws NodeResourceException before any step: {@code apply/stale} when the plan is for another node,
     *     {@code policy/blast-radius} when it claims too many devices, {@code apply/journal} when the state directory
     *     cannot be used, {@code apply/node-locked}
     */
    public ApplyReport apply(Plan plan, ApplyOptions options) {
        check(plan, options);
        ApplyListener listener = ApplyListener.guarding(options.listener());
        listener.started(plan);
        NodeLocks locks = new NodeLocks(options.lockLimit());
        recover(options, locks);
        remember(plan, locks);
        forget(plan, locks);
        ApplyReport report;
        try (Turn turn = new Turn(locks)) {
            report = steps(plan, options, listener, turn);
        }
        listener.ended(report);
        return report;
    }

    private ApplyReport steps(Plan plan, ApplyOptions options, ApplyListener listener, Turn turn) {
        Map<String, Outcome> ended = new HashMap<>();
        List<StepOutcome> outcomes = new ArrayList<>();
        @Nullable NodeResourceException journalBroke = null;
        for (PlannedStep planned : plan.steps()) {
            Instant start = node.clock().instant();
            Outcome outcome = notToBeBegun(plan, planned, ended, options, journalBroke);
            if (outcome == null) {
                @Nullable StepEvent event = Recorder.isThere() ? new StepEvent() : null;
                if (event != null) {
                    event.begin();
                }
                listener.stepStarted(planned);
                try {
                    turn.take(planned.step().address());
                    outcome = run(planned, options, listener);
                } catch (NodeResourceException e) {
                    outcome = new Outcome.Failed(e.code(), message(e));
                    if (e.code() == StandardErrorCode.JOURNAL) {
                        journalBroke = e;
                    }
                } catch (RuntimeException e) {
                    // What a plug-in throws about one step ends neither the run nor its report.
                    LOG.log(Level.WARNING, "defect around " + planned.id(), e);
                    outcome = new Outcome.Failed(StandardErrorCode.INTERNAL, "step " + planned.id() + ": " + e);
                }
                if (event != null) {
                    event.address = planned.step().address().toString();
                    event.summary = planned.step().summary();
                    event.outcome = outcome.kind().name();
                    event.commit();
                }
            }
            ended.put(planned.id(), outcome);
            StepOutcome stepOutcome = new StepOutcome(
                    planned, outcome, Duration.between(start, node.clock().instant()));
            outcomes.add(stepOutcome);
            listener.stepEnded(stepOutcome);
        }
        return new ApplyReport(nodeName, outcomes);
    }

    private void check(Plan plan, ApplyOptions options) {
        if (!plan.node().equals(nodeName)) {
            throw new NodeResourceException(
                    StandardErrorCode.STALE,
                    "cannot apply a plan for the node '" + plan.node() + "' on '" + nodeName
                            + "': make a plan on this node");
        }
        Set<String> claimed = new TreeSet<>();
        plan.steps().stream()
                .filter(s -> s.step().risk() != Risk.SAFE)
                .forEach(s ->
                        s.step().claims().forEach(d -> claimed.add(d.identity().toString())));
        if (claimed.size() > options.maxDevices()) {
            throw new NodeResourceException(
                    StandardErrorCode.BLAST_RADIUS,
                    "cannot apply a plan that claims " + claimed.size() + " devices: one run may claim "
                            + options.maxDevices() + "; check the selectors, then raise the limit for this run");
        }
    }

    private static @Nullable Outcome notToBeBegun(
            Plan plan,
            PlannedStep planned,
            Map<String, Outcome> ended,
            ApplyOptions options,
            @Nullable NodeResourceException journalBroke) {
        if (journalBroke != null) {
            return new Outcome.NotAttempted(StandardErrorCode.JOURNAL, "the journal cannot be written");
        }
        if (options.cancellation().isCancelled() || Thread.currentThread().isInterrupted()) {
            return new Outcome.NotAttempted(
                    StandardErrorCode.CANCELLED,
                    options.cancellation().isCancelled() ? "the run was asked to stop" : "its thread was interrupted");
        }
        for (String required : planned.requires()) {
            Outcome before = ended.get(required);
            if (before == null || !before.isDone()) {
                return new Outcome.NotAttempted(
                        StandardErrorCode.STALE, "step " + required + ", which it requires, is not done");
            }
        }
        if (ended.values().stream().anyMatch(Executor::isNotDone) && isInVain(plan, planned, ended)) {
            return new Outcome.NotAttempted(
                    StandardErrorCode.STALE,
                    "it serves only steps of which something else that they require is not done");
        }
        return null;
    }

    /**
     * Tells whether all that a step is done for cannot be done any more: no disk is wiped or made a physical volume for a
     * volume group that will not get it. Of two processes that want the same, one then does all and the other nothing.
     */
    private static boolean isInVain(Plan plan, PlannedStep planned, Map<String, Outcome> ended) {
        List<PlannedStep> served = plan.steps().stream()
                .filter(s -> s.requires().contains(planned.id()))
                .toList();
        return !served.isEmpty()
                && served.stream()
                        .allMatch(s -> s.requires().stream().anyMatch(r -> isNotDone(ended.get(r)))
                                || isInVain(plan, s, ended));
    }

    private static boolean isNotDone(@Nullable Outcome outcome) {
        return outcome != null && !outcome.isDone();
    }

    // ---- one step -----------------------------------------------------------------------------------------------

    private Outcome run(PlannedStep planned, ApplyOptions options, ApplyListener listener) {
        Step step = planned.step();
        Backend backend = backendOf(step);
        try (Journal journal = state.openJournal(node.clock())) {
            long intent = journal.intent(step.address(), codec.line(step));
            AtomicBoolean begun = new AtomicBoolean();
            Outcome outcome;
            try {
                outcome = attempt(step, backend, options, begun, m -> listener.progress(planned, m));
            } catch (NodeResourceException e) {
                outcome = new Outcome.Failed(e.code(), message(e));
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "defect while performing " + step.summary(), e);
                outcome = new Outcome.Failed(StandardErrorCode.INTERNAL, step.summary() + ": " + e);
            }
            // An interrupted thread can write no file (ClosedByInterruptException); its caller learns of it afterwards.
            boolean interrupted = Thread.interrupted();
            try {
                // What could not even be begun has made nothing.
                Outcome.Kind kind = outcome.kind() == Outcome.Kind.FAILED && !begun.get()
                        ? Outcome.Kind.NOT_ATTEMPTED
                        : outcome.kind();
                if (outcome.isDone() || kind == Outcome.Kind.FAILED) {
                    state.save(after(step, outcome.isDone()));
                }
                if (!begun.get() || !isUnknown(outcome)) {
                    journal.outcome(JournalRecord.Event.OUTCOME, intent, step.address(), kind, describe(outcome));
                }
                journal.rotate();
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return outcome;
        }
    }

    /** The ledger after a step that is done, or that failed and may have made its object nevertheless. */
    private Ledger after(Step step, boolean done) {
        Ledger ledger = state.ledger();
        return done ? ledger.withDone(step) : ledger.withMade(step);
    }

    /**
     * What a call that was begun has done is unknown when nobody waited for its end, when it could not answer, or when
     * the node could not be looked at afterwards: its intent stays open until the node shows it.
     */
    private static boolean isUnknown(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && failed.code().kind() == ErrorKind.UNAVAILABLE;
    }

    private Backend backendOf(Step step) {
        return backends.stream()
                .filter(b -> b.steps().contains(codec.typeOf(step)))
                .findFirst()
                .orElseThrow(() -> new NodeResourceException(
                        StandardErrorCode.NO_BACKEND,
                        "cannot " + step.summary() + ": no backend here performs '"
                                + codec.typeOf(step).id() + "'; run doctor"));
    }

    private Outcome attempt(
            Step step, Backend backend, ApplyOptions options, AtomicBoolean begun, Consumer<String> progress) {
        Instant giveUp = node.clock().instant().plus(SETTLE);
        // A clock may be set back meanwhile, and others wait for the node's lock.
        long latest = System.nanoTime() + SETTLE.toNanos();
        while (true) {
            Claimed claimed = new Claimed();
            try {
                Optional<Violation> obstacle = claim(step, options, claimed);
                Inventory now = observer.observe(step.scope(), options.stepLimit());
                if (obstacle.isEmpty()
                        && !step.postconditions().isEmpty()
                        && violated(step.postconditions(), now).isEmpty()) {
                    begun.set(true);
                    call(step, backend::flush, new StepContext(now, options.stepLimit(), progress), claimed);
                    return new Outcome.AlreadyInPlace();
                }
                if (obstacle.isEmpty()) {
                    obstacle = violated(step.preconditions(), now);
                }
                if (obstacle.isEmpty()) {
                    begun.set(true);
                    return perform(step, backend, options, progress, now, claimed);
                }
                Violation violation = obstacle.get();
                if (!TRANSIENT.contains(violation.code())
                        || node.clock().instant().isAfter(giveUp)
                        || System.nanoTime() - latest >= 0
                        || options.cancellation().await(PAUSE)) {
                    return new Outcome.Stale(
                            violation.code(),
                            "cannot " + step.summary() + ": " + violation.subject() + ": " + violation.fact()
                                    + "; make a new plan");
                }
            } finally {
                claimed.releaseUnlessInUse();
            }
        }
    }

    private Outcome perform(
            Step step,
            Backend backend,
            ApplyOptions options,
            Consumer<String> progress,
            Inventory now,
            Claimed claimed) {
        Duration limit = options.stepLimit().plus(step.allowance());
        call(step, backend::perform, new StepContext(now, limit, progress), claimed);
        try {
            Inventory after = observer.observe(step.scope(), options.stepLimit());
            Optional<Violation> missing = violated(step.postconditions(), after).or(() -> movedUnder(step, now, after));
            return missing.<Outcome>map(v -> new Outcome.Failed(
                            isUnseen(v) ? v.code() : StandardErrorCode.POSTCONDITION,
                            step.summary() + " seemed to succeed, but " + v.subject() + ": " + v.fact()
                                    + "; observe the node and make a new plan"))
                    .orElseGet(Outcome.Changed::new);
        } finally {
            claimed.release();
        }
    }

    private static void call(Step step, BiConsumer<Step, StepContext> what, StepContext context, Claimed claimed) {
        claimed.handOver();
        Deadline.call(step.summary(), context.limit().plusSeconds(2), () -> {
            // The devices stay locked as long as the call is under way, whether somebody waits for it or not.
            try {
                what.accept(step, context);
            } catch (RuntimeException | Error e) {
                claimed.release();
                throw e;
            }
            claimed.performed();
            return true;
        });
    }

    /** The kernel gives a medium a new sequence number when it is changed: then something else was written to. */
    private static Optional<Violation> movedUnder(Step step, Inventory before, Inventory after) {
        for (DeviceTarget target : step.writes()) {
            List<BlockDevice> was = devices(before, target);
            List<BlockDevice> is = devices(after, target);
            // A device that is known by its sequence number only is another one with another number.
            if (was.size() == 1
                    && (is.size() != 1 || was.get(0).diskSequence() != is.get(0).diskSequence())) {
                return Optional.of(new Violation(
                        StandardErrorCode.DEVICE_CHANGED, target.toString(), "its medium was changed meanwhile"));
            }
        }
        return Optional.empty();
    }

    private static List<BlockDevice> devices(Inventory inventory, DeviceTarget target) {
        return inventory
                .seen(BlockDevices.SECTION)
                .map(b -> b.known(target.identity()))
                .orElse(List.of());
    }

    /** Finds the devices that the step writes to by their identities, and locks them. */
    private Optional<Violation> claim(Step step, ApplyOptions options, Claimed claimed) {
        if (step.writes().isEmpty()) {
            return Optional.empty();
        }
        Inventory listing = observer.observe(Scope.of(Set.of(), Set.of(BlockDevices.SECTION)), options.stepLimit());
        for (DeviceTarget target : step.writes()) {
            List<BlockDevice> found = devices(listing, target);
            if (found.size() != 1) {
                return Optional.of(new Violation(
                        found.isEmpty() ? StandardErrorCode.DEVICE_ABSENT : StandardErrorCode.DEVICE_AMBIGUOUS,
                        target.toString(),
                        found.isEmpty() ? "no device has this identity now" : "several devices have this identity"));
            }
            try {
                claimed.add(node.claim(found.get(0)));
            } catch (NodeResourceException e) {
                if (e.code() == StandardErrorCode.DEVICE_LOCKED || e.code() == StandardErrorCode.DEVICE_CHANGED) {
                    return Optional.of(new Violation(e.code(), target.toString(), message(e)));
                }
                throw e;
            }
        }
        return Optional.empty();
    }

    private static boolean isUnseen(Violation violation) {
        return violation.code() == StandardErrorCode.SECTION_UNAVAILABLE;
    }

    private static Optional<Violation> violated(List<Condition> conditions, Inventory now) {
        return conditions.stream().flatMap(c -> c.check(now).stream()).findFirst();
    }

    // ---- before and after the steps -----------------------------------------------------------------------------

    /** Tells of each step that a crash cut off what the node shows of it; what it does not show stays open. */
    private void recover(ApplyOptions options, NodeLocks locks) {
        if (!state.wasCutOff()) {
            return;
        }
        try (Node.Lock ignored = locks.take();
                Journal journal = state.openJournal(node.clock())) {
            // Another process may be past its intent, but it would hold the lock: what is open here is cut off.
            for (JournalRecord record : Journal.openIntents(journal.records())) {
                Step step = state.step(record).orElse(null);
                Outcome.Kind kind = Outcome.Kind.FAILED;
                String message = "the step's type is not known here";
                if (step != null) {
                    if (backends.stream().anyMatch(b -> b.steps().contains(codec.typeOf(step)) && b.isUnderWay(step))) {
                        continue;
                    }
                    Inventory now = observer.observe(step.scope(), options.stepLimit());
                    Optional<Violation> missing = violated(step.postconditions(), now);
                    Optional<Violation> changed = missing.isEmpty() ? missing : violated(step.preconditions(), now);
                    if (missing.filter(Executor::isUnseen).isPresent()
                            || changed.filter(Executor::isUnseen).isPresent()) {
                        continue;
                    }
                    boolean done = missing.isEmpty();
                    boolean untouched = !done && changed.isEmpty();
                    if (done ? !isFlushed(step, now, options) : isUnderWay(step, options)) {
                        continue;
                    }
                    kind = done ? Outcome.Kind.CHANGED : untouched ? Outcome.Kind.NOT_ATTEMPTED : Outcome.Kind.FAILED;
                    message = done ? "found done" : untouched ? "found not done" : "found half done or changed";
                    if (!untouched) {
                        state.save(after(step, done));
                    }
                }
                journal.outcome(JournalRecord.Event.RECOVERED, record.sequence(), record.address(), kind, message);
            }
        }
    }

    /**
     * Whoever performed the step may have been cut off before he brought it to the media, or is about to: a call that hangs over that
     * holds the devices' locks, and no second one is begun.
     */
    private boolean isFlushed(Step step, Inventory now, ApplyOptions options) {
        StepContext context = new StepContext(now, options.stepLimit(), message -> {});
        Claimed claimed = new Claimed();
        try {
            if (isTaken(step, options, claimed)) {
                return false;
            }
            call(step, backendOf(step)::flush, context, claimed);
            return true;
        } catch (NodeResourceException e) {
            LOG.log(Level.WARNING, "'" + step.summary() + "' is done, and not certain to outlast a power cut", e);
            return false;
        } finally {
            claimed.releaseUnlessInUse();
        }
    }

    /**
     * Tells whether a call that nobody waits for any more may still do the step: it holds the devices' locks until it
     * returns, in a process that goes on or in one whose end the kernel waits for.
     */
    private boolean isUnderWay(Step step, ApplyOptions options) {
        Claimed claimed = new Claimed();
        try {
            return isTaken(step, options, claimed);
        } finally {
            claimed.release();
        }
    }

    /** Locks the devices, and tells whether somebody else has one of them locked; one that cannot be opened is nobody's. */
    private boolean isTaken(Step step, ApplyOptions options, Claimed claimed) {
        try {
            return claim(step, options, claimed)
                    .filter(v -> v.code() == StandardErrorCode.DEVICE_LOCKED)
                    .isPresent();
        } catch (NodeResourceException e) {
            return e.code().kind() == ErrorKind.UNAVAILABLE;
        }
    }

    /** Keeps what the plan saw to be ours, before anything is changed. */
    private void remember(Plan plan, NodeLocks locks) {
        Ledger before = state.ledger();
        if (remembering(plan, before).equals(before)) {
            return;
        }
        try (Node.Lock ignored = locks.take()) {
            state.save(remembering(plan, state.ledger()));
        }
    }

    private static Ledger remembering(Plan plan, Ledger ledger) {
        Ledger now = ledger;
        for (LedgerEntry entry : plan.remembered()) {
            now = now.merged(entry, plan.forgotten());
        }
        return now;
    }

    /** Forgets what is released without a step; where there is one, it is forgotten when that is done. */
    private void forget(Plan plan, NodeLocks locks) {
        Set<ResourceAddress> withStep = new HashSet<>();
        plan.steps().forEach(s -> withStep.add(s.step().address()));
        List<ResourceAddress> toForget = plan.released().stream()
                .filter(a -> !withStep.contains(a))
                .filter(a -> plan.refusals().stream().noneMatch(r -> r.address().equals(a)))
                .filter(a -> state.ledger().entry(a).isPresent())
                .toList();
        if (toForget.isEmpty()) {
            return;
        }
        try (Node.Lock ignored = locks.take()) {
            Ledger ledger = state.ledger();
            for (ResourceAddress address : toForget) {
                ledger = ledger.without(address);
            }
            state.save(ledger);
        }
    }

    private static String message(NodeResourceException e) {
        return String.valueOf(e.getMessage());
    }

    private static @Nullable String describe(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.message();
        }
        return outcome instanceof Outcome.Stale stale ? stale.message() : null;
    }

    /**
     * The node's lock, held from the first step of a resource to its last: two processes that want the same resource do
     * not each make a part of it. Between resources others have their turn.
     */
    private static final class Turn implements AutoCloseable {
        private final NodeLocks locks;
        private @Nullable ResourceAddress address;
        private Node.@Nullable Lock lock;

        Turn(NodeLocks locks) {
            this.locks = locks;
        }

        void take(ResourceAddress next) {
            if (!next.equals(address) || lock == null) {
                close();
                lock = locks.take();
                address = next;
            }
        }

        @Override
        public void close() {
            Node.Lock held = lock;
            lock = null;
            if (held != null) {
                held.close();
            }
        }
    }

    /** Takes the node's lock, again and again; the limit is for all waiting of a run together. */
    private final class NodeLocks {
        private Duration left;

        NodeLocks(Duration limit) {
            this.left = limit;
        }

        Node.Lock take() {
            long began = System.nanoTime();
            try {
                return node.lock(left);
            } finally {
                Duration waited = Duration.ofNanos(System.nanoTime() - began);
                left = waited.compareTo(left) < 0 ? left.minus(waited) : Duration.ZERO;
            }
        }
    }

    /** The locks on a step's devices, and whose business it is to release them. */
    private static final class Claimed {
        private final List<Node.Lock> locks = new ArrayList<>();
        private final AtomicBoolean inUse = new AtomicBoolean();
        private final AtomicBoolean performed = new AtomicBoolean();
        private final AtomicBoolean abandoned = new AtomicBoolean();

        void add(Node.Lock lock) {
            locks.add(lock);
        }

        void handOver() {
            inUse.set(true);
        }

        /** The call has returned: the waiter goes on with the locks, unless it has gone. */
        void performed() {
            performed.set(true);
            if (abandoned.get()) {
                release();
            }
        }

        void releaseUnlessInUse() {
            if (!inUse.get()) {
                release();
            } else {
                abandoned.set(true);
                if (performed.get()) {
                    release();
                }
            }
        }

        synchronized void release() {
            inUse.set(false);
            locks.forEach(Node.Lock::close);
            locks.clear();
        }
    }
}
