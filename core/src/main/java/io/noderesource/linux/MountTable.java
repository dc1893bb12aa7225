package io.noderesource.linux;

import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.FileSystemMount.Propagation;
import io.noderesource.inventory.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code mountinfo} and {@code swaps} (proc(5)). */
public final class MountTable {

    private MountTable() {}

    /**
     * A line of a mountinfo file.
     *
     * @param mount the mount
     * @param propagation how mounts below it spread
     */
    public record Line(Mount mount, Propagation propagation) {}

    /**
     * Reads a mountinfo file; what is no UTF-8 in it, as somebody's mount may be called, is read as U+FFFD.
     *
     * @throws IOException when it cannot be read
     */
    public static List<Line> read(Path mountinfo) throws IOException {
        return lines(new String(Files.readAllBytes(mountinfo), StandardCharsets.UTF_8));
    }

    /** Reads the lines of a mountinfo file; a line that is not one is left out. */
    static List<Line> lines(String mountinfo) {
        List<Line> lines = new ArrayList<>();
        // A carriage return in a path is written as it is.
        for (String line : mountinfo.split("\n", -1)) {
            parseLine(line).ifPresent(lines::add);
        }
        return lines;
    }

    static List<Mount> parse(String mountinfo) {
        return lines(mountinfo).stream().map(Line::mount).toList();
    }

    private static Optional<Line> parseLine(String line) {
        List<String> fields = List.of(line.split(" ", -1));
        int dash = fields.indexOf("-");
        // ID PARENT MAJ:MIN ROOT TARGET OPTIONS [optional...] - TYPE SOURCE SUPER
        if (dash < 6 || fields.size() < dash + 4) {
            return Optional.empty();
        }
        List<String> options = new ArrayList<>(List.of(fields.get(5).split(",", -1)));
        for (String option : fields.get(dash + 3).split(",", -1)) {
            if (!options.contains(option)) {
                options.add(option);
            }
        }
        Propagation propagation = propagation(fields.subList(6, dash));
        return DeviceNumber.parse(fields.get(2))
                .map(number -> new Line(
                        new Mount(
                                number,
                                unescape(fields.get(3)),
                                unescape(fields.get(4)),
                                unescape(fields.get(dash + 1)),
                                unescape(fields.get(dash + 2)),
                                options),
                        propagation));
    }

    private static Propagation propagation(List<String> optional) {
        boolean shared = optional.stream().anyMatch(f -> f.startsWith("shared:"));
        boolean slave = optional.stream().anyMatch(f -> f.startsWith("master:"));
        if (optional.contains("unbindable")) {
            return Propagation.UNBINDABLE;
        }
        if (shared) {
            return slave ? Propagation.SHARED_SLAVE : Propagation.SHARED;
        }
        return slave ? Propagation.SLAVE : Propagation.PRIVATE;
    }

    /** The swap devices' paths in a swaps file; swap files are left out, since they lie on a mounted file system. */
    static List<String> swapDevices(String swaps) {
        List<String> paths = new ArrayList<>();
        swaps.lines().skip(1).forEach(line -> {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length >= 2 && fields[1].equals("partition")) {
                paths.add(unescape(fields[0]));
            }
        });
        return paths;
    }

    /** Turns the kernel's octal escapes ({@code \040}) back (fs/seq_file.c, mangle_path). */
    static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder out = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            int value = c == '\\' ? octal(field, i + 1) : -1;
            if (value >= 0) {
                out.append((char) value);
                i += 3;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static int octal(String text, int at) {
        if (at + 3 > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + 3; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 7) {
                return -1;
            }
            value = value * 8 + digit;
        }
        return value < 128 ? value : -1;
    }

    /** The mount that a path lies on: the longest target above it, the last of several at the same place. */
    static Optional<Mount> holding(List<Mount> mounts, String path) {
        Mount best = null;
        for (Mount mount : mounts) {
            String target = mount.target();
            boolean above = target.equals("/") || path.equals(target) || path.startsWith(target + "/");
            if (above && (best == null || target.length() >= best.target().length())) {
                best = mount;
            }
        }
        return Optional.ofNullable(best);
    }
}
