package io.noderesource.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * State directories on a file system in memory, where there is one: a random case is not about the speed of a disk.
 * Thread-safe.
 */
final class StateDirectories {

    private static final ConcurrentLinkedQueue<Path> FREE = new ConcurrentLinkedQueue<>();
    private static final List<String> FILES =
            List.of("journal", "journal.previous", "ledger", "ledger.new", "last-good");

    private StateDirectories() {}

    static Path next() {
        Path free = FREE.poll();
        return free == null ? fresh() : free;
    }

    private static Path fresh() {
        try {
            Path memory = Path.of("/dev/shm");
            Path root = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "noderesource-")
                    : Files.createTempDirectory("noderesource-");
            root.toFile().deleteOnExit();
            return root.resolve("state");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void giveBack(Path directory) {
        empty(directory);
        FREE.add(directory);
    }

    /** Loses all that is in it. */
    static void empty(Path directory) {
        mend(directory);
        try {
            for (String file : FILES) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its journal holds; nothing when there is none. */
    static String journal(Path directory) {
        Path away = away(directory);
        try {
            return Files.readString((Files.exists(away) ? away : directory).resolve("journal"));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes it unusable, without loss: what is a directory becomes a file. */
    static void breakIt(Path directory) {
        try {
            Path away = away(directory);
            if (!Files.exists(away)) {
                Files.createDirectories(directory);
                Files.move(directory, away);
                Files.writeString(directory, "no directory");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void mend(Path directory) {
        try {
            Path away = away(directory);
            if (Files.exists(away)) {
                Files.deleteIfExists(directory);
                Files.move(away, directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path away(Path directory) {
        return directory.resolveSibling("away");
    }
}
