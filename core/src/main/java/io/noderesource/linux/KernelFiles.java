package io.noderesource.linux;

import java.io.IOException;
import java.io.InputStream;
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
        return bytes(file).map(b -> new String(b, StandardCharsets.UTF_8));
    }

    /** The whole file; empty when it is larger than any should be: half of a list of mounts is worse than none. */
    static Optional<byte[]> bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(MOST + 1)).filter(bytes -> bytes.length <= MOST);
        } catch (IOException absentOrVanished) {
            return Optional.empty();
        }
    }

    /** An attribute of sysfs: one printable line without surrounding blanks; empty when there is nothing in it. */
    static Optional<String> attribute(Path file) {
        return text(file).map(KernelFiles::printable).filter(s -> !s.isEmpty());
    }

    /** An attribute that holds a whole number which is not negative. */
    static OptionalLong number(Path file) {
        return attribute(file).map(KernelFiles::number).orElse(OptionalLong.empty());
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

    /** The names in a directory, sorted; empty when it is not there. */
    static List<String> names(Path directory) {
        return list(directory).orElse(List.of());
    }

    /** The names in a directory, sorted; nothing when it cannot be read. */
    static Optional<List<String>> list(Path directory) {
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
