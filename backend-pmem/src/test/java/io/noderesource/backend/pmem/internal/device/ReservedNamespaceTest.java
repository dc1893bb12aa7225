package io.noderesource.backend.pmem.internal.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservedNamespaceTest {

    private static final DeviceNumber NUMBER = new DeviceNumber(259, 4);
    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);

    private static final String UUID = "11111111-2222-4333-8444-555555555555";
    private static final String NAME = "nr-0123456ab-0123abcd.new";

    @TempDir
    Path root;

    private Path block;

    @BeforeEach
    void reserved() throws IOException {
        block = Files.createDirectories(root.resolve("sys/class/block/pmem0"));
        Files.createDirectory(block.resolve("device"));
        write("dev", "259:4");
        write("device/uuid", UUID);
        write("device/size", String.valueOf(SIZE.bytes()));
        write("device/force_raw", "1");
        write("device/alt_name", NAME);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(block.resolve(file), text + "\n");
    }

    private ReservedNamespace namespace() {
        return new ReservedNamespace(root, UUID, List.of(NAME), SIZE);
    }

    @Test
    void whatWasReservedIsThat() throws IOException {
        assertThat(namespace().difference("pmem0", NUMBER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "dev, 259:5, number",
        "device/uuid, 11111111-2222-4333-8444-777777777777, UUID",
        "device/size, 1, size",
        "device/force_raw, 0, force_raw",
        "device/alt_name, nr-0123456ab-0123abcd, name",
        "device/alt_name, theirs, name"
    })
    void anotherOneIsNot(String file, String text, String told) throws IOException {
        write(file, text);
        assertThat(namespace().difference("pmem0", NUMBER))
                .hasValueSatisfying(difference -> assertThat(difference).contains(told));
    }

    @Test
    void oneThatIsGoneIsAnError() {
        assertThatThrownBy(() -> namespace().difference("pmem1", NUMBER)).isInstanceOf(IOException.class);
    }
}
