package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is seen of real NVDIMMs is what {@code ndctl} and {@code daxctl} see. The machine is its own, as one module has to stay bare. */
@InSandbox(
        disks = {},
        nvdimms = {"256M", "272M", "512M"})
class PmemSandboxTest {

    private static final int BARE = 1;

    private final Ndctl ndctl = Ndctl.load();
    private List<String> regions = List.of();

    @BeforeEach
    void regions() {
        regions = NdctlList.regions();
        assertThat(regions).hasSize(3);
    }

    /** Once a module has labels, the kernel wants them until the machine is started anew: one module never gets any. */
    @AfterEach
    void destroy() {
        HostProgram.attempt("ndctl", "destroy-namespace", "-f", "all");
    }

    private void label(int dimm) {
        HostProgram.run("ndctl", "disable-region", regions.get(dimm));
        HostProgram.run("ndctl", "init-labels", "-f", "nmem" + dimm);
        HostProgram.run("ndctl", "enable-region", regions.get(dimm));
    }

    private void make(int dimm, String mode, String size, String... more) {
        List<String> command =
                new ArrayList<>(List.of("ndctl", "create-namespace", "-r", regions.get(dimm), "-m", mode, "-s", size));
        command.addAll(List.of(more));
        HostProgram.run(command.toArray(String[]::new));
    }

    /** Looks twice, as the second look has what the first may have left; both agree with the programs. */
    private Pmem seen() throws IOException {
        Pmem seen = ndctl.look();
        assertThat(NdctlList.of(seen)).isEqualTo(NdctlList.printed());
        assertThat(ndctl.look()).isEqualTo(seen);
        return seen;
    }

    @Test
    void aModuleWithoutLabelsShowsOneNamespace() throws IOException {
        Pmem seen = seen();
        assertThat(seen.region(regions.get(BARE)).orElseThrow()).satisfies(region -> {
            assertThat(region.labelled()).isFalse();
            assertThat(region.available().bytes()).isZero();
        });
        assertThat(seen.namespacesIn(regions.get(BARE))).singleElement().satisfies(namespace -> {
            assertThat(namespace.mode()).isEqualTo(Mode.RAW);
            assertThat(namespace.uuid()).isNull();
        });
    }

    @Test
    void namespacesOfAllModesAreSeen() throws IOException {
        label(0);
        label(2);
        make(0, "fsdax", "96M", "-n", "a name");
        make(0, "sector", "64M");
        make(0, "raw", "32M");
        make(2, "devdax", "384M", "-n", "other");
        Pmem seen = seen();
        assertThat(seen.namespacesIn(regions.get(0)))
                .extracting(PmemNamespace::mode)
                .containsExactlyInAnyOrder(Mode.FSDAX, Mode.SECTOR, Mode.RAW);
        assertThat(seen.region(regions.get(0)).orElseThrow().labelled()).isTrue();
        assertThat(seen.namespacesIn(regions.get(2))).singleElement().satisfies(namespace -> {
            assertThat(namespace.label()).isEqualTo("other");
            assertThat(namespace.daxDevices())
                    .singleElement()
                    .satisfies(device -> assertThat(device.mode()).isEqualTo(DaxDevice.Mode.DEVDAX));
        });
    }

    @Test
    void aNamespaceThatIsDisabledIsThere() throws IOException {
        label(0);
        make(0, "fsdax", "96M");
        String name = seen().namespacesIn(regions.get(0)).get(0).name();
        HostProgram.run("ndctl", "disable-namespace", name);
        assertThat(seen().namespacesIn(regions.get(0))).singleElement().satisfies(namespace -> {
            assertThat(namespace.enabled()).isFalse();
            assertThat(namespace.blockDevice()).isNull();
        });
    }

    @Test
    void holesMakeTheLargestExtentSmallerThanWhatIsAvailable() throws IOException {
        label(0);
        for (int i = 0; i < 4; i++) {
            make(0, "fsdax", "64M", "-n", "part " + i);
        }
        Pmem full = seen();
        assertThat(full.region(regions.get(0)).orElseThrow().available().bytes())
                .isZero();
        for (PmemNamespace namespace : full.namespacesIn(regions.get(0))) {
            if (List.of("part 0", "part 2").contains(String.valueOf(namespace.label()))) {
                HostProgram.run("ndctl", "destroy-namespace", "-f", namespace.name());
            }
        }
        assertThat(seen().region(regions.get(0)).orElseThrow()).satisfies(region -> {
            assertThat(region.available().bytes()).isEqualTo(128L << 20);
            assertThat(region.largestExtent().bytes()).isEqualTo(64L << 20);
        });
    }

    @Test
    void memoryThatTheSystemUsesIsCounted() throws IOException {
        label(2);
        make(2, "devdax", "384M");
        String device =
                seen().namespacesIn(regions.get(2)).get(0).daxDevices().get(0).name();
        HostProgram.run("daxctl", "reconfigure-device", "-m", "system-ram", device);
        assertThat(seen().namespacesIn(regions.get(2)).get(0).daxDevices())
                .singleElement()
                .satisfies(dax -> {
                    assertThat(dax.mode()).isEqualTo(DaxDevice.Mode.SYSTEM_RAM);
                    assertThat(dax.memory()).isNotNull();
                });
        HostProgram.run("daxctl", "reconfigure-device", "-f", "-m", "devdax", device);
        seen();
    }
}
