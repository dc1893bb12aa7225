package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Lvm;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Plan;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose volume group was half made when the machine died, and whose journal came back damaged as well. */
class DamagedStateTest {

    private static final Topology WANTED = Topology.of(VolumeGroupSpec.builder("vg-data")
            .from(DeviceSource.devices("/dev/vdb", "/dev/vdc"))
            .build());

    @TempDir
    Path state;

    private SimulatedNode node = SimulatedNode.builder("edge-1").build();

    @Test
    void isSurvivedWithTheJournalCutAtEveryByte() throws IOException {
        int converged = 0;
        int length = 0;
        for (byte[] journal = halfMade(); length <= journal.length; journal = halfMade()) {
            converged += goesOnWith(Arrays.copyOf(journal, length), "cut at " + length) ? 1 : 0;
            length++;
        }
        assertThat(converged).as("cuts that took nothing away").isEqualTo(1);
    }

    @Test
    void isSurvivedWithABitOfAnyByteOfTheJournalFlipped() throws IOException {
        int place = 0;
        for (byte[] journal = halfMade(); place < journal.length; journal = halfMade()) {
            journal[place] ^= (byte) (1 << (place % 8));
            assertThat(goesOnWith(journal, "bit flipped in byte " + place)).isFalse();
            place++;
        }
    }

    /** The first disk is a PV by a step whose outcome was not written; the ledger is lost. Returns the journal. */
    private byte[] halfMade() throws IOException {
        for (String file : List.of("ledger", "journal")) {
            Files.deleteIfExists(state.resolve(file));
        }
        node = SimulatedNode.builder("edge-1")
                .disk("NR-DISK-1", ByteSize.ofMebibytes(256))
                .disk("NR-DISK-2", ByteSize.ofMebibytes(256))
                .build();
        node.declare("NR-DISK-1", "NR-DISK-2");
        node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
        try (NodeResources resources = opened()) {
            Plan plan = resources.plan(WANTED);
            assertThatThrownBy(() -> resources.apply(plan)).isInstanceOf(SimulatedCrash.class);
        }
        node.reboot();
        Files.deleteIfExists(state.resolve("ledger"));
        return Files.readAllBytes(state.resolve("journal"));
    }

    /** Whether the node converges; where it does not, the PV that nobody can account for any more is refused. */
    private boolean goesOnWith(byte[] journal, String damage) throws IOException {
        Files.write(state.resolve("journal"), journal);
        try (NodeResources resources = opened()) {
            Plan plan = resources.plan(WANTED);
            resources.apply(plan).orThrow();
            assertThat(plan.refusals())
                    .as(damage)
                    .allSatisfy(r -> assertThat(r.code()).isEqualTo(StandardErrorCode.DEVICE_FOREIGN_PV));
            boolean made = node.observe()
                            .seen(Lvm.SECTION)
                            .orElseThrow()
                            .named("vg-data")
                            .size()
                    == 1;
            assertThat(made).as(damage).isEqualTo(plan.refusals().isEmpty());
            assertThat(resources.plan(WANTED).steps()).as(damage).isEmpty();
            assertThat(node.forbiddenWrites()).as(damage).isEmpty();
            return made;
        }
    }

    private NodeResources opened() {
        return Opened.on(node, state);
    }
}
