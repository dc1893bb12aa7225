package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that are kept beside the tests; {@code -Dgolden.update} writes them anew, for a person to look at. */
final class Golden {

    static final boolean UPDATE = System.getProperty("golden.update") != null;

    private static final Path DIRECTORY = Path.of("src/test/resources/golden");

    private Golden() {}

    static void check(String file, String actual) {
        Path path = DIRECTORY.resolve(file);
        if (UPDATE) {
            write(path, actual);
            return;
        }
        try {
            assertThat(actual)
                    .as("%s; write it anew with -Dgolden.update", path)
                    .isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException("no golden file; write it with -Dgolden.update", e);
        }
    }

    static void write(Path path, String text) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
