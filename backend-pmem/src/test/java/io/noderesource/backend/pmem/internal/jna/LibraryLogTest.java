package io.noderesource.backend.pmem.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

/** That the libraries' own messages come through, {@code PmemVolumeGroupSandboxTest} shows. */
class LibraryLogTest {

    /** More than a {@code va_list} has anywhere. */
    private static final int VA_LIST = 64;

    /** Bytes of registers that are used up. */
    private static final int REGISTERS = 48;

    private static final int FLOAT_REGISTERS = 176;

    private final LibraryLog log = new LibraryLog();
    private final IOException failure = new IOException("ndctl_dax_enable: ENXIO");

    @Test
    void nothingLoggedLeavesAFailureAsItIs() {
        assertThat(log.with(failure)).isSameAs(failure);
    }

    @Test
    void theLastMessagesAreTold() {
        for (int i = 1; i <= 5; i++) {
            log.add("f: message " + i);
        }
        assertThat(log.with(failure))
                .hasMessage("ndctl_dax_enable: ENXIO; the library logged: f: message 3; f: message 4; f: message 5")
                .hasCause(failure);
        log.clear();
        assertThat(log.with(failure)).isSameAs(failure);
    }

    @Test
    void whatHasNothingToFormatIsTakenAsItIs() {
        try (Memory format = new Memory(2000);
                Memory none = new Memory(VA_LIST)) {
            none.clear();
            format.setString(0, "x".repeat(1000));
            log.message(Pointer.NULL, LibraryLog.ERRORS, "file.c", 1, "f", format, none);
            format.setString(0, "one\ntwo\033 100%%\n");
            log.message(Pointer.NULL, LibraryLog.ERRORS, "file.c", 1, "g", format, none);
        }
        assertThat(log.with(failure)).hasMessageEndingWith("f: " + "x".repeat(511) + "; g: one two 100%");
    }

    @Test
    void ofWhatIsForDebuggingOnlyWhatCouldNotBeWrittenIsKept() {
        try (Memory format = new Memory(100);
                Memory none = new Memory(VA_LIST)) {
            none.clear();
            format.setString(0, "failed to read it\n");
            log.message(Pointer.NULL, LibraryLog.ALL, "sysfs.c", 1, "f", format, none);
            assertThat(log.with(failure)).isSameAs(failure);
            format.setString(0, "failed to write it\n");
            log.message(Pointer.NULL, LibraryLog.ALL, "sysfs.c", 1, "f", format, none);
            assertThat(log.with(failure)).hasMessageEndingWith("f: failed to write it");
        }
    }

    /** System V ABI for x86-64, figure 3.34: behind the registers, arguments lie in memory, eight bytes for each. */
    @Test
    @EnabledOnOs(architectures = "amd64", disabledReason = "a va_list lies otherwise in memory")
    void argumentsAreFormatted() {
        try (Memory format = new Memory(100);
                Memory name = new Memory(100);
                Memory list = new Memory(VA_LIST);
                Memory inMemory = new Memory(16)) {
            format.setString(0, "%s: failed to enable, %d times\n");
            name.setString(0, "dax0.1");
            inMemory.setPointer(0, name);
            inMemory.setLong(8, 17);
            list.clear();
            list.setInt(0, REGISTERS);
            list.setInt(4, FLOAT_REGISTERS);
            list.setPointer(8, inMemory);
            log.message(Pointer.NULL, LibraryLog.ERRORS, "libndctl.c", 1, "ndctl_dax_enable", format, list);
        }
        assertThat(log.with(failure)).hasMessageEndingWith("ndctl_dax_enable: dax0.1: failed to enable, 17 times");
    }
}
