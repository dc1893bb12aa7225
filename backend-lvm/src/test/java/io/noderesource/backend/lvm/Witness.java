package io.noderesource.backend.lvm;

import io.noderesource.house.Disks;
import io.noderesource.house.HostProgram;
import java.util.Arrays;
import java.util.List;

/** The system's own tools: they set scenes up, and say what is really there. */
final class Witness {

    private Witness() {}

    /** The names of the volume groups that the system's own LVM sees. */
    static List<String> volumeGroups() {
        return words(HostProgram.run("vgs", "--noheadings", "-o", "vg_name"));
    }

    /** The devices of a volume group as the system's own LVM sees them. */
    static List<String> devicesOf(String group) {
        return words(HostProgram.run("pvs", "--noheadings", "-o", "pv_name", "-S", "vg_name=" + group));
    }

    static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+"))
                .filter(w -> !w.isEmpty())
                .sorted()
                .toList();
    }

    /** Takes down whatever a test has left and makes the devices blank. */
    static void blank(List<String> devices) {
        HostProgram.attempt("swapoff", "-a");
        if (Disks.exists("dm-*", "dm")) {
            HostProgram.attempt("dmsetup", "remove_all");
        }
        Disks.blank(devices);
    }
}
