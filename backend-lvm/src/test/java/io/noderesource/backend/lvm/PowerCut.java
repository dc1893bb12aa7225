package io.noderesource.backend.lvm;

import io.noderesource.backend.lvm.WriteLog.Flag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToIntBiFunction;

/**
 * What a power cut leaves of several disks that were recorded as one. Each disk has a cache: what was written is safe once
 * that disk was flushed, or was written through; of the rest, any part may be lost.
 *
 * <p>Goes through a log entry by entry. Not thread-safe.
 */
final class PowerCut {

    private final List<Disk> disks;
    private final byte[] safe;
    private final Map<Disk, List<WriteLog.Entry>> cached = new LinkedHashMap<>();

    /** A power cut before the first write, when all disks were blank. */
    PowerCut(List<Disk> disks) {
        this.disks = List.copyOf(disks);
        safe = new byte[disks.stream().mapToInt(Disk::end).max().orElse(0)];
        disks.forEach(disk -> cached.put(disk, new ArrayList<>()));
    }

    /**
     * A part of the recorded device that stands for a disk.
     *
     * @param name its name
     * @param start where it begins, in bytes
     * @param length its size in bytes
     * @param sector how many bytes it writes as a whole or not at all
     */
    record Disk(String name, int start, int length, int sector) {
        int end() {
            return start + length;
        }

        /** Whether it holds these bytes; a flush has none, and is of the disk that begins there, not of one that ends there. */
        boolean holds(long offset, int bytes) {
            return offset >= start && offset < end() && offset + bytes <= end();
        }

        /** Its part of an image of all disks. */
        byte[] of(byte[] image) {
            return Arrays.copyOfRange(image, start, end());
        }
    }

    /**
     * Goes on by one entry: from now on, the power is cut after it.
     *
     * @throws IllegalStateException when it concerns none of the disks
     */
    void next(WriteLog.Entry entry) {
        if (entry.is(Flag.MARK)) {
            return;
        }
        Disk disk = disks.stream()
                .filter(d -> d.holds(entry.offset(), entry.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a write to no disk: " + entry));
        if (entry.is(Flag.FLUSH)) {
            cached.getOrDefault(disk, List.of()).forEach(e -> write(safe, e, e.length()));
            cached.put(disk, new ArrayList<>());
        }
        if (entry.length() > 0) {
            cached.computeIfAbsent(disk, d -> new ArrayList<>()).add(entry);
        }
    }

    /** All disks when nothing was lost. */
    byte[] losingNothing() {
        return image((disk, e) -> e.length());
    }

    /** All disks when everything was lost that was not flushed. */
    byte[] losingAll() {
        return image((disk, e) -> 0);
    }

    /** All disks when of each write that was not flushed all, nothing, or only the first sectors arrived. */
    byte[] losingSome(Random random) {
        return image((disk, e) -> switch (random.nextInt(5)) {
            case 0 -> random.nextInt(e.length() / disk.sector() + 1) * disk.sector();
            case 1, 2 -> 0;
            default -> e.length();
        });
    }

    private byte[] image(ToIntBiFunction<Disk, WriteLog.Entry> arrived) {
        byte[] image = safe.clone();
        cached.forEach((disk, cache) ->
                cache.forEach(e -> write(image, e, e.is(Flag.FUA) ? e.length() : arrived.applyAsInt(disk, e))));
        return image;
    }

    private static void write(byte[] image, WriteLog.Entry entry, int bytes) {
        int at = (int) entry.offset();
        if (entry.is(Flag.DISCARD)) {
            Arrays.fill(image, at, at + bytes, (byte) 0);
        } else {
            entry.data().get(image, at, bytes);
        }
    }
}
