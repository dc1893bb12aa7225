package io.noderesource.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import io.noderesource.spi.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The node-wide lock: flock(2) on a file for processes, and a semaphore for the threads of this one. */
final class NodeLock {

    private static final Map<Path, Semaphore> IN_THIS_JVM = new ConcurrentHashMap<>();
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Path file;

    NodeLock(Path file) {
        this.file = file;
    }

    /** Takes the lock; see {@link Node#lock(Duration)}. */
    Node.Lock take(Duration limit) {
        long end = System.nanoTime() + Math.max(0, Math.min(limit.toMillis(), 86_400_000L)) * 1_000_000L;
        Semaphore threads = IN_THIS_JVM.computeIfAbsent(file, f -> new Semaphore(1, true));
        try {
            if (!threads.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw locked(limit, "another thread of this process");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        boolean done = false;
        try {
            FileHandle handle = takeFile(end, limit);
            done = true;
            AtomicBoolean open = new AtomicBoolean(true);
            return () -> {
                if (open.compareAndSet(true, false)) {
                    handle.close();
                    threads.release();
                }
            };
        } finally {
            if (!done) {
                threads.release();
            }
        }
    }

    private FileHandle takeFile(long end, Duration limit) {
        makeDirectory();
        AtomicReference<@Nullable FileHandle> taken = new AtomicReference<>();
        AtomicReference<String> owner = new AtomicReference<>("another process");
        try {
            Waiting.until(() -> tryFile(taken, owner), Duration.ofNanos(Math.max(0, end - System.nanoTime())), PAUSE);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        FileHandle handle = taken.get();
        if (handle == null) {
            throw locked(limit, String.valueOf(owner.get()));
        }
        return handle;
    }

    /** Opens the file anew each time: one that was removed meanwhile excludes nobody. */
    private boolean tryFile(AtomicReference<@Nullable FileHandle> taken, AtomicReference<String> owner) {
        FileHandle handle = open();
        boolean done = false;
        try {
            if (!handle.tryLock()) {
                owner.set(owner(handle));
            } else if (handle.isAt(file)) {
                writeOwner(handle);
                taken.set(handle);
                done = true;
            }
            return done;
        } catch (LastErrorException e) {
            throw LinuxNode.failure("cannot take the node's lock " + file, e);
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, "cannot take the node's lock " + file + ": " + e.getMessage(), e);
        } finally {
            if (!done) {
                handle.close();
            }
        }
    }

    private void makeDirectory() {
        Path directory = file.getParent();
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            // Whatever the umask: others may look, but not put a file of theirs in the lock's place.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (FileAlreadyExistsException anotherProcessMadeIt) {
            return;
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.NO_PERMISSION,
                    "cannot make " + directory + " for the node's lock: " + e + "; run as root",
                    e);
        }
    }

    private FileHandle open() {
        try {
            // For root alone: flock(2) needs no more than a descriptor, so anybody who may read could block the node.
            return FileHandle.open(file, LibC.O_RDWR | LibC.O_CREAT | FileHandle.O_NOFOLLOW, 0600);
        } catch (LastErrorException e) {
            throw LinuxNode.failure("cannot open the node's lock " + file, e);
        }
    }

    private static void writeOwner(FileHandle handle) {
        byte[] owner = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try (Memory text = new Memory(owner.length)) {
            text.write(0, owner, 0, owner.length);
            handle.truncate(0);
            handle.write(text, owner.length, 0);
        }
    }

    private static String owner(FileHandle handle) {
        try (Memory text = new Memory(32)) {
            int length = handle.read(text, 32, 0);
            OptionalLong pid =
                    KernelFiles.number(new String(text.getByteArray(0, length), StandardCharsets.ISO_8859_1).strip());
            return pid.isPresent() ? "process " + pid.getAsLong() : "another process";
        } catch (LastErrorException unreadable) {
            return "another process";
        }
    }

    private NodeResourceException locked(Duration limit, String owner) {
        return new NodeResourceException(
                StandardErrorCode.NODE_LOCKED,
                "the node's lock " + file + " was not free within " + limit.toMillis() + " ms: " + owner
                        + " holds it; wait until it is done, or find it with lslocks");
    }

    private NodeResourceException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new NodeResourceException(
                StandardErrorCode.CANCELLED, "interrupted while waiting for the node's lock " + file, e);
    }
}
