package io.noderesource.backend.lvm;

import io.noderesource.house.HostProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A virtio disk that is taken from its driver until it is given back: to the block layer it is gone. */
final class Unplugged implements AutoCloseable {

    private static final Path DRIVER = Path.of("/sys/bus/virtio/drivers/virtio_blk");

    private final String device;
    private boolean gone;

    private Unplugged(String device) throws IOException {
        this.device = device;
        Files.writeString(DRIVER.resolve("unbind"), device);
        gone = true;
        HostProgram.run("udevadm", "settle");
    }

    /** Takes the disk of a path such as {@code /dev/vdb} away. */
    static Unplugged disk(String path) throws IOException {
        Path disk = Path.of("/sys/block").resolve(path.substring("/dev/".length()));
        return new Unplugged(String.valueOf(disk.resolve("device").toRealPath().getFileName()));
    }

    /** Gives it back; it gets the first kernel name that is free. */
    void plug() throws IOException {
        if (gone) {
            Files.writeString(DRIVER.resolve("bind"), device);
            gone = false;
            HostProgram.run("udevadm", "settle");
        }
    }

    @Override
    public void close() throws IOException {
        plug();
    }
}
