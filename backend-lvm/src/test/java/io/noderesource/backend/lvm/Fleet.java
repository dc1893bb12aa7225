package io.noderesource.backend.lvm;

import io.noderesource.house.HostProgram;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A node of some size: 16 disks that are the PVs of 8 volume groups with 100 logical volumes, all ours and active.
 *
 * <p>As an extension it is made before the first class that wants it, and taken down after the last class of all.
 */
final class Fleet implements BeforeAllCallback {

    /** The node that it belongs to. */
    static final String NODE = "edge-1";

    static final int DISKS = 16;
    static final int GROUPS = 8;
    static final int VOLUMES = 100;

    @Override
    public void beforeAll(ExtensionContext test) {
        test.getRoot().getStore(ExtensionContext.Namespace.create(Fleet.class)).computeIfAbsent(Fleet.class, k -> {
            make();
            AutoCloseable end = Fleet::remove;
            return end;
        });
    }

    static List<String> disks() {
        return IntStream.rangeClosed(1, DISKS)
                .mapToObj(n -> "/dev/disk/by-id/virtio-NR-DISK-" + n)
                .toList();
    }

    private static List<String> disksOf(int group) {
        return disks().subList(2 * group, 2 * group + 2);
    }

    private static String name(int group) {
        return "vg-" + group;
    }

    /** What is declared: the groups as they are. */
    static Topology topology() {
        return Topology.of(IntStream.range(0, GROUPS)
                .mapToObj(g -> VolumeGroupSpec.builder(name(g))
                        .from(DeviceSource.devices(disksOf(g).toArray(String[]::new)))
                        .build())
                .toList());
    }

    /** The same as a document. */
    static String document() {
        StringBuilder text = new StringBuilder("volumegroup:\n");
        for (int g = 0; g < GROUPS; g++) {
            text.append("- {name: ").append(name(g));
            text.append(", key: kubernetes.io/hostname, operator: DoesNotExist, topology: {type: device, devices: [");
            text.append(String.join(", ", disksOf(g))).append("]}}\n");
        }
        return text.toString();
    }

    /**
     * Makes it, with LVM's own program. The logical volumes come from a text of metadata that is written back: one command
     * for a group, where {@code lvcreate} takes half a second for each.
     */
    private static void make() {
        int before = 0;
        for (int g = 0; g < GROUPS; g++) {
            List<String> command = new ArrayList<>(
                    List.of("vgcreate", "-qq", "--addtag", "noderesource/noderesource/" + NODE, name(g)));
            command.addAll(disksOf(g));
            HostProgram.run(command.toArray(String[]::new));
            int until = VOLUMES * (g + 1) / GROUPS;
            addVolumes(name(g), until - before);
            before = until;
        }
        HostProgram.run("vgchange", "-qq", "-ay");
        HostProgram.run("udevadm", "settle");
    }

    private static void addVolumes(String group, int count) {
        try {
            Path text = Files.createTempFile("fleet", ".vg");
            HostProgram.run("vgcfgbackup", "-qq", "-f", text.toString(), group);
            StringBuilder volumes = new StringBuilder("\tlogical_volumes {\n");
            for (int i = 0; i < count; i++) {
                volumes.append("lv").append(i).append(" {\nid = \"").append(uuid(group, i));
                volumes.append("\"\nstatus = [\"READ\", \"WRITE\", \"VISIBLE\"]\nflags = []\nsegment_count = 1\n");
                volumes.append(
                        "segment1 {\nstart_extent = 0\nextent_count = 1\ntype = \"striped\"\nstripe_count = 1\n");
                volumes.append("stripes = [\"pv0\", ").append(i).append("]\n}\n}\n");
            }
            String metadata = Files.readString(text);
            int end = metadata.indexOf("\n}\n");
            Files.writeString(text, metadata.substring(0, end) + "\n" + volumes + "\t}" + metadata.substring(end));
            HostProgram.run("vgcfgrestore", "-qq", "-f", text.toString(), group);
            Files.delete(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String uuid(String group, int volume) {
        String digits = String.format("%s%03d", group.replace("-", ""), volume) + "0".repeat(32);
        return String.format(
                "%s-%s-%s-%s-%s-%s-%s",
                digits.substring(0, 6),
                digits.substring(6, 10),
                digits.substring(10, 14),
                digits.substring(14, 18),
                digits.substring(18, 22),
                digits.substring(22, 26),
                digits.substring(26, 32));
    }

    /** Takes it down; the disks are blank after it. */
    private static void remove() {
        HostProgram.attempt("vgchange", "-qq", "-an");
        Witness.blank(disks());
    }
}
