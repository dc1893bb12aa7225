package io.noderesource.backend.quotapath.internal;

import io.noderesource.backend.quotapath.internal.jna.OpenDirectory;
import io.noderesource.inventory.Directory;
import io.noderesource.inventory.Directory.State;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Looks at directories, and makes them, without following a symbolic link. */
final class Directories {

    private Directories() {}

    static Directory look(String path) {
        try {
            State state = state(Path.of(path));
            boolean immutable = false;
            if (state == State.EMPTY || state == State.NOT_EMPTY) {
                try (OpenDirectory open = OpenDirectory.open(Path.of(path))) {
                    immutable = open.isImmutable();
                }
            }
            return new Directory(path, state, immutable);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return new Directory(path, State.UNKNOWN, false);
        }
    }

    private static State state(Path path) throws IOException {
        Path at = path.getRoot();
        for (Path name : path) {
            at = at.resolve(name);
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                return State.ABSENT;
            }
            if (attributes.isSymbolicLink()) {
                return State.LINK;
            }
            if (!attributes.isDirectory()) {
                return State.NOT_A_DIRECTORY;
            }
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            return entries.iterator().hasNext() ? State.NOT_EMPTY : State.EMPTY;
        }
    }

    /** Makes a directory with those above it, as far as they are missing, and opens it. */
    static OpenDirectory make(Path path) throws IOException {
        if (state(path) == State.ABSENT) {
            Files.createDirectories(path);
        }
        return OpenDirectory.open(path);
    }
}
