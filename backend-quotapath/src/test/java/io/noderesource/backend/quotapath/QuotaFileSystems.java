package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.linux.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** File systems on loop devices, made and mounted by the field's own programs; gone when this is closed. */
public final class QuotaFileSystems implements AutoCloseable {

    /** How mkfs is to make a file system. */
    public enum Kind {
        EXT4("mkfs.ext4 -q -i 4096 -O quota,project -E quotatype=prjquota"),
        EXT4_WITHOUT_QUOTA("mkfs.ext4 -q"),
        XFS("mkfs.xfs -q");

        private final String command;

        Kind(String command) {
            this.command = command;
        }

        /** Makes one on a device. */
        void make(String device) {
            List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
            words.add(device);
            run(words.toArray(String[]::new));
        }
    }

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path folder;
    private final Deque<List<String>> undo = new ArrayDeque<>();

    /**
     * None yet.
     *
     * @param folder where images and mount points are made
     */
    public QuotaFileSystems(Path folder) {
        this.folder = folder;
    }

    /** Makes a file system and mounts it with these options; returns where. */
    public Path make(Kind kind, String options) throws IOException {
        return mount(image(kind), options);
    }

    /** Makes a file system; returns its loop device. */
    public String image(Kind kind) throws IOException {
        Path image = Files.createTempFile(folder, "image", ".img");
        run("truncate", "-s", "512M", image.toString());
        String device = run("losetup", "-f", "--show", image.toString()).strip();
        undo.push(List.of("losetup", "-d", device));
        // Whoever had the number before may have left it read-only.
        run("blockdev", "--setrw", device);
        kind.make(device);
        return device;
    }

    /** Mounts a device with these options; returns where. */
    public Path mount(String device, String options) throws IOException {
        Path target = Files.createTempDirectory(folder, "mount");
        run("mount", "-o", options, device, target.toString());
        undo.push(List.of("umount", target.toString()));
        return target;
    }

    /** Does this before what was made until now is taken away. */
    public void beforeClosing(String... command) {
        undo.push(List.of(command));
    }

    /** Runs a program that has to succeed; returns what it prints. */
    public static String run(String... command) {
        CommandRunner.Ended ended = ended(command);
        assertThat(ended.status())
                .as("%s: %s%s", String.join(" ", command), ended.output(), ended.errors())
                .isZero();
        return ended.output();
    }

    /** Runs a program; returns what became of it. */
    public static CommandRunner.Ended ended(String... command) {
        List<String> found = new ArrayList<>(List.of("/usr/bin/env"));
        found.addAll(List.of(command));
        return CommandRunner.run(found, Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8"), LIMIT);
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            run(undo.pop().toArray(String[]::new));
        }
    }
}
