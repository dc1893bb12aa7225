package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.GrowPhysicalVolume;
import io.noderesource.kinds.MarkVolumeGroup;
import io.noderesource.kinds.UnmarkVolumeGroup;
import io.noderesource.plan.StepType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The laws of the design over random nodes, declarations, faults and hands.
 *
 * <p>{@code -Drandom.cases} sets how many, 100,000 unless told; with fewer the histogram is printed and not asserted.
 * {@code -Drandom.seed} sets the first seed. What breaks a law prints the command that replays it.
 */
@Tag("minutes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RandomNodeTest {

    private static final int ENOUGH = 100_000;
    private static final int CASES = Integer.getInteger("random.cases", ENOUGH);
    private static final long SEED = Long.getLong("random.seed", 1);

    /** A step that writes once is killed before it or after it, and never within. */
    private static final Set<StepType<?>> OF_ONE_WRITE =
            Set.of(CreatePhysicalVolume.TYPE, GrowPhysicalVolume.TYPE, MarkVolumeGroup.TYPE, UnmarkVolumeGroup.TYPE);

    private final RandomSuite suite = new RandomSuite();

    @Test
    @Order(1)
    void badDocumentsLeaveTheLastGoodOneInForce() {
        suite.documents(SEED, CASES);
    }

    @Test
    @Order(2)
    void callersGetTheirAnswerWhenACallHangs() {
        suite.hangs(SEED, CASES);
    }

    @Test
    @Order(3)
    void callersGetTheirAnswerWhenLibndctlHangs() {
        suite.regionHangs(SEED, CASES);
    }

    @Test
    @Order(4)
    void theLawsHoldOnPersistentMemory() {
        suite.regions(SEED, CASES);
    }

    @Test
    @Order(5)
    void anyPrefixIsSafe() {
        suite.prefixes(SEED, CASES);
    }

    @Test
    @Order(6)
    void theLawsHold() {
        suite.laws(SEED, CASES);
    }

    @Test
    @Order(7)
    void eachRefusalAndEachFaultAtEachStepIsReached() {
        System.out.printf(
                "%d random cases from seed %d met:%n%s",
                CASES, SEED, suite.tally().histogram());
        Map<StandardErrorCode, String> elsewhere = elsewhere();
        elsewhere.forEach((code, why) -> System.out.printf("not by random cases: %s, %s%n", code.id(), why));

        assertThat(suite.tally().of(Tally.CODE + StandardErrorCode.INTERNAL.id()))
                .as("defects")
                .isZero();
        List<String> expected = new ArrayList<>();
        Arrays.stream(StandardErrorCode.values())
                .filter(code -> !elsewhere.containsKey(code))
                .forEach(code -> expected.add(Tally.CODE + code.id()));
        for (StepType<?> type : RandomTrial.STEPS) {
            Stream.concat(RandomTrial.FAULTS.stream(), HangTrial.FAULTS.stream())
                    .filter(fault -> fault != StepFault.CRASH_WITHIN || !OF_ONE_WRITE.contains(type))
                    .forEach(fault -> expected.add(Tally.FAULT + new SimulatedFault(fault, type)));
        }
        for (StepType<?> type : RegionTrial.STEPS) {
            Stream.concat(RegionTrial.FAULTS.stream(), HangTrial.FAULTS.stream())
                    .filter(fault -> fault != StepFault.CRASH_WITHIN || !RegionTrial.OF_ONE_WRITE.contains(type))
                    .forEach(fault -> expected.add(Tally.FAULT + new SimulatedFault(fault, type)));
        }
        int least = CASES < ENOUGH ? 0 : 100;
        assertThat(expected.stream().collect(Collectors.toMap(e -> e, suite.tally()::of)))
                .allSatisfy((what, times) -> assertThat(times).as(what).isGreaterThanOrEqualTo(least));
    }

    /** The codes that no random case of a volume group or of persistent memory gives, and why. */
    private static Map<StandardErrorCode, String> elsewhere() {
        Map<StandardErrorCode, String> why = new EnumMap<>(StandardErrorCode.class);
        why.put(StandardErrorCode.INTERNAL, "it is a defect: asserted never to come");
        why.put(StandardErrorCode.BAD_ADDRESS, "a caller's text that is no address");
        why.put(StandardErrorCode.BAD_OPTION, "a caller's option that contradicts the declaration");
        why.put(StandardErrorCode.UNREADABLE, "the document's file cannot be read");
        why.put(StandardErrorCode.UNKNOWN_KIND, "a warning that rejects no document");
        why.put(StandardErrorCode.INVENTORY_FORMAT, "a saved inventory is read");
        why.put(StandardErrorCode.PLAN_FORMAT, "a saved plan is read");
        why.put(StandardErrorCode.CANCELLED, "the caller cancels, and cases are let run to their end");
        why.put(StandardErrorCode.NO_BACKEND, "a step that nobody performs");
        why.put(StandardErrorCode.NO_PERMISSION, "a real kernel refuses");
        why.put(StandardErrorCode.PMEM_FOREIGN, "namespaces are not adopted by random cases: NamespaceTakingTest");
        why.put(StandardErrorCode.PMEM_NO_SEED, "a kernel that takes what is there for the seed: RegionChoiceTest");
        why.put(StandardErrorCode.PMEM_HIDDEN_LABELS, "labels that differ from module to module: RegionDecisionTest");
        why.put(StandardErrorCode.KIND_NOT_CARRIED_OUT, "all kinds are known: PlannerTest");
        Stream.of(StandardErrorCode.values())
                .filter(code -> code.id().startsWith("quotapath/"))
                .forEach(code -> why.put(code, "quota paths: QuotaPathDecisionTest, QuotaPathRandomTest"));
        return why;
    }
}
