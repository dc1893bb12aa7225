package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandResultTest {

    @Test
    void tellsTheReportFromWarningsInBetween() {
        CommandResult result = CommandResult.ofLog(true, 1, """
                 device_mapper/libdm-report.c:4719 {
                 cache/lvmcache.c:623 WARNING: Not using device /dev/loop3.
                 device_mapper/libdm-report.c:4684     {"pv_name":"/dev/loop2"}
                 device_mapper/libdm-report.c:5087 }
                """);
        assertThat(result.report()).isEqualTo("{\n    {\"pv_name\":\"/dev/loop2\"}\n}\n\n");
        assertThat(result.messages()).containsExactly("WARNING: Not using device /dev/loop3.");
    }

    @Test
    void readsTheLogOfLvm202() {
        CommandResult result = CommandResult.ofLog(true, 1, """
                libdm-report.c:4719   {
                cache/lvmcache.c:63     WARNING: Not using device /dev/loop3.
                libdm-report.c:50     }
                """);
        assertThat(result.report().replace(" ", "")).isEqualTo("{\n}\n\n");
        assertThat(result.messages()).containsExactly("WARNING: Not using device /dev/loop3.");
    }

    @Test
    void joinsWhatRunsOverSeveralLines() {
        CommandResult result = CommandResult.ofLog(false, 5, " toollib.c:1 one\ntwo\n toollib.c:2 three\n");
        assertThat(result.messages()).containsExactly("one", "two", "three");
        assertThat(result.said()).isEqualTo("one; two; three");
        assertThat(result.report()).isEmpty();
    }

    @Test
    void saysSoWhenLvmIsSilent() {
        assertThat(CommandResult.ofLog(false, 2, "").said()).isEqualTo("LVM gave no reason");
    }

    @Test
    void repeatsNothing() {
        assertThat(CommandResult.ofLog(false, 5, " a.c:1 x\n b.c:2 x\n c.c:3 y\n")
                        .said())
                .isEqualTo("x; y");
    }
}
