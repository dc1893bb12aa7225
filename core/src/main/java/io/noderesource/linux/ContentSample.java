package io.noderesource.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;
import io.noderesource.internal.jna.Aio;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Signature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Reads a device in places, past the page cache where it can be. */
final class ContentSample {

    private static final int ALIGNMENT = 4096;

    /** What follows in the digest: nothing, as a place has been read, or the bytes of a block in it that are not all zero. */
    private static final byte PLACE = 0;

    private static final byte BYTES = 1;

    private ContentSample() {}

    /**
     * What was read.
     *
     * @param content whether all of it was zero
     * @param digest SHA-256 in hex over places, bytes other than zeros, and signatures
     */
    record Result(Probe.Content content, String digest) {}

    /**
     * Samples an open device.
     *
     * @param handle open for reading, without O_DIRECT
     * @param size the device's size in bytes
     * @param signatures what libblkid has found: the blocks of their magic bytes are read too
     * @throws IOException when a read fails or ends early: then nothing is known
     */
    static Result read(FileHandle handle, long size, List<Signature> signatures) throws IOException {
        return read(handle, 0, size, signatures);
    }

    /**
     * Samples a part of an open device.
     *
     * @param from where it begins, a multiple of 4096; it goes to the end
     */
    static Result read(FileHandle handle, long from, long size, List<Signature> signatures) throws IOException {
        List<SamplePlaces.Place> places = new ArrayList<>();
        SamplePlaces.of(size - from)
                .forEach(place -> places.add(new SamplePlaces.Place(from + place.offset(), place.length())));
        for (Signature signature : signatures) {
            long block = signature.offset() & -ALIGNMENT;
            if (signature.offset() >= 0 && block < size) {
                places.add(new SamplePlaces.Place(block, (int) Math.min(ALIGNMENT, size - block)));
            }
        }
        return read(handle, places, signatures);
    }

    /**
     * Samples what is spread over an open device, block by block.
     *
     * @param size how large that is, a multiple of 4096
     * @param place where on the device a block of it begins, given where in it; negative where it lies nowhere, and is zero
     */
    static Probe.Content read(FileHandle handle, long size, LongUnaryOperator place) throws IOException {
        List<SamplePlaces.Place> places = new ArrayList<>();
        for (SamplePlaces.Place sample : SamplePlaces.of(size)) {
            for (int at = 0; at < sample.length(); at += ALIGNMENT) {
                long block = place.applyAsLong(sample.offset() + at);
                if (block >= 0) {
                    places.add(new SamplePlaces.Place(block, ALIGNMENT));
                }
            }
        }
        return read(handle, places, List.of()).content();
    }

    private static Result read(FileHandle handle, List<SamplePlaces.Place> places, List<Signature> signatures)
            throws IOException {
        try {
            FileHandle direct = handle.reopen(LibC.O_RDONLY | FileHandle.O_DIRECT | LibC.O_NONBLOCK);
            try (direct) {
                return readNow(direct, places, signatures);
            }
        } catch (LastErrorException e) {
            // Some file systems and drivers have no O_DIRECT, or want a coarser alignment (open(2)).
            if (e.getErrorCode() != LibC.EINVAL) {
                throw failed(e);
            }
        }
        try {
            handle.dropCache();
            return readNow(handle, places, signatures);
        } catch (LastErrorException e) {
            throw failed(e);
        }
    }

    private static IOException failed(LastErrorException e) {
        return new IOException("reading it failed: " + DeviceNumbers.reason(e), e);
    }

    private static Result readNow(FileHandle handle, List<SamplePlaces.Place> places, List<Signature> signatures)
            throws IOException {
        MessageDigest digest = sha256();
        boolean zeros = true;
        try (AlignedMemory memory = AlignedMemory.borrow(SamplePlaces.BATCH)) {
            Pointer buffer = memory.start();
            for (List<SamplePlaces.Place> batch : SamplePlaces.batches(places)) {
                zeros &= read(handle, batch, buffer, digest);
            }
        }
        signatures.stream()
                .sorted()
                .map(s -> s.type() + '\0' + s.usage() + '\0' + s.uuid() + '\0' + s.label() + '\0' + s.offset() + '\n')
                .forEach(s -> digest.update(s.getBytes(StandardCharsets.UTF_8)));
        return new Result(
                zeros ? Probe.Content.ZEROS : Probe.Content.DATA, HexFormat.of().formatHex(digest.digest()));
    }

    /** Reads a batch together, which takes hardly longer than one of its places; tells whether all of it is zero. */
    private static boolean read(FileHandle handle, List<SamplePlaces.Place> batch, Pointer buffer, MessageDigest digest)
            throws IOException {
        List<Aio.Read> reads = new ArrayList<>();
        int into = 0;
        for (SamplePlaces.Place place : batch) {
            reads.add(new Aio.Read(handle, buffer.share(into), place.length(), place.offset()));
            into += SamplePlaces.room(place);
        }
        long[] results = Aio.read(reads);
        for (int i = 0; i < results.length; i++) {
            SamplePlaces.Place place = batch.get(i);
            if (results[i] != place.length()) {
                throw new IOException("reading it ended early: " + results[i] + " of " + place.length()
                        + " bytes at offset " + place.offset());
            }
        }
        // Most of what is looked at is blank, and then one comparison says so.
        boolean blank = isZero(buffer, into);
        boolean zeros = true;
        for (int i = 0; i < results.length; i++) {
            SamplePlaces.Place place = batch.get(i);
            addHead(digest, PLACE, place.offset(), place.length());
            zeros &= blank || addBlocks(digest, place, reads.get(i).buffer());
        }
        return zeros;
    }

    /** Adds the blocks of a place that are not zero, since hashing is what takes long; tells whether all are. */
    private static boolean addBlocks(MessageDigest digest, SamplePlaces.Place place, Pointer bytes) {
        boolean zeros = true;
        for (int at = 0; at < place.length(); at += ALIGNMENT) {
            int length = Math.min(ALIGNMENT, place.length() - at);
            if (!isZero(bytes.share(at), length)) {
                zeros = false;
                addHead(digest, BYTES, place.offset() + at, length);
                digest.update(bytes.getByteArray(at, length));
            }
        }
        return zeros;
    }

    private static void addHead(MessageDigest digest, byte what, long offset, int length) {
        digest.update(ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES)
                .put(what)
                .putLong(offset)
                .putInt(length)
                .flip());
    }

    /** Bytes are all the same when each equals the one before it; in C, since this is the costly part of a look. */
    static boolean isZero(Pointer bytes, int length) {
        return length == 0 || (bytes.getByte(0) == 0 && LibC.memcmp(bytes, bytes.share(1), length - 1L) == 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
