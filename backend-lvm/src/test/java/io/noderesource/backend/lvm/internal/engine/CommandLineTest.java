package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.NodeResourceException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void writesWordsAsLvmSplitsThem() {
        CommandLine command = CommandLine.of("vgcreate")
                .config("log{prefix=\" \"}")
                .option("--addtag", "a/b=c")
                .operands("vg")
                .operands("/dev/vdb", "/dev/vdc")
                .build();
        assertThat(command.line())
                .isEqualTo("vgcreate --config 'log{prefix=\" \"}' --addtag a/b=c -- vg /dev/vdb /dev/vdc");
        assertThat(command.words()).contains("log{prefix=\" \"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\tb",
                "a\nb",
                "a'b",
                "a\"b",
                "-f",
                "--yes",
                "#comment",
                "\u0000",
                "\u007f",
                "\u00e9",
                "\u2028",
                "a\rb"
            })
    void refusesWordsThatMeanMore(String word) {
        assertThatThrownBy(() -> CommandLine.of("vgs").operands(word))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(LvmErrorCode.BAD_ARGUMENT));
        assertThatThrownBy(() -> CommandLine.of("vgs").option("--addtag", word))
                .isInstanceOf(NodeResourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a'b", "a\nb", "\u0000"})
    void refusesSettingsThatWouldEndTheirWord(String settings) {
        assertThatThrownBy(() -> CommandLine.of("vgs").config(settings)).isInstanceOf(NodeResourceException.class);
    }

    @Test
    void hasNoMoreWordsThanLvmTakes() {
        CommandLine.Builder full = CommandLine.of("vgs").operands(Collections.nCopies(61, "/dev/vdb"));
        assertThat(full.build().words()).hasSize(CommandLine.MAX_WORDS);
        assertThatThrownBy(() -> full.operands("/dev/vdc").build()).isInstanceOf(IllegalArgumentException.class);
    }
}
