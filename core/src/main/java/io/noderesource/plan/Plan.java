package io.noderesource.plan;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ErrorKind;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.json.Json;
import io.noderesource.internal.json.JsonCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What will be done, what will not and why: the dry run, the thing to review, and the only thing that can be applied.
 *
 * <p>Immutable. Identical inputs give identical plans, byte for byte, in text and in JSON.
 */
public final class Plan {

    private static final String FORMAT = "noderesource.io/plan";
    private static final int VERSION = 1;

    private final String node;
    private final Supplier<String> baseline;
    private final List<PlannedStep> steps;
    private final List<Drift> drifts;
    private final List<Refusal> refusals;
    private final List<Notice> notices;
    private final List<LedgerEntry> remembered;
    private final Set<String> forgotten;
    private final Set<ResourceAddress> released;
    private final StepCodec codec;

    /**
     * A plan.
     *
     * @param baseline the fingerprint of the inventory, which is reckoned when it is wanted: nobody wants that of most plans
     */
    Plan(
            String node,
            Supplier<String> baseline,
            List<PlannedStep> steps,
            List<Drift> drifts,
            List<Refusal> refusals,
            List<Notice> notices,
            List<LedgerEntry> remembered,
            Set<String> forgotten,
            Set<ResourceAddress> released,
            StepCodec codec) {
        this.node = node;
        this.baseline = baseline;
        this.steps = List.copyOf(steps);
        this.drifts = drifts.stream().distinct().sorted().toList();
        this.refusals = refusals.stream().distinct().sorted().toList();
        this.notices = notices.stream().distinct().sorted().toList();
        this.remembered = List.copyOf(remembered);
        this.forgotten = Collections.unmodifiableSet(new TreeSet<>(forgotten));
        this.released = new TreeSet<>(released);
        this.codec = codec;
    }

    /** Name of the node that it is for. */
    public String node() {
        return node;
    }

    /** Fingerprint of the inventory that it was made from. */
    public String baseline() {
        return baseline.get();
    }

    /** The steps, in an order in which each comes after all that it requires. */
    public List<PlannedStep> steps() {
        return steps;
    }

    /** Differences that it will not act on. */
    public List<Drift> drifts() {
        return drifts;
    }

    /** What is wanted, but not safe or not possible. */
    public List<Refusal> refusals() {
        return refusals;
    }

    /** What else is worth knowing. */
    public List<Notice> notices() {
        return notices;
    }

    /** What the ledger is to remember of what was seen to be ours. */
    public List<LedgerEntry> remembered() {
        return remembered;
    }

    /** Ids of devices that the ledger is to forget, as they were seen to be no part of what is remembered any more. */
    public Set<String> forgotten() {
        return forgotten;
    }

    /** The addresses that the ledger is to forget once their steps are done. */
    public Set<ResourceAddress> released() {
        return new TreeSet<>(released);
    }

    /** Tells whether there is nothing to do; there may be drifts and refusals nevertheless. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** Renders the plan for a terminal: one glance tells what will happen to which disk. */
    public String render() {
        return PlanRenderer.render(this);
    }

    /** Writes the plan as stable, versioned JSON; {@link #parse} reads it. */
    public String toJson() {
        List<Json> stepTrees = new ArrayList<>();
        for (PlannedStep planned : steps) {
            stepTrees.add(Json.object()
                    .put("id", planned.id())
                    .putTexts("requires", planned.requires())
                    .put("risk", planned.step().risk().name())
                    .put("summary", planned.step().summary())
                    .putTexts(
                            "preconditions",
                            planned.step().preconditions().stream()
                                    .map(Condition::describe)
                                    .toList())
                    .put("step", codec.write(planned.step()))
                    .build());
        }
        Json.ObjectBuilder json = Json.object()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("node", node)
                .put("baseline", baseline())
                .put("steps", stepTrees)
                .put("drifts", drifts.stream().map(Plan::write).toList())
                .put("refusals", refusals.stream().map(Plan::write).toList())
                .put("notices", notices.stream().map(Plan::write).toList())
                .put(
                        "remembered",
                        remembered.stream().map(JsonCodec.FULL::encode).toList())
                .putTexts(
                        "released",
                        released.stream().map(ResourceAddress::toString).toList());
        return (forgotten.isEmpty() ? json : json.putTexts("forgotten", List.copyOf(forgotten)))
                .build()
                .pretty();
    }

    /**
     * Reads a plan that {@link #toJson} wrote.
     *
     * @param json the text
     * @param types the types of steps that are known
     * @throws NodeResourceException {@code plan/format} when it is not a plan, is of another version, or has a step of a
     *     type that is not known; the message names it
     */
    public static Plan parse(String json, Collection<StepType<?>> types) {
        try {
            Json document = Json.parse(json);
            if (!FORMAT.equals(document.text("format")) || document.number("version") != VERSION) {
                throw new IllegalArgumentException("format is not " + FORMAT + " version " + VERSION);
            }
            StepCodec codec = StepCodec.of(types);
            List<PlannedStep> steps = new ArrayList<>();
            Set<String> ids = new HashSet<>();
            for (Json tree : document.list("steps")) {
                List<String> requires =
                        tree.list("requires").stream().map(Json::asText).toList();
                if (!ids.containsAll(requires) || !ids.add(tree.text("id"))) {
                    throw new IllegalArgumentException(
                            "step '" + tree.text("id") + "' stands twice or before one that it requires");
                }
                steps.add(new PlannedStep(tree.text("id"), codec.read(tree.get("step")), requires));
            }
            Set<ResourceAddress> released = new TreeSet<>();
            document.list("released").forEach(a -> released.add(ResourceAddress.parse(a.asText())));
            Set<String> forgotten = new TreeSet<>();
            if (document.find("forgotten").isPresent()) {
                document.list("forgotten").forEach(id -> forgotten.add(id.asText()));
            }
            String baseline = document.text("baseline");
            return new Plan(
                    document.text("node"),
                    () -> baseline,
                    steps,
                    document.list("drifts").stream().map(Plan::readDrift).toList(),
                    document.list("refusals").stream().map(Plan::readRefusal).toList(),
                    document.list("notices").stream().map(Plan::readNotice).toList(),
                    document.list("remembered").stream()
                            .map(e -> JsonCodec.FULL.decode(e, LedgerEntry.class))
                            .toList(),
                    forgotten,
                    released,
                    codec);
        } catch (IllegalArgumentException | NodeResourceException e) {
            throw new NodeResourceException(
                    StandardErrorCode.PLAN_FORMAT,
                    "cannot read the plan: " + e.getMessage() + "; make it anew with this version",
                    e);
        }
    }

    private static Json write(Drift drift) {
        return Json.object()
                .put("address", drift.address().toString())
                .put("code", drift.code().id())
                .put("subject", drift.subject())
                .put("fact", drift.fact())
                .build();
    }

    private static Drift readDrift(Json tree) {
        return new Drift(
                ResourceAddress.parse(tree.text("address")),
                code(tree.text("code")),
                tree.text("subject"),
                tree.text("fact"));
    }

    private static Json write(Notice notice) {
        return Json.object()
                .put("address", notice.address().toString())
                .put("code", notice.code().id())
                .put("subject", notice.subject())
                .put("fact", notice.fact())
                .build();
    }

    private static Notice readNotice(Json tree) {
        return new Notice(
                ResourceAddress.parse(tree.text("address")),
                code(tree.text("code")),
                tree.text("subject"),
                tree.text("fact"));
    }

    private static Json write(Refusal refusal) {
        Json.ObjectBuilder json = Json.object()
                .put("address", refusal.address().toString())
                .put("code", refusal.code().id())
                .put("subject", refusal.subject())
                .putTexts("facts", refusal.facts())
                .put("remedy", refusal.remedy());
        String consent = refusal.consent();
        return (consent == null ? json : json.put("consent", consent)).build();
    }

    private static Refusal readRefusal(Json tree) {
        return new Refusal(
                ResourceAddress.parse(tree.text("address")),
                code(tree.text("code")),
                tree.text("subject"),
                tree.list("facts").stream().map(Json::asText).toList(),
                tree.text("remedy"),
                tree.find("consent").map(Json::asText).orElse(null));
    }

    private static ErrorCode code(String id) {
        Map<String, ErrorCode> known = new TreeMap<>();
        for (StandardErrorCode code : StandardErrorCode.values()) {
            known.put(code.id(), code);
        }
        ErrorCode code = known.get(id);
        return code != null ? code : new CodeOfPlugin(id);
    }

    /** A code of a plug-in that is read from a saved plan, where only its id stands. */
    private record CodeOfPlugin(String id) implements ErrorCode {
        @Override
        public ErrorKind kind() {
            return ErrorKind.PRECONDITION;
        }

        @Override
        public String meaning() {
            return "See the plug-in's documentation.";
        }

        @Override
        public String remedy() {
            return "See the plug-in's documentation.";
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Plan plan
                && node.equals(plan.node)
                && baseline().equals(plan.baseline())
                && steps.equals(plan.steps)
                && render().equals(plan.render())
                && remembered.equals(plan.remembered)
                && forgotten.equals(plan.forgotten)
                && released.equals(plan.released);
    }

    @Override
    public int hashCode() {
        return node.hashCode() * 31 + steps.hashCode();
    }

    @Override
    public String toString() {
        return render();
    }
}
