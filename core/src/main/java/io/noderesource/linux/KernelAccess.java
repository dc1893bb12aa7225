package io.noderesource.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Opens the devices of the running kernel; reads only. */
final class KernelAccess implements DeviceAccess {

    /** linux/fs.h and linux/loop.h; the same on all 64-bit architectures but powerpc, mips and sparc. */
    static final long BLKGETSIZE64 = 0x80081272L;

    static final long BLKGETDISKSEQ = 0x80081280L;
    static final long LOOP_GET_STATUS64 = 0x4c05L;
    static final int LOOP_INFO64_SIZE = 232;
    static final int LOOP_INFO64_RDEVICE = 16;

    private static final int READ = LibC.O_RDONLY | LibC.O_NONBLOCK | FileHandle.O_NOFOLLOW;
    /** Another observer tries O_EXCL too, for a moment. */
    private static final Duration EXCLUSIVE_PATIENCE = Duration.ofMillis(100);

    private static final int SIGNATURES_AT_START = 128 << 10;
    private static final int SIGNATURES_AT_END = 512 << 10;

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path dev;

    KernelAccess(Path dev) {
        this.dev = dev;
    }

    /** The node of a device; paths of the inventory begin with {@code /dev/}, wherever the nodes are. */
    private Path node(String path) {
        return dev.resolve(path.substring("/dev/".length()));
    }

    @Override
    public Look look(BlockDevice device, Sampling sampling) {
        try (FileHandle handle = FileHandle.open(node(device.path()), READ)) {
            Optional<String> other = difference(handle, device);
            if (other.isPresent()) {
                return unknown(Probe.State.FAILED, other.get());
            }
            boolean taken = isExclusivelyOpen(handle);
            handle.dropCache();
            prefetchSignatures(handle, device.size().bytes());
            List<Signature> signatures = Signatures.read(handle);
            if (taken || sampling == Sampling.SIGNATURES) {
                return new Look(new Probe(Probe.State.DONE, null, signatures, Probe.Content.UNKNOWN, null), taken);
            }
            ContentSample.Result sample =
                    ContentSample.read(handle, device.size().bytes(), signatures);
            return new Look(new Probe(Probe.State.DONE, null, signatures, sample.content(), sample.digest()), false);
        } catch (LastErrorException e) {
            return e.getErrorCode() == LibC.ENOMEDIUM
                    ? unknown(Probe.State.SKIPPED, "it has no medium")
                    : unknown(Probe.State.FAILED, "it cannot be opened: " + DeviceNumbers.reason(e));
        } catch (IOException e) {
            return unknown(Probe.State.FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** What libblkid looks at lies mostly here: 10 requests to the device instead of 34, as the kernel counts them. */
    private static void prefetchSignatures(FileHandle handle, long size) {
        handle.prefetch(0, SIGNATURES_AT_START);
        long end = Math.max(0, size - SIGNATURES_AT_END);
        handle.prefetch(end, size - end);
    }

    private static Look unknown(Probe.State state, String reason) {
        return new Look(Probe.unknown(state, reason), false);
    }

    /** Says in what the open device is not the one that sysfs showed. */
    static Optional<String> difference(FileHandle handle, BlockDevice device) throws IOException {
        Optional<DeviceNumber> number = DeviceNumbers.of(handle);
        if (number.isEmpty()) {
            return Optional.of(device.path() + " is not a block device");
        }
        if (!number.get().equals(device.number())) {
            return Optional.of(device.path() + " is device " + number.get() + " and not " + device.number());
        }
        if (device.diskSequence() > 0) {
            long now = handle.ioctlLong(BLKGETDISKSEQ);
            if (now != device.diskSequence()) {
                return Optional.of(device.path() + " has another medium now: disk sequence number " + now + " and not "
                        + device.diskSequence());
            }
        }
        long size = handle.ioctlLong(BLKGETSIZE64);
        if (size != device.size().bytes()) {
            return Optional.of(device.path() + " has " + size + " bytes now and not "
                    + device.size().bytes());
        }
        return Optional.empty();
    }

    private static boolean isExclusivelyOpen(FileHandle handle) throws IOException {
        try {
            return !Waiting.until(() -> opensExclusively(handle), EXCLUSIVE_PATIENCE, PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking whether it is in use", e);
        }
    }

    private static boolean opensExclusively(FileHandle handle) {
        try {
            handle.reopen(LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_EXCL).close();
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == LibC.EBUSY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<DeviceNumber> loopBacking(BlockDevice loop) throws IOException {
        try (FileHandle handle = FileHandle.open(node(loop.path()), READ);
                Memory info = new Memory(LOOP_INFO64_SIZE)) {
            info.clear();
            handle.ioctl(LOOP_GET_STATUS64, info);
            long rdevice = info.getLong(LOOP_INFO64_RDEVICE);
            return rdevice == 0 ? Optional.empty() : Optional.of(DeviceNumbers.of(rdevice));
        } catch (LastErrorException e) {
            throw new IOException(DeviceNumbers.reason(e), e);
        }
    }

    @Override
    public Optional<DeviceNumber> numberOf(Path node) {
        return DeviceNumbers.at(node);
    }
}
