package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFileTest {

    @Test
    void readsWhatTheDownwardApiWrites() {
        assertThat(LabelFile.parse(
                        "labels",
                        List.of(
                                "kubernetes.io/hostname=\"edge-1\"",
                                "node-role.kubernetes.io/edge=\"\"",
                                "",
                                "quoted=\"a \\\"b\\\" \\\\ c=d\"")))
                .isEqualTo(Map.of(
                        "kubernetes.io/hostname",
                        "edge-1",
                        "node-role.kubernetes.io/edge",
                        "",
                        "quoted",
                        "a \"b\" \\ c=d"));
    }

    @Test
    void aValueOfAnyLengthIsRead() {
        String value = "a".repeat(100_000);
        assertThat(LabelFile.parse("labels", List.of("key=\"" + value + "\""))).containsEntry("key", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"key=value", "key", "=\"x\"", "key=\"x", "key=\"x\"y\"", "a b=\"x\"", "key=\"\\n\"", "key=\"\\\""
            })
    void refusesAnythingElseWithItsPlace(String line) {
        assertThatThrownBy(() -> LabelFile.parse("labels", List.of("good=\"1\"", line)))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(StandardErrorCode.BAD_OPTION))
                .hasMessageStartingWith("labels:2: ");
    }
}
