package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.Signature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a medium holds, as sparsely as a probe sees it: signatures, an LVM label, and whether there is anything else.
 *
 * <p>Shared by the devices that show the same medium: a disk, the loop device on it, the paths of a multipath map.
 */
final class Content {

    /** Where LVM's label has its magic bytes: sector 1, behind 24 bytes of header (lvm2, lib/label/label.h). */
    private static final long LABEL_OFFSET = 536;

    /**
     * LVM's label on a device.
     *
     * @param uuid the PV's UUID
     * @param group UUID of the volume group that it belongs to; null for an orphan
     */
    record Label(String uuid, @Nullable String group) {}

    /**
     * What lies in a file system's superblock.
     *
     * @param size how much of the device it takes up
     * @param countsProjects whether it was made with project quotas
     */
    record Superblock(ByteSize size, boolean countsProjects) {}

    private final List<Signature> others = new ArrayList<>();
    private @Nullable Superblock superblock;
    private @Nullable Label label;
    private boolean data;
    private long version;

    Content() {}

    Content(Content original) {
        others.addAll(original.others);
        superblock = original.superblock;
        label = original.label;
        data = original.data;
        version = original.version;
    }

    @Nullable
    Label label() {
        return label;
    }

    void label(@Nullable Label label) {
        this.label = label;
        version++;
    }

    void add(Signature signature) {
        others.add(signature);
        version++;
    }

    @Nullable
    Superblock superblock() {
        return superblock;
    }

    /** Makes a file system, or grows the one that is there. */
    void superblock(Superblock made) {
        superblock = made;
        version++;
    }

    /** Gives the file system another label. */
    void relabel(@Nullable String label) {
        others.replaceAll(s -> new Signature(s.type(), s.usage(), s.uuid(), label, s.offset()));
        version++;
    }

    void fill() {
        data = true;
        version++;
    }

    /** What a wipe does first: nothing on the device can be told any more, and the data is still there. */
    void wipeSignatures() {
        if (!isBlank()) {
            others.clear();
            superblock = null;
            label = null;
            data = true;
            version++;
        }
    }

    void wipe() {
        others.clear();
        superblock = null;
        label = null;
        data = false;
        version = 0;
    }

    boolean isBlank() {
        return others.isEmpty() && label == null && !data;
    }

    /** Everything that libblkid would find. */
    List<Signature> signatures() {
        List<Signature> all = new ArrayList<>(others);
        if (label != null) {
            all.add(new Signature(Signature.LVM_PV, Signature.Usage.RAID, label.uuid(), null, LABEL_OFFSET));
        }
        return all;
    }

    /** The signatures apart from LVM's own. */
    List<Signature> others() {
        return List.copyOf(others);
    }

    String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String text =
                    others + "|" + label + "|" + data + "|" + version + (superblock == null ? "" : "|" + superblock);
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
