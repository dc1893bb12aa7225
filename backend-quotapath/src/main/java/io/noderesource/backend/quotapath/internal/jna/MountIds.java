package io.noderesource.backend.quotapath.internal.jna;

import java.util.Optional;

/** The numbers by which the kernel tells mounts apart (proc(5)); pure. */
final class MountIds {

    private static final String IN_FDINFO = "mnt_id:";

    private MountIds() {}

    /**
     * The mount that an open file is on.
     *
     * @param fdinfo what {@code /proc/self/fdinfo} has of it
     */
    static Optional<String> of(String fdinfo) {
        return fdinfo.lines()
                .filter(line -> line.startsWith(IN_FDINFO))
                .map(line -> line.substring(IN_FDINFO.length()).strip())
                .findFirst();
    }

    /**
     * The mount that a mount was mounted on.
     *
     * @param mountinfo the table ({@code /proc/self/mountinfo}): each line begins with the mount and its parent
     */
    static Optional<String> parent(String mountinfo, String mount) {
        return mountinfo
                .lines()
                .map(line -> line.split(" ", 3))
                .filter(fields -> fields.length == 3 && fields[0].equals(mount))
                .map(fields -> fields[1])
                .findFirst();
    }
}
