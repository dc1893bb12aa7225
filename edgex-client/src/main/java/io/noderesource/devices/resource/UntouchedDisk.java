package io.noderesource.devices.resource;

import java.nio.file.Path;

/** A disk that is read and never written: what is to change on it is passed over. */
final class UntouchedDisk extends Disk {

    @Override
    void makeDirectory(Path directory) {}

    @Override
    void write(Path file, byte[] content) {}

    @Override
    void move(Path from, Path to) {}

    @Override
    void remove(Path file) {}

    @Override
    void sync(Path directory) {}
}
