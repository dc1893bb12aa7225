package io.noderesource.backend.pmem.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.noderesource.house.HostProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a power cut leaves of a module: its labels, and nothing that only the kernel knew. What was being written to the labels
 * is torn.
 *
 * <p>The kernel writes a label to a free slot and then the index of which the other one is in force
 * ({@code drivers/nvdimm/label.c}, {@code __pmem_label_update}), so that these two are what may be half written. An index block
 * is a {@code struct nd_namespace_index} ({@code drivers/nvdimm/label.h}).
 */
final class PowerCut {

    private static final String SIGNATURE = "NAMESPACE_INDEX";
    private static final int LABEL_SIZE = 19;
    private static final int SEQUENCE = 20;
    private static final int OWN_SIZE = 32;
    private static final int LABEL_OFFSET = 48;
    private static final int SLOTS = 56;
    private static final int FREE = 72;

    private PowerCut() {}

    /** Cuts the power of a module with one region; nothing of it may be in use. */
    static void of(String dimm, String region, Path directory, Random random) throws IOException {
        HostProgram.run("ndctl", "disable-region", region);
        HostProgram.run("ndctl", "disable-dimm", dimm);
        Path file = directory.resolve("labels");
        HostProgram.run("ndctl", "read-labels", dimm, "-o", file.toString());
        byte[] labels = Files.readAllBytes(file);
        tear(labels, random);
        Files.write(file, labels);
        HostProgram.run("ndctl", "write-labels", dimm, "-i", file.toString());
        Files.delete(file);
        HostProgram.run("ndctl", "enable-dimm", dimm);
        HostProgram.run("ndctl", "enable-region", region);
        while (!hasSeed(region)) {
            HostProgram.run("ndctl", "disable-region", region);
            HostProgram.run("ndctl", "enable-region", region);
        }
    }

    /**
     * At a boot namespaces get their driver later, as it is a module. Here it is there, and where it is quicker than the kernel, the region
     * is left without a seed: {@link NoSeedSandboxTest}.
     */
    private static boolean hasSeed(String region) throws IOException {
        Path devices = Path.of("/sys/bus/nd/devices");
        Path seed = devices.resolve(Files.readString(devices.resolve(region).resolve("namespace_seed"))
                .strip());
        return Files.readString(seed.resolve("size")).strip().equals("0");
    }

    private static void tear(byte[] labels, Random random) {
        ByteBuffer area = ByteBuffer.wrap(labels).order(ByteOrder.LITTLE_ENDIAN);
        int size = (int) area.getLong(OWN_SIZE);
        int force = isNewer(area.getInt(SEQUENCE), area.getInt(size + SEQUENCE)) ? 0 : size;
        String signature = new String(labels, force, SIGNATURE.length(), US_ASCII);
        if (!signature.equals(SIGNATURE)) {
            throw new IllegalStateException("no index is in force: it begins with " + signature);
        }
        List<Integer> free = new ArrayList<>();
        for (int slot = 0; slot < area.getInt(force + SLOTS); slot++) {
            if ((labels[force + FREE + slot / 8] >> slot % 8 & 1) == 1) {
                free.add(slot);
            }
        }
        int length = 128 << labels[force + LABEL_SIZE];
        int slot = free.get(random.nextInt(free.size()));
        scramble(labels, (int) area.getLong(force + LABEL_OFFSET) + slot * length, random.nextInt(length + 1), random);
        scramble(labels, size - force, random.nextInt(size + 1), random);
    }

    /** Sequence numbers go 1, 2, 3, 1; one that is none is that of an index that was never written. */
    private static boolean isNewer(int one, int other) {
        if (one < 1 || one > 3 || other < 1 || other > 3) {
            return one >= 1 && one <= 3;
        }
        return one == other % 3 + 1 || one == other;
    }

    private static void scramble(byte[] labels, int from, int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        System.arraycopy(bytes, 0, labels, from, length);
    }
}
