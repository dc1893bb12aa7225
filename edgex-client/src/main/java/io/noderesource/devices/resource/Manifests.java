package io.noderesource.devices.resource;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentNode;
import io.noderesource.topology.DocumentStream;
import io.noderesource.topology.SourcePosition;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads manifests as {@code kubectl apply -f} does: a file of YAML or JSON, or all files of a directory whose names end with
 * {@code .yaml}, {@code .yml} or {@code .json}, but not those of its subdirectories.
 *
 * <p>Total: whatever the content, the outcome is a set with every mistake in it, each with its place. Errors are what an API
 * server would refuse; a field that it would prune is a warning and is pruned here, too, so that nothing relies on it. Each
 * file may have 16 MiB, all of them 64 MiB and 10000 files.
 */
public final class Manifests {

    private static final int MAX_FILES = 10_000;
    private static final long MAX_BYTES = 64L << 20;
    private static final List<String> ENDS = List.of(".yaml", ".yml", ".json");

    private Manifests() {}

    /**
     * Reads what lies there now.
     *
     * @param path a file, or a directory
     */
    public static ManifestSet read(Path path) {
        ManifestReader reader = new ManifestReader(path.toString());
        long left = MAX_BYTES;
        for (Path file : files(path, reader)) {
            left -= size(file);
            if (left < 0) {
                reader.accept(unreadable(
                        StandardErrorCode.TOO_LARGE,
                        file,
                        "all files together are larger than 64 MiB",
                        "split the directory"));
                break;
            }
            DocumentStream.file(file, reader).forEach(reader::document);
        }
        return reader.toSet();
    }

    /**
     * Reads a text.
     *
     * @param name what to call it in diagnostics
     * @param text YAML or JSON
     */
    public static ManifestSet parse(String name, String text) {
        ManifestReader reader = new ManifestReader(name);
        for (DocumentNode document : DocumentStream.text(name, text, reader)) {
            reader.document(document);
        }
        return reader.toSet();
    }

    /** What tells without reading whether the files are others than before: their names, sizes, times and inodes. */
    static List<String> stamp(Path path) {
        return files(path, new ManifestReader(path.toString())).stream()
                .map(Manifests::stampOf)
                .toList();
    }

    private static String stampOf(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + found.size() + " " + found.lastModifiedTime() + " " + found.fileKey();
        } catch (IOException e) {
            return file + " " + e.getClass().getSimpleName();
        }
    }

    private static List<Path> files(Path path, ManifestReader reader) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (ENDS.stream().anyMatch(name::endsWith) && !Files.isDirectory(entry)) {
                    files.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            reader.accept(unreadable(
                    StandardErrorCode.UNREADABLE,
                    path,
                    "cannot be read: " + e.getClass().getSimpleName(),
                    "make it readable"));
            return List.of();
        }
        if (files.size() > MAX_FILES) {
            reader.accept(unreadable(
                    StandardErrorCode.TOO_LARGE, path, "has more than " + MAX_FILES + " manifests", "split it"));
            return List.of();
        }
        files.sort(null);
        return files;
    }

    /** The size of a file; what has none is told when it is read. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static Diagnostic unreadable(StandardErrorCode code, Path path, String message, String hint) {
        return new Diagnostic(
                Diagnostic.Severity.ERROR, code, new SourcePosition(path.toString(), 0, 0), "", message, hint);
    }
}
