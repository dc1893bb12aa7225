package io.noderesource.backend.lvm.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Block devices for a test that runs as root, and LVM's own program as a witness. */
final class LoopDevices implements AutoCloseable {

    private final Path directory;
    private final List<String> attached = new ArrayList<>();

    LoopDevices() throws IOException {
        directory = Files.createTempDirectory("lvm-test");
    }

    /** Attaches a new device of zeros. */
    String attach(int mebibytes) throws IOException {
        Path file = Files.createTempFile(directory, "disk", ".img");
        resize(file, mebibytes);
        return attach(file);
    }

    String attach(Path file) {
        String path = run("losetup", "-f", "--show", file.toString()).out.strip();
        attached.add(path);
        return path;
    }

    /** Makes the file behind a device larger, and the device with it. */
    void grow(String device, int mebibytes) throws IOException {
        resize(backing(device), mebibytes);
        run("losetup", "-c", device).succeed();
    }

    Path backing(String device) throws IOException {
        return Path.of(
                Files.readString(Path.of("/sys/block/" + device.substring("/dev/".length()) + "/loop/backing_file"))
                        .strip());
    }

    void detach(String device) {
        run("losetup", "-d", device).succeed();
        attached.remove(device);
    }

    private static void resize(Path file, int mebibytes) throws IOException {
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.setLength((long) mebibytes << 20);
        }
    }

    /** Runs a program to its end. */
    static Ran run(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("LVM_SUPPRESS_FD_WARNINGS", "1");
            builder.environment().put("LC_ALL", "C");
            Path err = Files.createTempFile("ran", ".err");
            Process process = builder.redirectError(err.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError(List.of(command) + " does not end");
            }
            Ran ran = new Ran(process.exitValue(), out, Files.readString(err));
            Files.delete(err);
            return ran;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (String device : List.copyOf(attached)) {
            detach(device);
        }
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    record Ran(int status, String out, String err) {
        Ran succeed() {
            if (status != 0) {
                throw new AssertionError("status " + status + ": " + out + err);
            }
            return this;
        }
    }
}
