package io.noderesource.backend.pmem.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.NodeResources;
import io.noderesource.backend.pmem.NdBus;
import io.noderesource.backend.pmem.NdctlProgram;
import io.noderesource.backend.pmem.PmemVolumes;
import io.noderesource.backend.pmem.VolumeRequest;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.plan.Plan;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A label that holds room for a namespace that the kernel does not show: here it is of another set of modules than the region's ({@code
 * struct nd_namespace_index} and {@code nd_namespace_label} of {@code drivers/nvdimm/label.h}; those of version 1.1 have no checksum).
 */
@InSandbox(
        disks = {},
        nvdimms = {"448M"})
class HiddenLabelsSandboxTest {

    private static final String MODULE = "nmem0";
    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);
    private static final int LABEL_SIZE = 19;
    private static final int LABEL_OFFSET = 48;
    private static final int NAME = 16;
    private static final int SET = 88;
    private static final int CHECKSUM = 248;

    @TempDir
    Path state;

    private String region = "";
    private byte[] labels = new byte[0];

    @BeforeEach
    void hide() throws IOException {
        region = NdBus.labelled(0);
        HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "raw", "-s", "64M", "-n", "theirs");
        Files.write(Path.of(NdBus.device(region, "theirs")), new byte[] {1, 2, 3});
        assertThat(region().hidden().bytes()).isZero();
        disable();
        Path file = state.resolve("labels");
        HostProgram.run("ndctl", "read-labels", MODULE, "-o", file.toString());
        labels = Files.readAllBytes(file);
        enable(ofAnotherSet(labels));
    }

    @AfterEach
    void cleanUp() {
        NdBus.clear();
    }

    private void disable() {
        HostProgram.run("ndctl", "disable-region", region);
        HostProgram.run("ndctl", "disable-dimm", MODULE);
    }

    private void enable(byte[] with) throws IOException {
        Path file = Files.write(state.resolve("labels"), with);
        HostProgram.run("ndctl", "write-labels", MODULE, "-i", file.toString());
        HostProgram.run("ndctl", "enable-dimm", MODULE);
        HostProgram.run("ndctl", "enable-region", region);
        Files.delete(file);
    }

    private static byte[] ofAnotherSet(byte[] labels) {
        byte[] changed = labels.clone();
        ByteBuffer area = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer name = ByteBuffer.wrap("theirs".getBytes(US_ASCII));
        int length = 128 << changed[LABEL_SIZE];
        int found = 0;
        for (int label = (int) area.getLong(LABEL_OFFSET); label + length <= changed.length; label += length) {
            if (area.slice(label + NAME, name.capacity()).equals(name)) {
                found++;
                area.putLong(label + SET, area.getLong(label + SET) + 1);
                if (length > CHECKSUM) {
                    area.putLong(label + CHECKSUM, 0);
                    area.putLong(label + CHECKSUM, fletcher(area.slice(label, length)));
                }
            }
        }
        assertThat(found).isPositive();
        return changed;
    }

    /** {@code nd_fletcher64} of {@code drivers/nvdimm/core.c}. */
    private static long fletcher(ByteBuffer label) {
        ByteBuffer words = label.order(ByteOrder.LITTLE_ENDIAN);
        int low = 0;
        long high = 0;
        while (words.hasRemaining()) {
            low += words.getInt();
            high += Integer.toUnsignedLong(low);
        }
        return high << 32 | Integer.toUnsignedLong(low);
    }

    private PmemRegion region() throws IOException {
        return Ndctl.load().look().region(region).orElseThrow();
    }

    @Test
    void nothingIsMadeUntilTheLabelsAreBack() throws IOException {
        assertThat(NdctlProgram.values("name", "-N", "-i", "-r", region)).doesNotContain("theirs");
        assertThat(region().hidden()).isEqualTo(SIZE);
        Topology declared = CutOffMain.declared(region, "volumegroup");
        try (NodeResources node = CutOffMain.open(state, new PmemBackendProvider())) {
            Plan refused = node.plan(declared);
            assertThat(refused.steps()).isEmpty();
            assertThat(refused.refusals()).singleElement().satisfies(refusal -> {
                assertThat(refusal.code()).isEqualTo(StandardErrorCode.PMEM_HIDDEN_LABELS);
                assertThat(refusal.subject()).isEqualTo(region);
            });
            volumesAreRefused();
            disable();
            enable(labels);
            assertThat(region().hidden().bytes()).isZero();
            isAsItWas();
            node.apply(node.plan(declared)).orThrow();
            assertThat(node.plan(declared).steps()).isEmpty();
        } finally {
            HostProgram.attempt("vgremove", "-qq", "-y", "--force", "vg-cut");
        }
        isAsItWas();
        assertThat(region().hidden().bytes()).isZero();
    }

    private void volumesAreRefused() {
        PmemVolumes volumes = PmemVolumes.open("pmem.csi.example.org");
        assertThat(volumes.capacity(Mode.FSDAX)).singleElement().satisfies(capacity -> {
            assertThat(capacity.largest()).isEqualTo(ByteSize.ZERO);
            assertThat(capacity.obstacle()).contains("labels hold 64 MiB");
        });
        assertThatThrownBy(() -> volumes.create(VolumeRequest.of("pvc-1", SIZE)))
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code()).isEqualTo(StandardErrorCode.PMEM_HIDDEN_LABELS));
        assertThatThrownBy(
                        () -> Ndctl.load().reserve(region, UUID.randomUUID().toString(), List.of("ours"), SIZE.bytes()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("labels hold");
        assertThat(NdctlProgram.values("name", "-N", "-i", "-r", region)).isEmpty();
    }

    private void isAsItWas() throws IOException {
        try (var content = Files.newInputStream(Path.of(NdBus.device(region, "theirs")))) {
            assertThat(content.readNBytes(3)).containsExactly(1, 2, 3);
        }
    }
}
