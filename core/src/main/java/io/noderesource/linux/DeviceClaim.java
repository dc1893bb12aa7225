package io.noderesource.linux;

import com.sun.jna.LastErrorException;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.Partition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a device's lock: flock(2) on its node, which keeps udev and other well-behaved programs away
 * (systemd's "Locking Block Device Access").
 *
 * <p>Programs that change a partition table lock the whole disk, exclusively. A partition's lock is therefore two: an
 * exclusive one on its own node and a shared one on its disk's, so that one step can take two partitions of a disk.
 */
final class DeviceClaim {

    /** udev holds the lock, shared, while it probes; that takes a moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path dev;
    private final Duration deadline;
    private final Workers workers = new Workers();

    DeviceClaim(Path dev, Duration deadline) {
        this.dev = dev;
        this.deadline = deadline;
    }

    /** A lock that is held until it is closed. */
    static final class Held {
        private final List<FileHandle> handles;

        Held(List<FileHandle> handles) {
            this.handles = handles;
        }

        void close() {
            handles.forEach(FileHandle::close);
        }
    }

    /** Passes a lock from the thread that takes it to the one that waits, if it still does. */
    private static final class Handover {
        private @Nullable Held held;
        private boolean over;

        /** Gives the lock, or releases it when nobody waits for it any more. */
        synchronized boolean give(Held lock) {
            if (over) {
                lock.close();
            } else {
                held = lock;
            }
            return !over;
        }

        /** Ends the waiting. */
        synchronized @Nullable Held take() {
            over = true;
            return held;
        }
    }

    /** Takes the lock; see {@link io.noderesource.spi.Node#claim(BlockDevice)}. */
    Held take(BlockDevice device) {
        Handover handover = new Handover();
        Workers.Result<Boolean> result =
                workers.run(device.number(), () -> handover.give(lock(device)), deadline.plus(PATIENCE));
        Held held = handover.take();
        if (held != null) {
            return held;
        }
        Throwable failure = result.failure();
        if (failure instanceof NodeResourceException known) {
            throw known;
        }
        if (failure != null) {
            throw new NodeResourceException(
                    StandardErrorCode.INTERNAL, "cannot lock " + device.describe() + ": " + failure, failure);
        }
        throw new NodeResourceException(
                StandardErrorCode.DEADLINE,
                "cannot lock " + device.describe() + ": opening it did not end within "
                        + deadline.plus(PATIENCE).toMillis() + " ms; look for a hung device in the kernel log");
    }

    private Held lock(BlockDevice device) {
        List<FileHandle> handles = new ArrayList<>();
        boolean done = false;
        try {
            Partition partition = device.partition();
            if (partition != null) {
                FileHandle disk = open(device, disk(partition), LibC.O_RDONLY);
                handles.add(disk);
                await(disk::tryLockShared, device, "the lock of its disk " + partition.disk());
                checkSequence(disk, device);
            }
            FileHandle handle = open(device, device.path(), LibC.O_RDWR);
            handles.add(handle);
            check(handle, device);
            await(handle::tryLock, device, "its lock");
            // Whoever held the lock before may have changed the medium.
            check(handle, device);
            done = true;
            return new Held(handles);
        } catch (LastErrorException e) {
            throw LinuxNode.failure("cannot lock " + device.describe(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeResourceException(
                    StandardErrorCode.CANCELLED, "interrupted while locking " + device.describe(), e);
        } finally {
            if (!done) {
                handles.forEach(FileHandle::close);
            }
        }
    }

    /** The node of a partition's disk; sysfs has an exclamation mark where a node's name has a slash. */
    private static String disk(Partition partition) {
        return "/dev/" + partition.disk().replace('!', '/');
    }

    private static void await(Waiting.Condition<LastErrorException> taken, BlockDevice device, String what)
            throws InterruptedException {
        if (!Waiting.until(taken, PATIENCE, PAUSE)) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_LOCKED,
                    "cannot lock " + device.describe() + ": another process holds " + what
                            + " (flock); find it with lslocks");
        }
    }

    private FileHandle open(BlockDevice device, String path, int access) {
        try {
            return FileHandle.open(
                    dev.resolve(path.substring("/dev/".length())), access | LibC.O_NONBLOCK | FileHandle.O_NOFOLLOW);
        } catch (LastErrorException e) {
            throw switch (e.getErrorCode()) {
                case LibC.ENOENT, LibC.ENXIO, LibC.ENODEV, LibC.ENOMEDIUM, LibC.ELOOP ->
                    changed(device, path + " cannot be opened: " + DeviceNumbers.reason(e));
                case LibC.EROFS ->
                    new NodeResourceException(
                            StandardErrorCode.DEVICE_READ_ONLY, device.describe() + " is read-only", e);
                default -> LinuxNode.failure("cannot open " + device.describe(), e);
            };
        }
    }

    private static void check(FileHandle handle, BlockDevice device) {
        try {
            Optional<DeviceNumber> number = DeviceNumbers.of(handle);
            if (!number.equals(Optional.of(device.number()))) {
                throw changed(
                        device,
                        device.path() + " is "
                                + number.map(n -> "device " + n + " and not " + device.number())
                                        .orElse("not a block device"));
            }
            checkSequence(handle, device);
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, "cannot check " + device.describe() + ": " + e.getMessage(), e);
        }
    }

    /** A disk and its partitions answer with one number. */
    private static void checkSequence(FileHandle handle, BlockDevice device) {
        if (device.diskSequence() > 0) {
            long now = handle.ioctlLong(KernelAccess.BLKGETDISKSEQ);
            if (now != device.diskSequence()) {
                throw changed(device, "its disk sequence number is " + now + " and not " + device.diskSequence());
            }
        }
    }

    private static NodeResourceException changed(BlockDevice device, String how) {
        return new NodeResourceException(
                StandardErrorCode.DEVICE_CHANGED,
                device.describe() + " is not the device that was observed: " + how + "; make a new plan");
    }
}
