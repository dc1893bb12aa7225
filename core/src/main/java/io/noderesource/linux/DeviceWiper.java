package io.noderesource.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.Signature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a device blank: saves an image of what lies where signatures lie, then zeroes all of it.
 *
 * <p>The image is text up to an empty line ({@code noderesource wipe image 1}, {@code device …}, then a line
 * {@code place OFFSET LENGTH} each), then the bytes of the places in their order.
 */
final class DeviceWiper {

    /** linux/fs.h. */
    static final long BLKZEROOUT = 0x127fL;

    private static final long BLKFLSBUF = 0x1261L;
    private static final long BLKRRPART = 0x125fL;
    private static final int MEBIBYTE = 1 << 20;
    private static final int BLOCK = 4096;
    private static final long CHUNK = 64L * MEBIBYTE;

    private final Path dev;

    DeviceWiper(Path dev) {
        this.dev = dev;
    }

    /** A run of bytes on the device. */
    private record Place(long offset, int length) {}

    /**
     * Wipes a device. What it saves of it lies in the image, on disk, before the first byte is zeroed.
     *
     * @param device the device, as just observed and claimed
     * @param image file to be made, readable by its owner alone; it must not exist
     * @param limit how long it may take; it stops between two chunks of 64 MiB
     * @param progress takes sentences for people
     * @throws NodeResourceException {@code device/held} when somebody uses the device, {@code device/changed} when it is
     *     not the one that was observed, {@code apply/deadline}, {@code node/io}, {@code node/no-permission}
     */
    void wipe(BlockDevice device, Path image, Duration limit, Consumer<String> progress) {
        long end = end(limit);
        try (FileHandle handle = open(device)) {
            Optional<String> other = KernelAccess.difference(handle, device);
            if (other.isPresent()) {
                throw new NodeResourceException(
                        StandardErrorCode.DEVICE_CHANGED,
                        "cannot wipe " + device.describe() + ": " + other.get() + "; make a new plan");
            }
            wipe(handle, device.describe(), device.size().bytes(), image, end, progress);
            handle.ioctl(BLKFLSBUF, null);
            if (device.partition() == null && !device.partitions().isEmpty()) {
                handle.ioctl(BLKRRPART, null);
            }
        } catch (LastErrorException e) {
            throw LinuxNode.failure("cannot wipe " + device.describe(), e);
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, "cannot wipe " + device.describe() + ": " + e.getMessage(), e);
        }
    }

    /** Brings to its medium what a device has in its caches. */
    void flush(BlockDevice device) {
        try (FileHandle handle = FileHandle.open(path(device), LibC.O_RDONLY | LibC.O_NONBLOCK)) {
            handle.sync();
        } catch (LastErrorException e) {
            throw LinuxNode.failure("cannot flush " + device.describe(), e);
        }
    }

    private Path path(BlockDevice device) {
        return dev.resolve(device.path().substring("/dev/".length()));
    }

    private FileHandle open(BlockDevice device) {
        try {
            return FileHandle.open(path(device), LibC.O_RDWR | LibC.O_EXCL | LibC.O_NONBLOCK | FileHandle.O_NOFOLLOW);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == LibC.EBUSY) {
                throw new NodeResourceException(
                        StandardErrorCode.DEVICE_HELD,
                        "cannot wipe " + device.describe() + ": somebody has it open exclusively; find out with lsblk",
                        e);
            }
            throw e;
        }
    }

    /** Saves and zeroes an open device or file. */
    static void wipe(FileHandle handle, String what, long size, Path image, long end, Consumer<String> progress)
            throws IOException {
        save(handle, what, places(size, Signatures.read(handle)), image);
        progress.accept("saved what lies where signatures lie in " + image);
        zeroAll(handle, what, size, end, progress);
    }

    /** When a limit is over, by {@link System#nanoTime()}. */
    static long end(Duration limit) {
        return System.nanoTime() + Math.min(limit.toMillis(), 86_400_000L) * 1_000_000L;
    }

    /** Zeroes an open device or file; on its medium when it returns. */
    static void zeroAll(FileHandle handle, String what, long size, long end, Consumer<String> progress) {
        for (long at = 0; at < size; at += CHUNK) {
            requireTime(what, at, size, end);
            zero(handle, at, Math.min(CHUNK, size - at));
            progress.accept("zeroed " + ByteSize.ofBytes(Math.min(size, at + CHUNK)) + " of " + ByteSize.ofBytes(size));
        }
        handle.sync();
    }

    /** Zeroes the first and the last MiB of an open device or file; on its medium when it returns. */
    static void zeroEnds(FileHandle handle, String what, long size, long end) {
        requireTime(what, 0, size, end);
        long length = Math.min(MEBIBYTE, size);
        zero(handle, 0, length);
        zero(handle, size - length, length);
        handle.sync();
    }

    private static void requireTime(String what, long zeroed, long size, long end) {
        if (System.nanoTime() - end >= 0) {
            throw new NodeResourceException(
                    StandardErrorCode.DEADLINE,
                    "cannot zero " + what + " in time: " + ByteSize.ofBytes(zeroed) + " of " + ByteSize.ofBytes(size)
                            + " are zeroed; make a new plan and allow more time");
        }
    }

    private static List<Place> places(long size, List<Signature> signatures) {
        List<Place> places = new ArrayList<>();
        if (size <= 2L * MEBIBYTE) {
            places.add(new Place(0, (int) size));
            return places;
        }
        places.add(new Place(0, MEBIBYTE));
        for (Signature signature : signatures) {
            long block = signature.offset() & -BLOCK;
            if (block >= MEBIBYTE && block < size - MEBIBYTE) {
                places.add(new Place(block, (int) Math.min(BLOCK, size - block)));
            }
        }
        places.add(new Place(size - MEBIBYTE, MEBIBYTE));
        return places;
    }

    private static void save(FileHandle handle, String what, List<Place> places, Path image) throws IOException {
        StringBuilder head = new StringBuilder("noderesource wipe image 1\ndevice ")
                .append(KernelFiles.printable(what))
                .append('\n');
        places.forEach(p -> head.append("place ")
                .append(p.offset())
                .append(' ')
                .append(p.length())
                .append('\n'));
        byte[] text = head.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        boolean saved = false;
        try (FileHandle out =
                FileHandle.open(image, LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | FileHandle.O_NOFOLLOW, 0600)) {
            try {
                save(handle, places, text, out);
                saved = true;
            } finally {
                if (!saved) {
                    // Half an image helps nobody, and the next attempt needs its room, as the journal does.
                    Files.deleteIfExists(image);
                }
            }
        } catch (LastErrorException e) {
            throw new IOException("what it holds cannot be saved in " + image + ": " + DeviceNumbers.reason(e), e);
        }
        Path directory = image.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileHandle entries = FileHandle.open(directory, LibC.O_RDONLY)) {
                entries.sync();
            }
        }
    }

    private static void save(FileHandle handle, List<Place> places, byte[] text, FileHandle out) throws IOException {
        try (Memory buffer = new Memory(Math.max(2 * MEBIBYTE, text.length))) {
            buffer.write(0, text, 0, text.length);
            out.write(buffer, text.length, 0);
            long to = text.length;
            for (Place place : places) {
                int read = handle.read(buffer, place.length(), place.offset());
                if (read != place.length()) {
                    throw new IOException("reading it ended early at offset " + (place.offset() + read));
                }
                out.write(buffer, read, to);
                to += read;
            }
            out.sync();
        }
    }

    private static void zero(FileHandle handle, long offset, long length) {
        try (Memory range = new Memory(2L * Long.BYTES)) {
            range.setLong(0, offset);
            range.setLong(Long.BYTES, length);
            handle.ioctl(BLKZEROOUT, range);
            return;
        } catch (LastErrorException e) {
            // A regular file, or a driver without it.
            if (e.getErrorCode() != LibC.ENOTTY && e.getErrorCode() != LibC.EOPNOTSUPP) {
                throw e;
            }
        }
        try (Memory zeros = new Memory(MEBIBYTE)) {
            zeros.clear();
            for (long done = 0; done < length; done += MEBIBYTE) {
                handle.write(zeros, (int) Math.min(MEBIBYTE, length - done), offset + done);
            }
        }
    }
}
