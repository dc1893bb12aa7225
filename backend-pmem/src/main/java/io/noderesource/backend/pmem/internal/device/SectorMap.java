package io.noderesource.backend.pmem.internal.device;

import io.noderesource.linux.ExclusiveDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where in a namespace of mode sector its data lies, seen from all of the namespace: in arenas, each with a map that tells of each
 * block of the device which block of the arena has it ({@code struct btt_sb} of the kernel's {@code drivers/nvdimm/btt.h}). What is not
 * as the kernel writes it is an error, as data could hide behind it. Not thread-safe.
 */
public final class SectorMap {

    /** What mode sector of this library, and of ndctl where nothing is said, has for a block; the kernel gives it that room. */
    public static final int BLOCK = 4096;

    private static final byte[] SIGNATURE = "BTT_ARENA_INFO\0\0".getBytes(StandardCharsets.US_ASCII);

    /** The first page is left free where labels do not say what is on the namespace ({@code nd_btt_version} of {@code btt_devs.c}). */
    private static final long[] BEGINNINGS = {0, 4096};

    private static final int EXTERNAL_BLOCK_SIZE = 56;
    private static final int EXTERNAL_BLOCKS = 60;
    private static final int INTERNAL_BLOCK_SIZE = 64;
    private static final int INTERNAL_BLOCKS = 68;
    private static final int NEXT = 80;
    private static final int DATA = 88;
    private static final int MAP = 96;
    private static final int CHECKSUM = 4088;

    private static final int ENTRY = Integer.BYTES;
    private static final int PAGE = 4096;

    /** Reads a part of all of the namespace. */
    @FunctionalInterface
    public interface Reader {
        /** Returns so many bytes from an offset. */
        ByteBuffer read(long offset, int length);
    }

    /**
     * A part of the namespace of at most 512 GiB; offsets are those in all of the namespace.
     *
     * @param blocks how many blocks of the device it has
     * @param places how many blocks it has, with those that none of the device has at the moment
     * @param data where these begin
     * @param map where its map begins
     */
    private record Arena(long blocks, long places, long data, long map) {}

    private final Reader reader;
    private final List<Arena> arenas;
    private long page = -1;
    private ByteBuffer entries = ByteBuffer.allocate(0);

    private SectorMap(Reader reader, List<Arena> arenas) {
        this.reader = reader;
        this.arenas = arenas;
    }

    /**
     * Reads where the arenas are.
     *
     * @param reader of all of the namespace
     * @param all how many bytes that has
     * @return empty when it has no such layout
     * @throws IOException when it has one that is not understood
     */
    public static Optional<SectorMap> read(Reader reader, long all) throws IOException {
        for (long beginning : BEGINNINGS) {
            List<Arena> arenas = arenas(reader, beginning, all);
            if (!arenas.isEmpty()) {
                return Optional.of(new SectorMap(reader, arenas));
            }
        }
        return Optional.empty();
    }

    private static List<Arena> arenas(Reader reader, long beginning, long all) throws IOException {
        List<Arena> arenas = new ArrayList<>();
        long begin = beginning;
        for (long next = PAGE; next > 0; begin += next) {
            require(begin <= all - PAGE, "an arena begins behind its end");
            ByteBuffer info = reader.read(begin, PAGE).order(ByteOrder.LITTLE_ENDIAN);
            byte[] signature = new byte[SIGNATURE.length];
            info.get(0, signature);
            if (!Arrays.equals(signature, SIGNATURE)) {
                require(arenas.isEmpty(), "there is no arena at " + begin);
                return arenas;
            }
            require(info.getLong(CHECKSUM) == checksum(info), "a checksum is wrong");
            require(
                    info.getInt(EXTERNAL_BLOCK_SIZE) == BLOCK && info.getInt(INTERNAL_BLOCK_SIZE) == BLOCK,
                    "its blocks have " + info.getInt(EXTERNAL_BLOCK_SIZE) + " bytes");
            next = place(info.getLong(NEXT), all - begin);
            Arena arena = new Arena(
                    Integer.toUnsignedLong(info.getInt(EXTERNAL_BLOCKS)),
                    Integer.toUnsignedLong(info.getInt(INTERNAL_BLOCKS)),
                    begin + place(info.getLong(DATA), all - begin),
                    begin + place(info.getLong(MAP), all - begin));
            require(
                    arena.blocks > 0
                            && arena.blocks <= arena.places
                            && arena.data > begin
                            && arena.places * BLOCK <= all - arena.data
                            && arena.map > begin
                            && arena.blocks * ENTRY <= all - arena.map,
                    "it is larger than the namespace");
            arenas.add(arena);
        }
        return arenas;
    }

    private static long place(long told, long most) throws IOException {
        require(told >= 0 && told <= most && told % PAGE == 0, "a place in it cannot be");
        return told;
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("its layout of mode sector is not understood: " + otherwise);
        }
    }

    /** {@code nd_fletcher64} of {@code drivers/nvdimm/core.c}, with zero in its own place. */
    static long checksum(ByteBuffer info) {
        int low = 0;
        int high = 0;
        for (int at = 0; at < PAGE; at += Integer.BYTES) {
            low += at < CHECKSUM ? info.getInt(at) : 0;
            high += low;
        }
        return (long) high << 32 | Integer.toUnsignedLong(low);
    }

    /** How large the device is, in bytes. */
    public long size() {
        return arenas.stream().mapToLong(Arena::blocks).sum() * BLOCK;
    }

    /**
     * Where in all of the namespace a block lies; negative when it lies nowhere, and is zero.
     *
     * @param at where in the device it begins
     * @throws UncheckedIOException when the kernel would not read it, or it lies where it cannot
     */
    long place(long at) {
        long block = at / BLOCK;
        for (Arena arena : arenas) {
            if (block < arena.blocks) {
                return place(arena, block);
            }
            block -= arena.blocks;
        }
        throw new IllegalArgumentException("the device has " + size() + " bytes; asked was for those from " + at);
    }

    /**
     * Whether sampled places of the device's data are zero, now.
     *
     * @param device all of the namespace
     * @throws IOException when the kernel would not read one of them, or it lies where it cannot
     */
    public boolean isZeroOn(ExclusiveDevice device) throws IOException {
        try {
            return device.isZero(size(), this::place);
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /** {@code btt_map_read} of {@code drivers/nvdimm/btt.c}: the two highest bits tell what the rest is. */
    private long place(Arena arena, long block) {
        int entry = entry(arena.map + block * ENTRY);
        int kind = entry >>> 30;
        if (kind == 2) {
            // It was trimmed.
            return -1;
        }
        // One that was never written lies where it would lie without a map.
        long lies = kind == 0 ? block : entry & 0x3fffffff;
        if (kind == 1 || lies >= arena.places) {
            throw new UncheckedIOException(new IOException("a block cannot be read, " + block + " of an arena"));
        }
        return arena.data + lies * BLOCK;
    }

    private int entry(long at) {
        long wanted = at / PAGE * PAGE;
        if (wanted != page) {
            entries = reader.read(wanted, PAGE).order(ByteOrder.LITTLE_ENDIAN);
            page = wanted;
        }
        return entries.getInt((int) (at - wanted));
    }
}
