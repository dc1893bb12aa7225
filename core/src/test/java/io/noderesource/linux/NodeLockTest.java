package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import io.noderesource.spi.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLockTest {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("noderesource/node.lock");
    }

    @Test
    void secondTakerWaitsAndThenIsRefused() throws Exception {
        Node.Lock first = new NodeLock(file()).take(SHORT);
        assertThatThrownBy(() -> new NodeLock(file()).take(SHORT))
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code()).isEqualTo(StandardErrorCode.NODE_LOCKED));
        CompletableFuture<Node.Lock> waiting = CompletableFuture.supplyAsync(() -> new NodeLock(file()).take(LONG));
        first.close();
        first.close();
        waiting.get(30, TimeUnit.SECONDS).close();
        new NodeLock(file()).take(SHORT).close();
    }

    @Test
    void otherProcessIsNamed() throws Exception {
        new NodeLock(file()).take(SHORT).close();
        // A descriptor of its own stands for another process: flock(2) knows open files, not processes.
        try (FileHandle other = FileHandle.open(file(), LibC.O_RDWR)) {
            assertThat(other.tryLock()).isTrue();
            Files.writeString(file(), "4711\n");
            assertThatThrownBy(() -> new NodeLock(file()).take(SHORT))
                    .isInstanceOf(NodeResourceException.class)
                    .hasMessageContaining("process 4711");
            Files.writeString(file(), "no number");
            assertThatThrownBy(() -> new NodeLock(file()).take(SHORT)).hasMessageContaining("another process");
        }
        new NodeLock(file()).take(SHORT).close();
    }

    @Test
    void fileIsForTheOwnerAloneAndNamesHim() throws Exception {
        try (Node.Lock lock = new NodeLock(file()).take(SHORT)) {
            assertThat(lock).isNotNull();
            assertThat(Files.readString(file()))
                    .isEqualTo(ProcessHandle.current().pid() + "\n");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void removedFileDoesNotLetTwoIn() throws Exception {
        try (FileHandle other = FileHandle.open(folder.resolve("x"), LibC.O_RDWR | LibC.O_CREAT, 0600)) {
            Files.delete(folder.resolve("x"));
            assertThat(other.isAt(folder.resolve("x"))).isFalse();
        }
        new NodeLock(file()).take(SHORT).close();
        Files.delete(file());
        new NodeLock(file()).take(SHORT).close();
        assertThat(file()).exists();
    }

    @Test
    void linkInTheFilesPlaceIsRefused() throws Exception {
        Files.createDirectories(file().getParent());
        Files.createSymbolicLink(file(), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> new NodeLock(file()).take(SHORT)).isInstanceOf(NodeResourceException.class);
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }
}
