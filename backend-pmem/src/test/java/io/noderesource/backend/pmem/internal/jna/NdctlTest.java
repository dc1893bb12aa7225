package io.noderesource.backend.pmem.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import org.junit.jupiter.api.Test;

/** Libraries that are there, are not, or are too old; the C library stands for them, as every machine has it. */
class NdctlTest {

    interface Known extends Library {
        int getpid();
    }

    interface NotKnown extends Library {
        int getpid();

        int nr_is_newer_than_this_library();

        int nr_another();
    }

    @Test
    void aLibraryWithAllFunctionsIsLoaded() {
        assertThat(Ndctl.load("libc.so.6", Known.class).getpid())
                .isEqualTo((int) ProcessHandle.current().pid());
    }

    @Test
    void allFunctionsThatAnOlderLibraryLacksAreTold() {
        assertThatThrownBy(() -> Ndctl.load("libc.so.6", NotKnown.class))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessage("libc.so.6 is too old: it has no nr_another, nr_is_newer_than_this_library");
    }

    @Test
    void aLibraryThatIsNotThereIsTold() {
        assertThatThrownBy(() -> Ndctl.load("libnr-nowhere.so.1", Known.class))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("libnr-nowhere.so.1");
    }
}
