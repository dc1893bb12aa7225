package io.noderesource.backend.quotapath.internal.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Ids that the node's {@code /etc/projects} and {@code /etc/projid} give to somebody (projects(5), projid(5)). */
public final class ReservedIds {

    private ReservedIds() {}

    /**
     * Reads both files below a directory; one that is not there gives nothing away.
     *
     * @param etc {@code /etc}
     */
    public static Set<Long> in(Path etc) throws IOException {
        Set<Long> ids = new TreeSet<>();
        for (String line : lines(etc.resolve("projects"))) {
            idOf(line).ifPresent(ids::add);
        }
        for (String line : lines(etc.resolve("projid"))) {
            // NAME:ID
            id(line.substring(line.indexOf(':') + 1)).ifPresent(ids::add);
        }
        return Set.copyOf(ids);
    }

    /**
     * The directories that {@code projects} gives an id to, in the file's order; several may have one.
     *
     * @param etc {@code /etc}
     */
    public static List<String> directories(Path etc, long id) throws IOException {
        return lines(etc.resolve("projects")).stream()
                .filter(line -> idOf(line).equals(OptionalLong.of(id)))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .map(name -> new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .toList();
    }

    /** Of a line of {@code projects}: ID:DIRECTORY. */
    private static OptionalLong idOf(String line) {
        return id(line.substring(0, line.indexOf(':')));
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.startsWith("#") && line.indexOf(':') >= 0)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static OptionalLong id(String text) {
        try {
            return OptionalLong.of(Integer.toUnsignedLong(Integer.parseUnsignedInt(text.strip())));
        } catch (NumberFormatException noId) {
            return OptionalLong.empty();
        }
    }
}
