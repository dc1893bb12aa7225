package io.noderesource.linux;

import com.sun.jna.LastErrorException;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a device's lock: flock(2) on its node, which keeps udev and other well-behaved programs away
 * (systemd's "Locking Block Device Access").
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
        private final FileHandle handle;

        Held(FileHandle handle) {
            this.handle = handle;
        }

        void close() {
            handle.close();
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
        FileHandle handle = open(device);
        boolean done = false;
        try {
            check(handle, device);
            if (!Waiting.until(handle::tryLock, PATIENCE, PAUSE)) {
                throw new NodeResourceException(
                        StandardErrorCode.DEVICE_LOCKED,
                        "cannot lock " + device.describe()
                                + ": another process holds its lock (flock); find it with lslocks");
            }
            // Whoever held the lock before may have changed the medium.
            check(handle, device);
            done = true;
            return new Held(handle);
        } catch (LastErrorException e) {
            throw LinuxNode.failure("cannot lock " + device.describe(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeResourceException(
                    StandardErrorCode.CANCELLED, "interrupted while locking " + device.describe(), e);
        } finally {
            if (!done) {
                handle.close();
            }
        }
    }

    private FileHandle open(BlockDevice device) {
        try {
            return FileHandle.open(
                    dev.resolve(device.path().substring("/dev/".length())),
                    LibC.O_RDWR | LibC.O_NONBLOCK | FileHandle.O_NOFOLLOW);
        } catch (LastErrorException e) {
            throw switch (e.getErrorCode()) {
                case LibC.ENOENT, LibC.ENXIO, LibC.ENODEV, LibC.ENOMEDIUM, LibC.ELOOP ->
                    changed(device, device.path() + " cannot be opened: " + DeviceNumbers.reason(e));
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
            if (device.diskSequence() > 0) {
                long now = handle.ioctlLong(KernelAccess.BLKGETDISKSEQ);
                if (now != device.diskSequence()) {
                    throw changed(device, "its disk sequence number is " + now + " and not " + device.diskSequence());
                }
            }
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, "cannot check " + device.describe() + ": " + e.getMessage(), e);
        }
    }

    private static NodeResourceException changed(BlockDevice device, String how) {
        return new NodeResourceException(
                StandardErrorCode.DEVICE_CHANGED,
                device.describe() + " is not the device that was observed: " + how + "; make a new plan");
    }
}
