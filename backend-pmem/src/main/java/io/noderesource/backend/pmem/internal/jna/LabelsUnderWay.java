package io.noderesource.backend.pmem.internal.jna;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is disabled while modules get labels: whoever finds it noted enables it again, as the process that has disabled it may be gone. A
 * boot enables all, and takes the notes with it.
 *
 * @param directory where it is noted, on a file system that a boot empties
 */
record LabelsUnderWay(Path directory) {

    /** Where the node's lock is, too. */
    static final Path RUN = Path.of("/run/noderesource");

    private static final String PREFIX = "labels-";
    private static final Pattern REGION = Pattern.compile("region[0-9]+");
    private static final Pattern DIMM = Pattern.compile("nmem[0-9]+");

    /**
     * What may be disabled.
     *
     * @param region the kernel name of the region
     * @param dimms those of its modules
     */
    record Note(String region, List<String> dimms) {
        Note {
            dimms = List.copyOf(dimms);
        }
    }

    private Path file(String region) {
        return directory.resolve(PREFIX + region);
    }

    /** Notes what is about to be disabled: as a whole, or not at all. */
    void begin(Note note) throws IOException {
        Files.createDirectories(directory);
        Path unfinished = directory.resolve("." + PREFIX + note.region());
        Files.write(unfinished, note.dimms());
        Files.move(unfinished, file(note.region()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes back that it is disabled. */
    void end(String region) throws IOException {
        Files.deleteIfExists(file(region));
    }

    /** What is noted; names of another form are nobody's. */
    List<Note> all() throws IOException {
        List<Note> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "region*")) {
            for (Path file : files) {
                String region = String.valueOf(file.getFileName()).substring(PREFIX.length());
                List<String> dimms = Files.readAllLines(file);
                if (REGION.matcher(region).matches() && dimms.stream().allMatch(DIMM.asMatchPredicate())) {
                    all.add(new Note(region, dimms));
                }
            }
        } catch (NoSuchFileException nothingWasEverNoted) {
            return List.of();
        }
        return all;
    }
}
