package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.internal.jna.SmallFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFilesTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsTooLargeToBeReadWholeIsNotRead() throws IOException {
        Path file = folder.resolve("mountinfo");
        try (RandomAccessFile mounts = new RandomAccessFile(file.toFile(), "rw")) {
            mounts.setLength(16 << 20);
            assertThat(KernelFiles.bytes(file))
                    .get()
                    .satisfies(b -> assertThat(b).hasSize(16 << 20));
            mounts.setLength((16 << 20) + 1);
            assertThat(KernelFiles.bytes(file)).isEmpty();
        }
    }

    @Test
    void filesOfAnyLengthAreReadWhole() throws IOException {
        for (int length : List.of(0, 1, 511, 512, 513, 4095, 4096, 4097, 100_000)) {
            byte[] content = new byte[length];
            Arrays.fill(content, (byte) 'x');
            Path file = Files.write(folder.resolve("file" + length), content);
            assertThat(KernelFiles.bytes(file)).get().isEqualTo(content);
            // An attribute is at most a page (Documentation/filesystems/sysfs.rst).
            assertThat(KernelFiles.attribute(file).orElse("")).hasSize(Math.min(length, 4096));
        }
        assertThat(KernelFiles.bytes(folder)).isEmpty();
        assertThat(KernelFiles.attribute(folder.resolve("missing"))).isEmpty();
        // proc(5): the kernel gives it out in portions, whatever is asked for.
        assertThat(KernelFiles.text(Path.of("/proc/self/maps")).orElse("")).contains("[stack]");
    }

    @Test
    void directoriesOfAnySizeAreListedWhole() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 1000; i < 1500; i++) {
            names.add("a-name-that-takes-some-room-\u00e4-" + i);
            Files.createFile(folder.resolve(names.get(names.size() - 1)));
        }
        assertThat(KernelFiles.list(folder)).contains(names);
        assertThat(KernelFiles.list(folder.resolve("missing"))).isEmpty();
        assertThat(KernelFiles.list(folder.resolve(names.get(0)))).isEmpty();
        assertThat(KernelFiles.list(Files.createDirectory(folder.resolve("empty"))))
                .contains(List.of());
    }

    @Test
    void anOpenDirectoryStaysTheSameOne() throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Files.writeString(one.resolve("serial"), "first\n");
        try (SmallFiles in = SmallFiles.in(one.toString()).orElseThrow()) {
            Files.move(one, folder.resolve("gone"));
            Files.writeString(Files.createDirectory(one).resolve("serial"), "second\n");
            assertThat(KernelFiles.attribute(in, "serial")).contains("first");
        }
        assertThat(KernelFiles.attribute(one.resolve("serial"))).contains("second");
        assertThat(SmallFiles.in(folder.resolve("missing").toString())).isEmpty();
    }
}
