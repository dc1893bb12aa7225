package io.noderesource.benchmarks;

import io.noderesource.inventory.Inventory;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.topology.Topology;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading, planning and rendering of so many rules and devices. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PureParts {

    /** How many rules and devices. */
    @Param({"10", "100", "1000", "10000"})
    public int size;

    private Sample sample = new Sample(0);
    private List<String> documents = List.of();
    private Topology topology = Topology.EMPTY;
    private Inventory blank = sample.blank();
    private Inventory done = blank;
    private Ledger nothing = Ledger.empty("salt");
    private Ledger ledger = nothing;
    private Plan plan = sample.plan(topology, blank, nothing);
    private String json = "";

    /** Makes what the benchmarks work on. */
    @Setup
    public void make() {
        sample = new Sample(size);
        documents = sample.documents();
        topology = sample.read(documents);
        blank = sample.blank();
        done = sample.done();
        ledger = sample.ledger(topology);
        plan = sample.plan(topology, blank, nothing);
        json = done.toJson();
    }

    @Benchmark
    public Topology readDocuments() {
        return sample.read(documents);
    }

    /** Two steps for each rule. */
    @Benchmark
    public Plan planToMakeAll() {
        return sample.plan(topology, blank, nothing);
    }

    @Benchmark
    public Plan planWithNothingToDo() {
        return sample.plan(topology, done, ledger);
    }

    @Benchmark
    public String renderPlan() {
        return plan.render();
    }

    @Benchmark
    public String writePlan() {
        return plan.toJson();
    }

    @Benchmark
    public String writeInventory() {
        return done.toJson();
    }

    @Benchmark
    public Inventory readInventory() {
        return Inventory.parse(json);
    }

    @Benchmark
    public String fingerprintInventory() {
        return done.fingerprint();
    }
}
