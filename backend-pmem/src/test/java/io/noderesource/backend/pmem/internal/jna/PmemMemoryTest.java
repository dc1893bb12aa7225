package io.noderesource.backend.pmem.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What becomes of memory where the kernel does not do all that it is asked for. */
class PmemMemoryTest {

    private static final String UUID = "6d738daf-b779-4b36-8d07-e6188501e3fb";

    private final FakeNdctl node = new FakeNdctl();
    private final FakeNdctl.Dax device = node.region().withDax(UUID, "ours", 256L << 20);
    private final Ndctl ndctl = node.open();

    private void failing(String... functions) {
        Set<String> all = Set.of(functions);
        node.failing(change -> all.contains(change.substring(0, change.indexOf(' '))));
    }

    @Test
    void itIsMovable() throws IOException {
        ndctl.addMemory("region0", UUID);
        assertThat(node.changes())
                .containsExactly(
                        "daxctl_dev_disable dax0.0", "daxctl_dev_enable_ram dax0.0", "daxctl_memory_online dax0.0");
        assertThat(device.movable).isTrue();
    }

    @Test
    void itIsOnlineThoughTheKernelDoesNotTakeItAsMovable() throws IOException {
        failing("daxctl_memory_online");
        ndctl.addMemory("region0", UUID);
        assertThat(device.online).isTrue();
        assertThat(device.movable).isFalse();
    }

    @Test
    void whatDoesNotComeOnlineAtAllIsTold() {
        failing("daxctl_memory_online", "daxctl_memory_online_no_movable");
        assertThatThrownBy(() -> ndctl.addMemory("region0", UUID))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("daxctl_memory_online_no_movable: EIO");
    }

    @Test
    void whatIsMemoryAlreadyIsBroughtOnlineAlone() throws IOException {
        device.memory = true;
        ndctl.addMemory("region0", UUID);
        assertThat(node.changes()).containsExactly("daxctl_memory_online dax0.0");
    }

    @Test
    void aDeviceThatBecomesNoMemoryStaysWhatItWas() {
        failing("daxctl_dev_enable_ram");
        assertThatThrownBy(() -> ndctl.addMemory("region0", UUID))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("daxctl_dev_enable_ram: EIO");
        assertThat(device.enabled).isTrue();
        assertThat(device.memory).isFalse();
    }

    @Test
    void aDeviceThatIsTooSmallForABlockIsTold() {
        device.tooSmall = true;
        assertThatThrownBy(() -> ndctl.addMemory("region0", UUID)).hasMessageContaining("smaller than a memory block");
    }

    @Test
    void itIsTakenBack() throws IOException {
        ndctl.addMemory("region0", UUID);
        assertThat(ndctl.takeMemoryBack("region0", UUID)).isEmpty();
        assertThat(device.online).isFalse();
        assertThat(device.enabled).isTrue();
        assertThat(device.memory).isFalse();
    }

    @Test
    void whatDoesNotGoOfflineStaysMemory() throws IOException {
        ndctl.addMemory("region0", UUID);
        failing("daxctl_memory_offline");
        assertThat(ndctl.takeMemoryBack("region0", UUID))
                .contains("daxctl_memory_offline: EIO, an error of the device; of 1 blocks were still online: 1");
        assertThat(device.online).isTrue();
        assertThat(device.memory).isTrue();
    }

    @Test
    void memoryThatDoesNotComeBackIsTold() throws IOException {
        ndctl.addMemory("region0", UUID);
        failing("daxctl_memory_offline", "daxctl_memory_online");
        assertThat(ndctl.takeMemoryBack("region0", UUID))
                .get(InstanceOfAssertFactories.STRING)
                .contains("daxctl_memory_offline: EIO")
                .contains("bringing the others back failed (daxctl_memory_online: EIO");
    }
}
