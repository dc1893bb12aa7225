package io.noderesource.edgex.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.ParameterProblem;
import io.noderesource.edgex.value.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileCommandsTest {
    /** As 2.x writes it, with limits as strings, and as 3.x does, with numbers; mappings may be null. */
    private static String profile(String minimum, String maximum) {
        return """
            {"name":"kettles",
             "deviceResources":[
              {"name":"Level","isHidden":false,"properties":{"valueType":"Int16","readWrite":"RW","minimum":%s,"maximum":%s,
               "defaultValue":"0"}},
              {"name":"Heater","properties":{"valueType":"Bool","readWrite":"RW"}},
              {"name":"Serial","isHidden":true,"properties":{"valueType":"Uint64","readWrite":"R"}},
              {"name":"Both","properties":{"valueType":"Int8","readWrite":"R"}}],
             "deviceCommands":[
              {"name":"Cook","readWrite":"W","resourceOperations":[
               {"deviceResource":"Level","defaultValue":"","mappings":null},
               {"deviceResource":"Heater","defaultValue":"false","mappings":{"true":"on","false":"off"}}]},
              {"name":"Both","readWrite":"RW","resourceOperations":[{"deviceResource":"Level"}]},
              {"name":"Lost","readWrite":"RW","resourceOperations":[{"deviceResource":"Nowhere"}]},
              {"name":"Secret","isHidden":true,"readWrite":"R","resourceOperations":[{"deviceResource":"Level"}]}]}
            """.formatted(minimum, maximum);
    }

    private static ProfileCommands commands(String minimum, String maximum) {
        return ProfileCommands.of(DeviceProfile.of(Json.asObject(Json.parse(profile(minimum, maximum)))));
    }

    private static final ProfileCommands COMMANDS = commands("-10", "200");

    @Test
    void aDeviceCommandTakesTheResourcesOfItsOperations() {
        CommandSpec cook = COMMANDS.find("Cook").orElseThrow();
        assertThat(cook.isReadable()).isFalse();
        assertThat(cook.check(Parameters.of("Level", "20").and("Heater", "on")).orThrow())
                .isEqualTo(Json.parse("{\"Level\":\"20\",\"Heater\":\"on\"}"));
        assertThat(cook.check(Parameters.of("Level", "20").andDefaultOf("Heater"))
                        .isOk())
                .isTrue();
        assertThat(cook.check(Parameters.of("Cook", "1")).problems())
                .extracting(ParameterProblem::kind)
                .containsExactly(
                        ParameterProblem.Kind.UNKNOWN, ParameterProblem.Kind.MISSING, ParameterProblem.Kind.MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"%s\""})
    void limitsHoldAsNumbersAndAsStrings(String form) {
        CommandSpec level = commands(form.formatted("-10"), form.formatted("200"))
                .find("Level")
                .orElseThrow();
        assertThat(level.check(Parameters.of("Level", "200")).isOk()).isTrue();
        assertThat(level.check(Parameters.of("Level", "201")).problems())
                .extracting(ParameterProblem::kind)
                .containsExactly(ParameterProblem.Kind.OUT_OF_RANGE);
    }

    /** 2.x writes the empty string for no limit. */
    @Test
    void anEmptyLimitIsNone() {
        CommandSpec level = commands("\"\"", "\"\"").find("Level").orElseThrow();
        assertThat(level.check(Parameters.of("Level", "32767")).isOk()).isTrue();
    }

    @Test
    void aResourceIsACommandUnlessADeviceCommandHasItsName() {
        assertThat(COMMANDS.find("Serial").orElseThrow().isWritable()).isFalse();
        assertThat(COMMANDS.find("Both").orElseThrow().isWritable()).isTrue();
        assertThat(COMMANDS.find("Nothing")).isEmpty();
    }

    @Test
    void hiddenCommandsAreFoundButNotOffered() {
        assertThat(COMMANDS.find("Secret")).isPresent();
        assertThat(COMMANDS.offered())
                .extracting(CommandSpec::name)
                .containsExactly("Cook", "Both", "Lost", "Level", "Heater");
    }

    @Test
    void anOperationOnAResourceThatIsNotThereSetsNothing() {
        CommandSpec lost = COMMANDS.find("Lost").orElseThrow();
        assertThat(lost.check(Parameters.of("Nowhere", "1")).problems())
                .extracting(ParameterProblem::kind)
                .isEqualTo(List.of(ParameterProblem.Kind.UNKNOWN_TYPE));
    }
}
