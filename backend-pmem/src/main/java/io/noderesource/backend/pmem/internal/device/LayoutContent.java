package io.noderesource.backend.pmem.internal.device;

import io.noderesource.base.NodeResourceException;
import io.noderesource.linux.ExclusiveDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What lies under the layout of a namespace, seen from all of it as one raw device. The kernel tells of a layout only while it is in use:
 * a namespace that is disabled, or enabled raw, is raw to it, and where its data would begin there is nothing that libblkid knows.
 */
public final class LayoutContent {

    /** {@code PFN_SIG} and {@code DAX_SIG} of the kernel's {@code drivers/nvdimm/pfn.h}: of the modes fsdax and devdax. */
    private static final List<String> SIGNATURES = List.of("NVDIMM_PFN_INFO\0", "NVDIMM_DAX_INFO\0");

    /** Where {@code struct nd_pfn_sb} lies ({@code nd_pfn_validate} of {@code pfn_devs.c}), and fields in it. */
    private static final int INFO = 4096;

    private static final int DATA = 56;
    private static final int START_PADDING = 76;

    private LayoutContent() {}

    /**
     * Tells what of its content speaks against clearing a namespace.
     *
     * @param device all of the namespace, open exclusively
     * @param size how many bytes that has
     * @return what it has, for people; empty when it has no layout, or sampled places of the data under it are zero
     * @throws NodeResourceException {@code node/io} when it cannot be read
     */
    public static Optional<String> of(ExclusiveDevice device, long size) {
        try {
            Optional<SectorMap> sectors = SectorMap.read(device::read, size);
            if (sectors.isPresent()) {
                return sectors.get().isZeroOn(device)
                        ? Optional.empty()
                        : Optional.of("content under a layout of mode sector");
            }
            OptionalLong begin = dataBegins(device.read(INFO, INFO), size);
            return begin.isEmpty() || device.isZeroFrom(begin.getAsLong())
                    ? Optional.empty()
                    : Optional.of("content under a layout of mode fsdax or devdax");
        } catch (IOException e) {
            return Optional.of("what nobody can read: " + e.getMessage());
        }
    }

    /**
     * Where the data begins behind the kernel's records of pages, in bytes from the beginning of all of it; empty without such a layout.
     *
     * @throws IOException when it would begin where it cannot
     */
    static OptionalLong dataBegins(ByteBuffer info, long size) throws IOException {
        byte[] signature = new byte[SIGNATURES.get(0).length()];
        info.get(0, signature);
        if (SIGNATURES.stream().noneMatch(s -> Arrays.equals(s.getBytes(StandardCharsets.US_ASCII), signature))) {
            return OptionalLong.empty();
        }
        ByteBuffer fields = info.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long data = fields.getLong(DATA);
        long begin = data + Integer.toUnsignedLong(fields.getInt(START_PADDING));
        if (data <= 0 || begin <= 0 || begin >= size || begin % INFO != 0) {
            throw new IOException("its layout of mode fsdax or devdax is not understood: its data begins at " + begin);
        }
        return OptionalLong.of(begin);
    }
}
