package io.noderesource.backend.lvm.internal;

import static java.util.stream.Collectors.joining;

import io.noderesource.backend.lvm.EngineKind;
import io.noderesource.backend.lvm.internal.engine.ProcessEngine;
import io.noderesource.backend.lvm.internal.jna.Lvm2App;
import io.noderesource.backend.lvm.internal.jna.Lvm2Cmd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node has of an engine, told from its file: nothing of it is loaded or started. */
final class EngineFile {

    /** {@code LVM_VERSION} of lvm2, which each of its libraries and programs holds. */
    private static final Pattern VERSION =
            Pattern.compile("2\\.\\d\\d\\.\\d{1,3}\\(\\d\\)[^ \\x00]{0,16} \\(\\d{4}-\\d\\d-\\d\\d\\)");

    private static final String VERSION_BEGINS = "2.0";
    private static final int LONGEST_VERSION = 64;

    /** More than any file of lvm2 has. */
    private static final long LARGEST_FILE = 64 << 20;

    private EngineFile() {}

    /**
     * Tells what the node has.
     *
     * @param root the node's root directory
     * @return such as {@code 2.03.16(2) (2022-05-18), /usr/sbin/lvm}
     */
    static String describe(EngineKind kind, Path root) {
        List<Path> places = places(kind, root);
        return places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> version(file).orElse("of unknown version") + ", " + file)
                .orElseGet(() -> "not here: there is no "
                        + places.stream()
                                .map(place -> String.valueOf(place.getFileName()))
                                .distinct()
                                .collect(joining(" or "))
                        + " in "
                        + places.stream()
                                .map(place -> String.valueOf(place.getParent()))
                                .distinct()
                                .collect(joining(", ")));
    }

    private static List<Path> places(EngineKind kind, Path root) {
        return switch (kind) {
            case LIBLVM2CMD -> libraries(Lvm2Cmd.names(), root);
            case LIBLVM2APP -> libraries(List.of(Lvm2App.name()), root);
            case LVM ->
                ProcessEngine.PLACES.stream().map(place -> under(root, place)).toList();
        };
    }

    /** Where distributions have libraries; a name with a directory stands for itself. */
    private static List<Path> libraries(List<String> names, Path root) {
        List<Path> directories = new ArrayList<>();
        for (String top : List.of("/usr/lib64", "/lib64", "/usr/lib", "/lib")) {
            Path directory = under(root, Path.of(top));
            directories.addAll(architectures(directory));
            directories.add(directory);
        }
        List<Path> places = new ArrayList<>();
        for (String name : names) {
            if (name.indexOf('/') >= 0) {
                places.add(Path.of(name));
            } else {
                directories.forEach(directory -> places.add(directory.resolve(name)));
            }
        }
        return places;
    }

    /** Debian has a directory for each architecture. */
    private static List<Path> architectures(Path directory) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*-linux-gnu*")) {
            entries.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    private static Path under(Path root, Path place) {
        return root.resolve(Path.of("/").relativize(place));
    }

    /** The version that a file of lvm2 holds; empty when it holds none or cannot be read. */
    static Optional<String> version(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                return Optional.empty();
            }
            String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            Matcher matcher = VERSION.matcher(content);
            for (int at = content.indexOf(VERSION_BEGINS); at >= 0; at = content.indexOf(VERSION_BEGINS, at + 1)) {
                matcher.region(at, Math.min(content.length(), at + LONGEST_VERSION));
                if (matcher.lookingAt()) {
                    return Optional.of(matcher.group());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
