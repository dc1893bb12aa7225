package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.FileSystem;
import io.noderesource.inventory.FileSystems;
import io.noderesource.kinds.GrowFileSystem;
import io.noderesource.kinds.MakeFileSystem;
import io.noderesource.kinds.MountFileSystem;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Plan;
import io.noderesource.plan.PlannedStep;
import io.noderesource.plan.StepType;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.ResourceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Laws of quota paths over random lives of a node: disks come and go, files systems are made by others, steps fail and are
 * killed, the node boots and forgets.
 */
class QuotaPathRandomTest {

    private static final int CASES = Math.min(2000, Integer.getInteger("random.cases", 2000));
    private static final List<String> DISKS = List.of("NR-1", "NR-2", "NR-3", "NR-4");
    private static final List<StepType<?>> STEPS =
            List.of(MakeFileSystem.TYPE, MountFileSystem.TYPE, GrowFileSystem.TYPE);

    @Test
    void theLawsHold() {
        Cases.of(
                        "mvn test -pl testkit -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=QuotaPathRandomTest",
                        12,
                        Life::new)
                .check(Long.getLong("random.seed", 1), CASES, 1);
    }

    /** One node with one or two quota paths over its life. */
    private static final class Life implements Cases.Trial {
        private final SimulatedNode node;
        private final StepDriver driver;
        private final ResourceSpec[] declared;
        private final Map<ResourceAddress, Set<String>> formatted = new HashMap<>();
        private final Set<String> dirtied = new HashSet<>();

        Life(Chance chance) {
            SimulatedNode.Builder builder = SimulatedNode.builder("edge-1").seed(chance.number());
            for (String disk : DISKS) {
                builder.disk(disk, ByteSize.ofGibibytes(1));
            }
            node = builder.build();
            node.latency(Duration.ZERO, Duration.ZERO);
            driver = new StepDriver(node);
            List<String> order = chance.shuffled(DISKS);
            List<ResourceSpec> specs = new ArrayList<>();
            specs.add(path(chance, "/mnt/a", order.subList(0, 2)));
            if (chance.oneIn(2)) {
                specs.add(path(chance, "/mnt/b", order.subList(2, 3)));
            }
            declared = specs.toArray(ResourceSpec[]::new);
        }

        private static QuotaPathSpec path(Chance chance, String path, List<String> disks) {
            return QuotaPathSpec.builder(path)
                    .from(DeviceSource.devices(disks.stream()
                            .map(d -> "/dev/disk/by-id/virtio-" + d)
                            .toArray(String[]::new)))
                    .fileSystem(chance.oneOf(QuotaPathSpec.FileSystemType.values()))
                    .build();
        }

        @Override
        public void command(Chance chance) {
            String disk = chance.oneOf(DISKS);
            boolean attached = node.disks().contains(disk);
            switch (chance.between(0, 11)) {
                case 0, 1, 2 -> pass();
                case 3 -> {
                    node.next(
                            chance.oneOf(STEPS),
                            chance.oneOf(
                                    StepFault.FAIL,
                                    StepFault.FAIL_AFTER,
                                    StepFault.CRASH_BEFORE,
                                    StepFault.CRASH_AFTER,
                                    StepFault.REBOOT,
                                    StepFault.LIE,
                                    StepFault.PULL,
                                    StepFault.SWAP_MEDIUM));
                    pass();
                }
                case 4 -> node.rebootShuffled();
                case 5 -> {
                    if (attached) {
                        node.pull(disk);
                    } else {
                        node.plug(disk);
                    }
                }
                case 6 -> node.unmount(chance.oneOf("/mnt/a", "/mnt/b"));
                case 7 -> {
                    if (attached && node.device(disk).probe().isBlank() && dirtied.size() < 2) {
                        dirtied.add(disk);
                        node.dirty(disk, chance.oneOf("ext4", "xfs", "crypto_LUKS"));
                    }
                }
                case 8 -> driver.ledger = Ledger.empty("salt " + chance.between(0, 1 << 20));
                case 9 -> {
                    if (attached) {
                        node.resize(
                                disk,
                                ByteSize.ofGibibytes(chance.between(1, 4)
                                        + node.device(disk).size().bytes() / (1L << 30)));
                    }
                }
                case 10 -> node.directory("/mnt/a", chance.oneOf(Directory.State.EMPTY, Directory.State.NOT_EMPTY));
                default -> node.limit(FileSystems.SECTION, "a look that failed");
            }
            if (chance.oneIn(2)) {
                node.restore(FileSystems.SECTION);
            }
        }

        private void pass() {
            Plan plan = driver.plan(declared);
            assertThat(driver.plan(declared).toJson()).isEqualTo(plan.toJson());
            for (PlannedStep planned : plan.steps()) {
                if (planned.step() instanceof MakeFileSystem make) {
                    Set<String> devices = formatted.computeIfAbsent(make.address(), a -> new HashSet<>());
                    devices.add(make.device().identity().toString());
                    assertThat(devices)
                            .as("devices ever to be formatted for " + make.address())
                            .hasSize(1);
                }
            }
            try {
                driver.apply(plan);
            } catch (SimulatedCrash crash) {
                // The next pass goes on from here.
            }
            assertThat(node.forbiddenWrites()).isEmpty();
        }

        @Override
        public void end() {
            node.forgetFaults();
            node.restore(FileSystems.SECTION);
            DISKS.stream().filter(d -> !node.disks().contains(d)).forEach(node::plug);
            for (int i = 0; i < 4; i++) {
                pass();
            }
            Plan last = driver.plan(declared);
            assertThat(last.steps()).as(last.render()).isEmpty();
            FileSystems seen = node.observe().seen(FileSystems.SECTION).orElseThrow();
            for (ResourceSpec spec : declared) {
                boolean refused =
                        last.refusals().stream().anyMatch(r -> r.address().equals(spec.address()));
                boolean enforced = seen.fileSystems().stream()
                        .anyMatch(f -> f.isMountedOn(spec.address().name())
                                && f.projectQuota() == FileSystem.ProjectQuota.ENFORCED);
                assertThat(refused || enforced).as(spec + "\n" + last.render()).isTrue();
            }
        }

        @Override
        public void close() {}
    }
}
