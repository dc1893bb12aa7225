package io.noderesource.backend.pmem.internal.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Processes that have a device open or mapped (proc(5), {@code /proc/PID/fd}, {@code maps} and {@code map_files}): the kernel would take
 * it from under them. A device is known by its type and number: a process may have it by another name, as one in a container has, or by
 * one that is gone. Those of other PID namespaces are not seen.
 *
 * @param root the root of the file system
 */
public record DeviceUsers(Path root) {

    /** What is no file of any file system has no path, and is no device. */
    private static final Pattern NO_FILE = Pattern.compile("[a-z_]+:.*");

    /** {@code S_IFMT}: the type in a file's mode (inode(7)). */
    private static final int TYPE = 0170000;

    /** The last of them is a path, which may have blanks. */
    private static final int MAPPED_FIELDS = 6;

    /** What a device is known by. */
    private record Known(int type, long number) {

        static Known of(Path file) throws IOException {
            int mode = (int) Files.getAttribute(file, "unix:mode");
            return new Known(mode & TYPE, (long) Files.getAttribute(file, "unix:rdev"));
        }
    }

    /** One look for the users of a device. */
    private static final class Search {
        private final Known device;
        private final Set<String> others = new HashSet<>();

        /** Null while all could be looked at. */
        private @Nullable IOException unseen;

        Search(Known device) {
            this.device = device;
        }

        boolean isUsedBy(Path process) {
            String maps = maps(process);
            return opens(process) || maps(process, maps) || (maps.isEmpty() && isUsedByAThread(process));
        }

        /** Of a process whose first thread has ended only its other threads show what it has (proc(5), {@code /proc/pid/task}). */
        private boolean isUsedByAThread(Path process) {
            // The kernel shows a thread in /proc, too, though it lists none there; mapped files are shown there alone.
            return any(
                    process,
                    "task",
                    thread -> opens(thread) || maps(process.resolveSibling(thread.getFileName()), maps(thread)));
        }

        private boolean any(Path process, String directory, Predicate<Path> test) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(process.resolve(directory))) {
                for (Path entry : entries) {
                    if (test.test(entry)) {
                        return true;
                    }
                }
            } catch (DirectoryIteratorException e) {
                // The process ended while they were listed.
                missed(process, Objects.requireNonNull(e.getCause()));
            } catch (IOException e) {
                missed(process, e);
            }
            return false;
        }

        private boolean opens(Path process) {
            return any(process, "fd", file -> isOpenAs(process, file));
        }

        private boolean isOpenAs(Path process, Path file) {
            try {
                return !NO_FILE.matcher(Files.readSymbolicLink(file).toString()).matches()
                        && Known.of(file).equals(device);
            } catch (IOException e) {
                missed(process, e);
                return false;
            }
        }

        /** Names of files are bytes, of any encoding. */
        private String maps(Path process) {
            try {
                return Files.readString(process.resolve("maps"), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                missed(process, e);
                return "";
            }
        }

        private boolean maps(Path process, String maps) {
            return maps.lines().anyMatch(line -> isMappedAs(process, line.split(" +", MAPPED_FIELDS)));
        }

        /** A mapping has its addresses, what may be done with it, an offset, and device and inode of its file, which is 0 without one. */
        private boolean isMappedAs(Path process, String[] fields) {
            if (fields.length < MAPPED_FIELDS - 1 || fields[4].equals("0")) {
                return false;
            }
            String file = fields[3] + " " + fields[4];
            if (others.contains(file)) {
                return false;
            }
            try {
                if (Known.of(process.resolve("map_files").resolve(fields[0])).equals(device)) {
                    return true;
                }
                others.add(file);
            } catch (IOException e) {
                missed(process, e);
            }
            return false;
        }

        /** What is closed or unmapped by now, and a process that is gone, use nothing any more. */
        private void missed(Path process, IOException e) {
            boolean gone = e instanceof NoSuchFileException || Files.notExists(process, LinkOption.NOFOLLOW_LINKS);
            if (!gone && unseen == null) {
                unseen = e;
            }
        }
    }

    /**
     * The id of a process that uses a device; empty when none does.
     *
     * @throws IOException when no user was found and there is something of a process, or the device, that cannot be looked at
     */
    public Optional<String> of(String device) throws IOException {
        Search search = new Search(Known.of(root.resolve(device.substring(1))));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
            for (Path process : all) {
                if (search.isUsedBy(process)) {
                    return Optional.of(String.valueOf(process.getFileName()));
                }
            }
        }
        if (search.unseen != null) {
            throw search.unseen;
        }
        return Optional.empty();
    }
}
