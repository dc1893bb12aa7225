package io.noderesource.backend.quotapath.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the node has a program: in the directories of the system, whatever this process's PATH is.
 *
 * @param directories the directories, the first that has it wins
 */
record Programs(List<Path> directories) {

    static final Programs HERE = new Programs(List.of(
            Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/sbin")));

    Programs {
        directories = List.copyOf(directories);
    }

    Optional<String> find(String name) {
        return directories.stream()
                .map(d -> d.resolve(name))
                .filter(p -> Files.isRegularFile(p) && Files.isExecutable(p))
                .map(Path::toString)
                .findFirst();
    }
}
