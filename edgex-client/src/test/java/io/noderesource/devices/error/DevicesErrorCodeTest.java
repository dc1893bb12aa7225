package io.noderesource.devices.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DevicesErrorCodeTest {

    @Test
    void theDocumentListsEachCodeWithItsMeaningAndRemedyAndNoOther() throws IOException {
        assertThat(Files.readAllLines(Path.of("../docs/errors.md")).stream()
                        .filter(line -> line.startsWith("| `devices/")))
                .containsExactlyElementsOf(Arrays.stream(DevicesErrorCode.values())
                        .map(c -> "| `" + c.id() + "` | " + c.meaning() + " | " + c.remedy() + " |")
                        .toList());
    }

    @Test
    void codesAreOfTheirRoomAndDifferent() {
        assertThat(Arrays.stream(DevicesErrorCode.values()).map(DevicesErrorCode::id))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("devices/[a-z-]+"));
    }
}
