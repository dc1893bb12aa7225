package io.noderesource.devices.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A disk that is cut off before, within or after one of its steps, or fails there. */
final class CutDisk extends Disk {

    /** Ends the process, as far as a test can. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final boolean fails;
    private int left;

    CutDisk(int left, boolean fails) {
        this.left = left;
        this.fails = fails;
    }

    boolean reached() {
        return left <= 0;
    }

    private void cut() throws IOException {
        if (--left == 0) {
            if (fails) {
                throw new IOException("no space left on device");
            }
            throw new Killed();
        }
    }

    @Override
    void makeDirectory(Path made) throws IOException {
        cut();
        super.makeDirectory(made);
        cut();
    }

    @Override
    void write(Path file, byte[] content) throws IOException {
        cut();
        for (int length : new int[] {0, 1, content.length / 2, content.length - 1}) {
            Files.write(file, Arrays.copyOf(content, length));
            cut();
        }
        Files.write(file, content);
        cut();
    }

    @Override
    void move(Path from, Path to) throws IOException {
        cut();
        super.move(from, to);
        cut();
    }

    @Override
    void remove(Path file) throws IOException {
        cut();
        super.remove(file);
        cut();
    }

    @Override
    void sync(Path synced) throws IOException {
        cut();
        super.sync(synced);
        cut();
    }
}
