package io.noderesource.backend.pmem.internal.volume;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemVolumeLabel;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the namespaces of one driver's volumes are known by: the name in their labels, and their UUID, which follows from driver and
 * volume. The kernel takes no UUID twice on a bus, so that no second namespace of a volume can come about there. Pure.
 */
public final class VolumeNames {

    private static final int DIGITS = 4;

    private final String driver;
    private final String code;

    /** The names of a driver's volumes. */
    public VolumeNames(String driver) {
        this.driver = driver;
        BigInteger space = BigInteger.valueOf(Character.MAX_RADIX).pow(DIGITS);
        String digits =
                new BigInteger(1, sha256("driver\n" + driver)).mod(space).toString(Character.MAX_RADIX);
        this.code = "0".repeat(DIGITS - digits.length()) + digits;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** The name of a volume's namespace that is cleared. */
    public PmemVolumeLabel label(String volume, Mode mode) {
        return new PmemVolumeLabel(code, mode, volume, true);
    }

    /** The UUID of a volume's namespace: version 8 is the one for such (RFC 9562). */
    public String uuid(String volume) {
        ByteBuffer hash = ByteBuffer.wrap(sha256("volume\n" + driver + "\n" + volume));
        long most = (hash.getLong() & ~0xf000L) | 0x8000L;
        long least = (hash.getLong() & ~(0xc0L << 56)) | (0x80L << 56);
        return new UUID(most, least).toString();
    }

    /** A volume that is to be made. */
    public FoundVolume planned(String volume, Mode mode, String region, ByteSize size) {
        String uuid = uuid(volume);
        PmemVolumeLabel label = label(volume, mode).unfinished();
        return new FoundVolume(
                new PmemNamespace(
                        "yet to be made",
                        region,
                        uuid,
                        null,
                        label.text(),
                        mode,
                        null,
                        size,
                        ByteSize.ZERO,
                        0,
                        ByteSize.ZERO,
                        PmemNamespace.MapLocation.NONE,
                        false,
                        null,
                        List.of()),
                label,
                uuid);
    }

    /** All namespaces that are volumes of this driver: by name and by UUID, as anybody can give a namespace a name. */
    public List<FoundVolume> all(Pmem pmem) {
        List<FoundVolume> all = new ArrayList<>();
        for (PmemNamespace namespace : pmem.namespaces()) {
            label(namespace)
                    .filter(label -> uuid(label.volume()).equals(namespace.uuid()))
                    .ifPresent(label -> all.add(new FoundVolume(namespace, label, uuid(label.volume()))));
        }
        return all;
    }

    /** A namespace that has the name of a volume and another UUID, or its UUID and another name: nobody here has made it. */
    public Optional<PmemNamespace> alike(Pmem pmem, String volume) {
        String uuid = uuid(volume);
        return pmem.namespaces().stream()
                .filter(namespace -> uuid.equals(namespace.uuid())
                        != label(namespace)
                                .filter(label -> label.volume().equals(volume))
                                .isPresent())
                .findFirst();
    }

    private Optional<PmemVolumeLabel> label(PmemNamespace namespace) {
        return Optional.ofNullable(namespace.label())
                .flatMap(PmemVolumeLabel::parse)
                .filter(label -> label.driver().equals(code));
    }
}
