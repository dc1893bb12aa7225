package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The random suite finds what it is there to find: each of the product's guards is taken out, one at a time, and the
 * unchanged suite breaks over it within {@value #CASES} cases.
 */
class RandomViolationsTest {

    private static final int CASES = 4000;
    private static final int MOST_AGAIN = 5;

    /** What tells the one place from another that begins alike. */
    private static final String BEFORE_CONTENT = " List<Violation> problems = new ArrayList<>();"
            + " if (!device.partitions().isEmpty()) { problems.add(partitioned(device)); block";

    @TempDir
    Path directory;

    /**
     * A violation.
     *
     * @param never number of the Never that it violates
     * @param what what the product does then
     * @param file the file of core that is changed
     * @param guard the text that goes
     * @param instead the text that comes
     * @param found a part of what the suite says
     * @param part what of the suite is to find it
     */
    record Violation(int never, String what, String file, String guard, String instead, String found, long part) {
        Violation(int never, String what, String file, String guard, String instead, String found) {
            this(never, what, file, guard, instead, found, RandomSuite.ALL);
        }

        @Override
        public String toString() {
            return "Never " + never + ": " + what;
        }
    }

    static Stream<Violation> violations() {
        return Stream.of(
                new Violation(
                        1,
                        "data without a signature counts as blank",
                        "plan/DeviceIntake.java",
                        "if (problems.isEmpty() && probe.content() == Probe.Content.DATA) {",
                        "if (false) {",
                        "it held data without a signature",
                        RandomSuite.LAWS),
                new Violation(
                        2,
                        "a device that cannot be read counts as blank",
                        "plan/DeviceIntake.java",
                        "if (probe.state() != Probe.State.DONE) { return List.of(notProbed(device)); }"
                                + BEFORE_CONTENT,
                        "if (probe.state() != Probe.State.DONE) { return List.of(); }" + BEFORE_CONTENT,
                        "it could not be read",
                        RandomSuite.LAWS),
                new Violation(
                        2,
                        "a device is claimed without a record of udev",
                        "plan/DeviceIntake.java",
                        "if (device.udev().state() != UdevRecord.State.READY) {",
                        "if (false) {",
                        "udev",
                        RandomSuite.LAWS),
                new Violation(
                        3,
                        "what a loop device lies on is claimed",
                        "plan/DeviceIntake.java",
                        ".forEach(use -> problems.add(violation(device, use)));",
                        ".filter(use -> use.kind() != DeviceUse.Kind.LOOP_BACKING)"
                                + ".forEach(use -> problems.add(violation(device, use)));",
                        "it was in use: loop_backing",
                        RandomSuite.LAWS),
                new Violation(
                        3,
                        "a reserved partition is claimed",
                        "plan/DeviceIntake.java",
                        "&& RESERVED.contains(partition.type().toLowerCase(Locale.ROOT))) {",
                        "&& false) {",
                        "its partition is reserved",
                        RandomSuite.LAWS),
                new Violation(
                        3,
                        "a device is written to without its lock",
                        "apply/Executor.java",
                        "claimed.add(node.claim(found.get(0)));",
                        "node.clock();",
                        "the device's lock was not held"),
                new Violation(
                        3,
                        "a PV grows without its device's lock",
                        "kinds/GrowPhysicalVolume.java",
                        "return List.of(device);",
                        "return List.of();",
                        "the device's lock was not held"),
                new Violation(
                        3,
                        "nobody sees that the medium was changed",
                        "apply/Executor.java",
                        "(is.size() != 1 || was.get(0).diskSequence() != is.get(0).diskSequence())) {",
                        "false) {",
                        "SWAP_MEDIUM",
                        RandomSuite.LAWS),
                new Violation(
                        4,
                        "the first device of an identity is taken for the only one",
                        "inventory/BlockDevices.java",
                        "return Indexed.find(devices, IDENTITY, identity);",
                        "return Indexed.find(devices, IDENTITY, identity).stream().limit(1).toList();",
                        "another device has its identity",
                        RandomSuite.LAWS),
                new Violation(
                        5,
                        "what is not declared any more is released",
                        "plan/Planner.java",
                        "for (ResourceAddress address : request.policy().release()) {",
                        "java.util.Set<ResourceAddress> gone = new java.util.TreeSet<>(request.policy().release());"
                                + " request.ledger().entries().stream().map(e -> e.address())"
                                + ".filter(a -> !request.wants(a)).forEach(gone::add);"
                                + " for (ResourceAddress address : gone) {",
                        "was removed and nobody asked for it",
                        RandomSuite.LAWS),
                new Violation(
                        6,
                        "a volume group that has lost its mark meanwhile is changed",
                        "kinds/LvmConditions.java",
                        "if (mark == null ? !marks.isEmpty() : !marks.equals(List.of(mark))) {",
                        "if (mark == null && !marks.isEmpty()) {",
                        "is not ours, its tags are",
                        RandomSuite.LAWS),
                new Violation(
                        6,
                        "a namespace of somebody's counts as ours",
                        "kinds/PmemMark.java",
                        "return namespace.uuid() != null && name.equals(namespace.label());",
                        "return namespace.uuid() != null"
                                + " && (namespace.mode() == PmemNamespace.Mode.FSDAX || name.equals(namespace.label()));",
                        "create-pv wrote to NV-",
                        RandomSuite.PERSISTENT_MEMORY),
                new Violation(
                        7,
                        "a name is not validated",
                        "kinds/LvmNames.java",
                        "if (!CHARACTERS.matcher(name).matches()) {",
                        "if (false) {",
                        "a bad document was answered by"),
                new Violation(
                        8,
                        "a call is waited for without a deadline",
                        "apply/Deadline.java",
                        "return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);",
                        "if (limit.isNegative()) { throw new TimeoutException(); } return task.get();",
                        "got no answer by the deadline"),
                new Violation(
                        9,
                        "a step is done without the node's lock",
                        "apply/Executor.java",
                        "lock = locks.take();",
                        "lock = () -> {};",
                        "the node's lock was not held"),
                new Violation(
                        9,
                        "steps go on after the journal has failed",
                        "apply/Executor.java",
                        "if (e.code() == StandardErrorCode.JOURNAL) { journalBroke = e; }",
                        "",
                        "after the journal had failed",
                        RandomSuite.LAWS),
                new Violation(
                        10,
                        "a document that contradicts itself comes into force",
                        "Reconciler.java",
                        "good = here.diagnostics().stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);",
                        "",
                        "a bad document"));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void isFound(Violation planted) throws Exception {
        try (ViolatedProduct product =
                ViolatedProduct.without(planted.file(), planted.guard(), planted.instead(), directory)) {
            String broken = product.run(1, CASES, planted.part());
            // Where another guard stands behind the one that went, a run that comes to no end may be found first.
            for (int again = 0; again < MOST_AGAIN && !broken.contains(planted.found()) && !broken.isEmpty(); again++) {
                broken = product.run(seedOf(broken) + 1, CASES, planted.part());
            }

            System.out.println(planted + ": " + broken.lines().limit(2).toList());
            assertThat(broken).contains(planted.found());
        }
    }

    private static long seedOf(String broken) {
        Matcher seed = Pattern.compile("noderesource\\.seed=(\\d+)").matcher(broken);
        assertThat(seed.find()).as(broken).isTrue();
        return Long.parseLong(seed.group(1));
    }

    /** What is found is the violation, not the loading anew. */
    @Test
    void withoutAViolationNothingIsFound() throws Exception {
        try (ViolatedProduct product = ViolatedProduct.without(
                "plan/DeviceIntake.java", "private DeviceIntake() {}", "private DeviceIntake() {}", directory)) {
            assertThat(product.run(1, CASES / 4, RandomSuite.ALL)).isEmpty();
        }
    }
}
