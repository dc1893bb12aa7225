package io.noderesource.topology;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.text.Quoted;
import io.noderesource.internal.yaml.LocatedYaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads files and directories, within bounds; every failure is a diagnostic. */
final class SourceFiles {

    private static final String DATA = "..data";

    /** kubelet makes a new generation about once a minute; several in the time of one reading are a fault elsewhere. */
    private static final int MAX_GENERATIONS = 10;

    /** A ConfigMap of more keys than this holds no declaration. */
    private static final int MAX_FILES = 1000;

    private SourceFiles() {}

    static Optional<List<SourceText>> file(Path file, Consumer<Diagnostic> diagnostics) {
        return text(file, LocatedYaml.MAX_BYTES, diagnostics)
                .map(text -> List.of(new SourceText(file.toString(), null, text)));
    }

    /** The text of one file of at most so many bytes. */
    static Optional<String> text(Path file, int maxBytes, Consumer<Diagnostic> diagnostics) {
        try {
            return Optional.of(read(file, file.toString(), new Room(maxBytes)));
        } catch (Unreadable e) {
            diagnostics.accept(e.diagnostic);
        } catch (IOException e) {
            diagnostics.accept(unreadable(file.toString(), reason(e), null));
        }
        return Optional.empty();
    }

    static Optional<List<SourceText>> directory(Path directory, Consumer<Diagnostic> diagnostics) {
        IOException last = null;
        for (int i = 0; i < MAX_GENERATIONS; i++) {
            Path generation = null;
            try {
                generation = generation(directory);
                List<SourceText> texts = texts(directory, generation);
                if (generation.equals(generation(directory))) {
                    return Optional.of(texts);
                }
            } catch (Unreadable e) {
                if (generation == null || isCurrent(directory, generation)) {
                    diagnostics.accept(e.diagnostic);
                    return Optional.empty();
                }
            } catch (IOException e) {
                last = e;
                if (generation == null || isCurrent(directory, generation)) {
                    break;
                }
            }
        }
        diagnostics.accept(unreadable(
                directory.toString(),
                last == null ? "it changed " + MAX_GENERATIONS + " times while it was read" : reason(last),
                null));
        return Optional.empty();
    }

    private static boolean isCurrent(Path directory, Path generation) {
        try {
            return generation.equals(generation(directory));
        } catch (IOException e) {
            return true;
        }
    }

    /** The directory that holds the files of one generation; the one to be read itself when kubelet is not at work. */
    private static Path generation(Path directory) throws IOException {
        Path data = directory.resolve(DATA);
        return Files.exists(data, LinkOption.NOFOLLOW_LINKS) ? data.toRealPath() : directory;
    }

    private static List<SourceText> texts(Path directory, Path generation) throws IOException {
        if (Files.isRegularFile(generation)) {
            throw new Unreadable(
                    unreadable(directory.toString(), "it is a file, not a directory", "read it as a file instead"));
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(generation)) {
            for (Path entry : entries) {
                if (!fileName(entry).startsWith("..")) {
                    files.add(entry);
                }
                if (files.size() > MAX_FILES) {
                    throw new Unreadable(error(
                            StandardErrorCode.TOO_LARGE,
                            directory.toString(),
                            "the directory has more than " + MAX_FILES + " files, and is no ConfigMap",
                            null));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        files.sort(Comparator.comparing(SourceFiles::fileName));
        List<SourceText> texts = new ArrayList<>();
        Room room = new Room(LocatedYaml.MAX_BYTES);
        for (Path file : files) {
            String key = fileName(file);
            String name = directory.resolve(key).toString();
            texts.add(new SourceText(name, key, read(file, name, room)));
        }
        return texts;
    }

    private static String read(Path file, String name, Room room) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new Unreadable(unreadable(
                    name, "it is a directory, not a file", "read it as a directory, if it is a mounted ConfigMap"));
        }
        // Opening a pipe or a device would wait, or do something.
        if (!attributes.isRegularFile()) {
            throw new Unreadable(unreadable(name, "it is not a regular file", null));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(room.left + 1);
            room.left -= bytes.length;
            if (room.left < 0) {
                throw new Unreadable(error(
                        StandardErrorCode.TOO_LARGE,
                        name,
                        room.max == LocatedYaml.MAX_BYTES
                                ? "the text is larger than 1 MiB, the most that a ConfigMap may have"
                                : "the text is larger than " + (room.max >> 20) + " MiB",
                        "split it"));
            }
            return decode(bytes, name);
        }
    }

    private static String decode(byte[] bytes, String name) throws Unreadable {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (!result.isError()) {
            return out.toString();
        }
        String before = out.toString();
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        String start = before.substring(before.lastIndexOf('\n') + 1);
        throw new Unreadable(new Diagnostic(
                Diagnostic.Severity.ERROR,
                StandardErrorCode.SYNTAX,
                new SourcePosition(name, line, start.codePointCount(0, start.length()) + 1),
                "",
                "the byte 0x" + String.format("%02X", bytes[in.position()]) + " is not UTF-8",
                "save the file in UTF-8"));
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file or directory";
        }
        return e instanceof AccessDeniedException
                ? "the process may not read it"
                : Quoted.bare(String.valueOf(e.getMessage()), 200);
    }

    private static Diagnostic unreadable(String name, String reason, @Nullable String hint) {
        return error(StandardErrorCode.UNREADABLE, name, "cannot be read: " + reason, hint);
    }

    private static Diagnostic error(ErrorCode code, String name, String message, @Nullable String hint) {
        return new Diagnostic(Diagnostic.Severity.ERROR, code, new SourcePosition(name, 0, 0), "", message, hint);
    }

    /** The bytes that may still be read; a ConfigMap's bound is one for all its keys. */
    private static final class Room {
        private final int max;
        private int left;

        Room(int max) {
            this.max = max;
            this.left = max;
        }
    }

    /** Carries a diagnostic out of the reading of a file. */
    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Diagnostic diagnostic;

        Unreadable(Diagnostic diagnostic) {
            super(diagnostic.message());
            this.diagnostic = diagnostic;
        }
    }
}
