package io.noderesource.backend.quotapath;

import io.noderesource.house.HostProgram;
import io.noderesource.house.TestJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The system's own tools: they set scenes up, and say what is really there. */
final class Tools {

    private static final Path DRIVER = Path.of("/sys/bus/virtio/drivers/virtio_blk");

    private Tools() {}

    /** The command that runs a class in a JVM of root that may do all but administer the system, as in a container. */
    static String[] withoutPrivilege(Class<?> main, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin", "--"));
        command.addAll(TestJvm.command());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    static String kernelPath(String link) {
        try {
            return Path.of(link).toRealPath().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unmounts everything below a directory, the topmost first. */
    static void unmountBelow(String directory) {
        for (int i = 0; i < 20; i++) {
            List<String> targets = HostProgram.attempt("findmnt", "-rno", "TARGET")
                    .output()
                    .lines()
                    .filter(t -> t.startsWith(directory + "/"))
                    .toList();
            if (targets.isEmpty()) {
                return;
            }
            HostProgram.run("umount", targets.get(targets.size() - 1));
        }
    }

    /** Takes a virtio disk from its driver: to the block layer it is gone. Returns what {@link #plug} needs. */
    static String unplug(String path) {
        try {
            Path disk = Path.of("/sys/block").resolve(path.substring("/dev/".length()));
            String device = String.valueOf(disk.resolve("device").toRealPath().getFileName());
            Files.writeString(DRIVER.resolve("unbind"), device);
            HostProgram.run("udevadm", "settle");
            return device;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a disk back; it gets the first kernel name that is free. */
    static void plug(String device) {
        try {
            Files.writeString(DRIVER.resolve("bind"), device);
            HostProgram.run("udevadm", "settle");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
