package io.noderesource.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;
import io.noderesource.internal.jna.Aio;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a little of each of many devices, past the page cache.
 *
 * <p>The kernel gets all reads together, so that they take about as long as the slowest of them; where it offers no
 * asynchronous I/O they are made one after another. No thread is started. A device that hangs holds the call.
 */
public final class DirectReads {

    /** Places begin and end at multiples of it; it fits all sizes of sectors. */
    public static final int BLOCK = 4096;

    private static final int FLAGS = LibC.O_RDONLY | LibC.O_NONBLOCK | FileHandle.O_DIRECT;

    private DirectReads() {}

    /**
     * What to read.
     *
     * @param device path of a device
     * @param from offset in bytes, a multiple of {@link #BLOCK}
     * @param count bytes, a multiple of {@link #BLOCK}
     */
    public record Place(Path device, long from, int count) {}

    /**
     * What becomes of the content of a place.
     *
     * @param <T> what that is
     */
    @FunctionalInterface
    public interface Content<T> {

        /**
         * Called for each place in their order.
         *
         * @param bytes all of the place, little-endian; to be read before it returns
         * @throws IOException when it is not what it should be
         */
        T of(Place place, ByteBuffer bytes) throws IOException;
    }

    /**
     * Reads.
     *
     * @return what became of each place's content, in the order of the places
     * @throws IOException when a place cannot be read whole
     */
    public static <T> List<T> read(List<Place> places, Content<T> content) throws IOException {
        return read(places, content, Aio::read);
    }

    static <T> List<T> read(List<Place> places, Content<T> content, Function<List<Aio.Read>, long[]> how)
            throws IOException {
        List<Aio.Read> reads = new ArrayList<>();
        try (AlignedMemory memory =
                AlignedMemory.borrow(places.stream().mapToLong(Place::count).sum())) {
            Pointer buffer = memory.start();
            long at = 0;
            for (Place place : places) {
                reads.add(
                        new Aio.Read(FileHandle.open(place.device, FLAGS), buffer.share(at), place.count, place.from));
                at += place.count;
            }
            long[] results = how.apply(reads);
            List<T> contents = new ArrayList<>();
            int from = 0;
            for (int i = 0; i < results.length; i++) {
                Place place = places.get(i);
                if (results[i] != place.count) {
                    throw new IOException(place + " ends after " + results[i] + " bytes");
                }
                contents.add(content.of(place, memory.bytes(from, place.count)));
                from += place.count;
            }
            return contents;
        } catch (LastErrorException e) {
            throw new IOException("reading one of " + places + " failed: " + DeviceNumbers.reason(e), e);
        } finally {
            reads.forEach(read -> read.file().close());
        }
    }
}
