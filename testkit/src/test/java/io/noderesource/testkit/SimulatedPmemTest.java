package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceType;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.inventory.Probe;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The simulated persistent memory is as the kernel's, and its witness notices what must not be written. */
class SimulatedPmemTest {

    private static final String BY = "pmem/test";
    private static final ByteSize SIZE = ByteSize.ofMebibytes(512);

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .nvdimm("NV-1", SIZE)
            .nvdimm("NV-2", SIZE)
            .build();

    private Pmem seen() {
        Inventory seen = node.observe();
        assertThat(Inventory.parse(seen.toJson())).isEqualTo(seen);
        return seen.seen(Pmem.SECTION).orElseThrow();
    }

    private PmemRegion region() {
        return seen().region(node.region("NV-1")).orElseThrow();
    }

    @Test
    void aRegionWithoutLabelsIsOneDeviceThatNothingIsKnownBy() {
        assertThat(region()).satisfies(r -> {
            assertThat(r.labelled()).isFalse();
            assertThat(r.available()).isEqualTo(ByteSize.ZERO);
            assertThat(r.largestExtent()).isEqualTo(ByteSize.ZERO);
        });
        assertThat(seen().namespacesIn("region0")).singleElement().satisfies(n -> {
            assertThat(n.mode()).isEqualTo(Mode.RAW);
            assertThat(n.uuid()).isNull();
            assertThat(n.size()).isEqualTo(SIZE);
            assertThat(n.blockDevice()).isEqualTo("/dev/pmem0");
        });
        BlockDevice device = node.device("NV-1");
        assertThat(device.type()).isEqualTo(DeviceType.PMEM);
        assertThat(device.identity().kind()).isEqualTo(DeviceIdentity.Kind.THIS_BOOT);
    }

    @Test
    void withLabelsAllOfItIsFree() {
        node.initializeLabels("NV-1");
        assertThat(region()).satisfies(r -> {
            assertThat(r.labelled()).isTrue();
            assertThat(r.available()).isEqualTo(SIZE);
            assertThat(r.largestExtent()).isEqualTo(SIZE);
        });
        assertThat(seen().namespacesIn("region0")).isEmpty();
    }

    @Test
    void holesMakeTheLargestExtentSmallerThanWhatIsAvailable() {
        node.initializeLabels("NV-1");
        List<String> all = List.of(1, 2, 3, 4).stream()
                .map(i -> node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(128), "part " + i))
                .toList();
        assertThat(region().available()).isEqualTo(ByteSize.ZERO);
        node.destroyNamespace(all.get(0));
        node.destroyNamespace(all.get(2));
        assertThat(region().available()).isEqualTo(ByteSize.ofMebibytes(256));
        assertThat(region().largestExtent()).isEqualTo(ByteSize.ofMebibytes(128));
    }

    @Test
    void aNamespaceIsKnownByItsLayoutWhateverItIsCalled() {
        node.initializeLabels("NV-1");
        String key = node.createNamespace("NV-1", Mode.FSDAX, SIZE, "a name");
        DeviceIdentity before = node.device(key).identity();
        PmemNamespace namespace = seen().namespacesIn("region0").get(0);
        assertThat(before).isEqualTo(new DeviceIdentity(DeviceIdentity.Kind.WWN, "uuid." + namespace.layoutUuid()));
        assertThat(node.device(key).size()).isEqualTo(namespace.usable()).isEqualTo(ByteSize.ofMebibytes(504));
        node.reboot("NV-2", "NV-1");
        assertThat(node.device(key).identity()).isEqualTo(before);
        assertThat(node.path(key)).isEqualTo("/dev/pmem1");
        assertThat(seen().namespacesIn("region1").get(0).uuid()).isEqualTo(namespace.uuid());
    }

    @Test
    void whatLayInTheMemoryShowsAgain() {
        node.dirty("NV-1", "ext4");
        node.initializeLabels("NV-1");
        String first = node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(256), null);
        String second = node.createNamespace("NV-1", Mode.FSDAX, ByteSize.ofMebibytes(256), null);
        assertThat(node.device(first).probe().signatures())
                .singleElement()
                .satisfies(s -> assertThat(s.type()).isEqualTo("ext4"));
        assertThat(node.device(second).probe().content()).isEqualTo(Probe.Content.DATA);
    }

    private List<String> wrong(Runnable write) {
        synchronized (node.guard()) {
            write.run();
        }
        return node.forbiddenWrites().stream()
                .flatMap(w -> w.forbidden().stream())
                .toList();
    }

    @Test
    void theWitnessNoticesLabelsOverData() {
        node.mount("NV-1", "/mnt/data");
        assertThat(wrong(() -> node.log().initializeLabels(BY, node.machine().module("NV-1"))))
                .contains(
                        "the node's lock was not held",
                        "the device's lock was not held",
                        "it was in use: mounted /mnt/data")
                .anyMatch(w -> w.startsWith("it carried "));
    }

    @Test
    void theWitnessNoticesLabelsOverLabels() {
        node.initializeLabels("NV-1");
        assertThat(wrong(() -> node.log().initializeLabels(BY, node.machine().module("NV-1"))))
                .contains("it had labels already");
    }

    @Test
    void theWitnessNoticesAnUndeclaredRegion() {
        node.declare("NV-2");
        node.initializeLabels("NV-1");
        assertThat(wrong(() -> node.log().createNamespace(BY, node.machine().module("NV-1"), "uuid", "nr-1.new", SIZE)))
                .contains("nobody declared it");
    }

    @Test
    void theWitnessNoticesTheClearingOfSomebodysNamespace() {
        node.initializeLabels("NV-1");
        String theirs = node.createNamespace("NV-1", Mode.FSDAX, SIZE, "theirs");
        assertThat(wrong(() ->
                        node.log().finishNamespace(BY, node.machine().namespace(theirs), Mode.FSDAX, "uuid", "nr-1")))
                .contains("namespace " + theirs + " is not being made by us, its name is theirs");
    }
}
