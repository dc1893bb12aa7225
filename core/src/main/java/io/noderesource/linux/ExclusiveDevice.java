package io.noderesource.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Signature;
import io.noderesource.plan.Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * A block device that nobody else has in use: open exclusively (open(2), {@code O_EXCL} on a block device), and locked against udev and
 * other well-behaved programs. Closing it lets go of both. Not thread-safe.
 */
public final class ExclusiveDevice implements AutoCloseable {

    /** udev holds the lock, shared, while it probes; that takes a moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** An observer tries O_EXCL too, for a moment. */
    private static final Duration OBSERVERS_PATIENCE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final FileHandle handle;
    private final String path;

    private ExclusiveDevice(FileHandle handle, String path) {
        this.handle = handle;
        this.path = path;
    }

    /**
     * Opens a device.
     *
     * @throws NodeResourceException {@code device/held} when somebody has it in use, {@code device/locked} when somebody holds its
     *     lock, {@code node/io}, {@code node/no-permission}
     */
    public static ExclusiveDevice open(String path) {
        FileHandle handle = opened(path);
        boolean locked = false;
        try {
            locked = Waiting.until(handle::tryLock, PATIENCE, PAUSE);
        } catch (LastErrorException e) {
            throw LinuxNode.failure("cannot lock " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeResourceException(StandardErrorCode.CANCELLED, "interrupted while locking " + path, e);
        } finally {
            if (!locked) {
                handle.close();
            }
        }
        if (!locked) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_LOCKED,
                    "cannot lock " + path + ": another process holds its lock (flock); find it with lslocks");
        }
        return new ExclusiveDevice(handle, path);
    }

    /**
     * Opens a device that was observed.
     *
     * @throws NodeResourceException {@code device/changed} when its path leads to another one by now; else as {@link #open(String)}
     */
    public static ExclusiveDevice open(BlockDevice device) {
        ExclusiveDevice opened = open(device.path());
        boolean same = false;
        try {
            Optional<String> other = KernelAccess.difference(opened.handle, device);
            if (other.isPresent()) {
                throw new NodeResourceException(
                        StandardErrorCode.DEVICE_CHANGED,
                        "cannot use " + device.describe() + ": " + other.get() + "; make a new plan");
            }
            same = true;
            return opened;
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, "cannot use " + device.describe() + ": " + e.getMessage(), e);
        } finally {
            if (!same) {
                opened.close();
            }
        }
    }

    /**
     * Fails unless a device that was observed is the same still, in nobody's use, and blank, now. It comes right before a
     * program that writes without a look of its own. The device is read while it is open exclusively; its lock stays with
     * whoever holds it, and nothing is written, so that udev takes no notice.
     *
     * @param what what cannot be done otherwise, as messages begin: {@code cannot make …}
     * @throws NodeResourceException {@code device/has-signature} or {@code device/has-content} when somebody has put
     *     something on it, {@code device/changed} when its path leads to another one, {@code device/held} when somebody has
     *     it in use, {@code node/io} when that cannot be told, {@code node/no-permission}
     */
    public static void requireBlank(BlockDevice device, String what) {
        try (FileHandle handle = opened(device.path(), what, LibC.O_RDONLY)) {
            Optional<String> other = KernelAccess.difference(handle, device);
            if (other.isPresent()) {
                throw new NodeResourceException(
                        StandardErrorCode.DEVICE_CHANGED, what + ": " + other.get() + "; make a new plan");
            }
            handle.dropCache();
            Optional<Violation> content =
                    content(handle, device.path(), device.size().bytes());
            if (content.isPresent()) {
                Violation there = content.get();
                throw new NodeResourceException(
                        there.code(), what + ": " + there.subject() + ": " + there.fact() + "; make a new plan");
            }
        } catch (IOException e) {
            throw new NodeResourceException(StandardErrorCode.IO, what + ": " + e.getMessage(), e);
        } catch (LastErrorException e) {
            throw LinuxNode.failure(what, e);
        }
    }

    /** Opens a device exclusively, once an observer, who has it so for a moment, has gone. */
    private static FileHandle opened(String path, String what, int access) {
        List<FileHandle> opened = new ArrayList<>();
        boolean idle;
        try {
            idle = Waiting.until(() -> tryOpen(path, access).map(opened::add).orElse(false), OBSERVERS_PATIENCE, PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeResourceException(
                    StandardErrorCode.CANCELLED, what + ": interrupted while waiting for " + path, e);
        }
        if (!idle) {
            throw held(what, path);
        }
        return opened.get(0);
    }

    /** What somebody has put on an open device or file of a size; empty when reading it shows that it is blank. */
    static Optional<Violation> content(FileHandle handle, String subject, long size) throws IOException {
        List<Signature> signatures = Signatures.read(handle);
        if (!signatures.isEmpty()) {
            return Optional.of(new Violation(
                    StandardErrorCode.DEVICE_HAS_SIGNATURE, subject, "it carries " + signatures.get(0) + " by now"));
        }
        return ContentSample.read(handle, size, List.of()).content() == Probe.Content.ZEROS
                ? Optional.empty()
                : Optional.of(new Violation(
                        StandardErrorCode.DEVICE_HAS_CONTENT,
                        subject,
                        "it has no signature, but sampled places are not zero by now"));
    }

    /**
     * Tells whether reading it shows neither a signature nor content, now.
     *
     * @throws NodeResourceException {@code node/io} when that cannot be told
     */
    public boolean isBlank() {
        return read(() -> content(handle, path, size()).isEmpty());
    }

    /**
     * Tells whether sampled places behind a place are zero, now; what lies before it does not matter.
     *
     * @param from the place, in bytes: a multiple of 4096
     * @throws NodeResourceException {@code node/io} when that cannot be told
     */
    public boolean isZeroFrom(long from) {
        return read(() -> ContentSample.read(handle, from, size(), List.of()).content() == Probe.Content.ZEROS);
    }

    /**
     * Tells whether sampled places of what is spread over it are zero, now.
     *
     * @param size how large that is, in bytes: a multiple of 4096
     * @param place where on the device 4096 of its bytes lie, given where in it they begin; negative where they lie nowhere, and are zero
     * @throws NodeResourceException {@code node/io} when that cannot be told
     */
    public boolean isZero(long size, LongUnaryOperator place) {
        return read(() -> ContentSample.read(handle, size, place) == Probe.Content.ZEROS);
    }

    /**
     * Reads a part of it, now.
     *
     * @param offset where it begins, in bytes
     * @param length how many bytes it has
     * @return these bytes, in the order of the machine's numbers
     * @throws NodeResourceException {@code node/io} when it cannot be read, or ends before
     */
    public ByteBuffer read(long offset, int length) {
        ByteBuffer part = ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
        read(() -> {
            handle.dropCache();
            return readFully(part, offset);
        });
        return part;
    }

    private boolean readFully(ByteBuffer part, long offset) throws IOException {
        int count = handle.read(Native.getDirectBufferPointer(part), part.capacity(), offset);
        if (count < part.capacity()) {
            throw new IOException("it ends at " + (offset + count));
        }
        return true;
    }

    /**
     * Tells whether reading it shows a signature, now.
     *
     * @throws NodeResourceException {@code node/io} when that cannot be told
     */
    public boolean hasSignature() {
        return read(() -> !Signatures.read(handle).isEmpty());
    }

    /** A look at what it holds. */
    private interface Look {
        boolean tell() throws IOException;
    }

    private boolean read(Look look) {
        try {
            return look.tell();
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, "cannot tell what " + path + " holds: " + e.getMessage(), e);
        } catch (LastErrorException e) {
            throw LinuxNode.failure("cannot tell what " + path + " holds", e);
        }
    }

    /**
     * Returns its number, which is that of the device that is open, whatever its path leads to by now.
     *
     * @throws NodeResourceException {@code device/changed} when it is no block device, {@code node/io}
     */
    public DeviceNumber number() {
        try {
            return DeviceNumbers.of(handle)
                    .orElseThrow(() -> new NodeResourceException(
                            StandardErrorCode.DEVICE_CHANGED, "cannot use " + path + ": it is not a block device"));
        } catch (IOException e) {
            throw new NodeResourceException(StandardErrorCode.IO, "cannot use " + path + ": " + e.getMessage(), e);
        }
    }

    private long size() {
        return handle.ioctlLong(KernelAccess.BLKGETSIZE64);
    }

    private static FileHandle opened(String path) {
        String what = "cannot use " + path;
        try {
            return opened(path, what, LibC.O_RDWR);
        } catch (LastErrorException e) {
            throw LinuxNode.failure(what, e);
        }
    }

    /** Opens a device exclusively; empty when somebody has it open so. */
    private static Optional<FileHandle> tryOpen(String path, int access) {
        try {
            return Optional.of(
                    FileHandle.open(Path.of(path), access | LibC.O_EXCL | LibC.O_NONBLOCK | FileHandle.O_NOFOLLOW));
        } catch (LastErrorException e) {
            if (e.getErrorCode() == LibC.EBUSY) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static NodeResourceException held(String what, String path) {
        return new NodeResourceException(
                StandardErrorCode.DEVICE_HELD,
                what + ": somebody has " + path + " open exclusively; find out with lsblk");
    }

    /**
     * Zeroes all of it, both its ends first, where signatures lie; on its medium when it returns.
     *
     * @param limit how long it may take; it stops between two chunks of 64 MiB, and begins none when nothing is left of it
     * @param progress takes sentences for people
     * @throws NodeResourceException {@code apply/deadline}, {@code node/io}
     */
    public void zero(Duration limit, Consumer<String> progress) {
        long end = DeviceWiper.end(limit);
        zeroEnds(limit);
        try {
            DeviceWiper.zeroAll(handle, path, size(), end, progress);
        } catch (LastErrorException e) {
            throw LinuxNode.failure("cannot clear " + path, e);
        }
    }

    /**
     * Zeroes its first and its last MiB, where signatures lie; on its medium when it returns.
     *
     * @param limit how long it may take; it does not begin when nothing is left of it
     * @throws NodeResourceException {@code apply/deadline}, {@code node/io}
     */
    public void zeroEnds(Duration limit) {
        try {
            DeviceWiper.zeroEnds(handle, path, size(), DeviceWiper.end(limit));
        } catch (LastErrorException e) {
            throw LinuxNode.failure("cannot clear " + path, e);
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
