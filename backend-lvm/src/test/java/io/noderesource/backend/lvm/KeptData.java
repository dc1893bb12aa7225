package io.noderesource.backend.lvm;

import io.noderesource.house.HostProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

/** Data in a logical volume that fills the first extent of a PV. */
final class KeptData {

    /** Where LVM puts the first extent of a PV, and how long one is, when it is not told otherwise. */
    private static final int FIRST_EXTENT = 1 << 20;

    private static final int EXTENT = 4 << 20;

    private KeptData() {}

    /** Makes the logical volume and writes the data, on the medium when it returns. */
    static void put(String device) throws IOException {
        HostProgram.run("lvcreate", "-qq", "-an", "-Wn", "-Zn", "-n", "kept", "-l", "1", "vg-data", device);
        try (FileChannel channel = FileChannel.open(Path.of(device), StandardOpenOption.WRITE)) {
            ByteBuffer data = ByteBuffer.wrap(data());
            while (data.hasRemaining()) {
                channel.write(data, FIRST_EXTENT + data.position());
            }
            channel.force(true);
        }
        HostProgram.run("udevadm", "settle");
    }

    /** Tells whether the logical volume still is the first extent of the PV, and holds the data. */
    static boolean isWhole(String device) throws IOException {
        String segments = HostProgram.run("pvs", "--segments", "--noheadings", "-o", "lv_name,pvseg_start", device);
        byte[] start = new byte[FIRST_EXTENT + EXTENT];
        HostProgram.run("blockdev", "--flushbufs", device);
        try (FileChannel channel = FileChannel.open(Path.of(device), StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.wrap(start);
            while (buffer.hasRemaining() && channel.read(buffer) > 0) {}
        }
        return segments.lines().anyMatch(line -> line.strip().matches("kept\\s+0"))
                && Arrays.equals(start, FIRST_EXTENT, FIRST_EXTENT + EXTENT, data(), 0, EXTENT);
    }

    private static byte[] data() {
        byte[] data = new byte[EXTENT];
        new Random(3).nextBytes(data);
        return data;
    }
}
