package io.noderesource.linux;

import io.noderesource.internal.jna.SmallFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads files of sysfs, procfs and udev, which may be absent, vanish while they are read, or hold anything. */
final class KernelFiles {

    /** More than any of these files has on a real node. */
    private static final int MOST = 16 << 20;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private KernelFiles() {}

    /** The whole file as text; what is not UTF-8 comes as the replacement character. */
    static Optional<String> text(Path file) {
        return bytes(file).map(KernelFiles::decoded);
    }

    private static String decoded(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The whole file; empty when it is larger than any should be: half of a list of mounts is worse than none. */
    static Optional<byte[]> bytes(Path file) {
        return SmallFiles.ANYWHERE.read(file.toString(), SmallFiles.End.EMPTY_READ, MOST);
    }

    /** An attribute of sysfs: one printable line without surrounding blanks; empty when there is nothing in it. */
    static Optional<String> attribute(Path file) {
        return attribute(SmallFiles.ANYWHERE, file.toString());
    }

    /** The same of a file in a directory. */
    static Optional<String> attribute(SmallFiles directory, String file) {
        return directory
                .read(file, SmallFiles.End.SHORT_READ, MOST)
                .map(KernelFiles::decoded)
                .map(KernelFiles::printable)
                .filter(s -> !s.isEmpty());
    }

    /** A whole number which is not negative. */
    static OptionalLong number(String text) {
        return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Strips blanks and NULs from both ends, and replaces control characters, which no terminal should be sent. */
    static String printable(String text) {
        if (isPlain(text)) {
            return text.strip();
        }
        StringBuilder out = new StringBuilder(Math.min(text.length(), 4096));
        text.codePoints()
                .limit(4096)
                .map(c -> c == 0 || c == '\n' || c == '\t' ? ' ' : Character.isISOControl(c) ? 0xfffd : c)
                .forEach(out::appendCodePoint);
        return out.toString().strip();
    }

    /** Tells of most texts that nothing in them has to be replaced. */
    private static boolean isPlain(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            // A newline at the end is stripped; what is beyond ASCII is looked at properly.
            if (c > '~' || (c < ' ' && (c != '\n' || i < length - 1))) {
                return false;
            }
        }
        return length <= 4096;
    }

    /** Tells whether something is there; a directory with {@code /.} behind its path. */
    static boolean exists(Path file) {
        return SmallFiles.ANYWHERE.exists(file.toString());
    }

    /** The names in a directory, sorted; empty when it is not there. */
    static List<String> names(Path directory) {
        return list(directory).orElse(List.of());
    }

    /** The names in a directory, sorted; nothing when it cannot be read. */
    static Optional<List<String>> list(Path directory) {
        return list(SmallFiles.ANYWHERE, directory.toString(), directory);
    }

    /**
     * The names in a directory in another, sorted; empty when it cannot be read.
     *
     * @param in the other, open
     * @param path its path
     */
    static List<String> names(SmallFiles in, Path path, String directory) {
        return list(in, directory, path.resolve(directory)).orElse(List.of());
    }

    private static Optional<List<String>> list(SmallFiles in, String below, Path directory) {
        if (SmallFiles.canList()) {
            Optional<List<String>> sorted = in.names(below);
            sorted.ifPresent(Collections::sort);
            return sorted;
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (name != null) {
                    names.add(name.toString());
                }
            }
        } catch (IOException | DirectoryIteratorException | UncheckedIOException absentOrVanished) {
            return Optional.empty();
        }
        Collections.sort(names);
        return Optional.of(names);
    }
}
