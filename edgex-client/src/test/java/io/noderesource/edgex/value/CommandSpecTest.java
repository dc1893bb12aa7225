package io.noderesource.edgex.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.value.ParameterProblem.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandSpecTest {
    private static final CommandSpec WRITE_INT8 = CommandSpec.of(
            "WriteInt8Value",
            "W",
            List.of(
                    ParameterSpec.builder("Int8", "Int8")
                            .minimum(new BigDecimal("-100"))
                            .maximum(new BigDecimal("100"))
                            .withDefault()
                            .build(),
                    ParameterSpec.builder("EnableRandomization_Int8", "Bool")
                            .withDefault()
                            .build()));

    @Test
    void takesWhatIsRight() {
        ParameterCheck check =
                WRITE_INT8.check(Parameters.of("Int8", "42").and("EnableRandomization_Int8", Value.ofBool(false)));
        assertThat(check.isOk()).isTrue();
        assertThat(check.orThrow()).isEqualTo(Json.parse("{\"Int8\":\"42\",\"EnableRandomization_Int8\":\"false\"}"));
    }

    /** EdgeX answers 200 to all of these, and writes the default of Int8, which is 0. */
    @ParameterizedTest
    @CsvSource({"Wrong", "WriteInt8Value", "int8", "'Int8 '", "''"})
    void aWrongNameIsRefusedWhereEdgexWouldWriteTheDefault(String name) {
        ParameterCheck check = WRITE_INT8.check(Parameters.of(name, "4").and("EnableRandomization_Int8", "false"));
        assertThat(kinds(check)).containsExactly(Kind.UNKNOWN, Kind.MISSING);
        assertThat(check.problems().get(0).message())
                .isEqualTo("command 'WriteInt8Value' has no parameter '" + name
                        + "'; it has 'Int8', 'EnableRandomization_Int8'");
    }

    @Test
    void noParametersAreRefusedWhereEdgexWouldWriteDefaults() {
        assertThat(kinds(WRITE_INT8.check(Parameters.none()))).containsExactly(Kind.MISSING, Kind.MISSING);
    }

    @Test
    void aDefaultIsWrittenWhenAskedForInSoManyWords() {
        ParameterCheck check = WRITE_INT8.check(Parameters.of("Int8", "42").andDefaultOf("EnableRandomization_Int8"));
        assertThat(check.orThrow()).isEqualTo(Json.parse("{\"Int8\":\"42\"}"));
        CommandSpec without = CommandSpec.of(
                "Int8", "RW", List.of(ParameterSpec.builder("Int8", "Int8").build()));
        assertThat(kinds(without.check(Parameters.none().andDefaultOf("Int8")))).containsExactly(Kind.MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "-100, ",
        "100, ",
        "-101, OUT_OF_RANGE",
        "101, OUT_OF_RANGE",
        "128, WRONG_TYPE",
        "1.0, WRONG_TYPE",
        "'', WRONG_TYPE",
        "'0x10', WRONG_TYPE"
    })
    void typeAndLimitsHold(String text, Kind kind) {
        ParameterCheck check = WRITE_INT8.check(Parameters.of("Int8", text).andDefaultOf("EnableRandomization_Int8"));
        assertThat(kinds(check)).isEqualTo(kind == null ? List.of() : List.of(kind));
    }

    @Test
    void limitsOfFloatsHoldInTheirWidth() {
        ParameterSpec tenth = ParameterSpec.builder("F", "Float32")
                .maximum(new BigDecimal("0.1"))
                .build();
        CommandSpec command = CommandSpec.of("F", "RW", List.of(tenth));
        assertThat(command.check(Parameters.of("F", "0.1")).isOk()).isTrue(); // 0.1f is more than 1/10
        assertThat(kinds(command.check(Parameters.of("F", "0.11")))).containsExactly(Kind.OUT_OF_RANGE);
        assertThat(kinds(command.check(Parameters.of("F", "NaN")))).containsExactly(Kind.OUT_OF_RANGE);
    }

    @Test
    void limitsOfLargeNumbersHoldExactly() {
        ParameterSpec large = ParameterSpec.builder("U", "Uint64")
                .maximum(new BigDecimal("18446744073709551614"))
                .build();
        CommandSpec command = CommandSpec.of("U", "RW", List.of(large));
        assertThat(command.check(Parameters.of("U", "18446744073709551614")).isOk())
                .isTrue();
        assertThat(kinds(command.check(Parameters.of("U", "18446744073709551615"))))
                .containsExactly(Kind.OUT_OF_RANGE);
    }

    @Test
    void limitsAreNotForArrays() {
        ParameterSpec array =
                ParameterSpec.builder("A", "Int8Array").maximum(BigDecimal.ONE).build();
        assertThat(CommandSpec.of("A", "RW", List.of(array))
                        .check(Parameters.of("A", "[5]"))
                        .isOk())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"R, false, true", "W, true, false", "RW, true, true", "WR, true, true", "'', false, false"})
    void readWriteHolds(String readWrite, boolean writes, boolean reads) {
        CommandSpec command = CommandSpec.of(
                "Int8", readWrite, List.of(ParameterSpec.builder("Int8", "Int8").build()));
        assertThat(command.isReadable()).isEqualTo(reads);
        assertThat(command.isWritable()).isEqualTo(writes);
        assertThat(kinds(command.check(Parameters.of("Int8", "1"))))
                .isEqualTo(writes ? List.of() : List.of(Kind.NOT_WRITABLE));
    }

    @Test
    void mappedTextsPass() {
        ParameterSpec mapped = ParameterSpec.builder("Switch", "Bool")
                .mappings(Map.of("true", "ON", "false", "OFF"))
                .build();
        CommandSpec command = CommandSpec.of("SetSwitch", "W", List.of(mapped));
        assertThat(command.check(Parameters.of("Switch", "ON")).orThrow()).isEqualTo(Json.parse("{\"Switch\":\"ON\"}"));
        assertThat(command.check(Parameters.of("Switch", "true")).isOk()).isTrue();
        assertThat(kinds(command.check(Parameters.of("Switch", "on")))).containsExactly(Kind.WRONG_TYPE);
    }

    @Test
    void valuesOfAnotherTypeAreRefused() {
        CommandSpec command = CommandSpec.of(
                "Int8", "RW", List.of(ParameterSpec.builder("Int8", "Int8").build()));
        assertThat(kinds(command.check(Parameters.of("Int8", Value.ofInteger(ValueType.INT16, 1)))))
                .containsExactly(Kind.WRONG_TYPE);
        assertThat(command.check(Parameters.of("Int8", Json.of(1))).orThrow())
                .isEqualTo(Json.parse("{\"Int8\":\"1\"}"));
    }

    @Test
    void unknownTypesAreRefused() {
        CommandSpec command = CommandSpec.of(
                "X", "RW", List.of(ParameterSpec.builder("X", "Int128").build()));
        assertThat(kinds(command.check(Parameters.of("X", "1")))).containsExactly(Kind.UNKNOWN_TYPE);
    }

    @Test
    void theExceptionNamesAllProblems() {
        ParameterCheck check = WRITE_INT8.check(Parameters.of("Int8", "300"));
        assertThatThrownBy(check::orThrow)
                .isInstanceOfSatisfying(
                        EdgexException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID))
                .hasMessageStartingWith("nothing was written: ")
                .hasMessageContaining("'Int8' of command 'WriteInt8Value' cannot be '300'")
                .hasMessageContaining("'EnableRandomization_Int8' of command 'WriteInt8Value' has no value");
    }

    private static List<Kind> kinds(ParameterCheck check) {
        return check.problems().stream().map(ParameterProblem::kind).toList();
    }
}
