package io.noderesource.internal.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads from many places together, by the kernel's asynchronous I/O ({@code linux/aio_abi.h}), which libc has no functions
 * for. Files are best opened with O_DIRECT, as reads through the page cache are made one after another all the same.
 *
 * <p>An instance is a context of the kernel. As giving one back to the kernel takes it long, those that were needed at one
 * time are kept for the next; one whose read hangs stays with it.
 */
public final class Aio {

    /** So many reads are under way at most. */
    public static final int DEPTH = 64;

    /** {@code struct iocb} on a little-endian machine; what lies between its fields here is zero. */
    public static final int IOCB_SIZE = 64;

    public static final int IOCB_DATA = 0;
    public static final int IOCB_OPCODE = 16;
    public static final int IOCB_FILDES = 20;
    public static final int IOCB_BUF = 24;
    public static final int IOCB_NBYTES = 32;
    public static final int IOCB_OFFSET = 40;
    public static final short IOCB_CMD_PREAD = 0;

    /** {@code struct io_event}. */
    public static final int EVENT_SIZE = 32;

    public static final int EVENT_DATA = 0;
    public static final int EVENT_RES = 16;

    private static final Queue<Aio> IDLE = new ConcurrentLinkedQueue<>();

    private final Numbers numbers;
    private final long context;
    private final Memory blocks = new Memory((long) IOCB_SIZE * DEPTH);
    private final Memory pointers = new Memory((long) Long.BYTES * DEPTH);
    private final Memory events = new Memory((long) EVENT_SIZE * DEPTH);

    /**
     * The numbers of the calls, which differ by architecture.
     *
     * @param setup io_setup(2)
     * @param getevents io_getevents(2)
     * @param submit io_submit(2)
     */
    public record Numbers(long setup, long getevents, long submit) {

        /** {@code asm/unistd_64.h} of x86, and {@code asm-generic/unistd.h} of the architectures that came later. */
        public static Optional<Numbers> here() {
            return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
                case "amd64", "x86_64" -> Optional.of(new Numbers(206, 208, 209));
                case "aarch64", "riscv64", "loongarch64" -> Optional.of(new Numbers(0, 4, 2));
                default -> Optional.empty();
            };
        }
    }

    /**
     * One read.
     *
     * @param file the open file; stays the caller's
     * @param buffer where to; stays the caller's
     * @param count bytes
     * @param offset from where in the file
     */
    public record Read(FileHandle file, Pointer buffer, int count, long offset) {}

    private Aio(Numbers numbers, long context) {
        this.numbers = numbers;
        this.context = context;
        long[] addresses = new long[DEPTH];
        for (int i = 0; i < DEPTH; i++) {
            addresses[i] = Pointer.nativeValue(blocks) + (long) IOCB_SIZE * i;
        }
        pointers.write(0, addresses, 0, DEPTH);
    }

    /** Makes a context; nothing where the kernel has none to give, as in a container that forbids the call. */
    private static Optional<Aio> open() {
        return Numbers.here().flatMap(numbers -> {
            try (Memory context = new Memory(Long.BYTES)) {
                context.clear();
                call(numbers.setup, DEPTH, Pointer.nativeValue(context), 0, 0);
                return Optional.of(new Aio(numbers, context.getLong(0)));
            } catch (LastErrorException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Makes the reads, together where the kernel can. When it returns, in whatever way, none is under way any more.
     *
     * @return for each the bytes read: less than wanted where the file ends
     * @throws LastErrorException when one of them fails
     */
    public static long[] read(List<Read> reads) {
        Optional<Aio> context = Optional.ofNullable(IDLE.poll()).or(Aio::open);
        return context.isPresent() ? context.get().readTogether(reads) : readInTurn(reads);
    }

    /** The same, one after another. */
    public static long[] readInTurn(List<Read> reads) {
        return reads.stream()
                .mapToLong(r -> r.file.read(r.buffer, r.count, r.offset))
                .toArray();
    }

    private long[] readTogether(List<Read> reads) {
        long[] results = new long[reads.size()];
        try {
            for (int from = 0; from < results.length; from += DEPTH) {
                read(reads, from, Math.min(from + DEPTH, results.length), results);
            }
        } finally {
            IDLE.add(this);
        }
        for (long result : results) {
            if (result < 0) {
                throw LibC.failure((int) -result);
            }
        }
        return results;
    }

    private void read(List<Read> reads, int from, int to, long[] results) {
        // Put together here and copied at once: each write of a field would be a call out of Java.
        ByteBuffer block = ByteBuffer.allocate(IOCB_SIZE * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = from; i < to; i++) {
            int at = IOCB_SIZE * (i - from);
            Read read = reads.get(i);
            block.putLong(at + IOCB_DATA, i);
            block.putShort(at + IOCB_OPCODE, IOCB_CMD_PREAD);
            block.putInt(at + IOCB_FILDES, read.file.fd());
            block.putLong(at + IOCB_BUF, Pointer.nativeValue(read.buffer));
            block.putLong(at + IOCB_NBYTES, read.count);
            block.putLong(at + IOCB_OFFSET, read.offset);
        }
        blocks.write(0, block.array(), 0, block.capacity());
        int taken = 0;
        try {
            while (taken < to - from) {
                long rest = Pointer.nativeValue(pointers) + (long) Long.BYTES * taken;
                taken += (int) call(numbers.submit, context, to - from - taken, rest, 0);
            }
        } finally {
            // The kernel writes to the buffers of those that it took: nobody may go on before it is done with them.
            await(taken, results);
        }
    }

    private void await(int count, long[] results) {
        int done = 0;
        while (done < count) {
            int left = count - done;
            int more = (int) call(numbers.getevents, context, left, left, Pointer.nativeValue(events));
            ByteBuffer event =
                    ByteBuffer.wrap(events.getByteArray(0, EVENT_SIZE * more)).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < more; i++) {
                int at = EVENT_SIZE * i;
                results[(int) event.getLong(at + EVENT_DATA)] = event.getLong(at + EVENT_RES);
            }
            done += more;
        }
    }

    /** Makes a call whose last argument is null, again when a signal ended it before it did anything. */
    private static long call(long number, long one, long two, long three, long four) {
        while (true) {
            try {
                return LibC.syscall(number, one, two, three, four, 0);
            } catch (LastErrorException e) {
                if (e.getErrorCode() != LibC.EINTR) {
                    throw e;
                }
            }
        }
    }
}
