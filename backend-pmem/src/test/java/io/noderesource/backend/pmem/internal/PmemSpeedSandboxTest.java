package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.pmem.NdBus;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.house.HostProgram;
import io.noderesource.house.InSandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looking at two modules, two regions and 16 namespaces, beside {@code ndctl list -RND} and {@code daxctl list}. */
@InSandbox(
        disks = {},
        nvdimms = {"512M", "512M"})
class PmemSpeedSandboxTest {

    private static final int IN_A_REGION = 8;
    private static final int ROUNDS = 15;

    private interface Work {
        void run() throws IOException;
    }

    @AfterEach
    void cleanUp() {
        HostProgram.attempt("ndctl", "destroy-namespace", "-f", "all");
    }

    /** In milliseconds, ascending. */
    private static double[] times(Work work) throws IOException {
        double[] times = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            work.run();
            times[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(times);
        return times;
    }

    private static void print(String what, double[] times) {
        System.out.println(String.format(
                Locale.ROOT, "%s: median %.1f ms, shortest %.1f ms", what, times[times.length / 2], times[0]));
    }

    @Test
    void oneLookTakesNoLongerThanNdctlAlone() throws IOException {
        for (int dimm = 0; dimm < 2; dimm++) {
            String region = NdBus.labelled(dimm);
            for (int i = 0; i < IN_A_REGION; i++) {
                HostProgram.run("ndctl", "create-namespace", "-r", region, "-m", "fsdax", "-s", "48M");
            }
        }
        Ndctl library = Ndctl.load();
        assertThat(library.look().namespaces()).hasSize(2 * IN_A_REGION);
        times(library::look);
        // In turns, as the machine has other work at times.
        double[] ndctl = times(() -> HostProgram.run("ndctl", "list", "-RND"));
        double[] daxctl = times(() -> HostProgram.run("daxctl", "list"));
        double[] ours = times(library::look);
        NvdimmBus bus = new NvdimmBus(Path.of("/"));
        double[] stamp = times(bus::stamp);
        print("ndctl list -RND", ndctl);
        print("daxctl list, which tells of memory", daxctl);
        print("one look through libndctl", ours);
        print("the gate's stamp of it", stamp);
        assertThat(ours[0]).isLessThan(ndctl[0]);
    }
}
