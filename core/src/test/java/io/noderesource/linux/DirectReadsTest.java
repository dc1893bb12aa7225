package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.noderesource.internal.jna.Aio;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On files, which are read as devices are. */
@Timeout(120)
class DirectReadsTest {

    private static final String CC = "/usr/bin/cc";
    private static final int BLOCK = DirectReads.BLOCK;

    /** Not in the temporary directory, which may be in memory, where nothing can be read past the page cache. */
    @TempDir(factory = InTarget.class)
    private Path directory;

    enum Way {
        TOGETHER,
        IN_TURN;

        List<byte[]> read(List<DirectReads.Place> places) throws IOException {
            return this == TOGETHER
                    ? DirectReads.read(places, Way::copy)
                    : DirectReads.read(places, Way::copy, Aio::readInTurn);
        }

        private static byte[] copy(DirectReads.Place place, ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        }
    }

    private Path file(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(name.hashCode()).nextBytes(content);
        return Files.write(directory.resolve(name), content);
    }

    private static byte[] part(Path file, int from, int count) throws IOException {
        return Arrays.copyOfRange(Files.readAllBytes(file), from, from + count);
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatIsThere(Way way) throws IOException {
        // More than the kernel is given at a time.
        List<DirectReads.Place> places = new ArrayList<>();
        for (int i = 0; i < Aio.DEPTH + 5; i++) {
            places.add(new DirectReads.Place(file("f" + i, 5 * BLOCK), (long) i % 4 * BLOCK, BLOCK * (1 + i % 2)));
        }
        for (int round = 0; round < 2; round++) {
            List<byte[]> all = way.read(places);
            assertThat(all).hasSameSizeAs(places);
            for (int i = 0; i < places.size(); i++) {
                DirectReads.Place place = places.get(i);
                assertThat(all.get(i))
                        .as("%s", place)
                        .isEqualTo(part(place.device(), (int) place.from(), place.count()));
            }
        }
        assertThat(way.read(List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void seesWhatWasWrittenSince(Way way) throws IOException {
        Path file = file("a", BLOCK);
        byte[] changed =
                way.read(List.of(new DirectReads.Place(file, 0, BLOCK))).get(0);
        changed[17]++;
        Files.write(file, changed);
        assertThat(way.read(List.of(new DirectReads.Place(file, 0, BLOCK)))).containsExactly(changed);
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeReadWholeIsAnErrorAndNoDescriptorIsLeft(Way way) throws IOException {
        DirectReads.Place good = new DirectReads.Place(file("good", 2 * BLOCK), 0, 2 * BLOCK);
        DirectReads.Place small = new DirectReads.Place(file("small", BLOCK), 0, 2 * BLOCK);
        DirectReads.Place missing = new DirectReads.Place(directory.resolve("missing"), 0, BLOCK);
        DirectReads.Place isDirectory = new DirectReads.Place(directory, 0, BLOCK);
        for (DirectReads.Place bad : List.of(small, missing, isDirectory)) {
            assertThatThrownBy(() -> way.read(List.of(good, bad)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(bad.device().toString());
        }
        assertThat(way.read(List.of(good))).containsExactly(Files.readAllBytes(good.device()));
        Path real = directory.toRealPath();
        assertThat(openFiles()).isNotEmpty().noneMatch(path -> path.startsWith(real));
    }

    private static List<Path> openFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                open.add(Files.readSymbolicLink(descriptor));
            }
        }
        return open;
    }

    @Test
    void structuresAndNumbersAreAsTheCompilerHasThem() throws IOException {
        if (!Files.isExecutable(Path.of(CC))) {
            if ("required".equals(System.getProperty("sandbox"))) {
                fail("there is no " + CC + ": install gcc and libc6-dev");
            }
            Assumptions.abort("no C compiler");
        }
        Path source = Files.writeString(directory.resolve("check.c"), """
                #define _GNU_SOURCE
                #include <fcntl.h>
                #include <stddef.h>
                #include <stdio.h>
                #include <linux/aio_abi.h>
                #include <sys/syscall.h>
                int main(void) {
                  printf("%zu %zu %zu %zu %zu %zu %zu %d\\n", sizeof(struct iocb), offsetof(struct iocb, aio_data),
                      offsetof(struct iocb, aio_lio_opcode), offsetof(struct iocb, aio_fildes), offsetof(struct iocb, aio_buf),
                      offsetof(struct iocb, aio_nbytes), offsetof(struct iocb, aio_offset), IOCB_CMD_PREAD);
                  printf("%zu %zu %zu\\n", sizeof(struct io_event), offsetof(struct io_event, data), offsetof(struct io_event, res));
                  printf("%d %d %d\\n", SYS_io_setup, SYS_io_getevents, SYS_io_submit);
                  printf("%d %d %d %d\\n", O_RDONLY, O_NONBLOCK, O_CLOEXEC, O_DIRECT);
                  return 0;
                }
                """);
        Path binary = directory.resolve("check");
        run(CC, "-Wall", "-Werror", "-o", binary.toString(), source.toString());
        Aio.Numbers numbers = Aio.Numbers.here().orElseThrow();
        assertThat(run(binary.toString()).lines())
                .containsExactly(
                        line(
                                Aio.IOCB_SIZE,
                                Aio.IOCB_DATA,
                                Aio.IOCB_OPCODE,
                                Aio.IOCB_FILDES,
                                Aio.IOCB_BUF,
                                Aio.IOCB_NBYTES,
                                Aio.IOCB_OFFSET,
                                Aio.IOCB_CMD_PREAD),
                        line(Aio.EVENT_SIZE, Aio.EVENT_DATA, Aio.EVENT_RES),
                        line(numbers.setup(), numbers.getevents(), numbers.submit()),
                        line(LibC.O_RDONLY, LibC.O_NONBLOCK, LibC.O_CLOEXEC, FileHandle.O_DIRECT));
    }

    private static String line(long... numbers) {
        return String.join(" ", Arrays.stream(numbers).mapToObj(Long::toString).toList());
    }

    private static String run(String... command) {
        CommandRunner.Ended ended = CommandRunner.run(
                List.of(command), Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"), Duration.ofMinutes(1));
        assertThat(ended.status()).as(ended.errors()).isZero();
        return ended.output();
    }
}
