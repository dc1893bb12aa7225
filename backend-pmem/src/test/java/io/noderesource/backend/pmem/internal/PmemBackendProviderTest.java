package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.spi.Availability;
import org.junit.jupiter.api.Test;

/** What {@code doctor} tells of the libraries; how functions are found that one lacks, {@code NdctlTest} shows. */
class PmemBackendProviderTest {

    @Test
    void anOlderLibraryIsToldWithWhatItLacks() {
        Availability found = PmemBackendProvider.availability(() -> {
            throw new UnsatisfiedLinkError("libndctl.so.6 is too old: it has no ndctl_region_get_align");
        });
        assertThat(found).isInstanceOfSatisfying(Availability.Missing.class, missing -> {
            assertThat(missing.what()).isEqualTo("libndctl.so.6 is too old: it has no ndctl_region_get_align");
            assertThat(missing.remedy()).contains("install libndctl.so.6 and libdaxctl.so.1");
        });
    }

    @Test
    void oneThatHasAllIsReady() {
        assertThat(PmemBackendProvider.availability(() -> {})).isInstanceOf(Availability.Ready.class);
    }
}
