package io.noderesource.backend.pmem.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelNamesTest {

    @TempDir
    Path devices;

    private void has(String... names) throws IOException {
        for (String name : List.of(names)) {
            Files.createDirectory(devices.resolve(name));
        }
    }

    @Test
    void whatWasSeenIsNotMissed() throws IOException {
        has("ndbus0", "nmem0", "region0", "namespace0.0", "namespace0.1", "btt0.0", "pfn0.0", "dax0.0");
        assertThat(KernelNames.without(devices, Set.of("nmem0", "region0", "namespace0.0", "namespace0.1")))
                .isEmpty();
    }

    @Test
    void eachModuleRegionAndNamespaceIsMissed() throws IOException {
        Set<String> all = Set.of("nmem0", "region12", "namespace12.3");
        has(all.toArray(String[]::new));
        for (String one : all) {
            Set<String> seen = new HashSet<>(all);
            seen.remove(one);
            assertThat(KernelNames.without(devices, seen)).contains(one);
        }
    }

    @Test
    void aKernelWithoutTheBusHasNone() throws IOException {
        assertThat(KernelNames.without(devices.resolve("nowhere"), Set.of())).isEmpty();
    }
}
