package io.noderesource.backend.quotapath;

import java.util.List;
import java.util.Optional;

/** Where in the mount table a directory is mounted, and what of the file system ({@code /proc/self/mountinfo}, proc(5)). */
final class MountPoint {

    private MountPoint() {}

    /**
     * The directory within its file system that is mounted on a directory; {@code /} when all of the file system is.
     *
     * @param mountinfo the table
     * @param directory the mount point, as the table escapes it
     */
    static Optional<String> rootOn(List<String> mountinfo, String directory) {
        String escaped = escaped(directory);
        String root = null;
        for (String line : mountinfo) {
            // ID PARENT MAJ:MIN ROOT TARGET ...: the last of several on one place is the one that is seen
            String[] fields = line.split(" ", 6);
            if (fields.length == 6 && fields[4].equals(escaped)) {
                root = fields[3];
            }
        }
        return Optional.ofNullable(root);
    }

    /** As the kernel writes it (fs/proc_namespace.c, show_mountinfo). */
    static String escaped(String path) {
        return path.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }
}
