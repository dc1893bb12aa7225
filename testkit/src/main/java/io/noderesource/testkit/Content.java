package io.noderesource.testkit;

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

    private final List<Signature> others = new ArrayList<>();
    private @Nullable Label label;
    private boolean data;
    private long version;

    Content() {}

    Content(Content original) {
        others.addAll(original.others);
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

    void fill() {
        data = true;
        version++;
    }

    /** What a wipe does first: nothing on the device can be told any more, and the data is still there. */
    void wipeSignatures() {
        if (!isBlank()) {
            others.clear();
            label = null;
            data = true;
            version++;
        }
    }

    void wipe() {
        others.clear();
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
            String text = others + "|" + label + "|" + data + "|" + version;
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
