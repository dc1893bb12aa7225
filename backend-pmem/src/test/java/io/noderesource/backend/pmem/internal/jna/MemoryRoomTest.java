package io.noderesource.backend.pmem.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether what memory holds fits elsewhere. */
class MemoryRoomTest {

    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    private MemoryRoom room(String text) throws IOException {
        return new MemoryRoom(Files.writeString(directory.resolve("meminfo"), text));
    }

    @Test
    void whatProgramsCouldGetHasToDoWithoutIt() throws IOException {
        MemoryRoom room =
                room("MemTotal:  2097152 kB\nMemFree:  1024 kB\nMemAvailable:   262144 kB\nSwapFree:  0 kB\n");
        assertThat(room.lacking(256 * MEBIBYTE)).isEmpty();
        assertThat(room.lacking(256 * MEBIBYTE + 1))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("fits nowhere else", "256 MiB more", "0 B of swap"));
    }

    @Test
    void swapTakesWhatMemoryDoesNot() throws IOException {
        MemoryRoom room = room("MemAvailable:   262144 kB\nSwapFree:   262144 kB\n");
        assertThat(room.lacking(512 * MEBIBYTE)).isEmpty();
        assertThat(room.lacking(512 * MEBIBYTE + 1)).isPresent();
    }

    @Test
    void aKernelThatDoesNotTellIsNotTakenForOneWithRoom() throws IOException {
        for (String text : new String[] {"", "MemAvailable: many kB\n", "SwapFree: 5 kB\n"}) {
            MemoryRoom room = room(text);
            assertThatThrownBy(() -> room.lacking(1)).isInstanceOf(IOException.class);
        }
    }
}
