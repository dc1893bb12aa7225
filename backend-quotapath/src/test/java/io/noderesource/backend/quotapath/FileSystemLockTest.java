package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.base.NodeResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lock on a file system of any kind: flock(2) is the same on all. */
@Timeout(120)
class FileSystemLockTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Inode top;
    private Path file;

    @BeforeEach
    void open() {
        top = Inode.open(folder);
        file = folder.resolve(FileSystemLock.NAME);
    }

    @AfterEach
    void close() {
        top.close();
    }

    private FileSystemLock lock(Duration patience) {
        return new FileSystemLock(top, folder.toString(), patience);
    }

    private void assertBusy() {
        NodeResourceException refused = catchThrowableOfType(
                NodeResourceException.class, () -> lock(SHORT).take().close());
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(QuotaErrorCode.BUSY);
    }

    @Test
    void isHeldByOneAtATime() {
        FileSystemLock.Held held = lock(SHORT).take();
        assertBusy();
        held.close();
        lock(SHORT).take().close();
        assertThat(file).isRegularFile();
    }

    @Test
    void fileThatWasReplacedWhileItWasWaitedForExcludesNobody() throws Exception {
        Path old = folder.resolve("old");
        Inode first = top.lockFile(FileSystemLock.NAME);
        assertThat(first.tryLock()).isTrue();
        FutureTask<Long> waiting = new FutureTask<>(() -> {
            try (FileSystemLock.Held held = lock(LONG).take()) {
                return opened(old);
            }
        });
        new Thread(waiting).start();
        // Two have it open: this one, and the one that waits.
        while (opened(file) < 2 && !waiting.isDone()) {
            Thread.onSpinWait();
        }
        Files.move(file, old);
        Inode second = top.lockFile(FileSystemLock.NAME);
        assertThat(second.tryLock()).isTrue();
        first.close();

        assertBusy();
        assertThat(waiting.isDone()).as("has a lock that is another's").isFalse();
        second.close();
        assertThat(waiting.get())
                .as("has the lock of a file that is there no more")
                .isZero();
    }

    /** How many of this process's descriptors are of the file that has this path. */
    private static long opened(Path path) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(each -> leadsTo(each, path)).count();
        }
    }

    private static boolean leadsTo(Path link, Path path) {
        try {
            return Files.readSymbolicLink(link).equals(path);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
